"""HR's desk around vacancies and the pool: opened, staffed, found, proposed, answered, seen."""

import mails
import pytest

from desk import Desk
from lethe import until

MORNING, LATER = "2026-03-02T09:00:00+01:00", "2026-03-05T09:00:00+01:00"


@pytest.fixture(scope="module")
def kim(house):
    return Desk(house.installation, "Kim", "recruiter")


@pytest.fixture(scope="module")
def rae(house):
    return Desk(house.installation, "Rae", "reviewer")


def opened(kim, title):
    """A vacancy opened at the desk; its path."""
    answer = kim.open("/vacancies/new").send("/vacancies", title=title, location="Bonn")
    assert answer.status == 303, answer.words
    return answer.location.partition("?")[0]


def pooled(house, address):
    """Somebody in the pool."""
    recruiter = house.recruiter
    id = recruiter.receive(recruiter.vacancy("Tailor"), email=address)
    recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    recruiter.post(f"/applications/{id}/notice", channel="phone", sentOn="2026-03-02")
    recruiter.post(f"/applications/{id}/pool-consent", channel="inPerson", givenOn="2026-03-02",
                   textVersion="1")
    return id


def test_a_vacancy_is_opened_staffed_and_reviewed(house, kim, rae):
    house.installation.clock(MORNING)
    assert "Nothing waits." in rae.open("/").words
    vacancy = opened(kim, "Accountant")
    id = house.recruiter.receive(vacancy.rpartition("/")[2], "Sam", "Muster")
    page = kim.open(vacancy)
    assert "Sam Muster" in page.words and "Nobody reviews" in page.words
    assert rae.open(vacancy).status == 404
    answer = page.send(f"{vacancy}/team", staff=rae.id, part="interviewer")
    assert answer.status == 303 and "Rae" in kim.open(answer.location).words
    assert "Accountant" in rae.open("/vacancies").words
    assert "Sam Muster" in rae.open(vacancy).words

    assert "New 1 Accountant 1" in kim.open("/").words
    house.recruiter.post(f"/applications/{id}/stage", stage="interview")
    assert "Accountant Rae: 1" in kim.open("/").words
    assert "Your recommendation awaited 1" in rae.open("/").words
    # Who is taken out sees nothing more from the next request on.
    kim.open(vacancy).send(f"{vacancy}/team/{rae.id}/leave")
    assert rae.open(vacancy).status == 404 and "Nothing waits." in rae.open("/").words


def test_a_search_leaves_no_trace_in_addresses_or_logs(house, kim):
    house.installation.clock(MORNING)
    id = house.recruiter.receive(house.recruiter.vacancy("Baker"), "Quentin", "Xylander")
    found = kim.open("/search").send("/search", question="xylan")
    assert f"/applications/{id}" in found.source and "Baker" in found.words
    assert "xylan" not in kim.open("/vacancies").source.lower()
    assert "Nothing is found" in kim.send("/search", [("q", "quentin@elsewhere.example")]).words
    assert kim.send("/search", [("q", "")]).status == 422
    service = house.installation.services[-1]
    for log in (service.out, service.err):
        assert "xylan" not in log.read_text().lower()


def test_somebody_of_the_pool_is_proposed_answers_and_is_seen(house, kim):
    house.installation.clock(MORNING)
    address = "vera.pool@example.org"
    entry = pooled(house, address)
    vacancy = opened(kim, "Driver")
    found = kim.open("/pool").send("/pool", question=address)
    assert "Ada Lovelace Tailor until 29 February 2028" in found.words
    path = f"/pool/{entry}/propose"
    shown = kim.open(path).send(path, vacancy=vacancy.rpartition("/")[2])
    assert "A vacancy that might suit you" in shown.words and "Hello Ada Lovelace," in shown.words
    assert not [mail for mail in mails.to(house.installation, address) if "Driver" in mail.words]
    sent = shown.send(f"{path}/send")
    assert sent.status == 303 and "The proposal is on its way." in kim.open(sent.location).words
    assert "Driver Waiting since 2 March 2026" in kim.open("/pool").words
    mail, = until(lambda: [one for one in mails.to(house.installation, address)
                           if "Driver" in one.words])
    # What was shown is what was sent, but for the link.
    for line in shown.words.partition("Hello Ada Lovelace,")[2].partition("http")[0].split(". "):
        assert line.strip() in mail.words

    house.installation.clock(LATER)
    assert house.web.form(mail.link, decision="give").status == 200
    assert "Driver Yes on 5 March 2026" in kim.open("/pool").words
    assert "Ada Lovelace yes to Driver" in kim.open("/").words
    assert "Ada Lovelace" in kim.open(vacancy).words
    again = kim.send(f"{path}/send", [("vacancy", vacancy.rpartition("/")[2])])
    assert again.status == 422 and "applied for this vacancy already" in again.words


def test_a_closed_vacancy_with_undecided_applications_stays_an_alarm(house, kim):
    house.installation.clock(MORNING)
    vacancy = opened(kim, "Gardener")
    house.recruiter.receive(vacancy.rpartition("/")[2])
    house.recruiter.post(f"/vacancies/{vacancy.rpartition('/')[2]}/close")
    assert "Closed Gardener 1 without outcome" in kim.open("/").words
    assert "Closed, 1 without outcome" in kim.open("/vacancies").words
    assert "for these no period runs" in kim.open(vacancy).words
