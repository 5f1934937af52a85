"""HR's day in a real browser, from sign-in to outcome, as recruiter, reviewer and administrator; and
every page of the desk, looked at wide, narrow and in the dark, in both languages."""

import re

import mails
import pytest

from browser import DESK, PHONE
from desk_visitor import PASSWORD, app_code, own

MORNING = "2026-05-04T09:00:00+02:00"


@pytest.fixture(scope="module")
def office(house):
    house.installation.clock(MORNING)
    return house.installation


def account(installation, email, name, *roles):
    """The set-up link of somebody new."""
    return installation.json(
        "staff", "add", email, "--name", name,
        *[word for role in roles for word in ("--role", role)])


def heading(window):
    return window.page.locator("h1").inner_text()


def press(window, name):
    window.page.get_by_role("button", name=name, exact=True).click()


def follow(window, name):
    window.page.get_by_role("link", name=name, exact=True).first.click()


def sign_in(window, email, password=PASSWORD):
    window.open("/sign-in")
    window.page.get_by_label("E-mail").fill(email)
    window.page.locator("[name=password]").fill(password)
    press(window, "Sign in")


def seated(browser, visitor, **options):
    """A window in which somebody is signed in already."""
    window = browser.window(visitor.web.address, **options)
    window.carry(visitor.cookie)
    return window


@pytest.mark.parametrize("scripts", [True, False])
def test_a_day_from_sign_in_to_outcome(office, papers, browser, scripts):
    way = "script" if scripts else "plain"
    email = f"robin.{way}@example.org"
    made = account(office, email, "Robin Day", "recruiter")
    with browser.window(office.web.address, scripts=scripts) as window:
        page = window.page
        window.open(made["setupLink"])
        window.look(f"day-{way}-set-up")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
        window.open("/")
        assert heading(window) == "Today"
        # Out and in again, once with a wrong password.
        page.locator("details.me summary").click()
        press(window, "Sign out")
        sign_in(window, email, "not it")
        assert "E-mail, password or code is wrong." in window.text
        assert page.input_value("[name=email]") == email
        window.look(f"day-{way}-sign-in-refused")
        sign_in(window, email)
        assert heading(window) == "Today"
        # A vacancy, refused without a title and then opened.
        follow(window, "Vacancies")
        follow(window, "Open a vacancy")
        page.locator("main button.primary").click()
        assert page.title().startswith("Error:")
        page.get_by_label("Title").fill(f"Accountant {way}")
        page.locator("main button.primary").click()
        assert heading(window) == f"Accountant {way}"
        # An application with a document.
        follow(window, "Add an application")
        page.get_by_label("Given name").fill("Kim")
        page.get_by_label("Family name").fill("Beispiel")
        page.get_by_label("E-mail").fill(f"kim.{way}@example.org")
        page.locator("select[name=language]").select_option("en")
        press(window, "Add application")
        page.set_input_files("#file", {
            "name": "cv.pdf", "mimeType": "application/pdf", "buffer": papers.pdf})
        page.locator("main form button[type=submit]").first.click()
        if scripts:
            page.locator(".upload-state", has_text="stored").wait_for()
        window.look(f"day-{way}-uploaded")
        follow(window, "Done")
        assert heading(window) == "Kim Beispiel"
        assert "Here because the procedure for" in window.text
        # A note, a stage, and what is shown.
        page.get_by_label("Text", exact=True).fill("Knows the trade.")
        press(window, "Save note")
        assert "Knows the trade." in window.text
        if scripts:
            page.locator(".message:focus").wait_for()
        window.look(f"day-{way}-application")
        # The outcome, with its consequence before it.
        follow(window, "Record outcome")
        page.get_by_label("Rejected").check()
        window.look(f"day-{way}-outcome")
        press(window, "Check")
        assert "erased on 5 November 2026" in window.text
        assert "Unfortunately we cannot offer you the position" in window.text
        window.look(f"day-{way}-outcome-check")
        page.locator("main button.primary").click()
        window.look(f"day-{way}-outcome-done")
        window.open("/endings")
        assert "Kim Beispiel" in window.text
        window.look(f"day-{way}-endings")
    assert mails.acknowledgement(office, f"kim.{way}@example.org")
    told, = mails.to(office, f"kim.{way}@example.org", 1)
    assert told.subject == "Reply to your application"


