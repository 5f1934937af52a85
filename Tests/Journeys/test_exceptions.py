"""What can be taken back, what keeps longer, what goes at once, and what needs a person."""

import re

import mails

MORNING = "2026-03-02T09:00:00+01:00"


def explained(house, application):
    return house.installation.json("explain", application)


def kinds(answer):
    return [ground["kind"] for ground in answer["grounds"]]


def rejected(house, vacancy, ended="2026-03-15", **person):
    """Somebody rejected on the middle of March."""
    house.installation.clock(MORNING)
    id = house.recruiter.receive(vacancy, **person)
    house.installation.clock("2026-03-15T10:00:00+01:00")
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn=ended)
    return id


def test_an_outcome_can_be_corrected_and_taken_back(house):
    vacancy = house.recruiter.vacancy("Painter")
    id = rejected(house, vacancy)
    house.recruiter.post(
        f"/applications/{id}/outcome/correction", outcome="withdrawn", endedOn="2026-03-10",
        reason="Wrong button")
    seen = house.legal.acting(reason="r").get(f"/applications/{id}")
    assert seen["outcome"]["kind"] == "withdrawn" and seen["eraseOn"] == "2026-09-11"
    house.recruiter.post(f"/applications/{id}/reopen", reason="Came back")
    seen = house.recruiter.get(f"/applications/{id}")
    assert kinds(seen) == ["procedure"] and seen["outcome"] is None and seen["eraseOn"] is None
    house.recruiter.post(
        f"/applications/{id}/outcome", outcome="offerDeclined", endedOn="2026-03-15")
    house.installation.clock("2026-03-30T10:00:00+02:00")
    late = {"outcome": "rejected", "endedOn": "2026-03-15", "reason": "Late"}
    path = f"/applications/{id}/outcome/correction"
    assert house.recruiter.call("POST", path, late).status in (404, 409)
    house.privacyOfficer.acting(reason="r").post(path, **late)
    assert explained(house, id)["eraseOn"] == "2026-09-16"


def test_a_hold_keeps_and_its_release_erases_what_became_overdue(house):
    id = rejected(house, house.recruiter.vacancy("Judge"))
    hold = house.legal.acting(reason="r").post(
        f"/applications/{id}/holds", 201, matter="4 C 12/26", reason="Claim announced",
        reviewOn="2026-06-01")["id"]
    assert kinds(explained(house, id)) == ["evidence", "hold"]
    assert explained(house, id)["eraseOn"] is None
    house.installation.clock("2026-09-20T10:00:00+02:00")
    house.installation.purge()
    assert kinds(explained(house, id)) == ["hold"]
    refused = house.privacyOfficer.acting(reason="r").call(
        "POST", f"/applications/{id}/erasure", {"confirm": id, "reason": "Art. 17"})
    assert refused.status == 409 and refused.json["ground"] == "hold"
    house.legal.post(f"/holds/{hold}/release", reason="Settled")
    house.installation.run("explain", id, status=1)
    house.legal.acting(reason="r").get(f"/applications/{id}", 404)


def test_a_request_for_erasure_erases_at_once(house, papers):
    id = rejected(house, house.recruiter.vacancy("Clerk"), given="Eve", family="Gone")
    officer = house.privacyOfficer.acting(reason="Request of 14 March")
    wrong = officer.call(
        "POST", f"/applications/{id}/erasure",
        {"confirm": "00000000-0000-4000-8000-000000000000", "reason": "Art. 17"})
    assert wrong.status == 422
    officer.post(f"/applications/{id}/erasure", confirm=id, reason="Art. 17")
    officer.get(f"/applications/{id}", 404)
    mail, = mails.to(house.installation, "eve.gone@example.org", 1)
    assert "Your application is erased." in mail.words
    house.installation.clock(MORNING)
    fresh = house.recruiter.receive(None)
    house.recruiter.store(fresh, papers.pdf)
    house.recruiter.post(f"/applications/{fresh}/erasure", confirm=fresh, reason="Double")
    house.recruiter.get(f"/applications/{fresh}", 404)
    old = house.recruiter.receive(None)
    house.installation.clock("2026-03-04T09:00:00+01:00")
    assert house.recruiter.call(
        "POST", f"/applications/{old}/erasure", {"confirm": old, "reason": "Late"}).status == 409


def test_a_closed_vacancy_without_outcomes_is_an_alarm(house):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Miner")
    id = house.recruiter.receive(vacancy)
    before = house.installation.purge("--dry-run")["openEnded"]
    house.recruiter.post(f"/vacancies/{vacancy}/close")
    assert house.recruiter.get(f"/applications/{id}/retention")["alarms"] == ["openEnded"]
    assert house.installation.purge("--dry-run")["openEnded"] == before + 1
    metrics = house.web.ask("GET", "/metrics").text
    assert f"\nlethe_open_ended_applications {before + 1}\n" in metrics
    for name in ("lethe_overdue_applications", "lethe_purge_last_success_timestamp_seconds"):
        assert re.search(rf"^{name} \d", metrics, re.M)
