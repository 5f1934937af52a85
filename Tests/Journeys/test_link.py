"""What applicants are asked, what they answer with one click, and what they are told."""

import re

import mails
import pytest

MORNING = "2026-05-04T09:00:00+02:00"
WORDS = {
    "de": {
        "invitation":
            "Dürfen wir Ihre Bewerbung für „Tailor“ für spätere Stellen aufbewahren?",
        "voluntary": "freiwillig", "in pool": "Ihre Bewerbung ist im Pool",
        "stays": "bis einschließlich 4. November 2026", "pool ends": "3. Mai 2028",
        "withdrawn": "Ihr Widerruf gilt", "erased": "Ihre Bewerbung ist gelöscht",
        "final": "3. Dezember 2026", "no": "Ihr Nein ist gespeichert",
        "unknown": "Diesen Link kennen wir nicht",
    },
    "en": {
        "invitation": 'May we keep your application for "Tailor" for later vacancies?',
        "voluntary": "voluntary", "in pool": "Your application is in the pool",
        "stays": "4 November 2026", "pool ends": "3 May 2028",
        "withdrawn": "Your withdrawal is in effect", "erased": "Your application is erased",
        "final": "3 December 2026", "no": "Your no is recorded",
        "unknown": "We don't know this link",
    },
}


def plain(page):
    """A page's words, as one line."""
    text = re.sub(r"<[^>]+>", " ", page.text)
    for entity, sign in [("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")]:
        text = text.replace(entity, sign)
    return " ".join(text.split())


def invited(house, papers, language, given="Tom"):
    """Somebody rejected and asked; the application and the invitation."""
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Tailor")
    address = f"{given}.{language}@example.org".lower()
    id = house.recruiter.receive(vacancy, given, "Weaver", language=language, email=address)
    house.recruiter.store(id, papers.pdf)
    early = house.recruiter.call(
        "POST", f"/applications/{id}/pool-invitation", {"language": language})
    assert early.status == 409
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-05-04")
    asked = house.recruiter.post(
        f"/applications/{id}/pool-invitation", 202, language=language)
    assert set(asked) == {"consentId"}
    again = house.recruiter.post(f"/applications/{id}/pool-invitation", 202, language=language)
    assert again == asked
    mail, = mails.to(house.installation, address, 1)
    return id, address, mail


def state(house, id):
    return house.installation.json("explain", id)


