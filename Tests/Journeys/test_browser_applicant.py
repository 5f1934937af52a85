"""The applicant's page on a phone, in a real browser: two taps for each decision, with and without
scripts, in both languages; and a scanner that follows every link and runs what it finds."""

import mails
import pytest

from browser import PHONE

MORNING = "2026-05-04T09:00:00+02:00"
WORDS = {
    "de": {
        "yes": "Ja, aufbewahren", "give": "Ja, ich willige ein", "no": "Nein, nicht aufbewahren",
        "decline": "Nein, ich willige nicht ein", "withdraw": "Einwilligung widerrufen",
        "now": "Jetzt widerrufen", "in pool": "Danke. Ihre Bewerbung ist im Pool.",
        "declined": "Ihr Nein ist gespeichert.", "withdrawn": "Ihr Widerruf gilt.",
        "unknown": "Diesen Link kennen wir nicht.",
    },
    "en": {
        "yes": "Yes, keep it", "give": "Yes, I consent", "no": "No, don't keep it",
        "decline": "No, I don't consent", "withdraw": "Withdraw consent", "now": "Withdraw now",
        "in pool": "Thank you. Your application is in the pool.",
        "declined": "Your no is recorded.", "withdrawn": "Your withdrawal is in effect.",
        "unknown": "We don't know this link.",
    },
}
WAYS = [(language, scripts) for language in ("de", "en") for scripts in (True, False)]


def invited(house, papers, language, name):
    """Somebody rejected and asked: the address of their page."""
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Tailor")
    address = f"{name}@example.org".lower()
    id = house.recruiter.receive(vacancy, name, "Weaver", language=language, email=address)
    house.recruiter.store(id, papers.pdf)
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-05-04")
    house.recruiter.post(f"/applications/{id}/pool-invitation", 202, language=language)
    invitation = [one for one in mails.to(house.installation, address) if "/c/" in one.text][-1]
    return id, house.web.address + invitation.link


def choose(window, label, button):
    """One tap opens what follows, the second does it."""
    window.page.locator("summary", has_text=label).first.click()
    window.page.get_by_role("button", name=button).click()


def heading(window):
    return window.page.locator("h1").inner_text()


@pytest.mark.parametrize("language,scripts", WAYS)
def test_a_yes_and_its_withdrawal_take_two_taps_each(house, papers, browser, language, scripts):
    words = WORDS[language]
    _, link = invited(house, papers, language, f"yes{language}{scripts}")
    name = f"applicant-{language}-{'script' if scripts else 'plain'}"
    with browser.window(house.web.address, size=PHONE, language=language,
                        scripts=scripts) as window:
        window.open(link)
        window.look(f"{name}-asked")
        yes, no = (window.page.locator("summary", has_text=words[one]).bounding_box()
                   for one in ("yes", "no"))
        assert yes["width"] == no["width"] and yes["height"] == no["height"] >= 44
        assert "Weaver" not in window.page.content()
        choose(window, words["yes"], words["give"])
        assert heading(window) == words["in pool"]
        window.look(f"{name}-in-pool")
        choose(window, words["withdraw"], words["now"])
        assert heading(window) == words["withdrawn"]
        window.look(f"{name}-withdrawn")
        # Loading the receipt again repeats nothing and shows it again.
        window.open(link)
        assert heading(window) == words["withdrawn"]


@pytest.mark.parametrize("language,scripts", WAYS)
def test_a_no_takes_as_many(house, papers, browser, language, scripts):
    words = WORDS[language]
    _, link = invited(house, papers, language, f"no{language}{scripts}")
    with browser.window(house.web.address, size=PHONE, language=language,
                        scripts=scripts) as window:
        window.open(link)
        choose(window, words["no"], words["decline"])
        assert heading(window) == words["declined"]
        window.look(f"applicant-{language}-{'script' if scripts else 'plain'}-declined")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_holds_in_the_dark_and_at_twice_the_size(house, papers, browser, language):
    _, link = invited(house, papers, language, f"dark{language}")
    with browser.window(house.web.address, size=PHONE, dark=True, language=language) as window:
        window.open(link)
        window.look(f"applicant-{language}-dark")
    with browser.window(house.web.address, size={"width": 640, "height": 900}, zoom=2,
                        language=language) as window:
        window.open(link)
        window.look(f"applicant-{language}-zoomed")


def test_a_scanner_that_follows_everything_changes_nothing(house, papers, browser):
    id, link = invited(house, papers, "en", "scanned")
    before = house.installation.json("explain", id)
    with browser.window(house.web.address) as window:
        window.open(link)
        found = window.page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")
        forms = window.page.eval_on_selector_all("form", "forms => forms.map(f => f.action)")
        own = [one for one in found + forms if one.startswith(house.web.address)]
        assert len(own) >= 3
        for address in own:
            window.page.request.get(address)
            window.page.request.head(address)
        # What a script of its own makes of the page: opens all, clicks nothing.
        window.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        window.page.wait_for_timeout(200)
    assert house.installation.json("explain", id) == before


def test_an_unknown_link_says_why_it_may_be_so(house, browser):
    with browser.window(house.web.address, size=PHONE, language="en") as window:
        assert window.open("/c/" + "A" * 43).status == 404
        assert heading(window) == WORDS["en"]["unknown"]
        window.look("applicant-en-unknown")
