"""What a change of rules, paper that outlives its application and an objection come to."""

import pytest

import mails
from conftest import House

MORNING = "2026-03-02T09:00:00+01:00"
MONTHS = {"hiredMonths": 6, "rejectedMonths": 6, "withdrawnMonths": 6, "offerDeclinedMonths": 6,
          "poolMonths": 24}


@pytest.fixture
def alone():
    """A house of its own: here figures are exact."""
    house = House()
    yield house
    house.installation.close()


def ended(house, outcome="rejected", **more):
    id = house.recruiter.receive(house.recruiter.vacancy("Clerk"), **more)
    house.recruiter.post(f"/applications/{id}/outcome", outcome=outcome, endedOn="2026-03-02")
    return id


def count(house, alarm):
    found, = [one for one in house.privacyOfficer.acting(reason="r").get("/alarms")["items"]
              if one["alarm"] == alarm]
    return found["count"]


def test_what_a_shorter_period_would_make_due_is_counted_before_it_is(alone):
    officer = alone.privacyOfficer.acting(reason="R")
    rejected = [ended(alone) for _ in range(3)]
    withdrawn = ended(alone, "withdrawn")
    held = ended(alone)
    alone.legal.acting(reason="r").post(
        f"/applications/{held}/holds", 201, matter="m", reason="r", reviewOn="2026-12-01")
    running = alone.recruiter.receive()
    alone.installation.clock("2026-06-20T09:00:00+02:00")

    def what_if(**months):
        found = officer.post("/retention-rules/what-if", 200, **{**MONTHS, **months})
        return found["due"], found["dueWithin30Days"], found["shortened"]
    # Three months ended on 2 June; four end on 2 July, six on 2 September.
    assert what_if() == (0, 0, 0)
    assert what_if(rejectedMonths=9, withdrawnMonths=9) == (0, 0, 0)
    assert what_if(rejectedMonths=3)[::2] == (3, 4)
    assert what_if(rejectedMonths=3, withdrawnMonths=3)[::2] == (4, 5)
    assert what_if(rejectedMonths=4) == (0, 3, 4)
    assert what_if(withdrawnMonths=4) == (0, 1, 1)
    assert len(officer.get("/retention-rules")["items"]) == 1
    for id in [*rejected, withdrawn, held]:
        assert officer.get(f"/applications/{id}")["id"] == id
    new = {**MONTHS, "rejectedMonths": 3, "reason": "shorter"}
    for wrong in (0, 2, 4):
        answer = officer.call("POST", "/retention-rules", {**new, "confirmDue": wrong})
        assert answer.status == 409 and answer.code == "would-be-due", answer
    assert len(officer.get("/retention-rules")["items"]) == 1
    made = officer.post("/retention-rules", 201, **new, confirmDue=3)
    assert (made["version"], made["due"], made["shortened"]) == (2, 3, 4)
    alone.installation.purge()
    for id in rejected:
        officer.get(f"/applications/{id}", 404)
    for id in (withdrawn, held, running):
        assert officer.get(f"/applications/{id}")["id"] == id


def test_paper_of_an_erased_application_stays_on_the_list_until_it_is_gone(alone):
    officer = alone.privacyOfficer.acting(reason="R")
    id = ended(alone, channel="post")
    paper = alone.recruiter.put(f"/applications/{id}/paper", 200, location="cellar, box 7",
                                plan="shred", **{"class": "P-5"})
    assert count(alone, "paperOpen") == 0
    early = officer.call(
        "POST", f"/papers/{paper['id']}/destroyed", {"how": "shredded", "on": "2026-03-02"})
    assert early.status == 409, early
    officer.post(f"/applications/{id}/erasure", confirm=id, reason="Art. 17")
    assert count(alone, "paperOpen") == 1
    fetched, = officer.get("/paper?state=fetch")["items"]
    assert (fetched["id"], fetched["code"]) == (paper["id"], paper["code"])
    assert (fetched["location"], fetched["dueSince"], fetched["gone"]) == (
        "cellar, box 7", "2026-03-02", None)
    for wrong in ({"how": "shredded", "class": "P-4", "on": "2026-03-02"},
                  {"how": "shredded", "class": "P-5", "on": "2026-03-03"}, {"how": "eaten"}):
        assert officer.call("POST", f"/papers/{paper['id']}/destroyed", wrong).status == 422, wrong
    officer.post(f"/papers/{paper['id']}/destroyed", how="shredded", on="2026-03-02",
                 **{"class": "P-5"})
    assert officer.get("/paper?state=fetch")["items"] == [] == officer.get("/paper")["items"]
    assert count(alone, "paperOpen") == 0
    rows = alone.installation.sql("SELECT how, done_on, location IS NULL FROM paper "
                                  f"WHERE id = '{paper['id']}'")
    assert rows in ([["shredded", "2026-03-02", "t"]], [])


def test_an_objection_that_is_upheld_erases_and_the_applicant_is_told(alone):
    officer = alone.privacyOfficer.acting(reason="R")
    id = ended(alone, given="Olga", family="Opposed")
    other = ended(alone)
    made = officer.post(f"/applications/{id}/objections", 201, against="evidence",
                        receivedOn="2026-03-02", channel="email", text="my own reasons")["id"]
    waiting, = officer.get("/objections")["items"]
    assert (waiting["id"], waiting["applicationId"]) == (made, id)
    assert waiting["answerBy"] == "2026-04-02" and waiting["receivedOn"] == "2026-03-02"
    assert officer.get(f"/applications/{id}")["id"] == id
    officer.post(f"/objections/{made}/decision", decision="upheld", reason="nothing outweighs")
    officer.get(f"/applications/{id}", 404)
    assert officer.get("/objections")["items"] == []
    again = officer.call("POST", f"/objections/{made}/decision",
                         {"decision": "rejected", "reason": "r"})
    assert again.status == 404, again
    causes = alone.installation.sql(
        f"SELECT cause FROM erasure WHERE application_id = '{id}'")
    assert causes == [["objection"]]
    mail, = mails.to(alone.installation, "olga.opposed@example.org", 1)
    assert "Your application is erased." in mail.words
    assert officer.get(f"/applications/{other}")["id"] == other