def test_ten_are_decided_at_once_and_one_was_faster(house, office, browser):
    vacancy = house.recruiter.vacancy("Driver")
    ids = [house.recruiter.receive(vacancy, f"Number{one}", "Ten") for one in range(10)]
    visitor = own(office, "ten@example.org", "recruiter")
    with seated(browser, visitor) as window:
        page = window.page
        window.open(f"/vacancies/{vacancy}")
        for box in page.locator("input[name=tick]").all():
            box.check()
        window.look("ten-chosen")
        press(window, "Record outcome for the chosen ones")
        page.get_by_label("Rejected").check()
        press(window, "Check")
        assert len(page.locator("tbody tr").all()) == 10
        window.look("ten-check")
        house.recruiter.post(
            f"/applications/{ids[0]}/outcome", outcome="withdrawn", endedOn="2026-05-04")
        page.locator("main button.primary").click()
        assert "9 recorded" in window.text and "Number0 Ten" in window.text
        window.look("ten-done")
    kinds = [house.installation.json("explain", id)["grounds"][0]["kind"] for id in ids]
    assert kinds == ["evidence"] * 10


def test_a_reviewer_reads_and_recommends(house, office, papers, browser):
    visitor = own(office, "reads@example.org", "reviewer")
    mine, other = house.recruiter.vacancy("Cook"), house.recruiter.vacancy("Baker")
    house.recruiter.put(f"/vacancies/{mine}/team/{visitor.id}", part="interviewer")
    id = house.recruiter.receive(mine, "Sam", "Muster")
    house.recruiter.store(id, papers.pdf)
    house.recruiter.post(f"/applications/{id}/notes", 201, kind="general", text="Came early.")
    with seated(browser, visitor) as window:
        page = window.page
        window.open("/vacancies")
        assert "Cook" in window.text and "Baker" not in window.text
        assert window.open(f"/vacancies/{other}").status == 404
        window.open(f"/applications/{id}")
        assert "Came early." not in window.text
        window.look("reviewer-before")
        page.get_by_label("Recommendation").select_option("yes")
        page.get_by_label("Text", exact=True).fill("I would hire.")
        press(window, "Save recommendation")
        assert "Came early." in window.text and "I would hire." in window.text
        window.look("reviewer-after")


def test_an_administrator_enrols_a_second_factor_and_keeps_the_staff(office, browser):
    made = account(office, "boss.day@example.org", "Bo Boss", "administrator", "recruiter")
    with browser.window(office.web.address) as window:
        page = window.page
        window.open(made["setupLink"])
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
        window.look("admin-second-factor")
        secret = re.search(r"[A-Z2-7]{4}( [A-Z2-7]{4})+", window.text)[0]
        page.locator("[name=code]").fill(app_code(secret))
        page.locator("main button[type=submit]").first.click()
        assert len(re.findall(r"[0-9A-Z-]{19}", window.text)) == 10
        window.look("admin-recovery-codes")
        window.open("/staff")
        page.locator("details.me summary").click()
        if page.get_by_role("button", name="Act as Administrator").count():
            press(window, "Act as Administrator")
            window.open("/staff")
        window.look("admin-staff")
        follow(window, "Add a person")
        window.look("admin-staff-new")
        follow(window, "Today")
        window.look("admin-today")


LOOKS = {"wide": {"size": DESK}, "dark": {"size": DESK, "dark": True},
         "narrow": {"size": PHONE}, "zoomed": {"size": {"width": 1280, "height": 900}, "zoom": 2}}


