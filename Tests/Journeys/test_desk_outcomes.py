"""Outcomes at the desk: one, ten at once, two who decide at the same time, endings, closing."""

import threading

import mails
import pytest

from desk import Desk, Form
from lethe import seeded, until

MORNING = "2026-03-02T09:00:00+01:00"


@pytest.fixture(scope="module")
def kim(house):
    return Desk(house.installation, "Kim", "recruiter")


@pytest.fixture(scope="module")
def lee(house):
    return Desk(house.installation, "Lee", "recruiter")


def waiting(house, count, title="Driver", **more):
    """A vacancy with so many applications, each with its address."""
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy(title)
    ids = [house.recruiter.receive(vacancy, f"N{number}", title, **more)
           for number in range(count)]
    return vacancy, ids


def kinds(house, family):
    """The subjects that people of this family name were mailed, sorted."""
    return sorted(mail.subject for mail in house.installation.mails()
                  if f"{family.lower()}@" in mail.to.lower())


def checked(page, **values):
    """The page that shows what would follow."""
    answer = page.send("/outcomes", step="check", **values)
    assert answer.status == 200, answer.words
    return answer


def test_ten_are_decided_at_once_with_mails_shown_before(house, kim):
    vacancy, ids = waiting(house, 10, "Tailor")
    listed = kim.open(f"/vacancies/{vacancy}")
    form = listed.send("/outcomes", tick=ids)
    assert "Record outcome for 10" in form.words
    check = checked(form, outcome="rejected", invites="yes")
    assert "Rejected: 10. By mail: 10." in check.words and "Invited to the pool: 10" in check.words
    assert "Erased on 3 September 2026" in check.words
    assert "Reply to your application" in check.words and "Hello N3 Tailor," in check.words
    assert not [mail for mail in kinds(house, "tailor") if "question" in mail]
    sent = Form(check.source, "/outcomes").filled(step="record")
    done = kim.send("/outcomes", sent)
    assert "10 recorded" in done.words, done.words
    assert until(lambda: len([subject for subject in kinds(house, "tailor")
                              if subject.startswith("A question")]) == 10)
    before = kinds(house, "tailor")
    assert before.count("Reply to your application") == 10
    again = kim.send("/outcomes", sent)
    assert again.words == done.words and kinds(house, "tailor") == before
    for id in ids:
        assert house.recruiter.call("GET", f"/applications/{id}").status == 404
    assert "N3 Tailor" in kim.open("/endings").words


def test_two_who_decide_the_same_learn_who_was_quicker(house, kim, lee):
    chance = seeded()
    for turn in range(4):
        vacancy, ids = waiting(house, 6, f"Race{turn}")
        answers = {}
        gate = threading.Barrier(2)

        def decide(desk, outcome, order):
            form = desk.send("/outcomes", [("vacancy", vacancy), *[("tick", id) for id in order]])
            check = checked(form, outcome=outcome, tells=None)
            gate.wait()
            answers[desk.name] = check.send("/outcomes", step="record")
        people = [
            threading.Thread(target=decide, args=(kim, "rejected", ids)),
            threading.Thread(target=decide, args=(lee, "withdrawn", chance.sample(ids, 6)))]
        for person in people:
            person.start()
        for person in people:
            person.join()
        counts = {name: int(page.words.split(" recorded")[0].split()[-1]) for name, page in answers.items()}
        assert sum(counts.values()) == 6, counts
        assert answers["Kim"].words.count("Lee decided at 09:00.") == counts["Lee"]
        assert answers["Lee"].words.count("Kim decided at 09:00.") == counts["Kim"]
        stood = house.installation.sql(
            "SELECT count(*) FROM outcome WHERE superseded_at IS NULL AND application_id IN "
            f"({', '.join(repr(id) for id in ids)})")
        assert int(stood[0][0]) == 6


def test_without_an_address_a_letter_is_to_be_printed(house, kim):
    _, (id,) = waiting(house, 1, "Weaver", email=None)
    check = checked(kim.open(f"/applications/{id}/outcome"), outcome="rejected")
    assert "letter, to be printed" in check.words and "Record the outcome" in check.words
    done = check.send("/outcomes", step="record")
    assert f"/applications/{id}/letters/rejection" in done.source
    assert kinds(house, "weaver") == []


def test_a_wrong_outcome_is_corrected_and_the_procedure_reopened(house, kim):
    _, (id,) = waiting(house, 1, "Miller")
    check = checked(kim.open(f"/applications/{id}/outcome"), outcome="rejected", tells=None)
    check.send("/outcomes", step="record")
    path = f"/applications/{id}/outcome/correct"
    shown = kim.open(path).send(path, step="check", outcome="withdrawn", reason="wrong button")
    assert "N0 Miller: Withdrawn, ended on 2 March 2026." in shown.words
    done = shown.send(path, step="record")
    assert done.status == 303 and "The outcome is corrected." in kim.open(done.location).words
    path = f"/applications/{id}/outcome/reopen"
    done = kim.open(path).send(path, reason="they want it after all")
    assert done.status == 303
    assert house.recruiter.get(f"/applications/{id}")["outcome"] is None


def test_a_vacancy_is_closed_and_whoever_is_left_is_decided(house, kim):
    vacancy, ids = waiting(house, 3, "Cook")
    path = f"/vacancies/{vacancy}/close"
    closed = kim.open(path).send(path, then="decide")
    assert closed.status == 303
    form = kim.open(closed.location)
    assert "Record outcome for 3" in form.words
    check = checked(form, outcome="rejected", tick=ids[:2])
    assert "2 recorded" in check.send("/outcomes", step="record").words
    assert "Record outcome: N2 Cook" in kim.open(closed.location).words


def test_endings_are_finished_one_by_one_and_gone_after_a_fortnight(house, kim):
    _, (id,) = waiting(house, 1, "Smith")
    check = checked(kim.open(f"/applications/{id}/outcome"), outcome="rejected", tells=None)
    check.send("/outcomes", step="record")
    notice = kim.open(f"/endings/{id}/notice")
    assert "Reply to your application" in notice.words
    sent = notice.send(f"/endings/{id}/notice")
    assert "The notice leaves by mail." in kim.open(sent.location).words
    invitation = kim.open(f"/endings/{id}/invitation")
    invited = invitation.send(f"/endings/{id}/invitation", language="en")
    assert invited.status == 303
    both = {"Reply to your application", "A question about your application"}
    assert until(lambda: both <= set(kinds(house, "smith")))
    house.installation.clock("2026-03-17T09:00:00+01:00")
    try:
        assert kim.open(f"/endings/{id}/notice").status == 404
        assert "N0 Smith" not in kim.open("/endings").words
    finally:
        house.installation.clock(MORNING)


def test_nothing_is_recorded_for_a_form_from_elsewhere_or_without_a_name(house, kim):
    _, (id,) = waiting(house, 1, "Baker")
    fields = f"tick={id}&outcome=rejected&endedOn=2026-03-02&step=record"
    for site in ["cross-site", "none"]:
        answer = house.web.ask("POST", "/outcomes", fields, {
            "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": site,
            "Cookie": kim.cookie})
        assert answer.status == 403
    answer = house.web.ask("POST", "/outcomes", fields, {
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})
    assert answer.status == 303 and answer.headers["Location"].startswith("/sign-in")
    assert house.recruiter.get(f"/applications/{id}")["outcome"] is None
