"""Somebody of the pool is proposed for a vacancy, is asked by mail, and answers with one click."""

import re
import threading
import time

import mails
import pytest

from lethe import seeded, until

MORNING = "2026-03-02T09:00:00+01:00"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 5000 + b"%%EOF\n"
WORDS = {
    "de": {
        "question": "Möchten Sie sich auch für „Driver“ bewerben?",
        "nothing copied": "Vor einem Ja wird nichts kopiert.",
        "arrived": "Ihre Bewerbung für „Driver“ ist angekommen.", "no": "Ihr Nein ist gespeichert",
        "over": "Dieser Vorschlag gilt nicht mehr.",
    },
    "en": {
        "question": 'Would you like to apply for "Driver" too?',
        "nothing copied": "Nothing is copied before a yes.",
        "arrived": 'Your application for "Driver" has arrived.', "no": "Your no is recorded",
        "over": "This proposal is over.",
    },
}


def plain(page):
    """A page's words, as one line."""
    text = re.sub(r"<[^>]+>", " ", page.text)
    for entity, sign in [("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")]:
        text = text.replace(entity, sign)
    return " ".join(text.split())


def pooled(recruiter, address, language="en", documents=2):
    """Somebody in the pool with documents."""
    id = recruiter.receive(recruiter.vacancy("Tailor"), language=language, email=address)
    for number in range(documents):
        recruiter.store(id, PDF, name=f"{number}.pdf")
    recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    recruiter.post(f"/applications/{id}/pool-consent", channel="inPerson", givenOn="2026-03-02",
                   textVersion="1")
    return id


def proposed(house, address, language="en"):
    """Somebody proposed; the pool entry, the vacancy and the mail."""
    house.installation.clock(MORNING)
    entry = pooled(house.recruiter, address, language)
    vacancy = house.recruiter.vacancy("Driver")
    house.recruiter.post(f"/applications/{entry}/proposals", 202, vacancyId=vacancy)
    found = until(lambda: [mail for mail in mails.to(house.installation, address)
                           if "Driver" in mail.words])
    assert len(found) == 1
    return entry, vacancy, found[0]


def applications(recruiter, vacancy):
    return recruiter.get(f"/applications?vacancy={vacancy}")["items"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_yes_makes_an_application_of_its_own(house, language):
    words = WORDS[language]
    entry, vacancy, mail = proposed(house, f"yes.{language}@example.org", language)
    assert words["question"] in mail.words and words["nothing copied"] in mail.words
    assert "Ada" not in mail.subject and "Driver" not in mail.subject
    assert mail.unsubscribe == (f"{mail.link}/withdraw", {"List-Unsubscribe": "One-Click"})

    for method in ("GET", "HEAD", "GET"):
        page = house.web.ask(method, mail.link)
        assert page.status == 200
        if method == "GET":
            assert words["question"] in plain(page) and "Ada" not in page.text
            assert [f'value="{name}"' in page.text for name in ("give", "decline", "withdraw")] == [
                True] * 3
    assert applications(house.recruiter, vacancy) == []

    for _ in range(2):
        receipt = house.web.form(mail.link, decision="give")
        assert receipt.status == 200 and words["arrived"] in plain(receipt)
    line, = applications(house.recruiter, vacancy)
    new = house.recruiter.get(f"/applications/{line['id']}")
    assert new["stage"] == "received" and new["source"] == "applicant"
    assert new["applicant"]["email"] == f"yes.{language}@example.org"
    assert [ground["kind"] for ground in new["grounds"]] == ["procedure"]
    assert sorted(document["name"] for document in new["documents"]) == ["0.pdf", "1.pdf"]
    for document in new["documents"]:
        got = house.recruiter.call(
            "GET", f"/applications/{line['id']}/documents/{document['id']}")
        assert got.body == PDF
    listed, = [one for one in house.recruiter.get("/pool")["items"] if one["id"] == entry]
    assert [one["answer"] for one in listed["proposals"]] == ["yes"]

    # The pool entry goes when its consent is taken back; the new application stays.
    assert house.web.form(mail.link, decision="withdraw").status == 200
    assert [one["id"] for one in applications(house.recruiter, vacancy)] == [line["id"]]
    assert entry not in [one["id"] for one in house.recruiter.get("/pool")["items"]]


def test_a_no_is_the_last_word_about_that_vacancy(house):
    entry, vacancy, mail = proposed(house, "no@example.org")
    receipt = house.web.form(mail.link, decision="decline")
    assert WORDS["en"]["no"] in plain(receipt)
    assert applications(house.recruiter, vacancy) == []
    again = house.recruiter.call(
        "POST", f"/applications/{entry}/proposals", {"vacancyId": vacancy})
    assert again.status == 409 and again.code == "answered-no"
    assert entry in [one["id"] for one in house.recruiter.get("/pool")["items"]]


def test_a_proposal_ends_with_its_vacancy(house):
    _, vacancy, mail = proposed(house, "late@example.org")
    house.recruiter.post(f"/vacancies/{vacancy}/close")
    assert WORDS["en"]["over"] in plain(house.web.form(mail.link, decision="give"))
    assert applications(house.recruiter, vacancy) == []


def test_who_is_not_in_the_pool_or_applied_there_is_refused(house):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Driver")
    running = house.recruiter.receive(vacancy, email="there@example.org")
    other = house.recruiter.vacancy("Other")
    entry = pooled(house.recruiter, "there@example.org", documents=0)
    for id, where, status, code in [
        (running, other, 409, "not-in-pool"), (entry, vacancy, 409, "already-applied"),
        (entry, "5a1ce000-0000-4000-8000-000000000000", 422, "invalid"),
    ]:
        answer = house.recruiter.call(
            "POST", f"/applications/{id}/proposals", {"vacancyId": where})
        assert (answer.status, answer.code) == (status, code), answer


def test_a_yes_survives_a_kill_and_makes_one_application(installations):
    chance = seeded()
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    asked = []
    for number in range(6):
        address = f"kill{number}@example.org"
        entry = pooled(recruiter, address, documents=3)
        vacancy = recruiter.vacancy(f"Driver{number}")
        recruiter.post(f"/applications/{entry}/proposals", 202, vacancyId=vacancy)
        mail = until(lambda: [one for one in mails.to(installation, address)
                              if f"Driver{number}" in one.words])[0]
        asked.append((vacancy, mail.link))
    for vacancy, link in asked:
        def answer():
            try:
                service.web.form(link, decision="give")
            except OSError:
                pass  # It was killed before it answered.
        clicking = threading.Thread(target=answer)
        clicking.start()
        time.sleep(chance.uniform(0, 0.15))
        service.kill()
        clicking.join()
        service = installation.serve()
    made = 0
    for vacancy, link in asked:
        page = plain(service.web.ask("GET", link))
        if "Would you like to apply" in page:
            assert applications(recruiter, vacancy) == [], "a yes that was never recorded"
            continue
        made += 1
        line, = until(lambda: applications(recruiter, vacancy))
        shown = recruiter.get(f"/applications/{line['id']}")
        assert len(shown["documents"]) == 3
        for document in shown["documents"]:
            got = recruiter.call(
                "GET", f"/applications/{line['id']}/documents/{document['id']}")
            assert got.status == 200 and got.body == PDF
    print("recorded before the kill:", made)
    assert installation.sql("SELECT count(*) FROM proposal WHERE answer = 'yes' "
                            "AND carried_out_at IS NULL") == [["0"]]