@pytest.fixture(scope="module")
def gallery(house, office, papers):
    """Something of everything, and the paths that show it."""
    recruiter = house.recruiter
    vacancy = recruiter.vacancy("Datenschutzbeauftragte für Donaudampfschifffahrt", team=[])
    running = recruiter.receive(vacancy, "Bartholomäus", "Wolfeschlegelsteinhausenbergerdorff")
    recruiter.store(running, papers.pdf)
    recruiter.post(f"/applications/{running}/stage", stage="interview")
    ended = recruiter.receive(vacancy, "Nora", "Neu")
    recruiter.post(f"/applications/{ended}/outcome", outcome="rejected", endedOn="2026-05-04")
    pooled = recruiter.receive(None, "Sam", "Pool")
    recruiter.post(f"/applications/{pooled}/pool-consent", channel="inPerson",
                   givenOn="2026-05-04", textVersion="2026-1")
    recruiter.post(f"/applications/{pooled}/outcome", outcome="rejected", endedOn="2026-05-04")
    paper = recruiter.receive(vacancy, "Pia", "Post", email=None, channel="post")
    recruiter.post(f"/applications/{paper}/outcome", outcome="rejected", endedOn="2026-05-04")
    recruiter.put(f"/applications/{paper}/paper", 200, location="Keller, Regal 3, Karton 12",
                  plan="shred", **{"class": "P-5"})
    erased = recruiter.receive(None, "Egon", "Entwurf", email=None, channel="post")
    found = recruiter.put(f"/applications/{erased}/paper", 200, location="Schrank neben der Teeküche",
                          plan="return", **{"class": "P-4"})
    recruiter.post(f"/applications/{erased}/erasure", confirm=erased, reason="Art. 17")
    due = found["code"]
    hired = recruiter.receive(vacancy, "Hanna", "Hauptgewinn")
    recruiter.store(hired, papers.pdf)
    recruiter.store(hired, papers.pdf, kind="certificate", name="Zeugnis der Bäckerinnung.pdf")
    recruiter.post(f"/applications/{hired}/outcome", outcome="hired", endedOn="2026-05-04")
    return {
        "today": "/", "vacancies": "/vacancies", "vacancy-new": "/vacancies/new",
        "vacancy": f"/vacancies/{vacancy}", "vacancy-close": f"/vacancies/{vacancy}/close",
        "application": f"/applications/{running}", "move": f"/applications/{running}/move",
        "outcome": f"/applications/{running}/outcome", "endings": "/endings",
        "correct": f"/applications/{ended}/outcome/correct",
        "consent": f"/applications/{ended}/consent?from=endings",
        "withdrawal": f"/applications/{pooled}/withdrawal",
        "longer-storage": f"/applications/{ended}/longer-storage?from=endings",
        "reopen": f"/applications/{ended}/outcome/reopen",
        "notice": f"/endings/{ended}/notice", "invitation": f"/endings/{ended}/invitation",
        "pool": "/pool", "propose": f"/pool/{pooled}/propose", "search": "/search",
        "undelivered": "/undelivered", "renewals": "/renewals", "account": "/account",
        "deadlines": "/deadlines", "deadlines-notice": "/deadlines/notice-missing",
        "deadlines-month": "/deadlines/month/2026-11", "deadlines-report": "/deadlines/report",
        "receipts": "/deadlines/receipts", "figures": "/figures",
        "nothing": "/applications/00000000-0000-4000-8000-000000000000",
        "letter": f"/applications/{paper}/letters/rejection",
        "hold": f"/applications/{ended}/hold", "hold-vacancy": f"/vacancies/{vacancy}/hold",
        "paper": "/paper", "paper-label": f"/paper/{due}",
        "labels": f"/paper/labels?code={due}",
        "hand-over": f"/applications/{hired}/hand-over",
        "paper-record": f"/applications/{running}/paper",
    }


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("look", list(LOOKS))
def test_every_page_of_the_desk_holds(office, gallery, browser, look, language):
    visitor = own(office, f"looks.{look}.{language}@example.org", "recruiter", "reviewer")
    visitor.send("/language", language=language)
    with seated(browser, visitor, language=language, **LOOKS[look]) as window:
        for name, path in gallery.items():
            answer = window.open(path)
            assert answer.status == (404 if name == "nothing" else 200), name
            assert window.page.locator("html").get_attribute("lang") == language
            assert window.page.locator("h1").count() == 1, name
            assert window.page.locator("main .primary").count() <= 1, name
            window.look(f"desk-{language}-{look}-{name}")
            weight = len(answer.body()) + window.page.evaluate(
                "performance.getEntriesByType('resource').filter(one => one.initiatorType != 'img')"
                ".reduce((sum, one) => sum + one.encodedBodySize, 0)")
            assert weight < 100_000, (name, weight)


@pytest.mark.parametrize("language", ["en", "de"])
def test_before_sign_in_and_for_everybody(office, browser, language):
    with browser.window(office.web.address, size=PHONE, language=language) as window:
        for name, path in {"sign-in": "/sign-in", "privacy": "/privacy", "nowhere": "/nowhere",
                           "link": "/set-up/" + "A" * 43}.items():
            window.open(f"{path}?language={language}")
            window.look(f"open-{language}-{name}")


