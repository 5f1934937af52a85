"""Keeping applications for a legal matter: one, a whole vacancy, for a week; and what a law asks to
keep. Over HTTP, as legal's own programs would."""

MORNING = "2026-03-02T09:00:00+01:00"
HOLD = {"matter": "4 C 12/26", "reason": "Claim announced", "reviewOn": "2026-06-01"}


def kinds(house, application):
    return [one["kind"] for one in house.installation.json("explain", application)["grounds"]]


def erased(house, application):
    legal = house.privacyOfficer.acting(reason="r")
    return legal.call("GET", f"/applications/{application}").status == 404


def test_a_whole_vacancy_is_held_listed_reviewed_and_released(house):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Comparison")
    running = house.recruiter.receive(vacancy, "Rune", "Running")
    ended = house.recruiter.receive(vacancy, "Edda", "Ended")
    house.recruiter.post(f"/applications/{ended}/outcome", outcome="rejected", endedOn="2026-03-02")
    legal = house.legal.acting(reason="Comparison")
    hold = house.legal.post(f"/vacancies/{vacancy}/holds", 201, **HOLD)["id"]
    later = house.recruiter.receive(vacancy, "Lea", "Later")
    assert [kinds(house, id) for id in (running, ended, later)] == [
        ["hold", "procedure"], ["evidence", "hold"], ["hold", "procedure"]]
    listed, = [one for one in legal.get("/holds")["items"] if one["id"] == hold]
    assert listed.pop("since").startswith("2026-03-02T09:00:00") and listed.pop("author")
    assert listed == {
        "id": hold, "matter": HOLD["matter"], "reason": HOLD["reason"], "until": None,
        "reviewOn": "2026-06-01", "reviewDue": False, "applicationId": None,
        "vacancyId": vacancy, "applications": 3}
    own = house.legal.post(f"/applications/{ended}/holds", 201, **HOLD)["id"]
    matter, = [one for one in legal.get("/matters")["items"] if one["matter"] == HOLD["matter"]]
    assert (matter["applications"], matter["vacancies"]) == (3, 1)
    assert {one["id"] for one in matter["holds"]} == {hold, own}
    house.legal.post(f"/holds/{hold}/review", 204, reviewOn="2027-01-01", reason="Appeal")
    house.installation.clock("2026-10-01T09:00:00+02:00")
    assert house.installation.purge()["erased"] == 0
    matter, = [one for one in legal.get("/matters")["items"] if one["matter"] == HOLD["matter"]]
    assert matter["reviewDue"] and matter["reviewOn"] == "2026-06-01"
    refused = house.privacyOfficer.acting(reason="r").call(
        "POST", f"/applications/{ended}/erasure", {"confirm": ended, "reason": "Art. 17"})
    assert (refused.status, refused.json["ground"]) == (409, "hold")
    house.legal.post(f"/holds/{hold}/release", 204, reason="Settled")
    assert not erased(house, ended)
    house.legal.post(f"/holds/{own}/release", 204, reason="Settled")
    assert erased(house, ended)
    assert [kinds(house, id) for id in (running, later)] == [["procedure"], ["procedure"]]
    again = house.legal.call("POST", f"/holds/{hold}/release", {"reason": "Again"})
    assert (again.status, again.code) == (409, "already-released")


def test_a_recruiter_holds_a_locked_vacancy_for_a_week_without_opening_anything(house):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Provisional")
    id = house.recruiter.receive(vacancy, "Lola", "Locked")
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    house.installation.clock("2026-08-31T09:00:00+02:00")
    house.installation.purge()
    answer = house.recruiter.call("POST", f"/vacancies/{vacancy}/holds", {
        **HOLD, "reviewOn": "2026-09-07"})
    assert answer.status == 201 and list(answer.json) == ["id"]
    assert house.recruiter.call("GET", f"/applications/{id}").status == 404
    house.installation.clock("2026-09-06T23:59:00+02:00")
    house.installation.purge()
    assert kinds(house, id) == ["hold"]
    house.installation.clock("2026-09-07T00:00:00+02:00")
    house.installation.purge()
    assert erased(house, id)
    assert not [one for one in house.legal.acting(reason="r").get("/holds")["items"]
                if one["vacancyId"] == vacancy]


def test_a_law_keeps_through_its_day(house):
    house.installation.clock(MORNING)
    id = house.recruiter.receive(house.recruiter.vacancy("Travels"), "Olga", "Obliged")
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    path = f"/applications/{id}/legal-obligations"
    past = house.legal.call("POST", path, {"law": "§ 147 AO", "until": "2026-03-01"})
    assert (past.status, past.json["problem"]) == (422, "before-today")
    house.legal.post(path, 201, law="§ 147 AO", until="2026-12-31", reason="Travel expenses")
    other = house.legal.post(path, 201, law="§ 257 HGB", until="2030-12-31")["id"]
    house.installation.clock("2026-10-01T09:00:00+02:00")
    house.installation.purge()
    assert kinds(house, id) == ["legalObligation", "legalObligation"]
    house.legal.post(f"/legal-obligations/{other}/end", 204, reason="Not ours")
    answer = house.installation.json("explain", id)
    assert answer["eraseOn"] == "2027-01-01"
    assert not any("147" in sentence for sentence in answer["explanation"])
    house.installation.clock("2027-01-01T00:00:00+01:00")
    house.installation.purge()
    assert erased(house, id)