def look(house, id, address, mail, language):
    """Looks at the question in every way there is; that changes nothing."""
    before = state(house, id)
    for method in ("GET", "HEAD", "GET"):
        for path in (mail.link, mail.link + "/withdraw", mail.link + "?decision=give"):
            page = house.web.ask(method, path)
            assert page.status == 200, page
            assert page.headers["Cache-Control"] == "no-store"
            assert page.headers["Referrer-Policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
            assert "<script" not in page.text
            if method == "GET":
                assert f'lang="{language}"' in page.text
                assert WORDS[language]["stays"] in plain(page)
                assert 'value="give"' in page.text and 'value="decline"' in page.text
    assert state(house, id) == before
    assert len(mails.to(house.installation, address)) == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_yes_joins_the_pool_and_a_withdrawal_leaves_it(house, papers, language):
    words = WORDS[language]
    id, address, mail = invited(house, papers, language)
    assert words["invitation"] in mail.words and words["voluntary"] in mail.words
    assert mail.link in mail.html and "List-Unsubscribe" not in mail.message
    assert str(mail.message["Content-Language"]) == language
    assert "Tom" not in mail.subject and "Weaver" not in mail.subject

    look(house, id, address, mail, language)
    receipt = house.web.form(mail.link, decision="give")
    assert receipt.status == 200 and words["in pool"] in plain(receipt)
    now = state(house, id)
    assert [ground["kind"] for ground in now["grounds"]] == ["evidence", "pool"]
    assert now["eraseOn"] == "2028-05-03"
    assert house.web.form(mail.link, decision="give").status == 200
    _, confirmation = mails.to(house.installation, address, 2)
    assert words["pool ends"] in confirmation.words
    path, form = confirmation.unsubscribe
    assert form == {"List-Unsubscribe": "One-Click"}
    if language == "en":
        assert "Unsubscribing deletes your application from our pool." in confirmation.words
    seen = house.recruiter.get(f"/applications/{id}")
    assert [ground["kind"] for ground in seen["grounds"]] == ["evidence", "pool"]
    pool = {one["id"]: one for one in house.recruiter.get("/pool")["items"]}
    assert pool[id]["eraseOn"] == "2028-05-03"
    found = house.recruiter.get("/pool?q=weaver")["items"]
    assert id in [one["id"] for one in found]

    # Evidence stands: the pool ends, the rest stays locked.
    receipt = house.web.ask(
        "POST", path, "List-Unsubscribe=One-Click",
        {"Content-Type": "application/x-www-form-urlencoded"})
    assert receipt.status == 200
    assert words["withdrawn"] in plain(receipt) and words["stays"] in plain(receipt)
    assert state(house, id)["eraseOn"] == "2026-11-05"
    assert id not in [one["id"] for one in house.recruiter.get("/pool")["items"]]
    house.recruiter.get(f"/applications/{id}", 404)
    *_, last = mails.to(house.installation, address, 3)
    assert words["withdrawn"] in last.words and words["stays"] in last.words
    for decision in ("give", "withdraw", "decline"):
        page = house.web.form(mail.link, decision=decision)
        assert page.status == 200 and words["withdrawn"] in plain(page)
    assert len(mails.to(house.installation, address)) == 3
    refused = house.recruiter.call(
        "POST", f"/applications/{id}/pool-invitation", {"language": language})
    assert refused.status == 409
    house.installation.clock("2026-11-05T00:00:00+01:00")
    assert house.installation.purge()["failed"] == 0
    house.installation.run("explain", id, status=1)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_withdrawal_erases_at_once_when_nothing_else_stands(house, papers, language):
    words = WORDS[language]
    id, address, mail = invited(house, papers, language, "Ida")
    assert house.web.form(mail.link, decision="give").status == 200
    _, confirmation = mails.to(house.installation, address, 2)
    house.installation.clock("2026-11-05T00:00:00+01:00")
    house.installation.purge()
    assert [one["kind"] for one in state(house, id)["grounds"]] == ["pool"]
    files = house.installation.documents()
    assert 'value="withdraw"' in house.web.ask("GET", confirmation.link).text
    receipt = house.web.form(confirmation.link, decision="withdraw")
    assert receipt.status == 200
    assert words["erased"] in plain(receipt)
    assert len(house.installation.documents()) == len(files) - 1
    house.installation.run("explain", id, status=1)
    *_, last = mails.to(house.installation, address, 3)
    assert words["erased"] in last.words

    for link in {mail.link, confirmation.link}:
        page = house.web.ask("GET", link)
        assert page.status == 200 and words["erased"] in plain(page)
        assert words["final"] in plain(page)
        assert "Ida" not in page.text and "Tailor" not in page.text
    house.installation.clock("2026-12-05T23:59:00+01:00")
    house.installation.purge()
    assert house.web.ask("GET", mail.link).status == 200
    house.installation.clock("2026-12-06T00:00:00+01:00")
    house.installation.purge()
    for link in {mail.link, confirmation.link}:
        assert house.web.ask("GET", link).status == 404


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_no_is_an_answer(house, papers, language):
    id, address, mail = invited(house, papers, language, "Nea")
    page = house.web.form(mail.link, decision="decline")
    assert page.status == 200 and WORDS[language]["no"] in plain(page)
    assert "<form" not in page.text
    assert house.web.form(mail.link, decision="give").status == 200
    assert [one["kind"] for one in state(house, id)["grounds"]] == ["evidence"]
    assert house.recruiter.call(
        "POST", f"/applications/{id}/pool-invitation", {"language": language}).status == 409
    # At the applicant's own request it goes on, on paper.
    house.recruiter.post(
        f"/applications/{id}/pool-consent", channel="post", givenOn="2026-05-04",
        textVersion="1")
    assert [one["kind"] for one in state(house, id)["grounds"]] == ["evidence", "pool"]


def test_paper_has_the_effect_of_the_link(house, papers):
    house.installation.clock(MORNING)
    id = house.recruiter.receive(None, "Paula", "Paper", language="en")
    scan = house.recruiter.store(id, papers.pdf, kind="other", name="consent.pdf")
    house.recruiter.post(
        f"/applications/{id}/pool-consent", channel="inPerson", givenOn="2026-05-04",
        textVersion="1", documentId=scan)
    again = house.recruiter.call("POST", f"/applications/{id}/pool-consent", {
        "channel": "inPerson", "givenOn": "2026-05-04", "textVersion": "1"})
    assert again.status == 409
    mail, = mails.to(house.installation, "paula.paper@example.org", 1)
    assert mail.unsubscribe[1] == {"List-Unsubscribe": "One-Click"}
    future = house.recruiter.call("POST", f"/applications/{id}/pool-withdrawal", {
        "channel": "phone", "receivedAt": "2026-05-05T09:00:00+02:00"})
    assert future.status == 422
    house.recruiter.post(
        f"/applications/{id}/pool-withdrawal", channel="phone",
        receivedAt="2026-05-04T08:00:00+02:00")
    left = [one["kind"] for one in state(house, id)["grounds"]]
    assert left == ["procedure"]
    _, receipt = mails.to(house.installation, "paula.paper@example.org", 2)
    assert "Your withdrawal is in effect" in receipt.words


def test_the_pool_ends_before_its_second_anniversary_begins(house, papers):
    id, _, mail = invited(house, papers, "en", "Olga")
    house.web.form(mail.link, decision="give")
    house.installation.clock("2028-05-02T23:59:59+02:00")
    house.installation.purge()
    assert state(house, id)["eraseOn"] == "2028-05-03"
    house.installation.clock("2028-05-03T00:00:00+02:00")
    house.installation.purge()
    house.installation.run("explain", id, status=1)
    assert house.web.ask("GET", mail.link).status == 404


def test_a_new_address_makes_the_old_link_useless(house, papers):
    house.installation.clock(MORNING)
    id = house.recruiter.receive(None, "Moa", "Mover", email="moa.old@example.org")
    house.recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
    mail, = mails.to(house.installation, "moa.old@example.org", 1)
    assert house.web.ask("GET", mail.link).status == 200
    house.recruiter.patch(f"/applications/{id}/applicant", email="moa.new@example.org")
    assert house.web.ask("GET", mail.link).status == 404
    assert house.web.form(mail.link, decision="give").status == 404
    house.recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
    new, = mails.to(house.installation, "moa.new@example.org", 1)
    assert house.web.form(new.link, decision="give").status == 200


def test_links_nobody_knows_and_answers_nobody_offers(house, papers):
    for path in ("/c/" + "A" * 43, "/c/%00", "/c/" + "x" * 500):
        for language in WORDS:
            page = house.web.ask("GET", path, headers={"Accept-Language": language})
            assert page.status == 404, path
            if path.startswith("/c/A"):
                assert WORDS[language]["unknown"] in plain(page).replace("’", "'")
    _, address, mail = invited(house, papers, "en", "Sam")
    assert house.web.form(mail.link, decision="perhaps").status == 422
    assert house.web.form(mail.link).status == 422
    assert house.web.form(mail.link + "/withdraw", decision="withdraw").status == 422
    strange = house.web.ask("POST", mail.link, "decision=give", {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": "https://evil.example"})
    assert strange.status == 403
    assert house.web.ask("POST", mail.link, b"{}", {"Content-Type": "application/json"}).status in (
        415, 422)
    english = plain(house.web.ask("GET", mail.link + "?language=de"))
    assert "aufbewahren" in english
    action = re.search(r'action="([^"]+)"', house.web.ask("GET", mail.link + "?language=de").text)
    assert action[1].count("?") == 1, action[1]
    assert len(mails.to(house.installation, address)) == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_acknowledgement_carries_the_notice_that_is_public(house, language):
    house.installation.clock(MORNING)
    address = f"akk.{language}@example.org"
    id = house.recruiter.receive(
        house.recruiter.vacancy("Tailor"), "Akk", "Nowledge", language=language, email=address,
        source="agency")
    mail = mails.acknowledgement(house.installation, address)
    assert "Akk" not in mail.subject and "List-Unsubscribe" not in mail.message
    told, = house.recruiter.get(f"/applications/{id}")["informed"]
    assert told["article"] == 14 and told["language"] == language and told["channel"] == "email"
    assert told["version"] in mail.words
    page = house.web.ask("GET", "/privacy/" + told["version"] + "?language=" + language)
    assert page.status == 200 and "<script" not in page.text
    right = {"de": "Ihr Widerspruchsrecht", "en": "Your right to object"}[language]
    for text in (mail.words, mail.html, plain(page)):
        assert right in text and "Muster GmbH" in text
    assert plain(house.web.ask("GET", "/privacy?language=" + language)) == plain(page)
    assert house.web.ask("GET", "/privacy/none").status == 404
    assert house.web.ask("GET", "/privacy/..%2Fkeys").status == 404


def test_a_notice_of_ones_own_is_versioned(installations):
    installation = installations()
    texts = {"de": "# Hinweise\n\n## Wer\n\nWir.\n", "en": "# Notice\n\n## Who\n\nWe.\n"}

    def bring(version, more=""):
        for language, text in texts.items():
            (installation.data / f"privacy-notice.{language}.txt").write_text(
                f"Version: {version}\n{text}{more}")
    bring("own-1")
    service = installation.serve()
    assert "own-1" in plain(service.web.ask("GET", "/privacy?language=en"))
    assert service.stop() == 0
    bring("own-2", "\nMore.\n")
    service = installation.serve()
    assert "More." in plain(service.web.ask("GET", "/privacy?language=en"))
    old = plain(service.web.ask("GET", "/privacy/own-1?language=en"))
    assert "We." in old and "More." not in old
    assert service.stop() == 0
    # A version names one text for ever, in every language, and says which one it is.
    bring("own-1", "\nOther.\n")
    _, err = installation.run("serve", "--listen", "127.0.0.1:0", status=1)
    assert b"own-1" in err
    (installation.data / "privacy-notice.de.txt").write_text("# Hinweise\n")
    _, err = installation.run("serve", "--listen", "127.0.0.1:0", status=1)
    assert b"privacy-notice.de.txt" in err
    (installation.data / "privacy-notice.de.txt").unlink()
    _, err = installation.run("serve", "--listen", "127.0.0.1:0", status=1)
    assert b"privacy-notice.de.txt is missing" in err


def entries(house, papers, given, count=2):
    """Somebody in the pool with several applications; their ids and the links of each."""
    house.installation.clock(MORNING)
    address = f"{given}@example.org".lower()
    found = []
    for number in range(count):
        id = house.recruiter.receive(
            house.recruiter.vacancy(f"Tailor {number}"), given, "Weaver", email=address)
        house.recruiter.store(id, papers.pdf)
        house.recruiter.post(
            f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-05-04")
        house.recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
        link = mails.to(house.installation, address, 2 * number + 1)[-1].link
        assert house.web.form(link, decision="give").status == 200
        mails.to(house.installation, address, 2 * number + 2)
        found.append((id, link))
    return found


def test_all_entries_of_one_address_or_only_this_one(house, papers):
    (one, link), (other, second), (third, _) = entries(house, papers, "Sib", 3)
    page = house.web.ask("GET", link)
    for number in range(3):
        assert f"Tailor {number}" in plain(page)
    assert re.findall(r'name="scope" value="(\w+)"( checked)?', page.text) == [
        ("all", " checked"), ("this", "")]
    assert house.web.form(link, decision="withdraw", scope="none").status == 422
    # Only this one; then the rest through another link, with what remains of each.
    assert house.web.form(second, decision="withdraw", scope="this").status == 200

    def kinds(id):
        return [ground["kind"] for ground in state(house, id)["grounds"]]
    assert [kinds(id) for id in (one, other, third)] == [
        ["evidence", "pool"], ["evidence"], ["evidence", "pool"]]
    receipt = house.web.form(link, decision="withdraw", scope="all")
    assert receipt.status == 200
    assert "Your withdrawal is in effect" in plain(receipt)
    assert 'Your application for "Tailor 2" stays stored and locked' in plain(receipt)
    assert [kinds(id) for id in (one, other, third)] == [["evidence"]] * 3
    # Saving the receipt loads the same page again.
    assert plain(house.web.ask("GET", link + "?language=en")) == plain(receipt)


def test_all_entries_are_erased_each_with_its_receipt(house, papers):
    (one, link), (other, second) = entries(house, papers, "Duo")
    house.installation.clock("2026-11-05T00:00:00+01:00")
    house.installation.purge()
    receipt = house.web.form(link, decision="withdraw", scope="all")
    assert "Your application is erased" in plain(receipt)
    assert "The entry you consented to on 4 May 2026 was erased on 5 November 2026" in plain(
        receipt)
    for id in (one, other):
        house.installation.run("explain", id, status=1)
    saved = house.web.ask("GET", link + "?language=en")
    assert plain(saved) == plain(receipt) and "Tailor" not in saved.text
    assert "Your application is erased" in plain(house.web.ask("GET", second))


def renewed(house, papers, given):
    """Somebody in the pool, on the day of the request; the application and the request."""
    id, address, mail = invited(house, papers, "en", given)
    house.web.form(mail.link, decision="give")
    mails.to(house.installation, address, 2)
    house.installation.clock("2028-03-04T09:00:00+01:00")
    house.installation.purge()
    request = mails.to(house.installation, address, 3)[-1]
    assert "May we keep it longer?" in request.words
    assert request.unsubscribe[1] == {"List-Unsubscribe": "One-Click"}
    return id, address, request


def test_without_an_answer_a_request_two_reminders_and_the_end_on_time(house, papers):
    id, address, request = renewed(house, papers, "Lou")
    before = state(house, id)
    for method in ("GET", "HEAD"):
        for path in (request.link, request.link + "/withdraw"):
            assert house.web.ask(method, path).status == 200
    assert state(house, id) == before
    house.installation.clock("2028-04-03T09:00:00+02:00")
    mails.to(house.installation, address, 4)
    house.installation.clock("2028-04-26T09:00:00+02:00")
    last = mails.to(house.installation, address, 5)[-1]
    assert last.link == request.link and last.subject.startswith("Once more")
    house.installation.clock("2028-05-02T23:59:59+02:00")
    house.installation.purge()
    assert state(house, id)["eraseOn"] == "2028-05-03"
    house.installation.clock("2028-05-03T00:00:00+02:00")
    house.installation.purge()
    house.installation.run("explain", id, status=1)
    assert len(mails.to(house.installation, address)) == 5


def test_a_yes_stays_and_a_no_goes_on_time(house, papers):
    yes, address, request = renewed(house, papers, "Yve")
    page = house.web.ask("GET", request.link)
    assert 'value="give"' in page.text and 'value="decline"' in page.text
    assert "3 March 2030" in plain(page)
    assert "in the pool" in plain(house.web.form(request.link, decision="give"))
    confirmation = mails.to(house.installation, address, 4)[-1]
    assert "3 March 2030" in confirmation.words
    no, other, question = renewed(house, papers, "Noa")
    answer = house.web.form(question.link, decision="decline")
    assert "Your no is recorded" in plain(answer) and "3 May 2028" in plain(answer)
    house.installation.clock("2028-05-03T00:00:00+02:00")
    house.installation.purge()
    assert state(house, yes)["eraseOn"] == "2030-03-03"
    house.installation.run("explain", no, status=1)
    assert len(mails.to(house.installation, other)) == 3