def test_whoever_reads_for_long_is_asked_to_stay(installations, browser):
    installation = installations(LETHE_SESSION_IDLE_SECONDS="123")
    installation.serve()
    visitor = own(installation, "slow@example.org", "recruiter")
    with seated(browser, visitor) as window:
        window.open("/")
        stay = window.page.get_by_role("button", name="Stay signed in")
        stay.wait_for()
        window.look("desk-en-wide-stay")
        with window.page.expect_response("**/session") as answer:
            stay.click()
        assert answer.value.status == 204
        stay.wait_for(state="detached")


def test_a_form_that_needs_a_second_factor_is_typed_once(office, browser):
    visitor = own(office, "rules@example.org", "privacyOfficer")
    office.sql("UPDATE session SET confirmed_at = now() - interval '6 minutes'")
    with seated(browser, visitor) as window:
        window.open("/requests/rules")
        window.page.get_by_label("Months in the pool, 24 at most").fill("23")
        window.page.locator("main button.primary").click()
        window.page.locator("[name=confirmDue]").fill("0")
        window.page.get_by_label("Reason").fill("a shorter promise & a longer sentence")
        window.page.locator("main button.primary").click()
        assert heading(window) == "Prove your second factor"
        window.look("desk-en-wide-confirm-form")
        window.page.locator("[name=code]").fill("000000")
        press(window, "Continue")
        assert "This code is wrong." in window.text
        window.page.locator("[name=code]").fill(app_code(visitor.secret, 1))
        press(window, "Continue")
        assert "The rules are set." in window.text
        window.open("/requests/rules")
        assert "a shorter promise & a longer sentence" in window.text


OTHERS = {
    "administrator": ["/", "/staff", "/staff/new", "/staff/{staff}", "/vacancies", "/confirm",
                      "/account"],
    "auditor": ["/ledger", "/account"],
    "legal": ["/", "/applications/{ended}", "/applications/{ended}/holds",
              "/applications/{ended}/hold", "/applications/{ended}/obligation", "/matters",
              "/matters/vacancies", "/matters/{hold}",
              "/matters/{hold}/export", "/applications/{ended}/export", "/vacancies/{vacancy}/hold",
              "/holds/{hold}/release", "/holds/{hold}/review"],
    "privacyOfficer": ["/ledger", "/paper", "/applications/{ended}", "/matters", "/deadlines",
                       "/deadlines/notice-missing", "/deadlines/report", "/figures",
                       "/requests", "/requests/rules", "/applications/{ended}/restriction",
                       "/applications/{ended}/objection", "/applications/{ended}/erasure"],
    "reviewer": ["/", "/vacancies", "/search"],
}


@pytest.mark.parametrize("role", OTHERS)
def test_the_pages_of_the_other_roles_hold(house, office, gallery, browser, role):
    visitor = own(office, f"other.{role}@example.org".lower(), role)
    ended = gallery["correct"].split("/")[2]
    vacancy = gallery["vacancy"].split("/")[2]
    hold = house.legal.post(
        f"/vacancies/{vacancy}/holds", 201, matter="Wolfeschlegelsteinhausen ./. Beispiel GmbH",
        reason="A suit was announced by letter.", reviewOn="2026-05-04")["id"]
    for language in ("en", "de"):
        visitor.send("/language", language=language)
        with seated(browser, visitor, language=language, size=PHONE) as window:
            for path in OTHERS[role]:
                path = path.replace("{staff}", house.recruiter.id).replace("{ended}", ended)
                path = path.replace("{vacancy}", vacancy).replace("{hold}", hold)
                status = window.open(path).status
                if path.endswith(ended) and status == 428:
                    # Nothing is opened before its matter is named.
                    assert "Nora" not in window.page.content()
                    window.look(f"desk-{language}-{role}-matter")
                    window.page.locator("main input[type=text]").fill("Case 7")
                    window.page.locator("main button.primary").click()
                    assert heading(window) == "Nora Neu"
                elif path == "/matters" and status == 428:
                    assert "Wolfeschlegel" not in window.page.content()
                    window.look(f"desk-{language}-{role}-why-holds")
                    window.page.locator("main input[type=text]").fill("Case 7")
                    window.page.locator("main button.primary").click()
                    assert "Wolfeschlegel" in window.text
                else:
                    # What is held isn't erased, and the page says so.
                    assert status == (409 if path.endswith("/erasure") else 200), path
                assert window.page.locator("h1").count() == 1, path
                words = [word for word in path.split("/") if len(word) < 20]
                window.look(f"desk-{language}-{role}-{'-'.join(words).strip('-') or 'today'}")
