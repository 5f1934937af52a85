"""What stops the purge: a mass that nobody announced, and a clock that can't be believed. And what
the alarms say, wherever somebody looks."""

import re

import pytest

MORNING = "2026-03-02T09:00:00+01:00"
COUNT = 101


def crowd(installation, count, due):
    """Applications decided long ago, whose evidence is erased from a day on."""
    installation.sql(f"""
        WITH new AS (SELECT gen_random_uuid() AS id FROM generate_series(1, {count})),
        one AS (INSERT INTO application (id, channel, source, received_at, created_at, recipient,
            mailable) SELECT id, 'form', 'applicant', now(), now(),
            decode(repeat('00', 32), 'hex'), false FROM new RETURNING id)
        INSERT INTO ground (id, application_id, kind, since, erase_from)
        SELECT gen_random_uuid(), id, 'evidence', DATE '{due}' - 200, DATE '{due}' FROM one""")


def refused(installation, *arguments):
    out, err = installation.run("purge", *arguments, status=3)
    return out.decode(), err.decode()


def test_a_mass_that_nobody_announced_waits_for_its_count(installations):
    installation = installations()
    installation.clock(MORNING)
    crowd(installation, COUNT, "2026-03-02")
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    officer = installation.staff("privacyOfficer")
    out, err = refused(installation)
    assert f"lethe purge --confirm {COUNT}" in err and f"{COUNT} due, 0 erased" in out
    report = installation.json("purge", status=3)
    assert report["due"] == report["waiting"] == report["unannounced"] == COUNT
    assert report["erased"] == 0
    assert installation.sql("SELECT count(*) FROM application") == [[str(COUNT)]]
    # Wherever somebody looks.
    metrics = service.web.ask("GET", "/metrics").text
    assert f'\nlethe_alarms{{alarm="overdue"}} {COUNT}\n' in metrics
    assert f"\nlethe_overdue_applications {COUNT}\n" in metrics
    alarms = {one["alarm"]: one for one in officer.get("/alarms")["items"]}
    assert alarms["overdue"]["count"] == len(alarms["overdue"]["applications"]) == COUNT
    alarms = {one["alarm"]: one for one in recruiter.get("/alarms")["items"]}
    assert alarms["overdue"]["count"] == COUNT and alarms["overdue"]["applications"] == []
    checks = {one["name"]: one for one in installation.json("doctor", status=1)["checks"]}
    assert not checks["overdue"]["ok"] and str(COUNT) in checks["overdue"]["detail"]
    # A withdrawal doesn't wait.
    mistake = recruiter.receive(None)
    recruiter.post(f"/applications/{mistake}/erasure", confirm=mistake, reason="by mistake")
    recruiter.get(f"/applications/{mistake}", 404)
    refused(installation, "--confirm", COUNT - 1)
    assert installation.sql("SELECT count(*) FROM application") == [[str(COUNT)]]
    assert installation.purge("--confirm", COUNT)["erased"] == COUNT
    assert installation.purge()["erased"] == 0
    figures = officer.get("/figures?year=2026")
    assert figures["erasedInAll"] == COUNT + 1 and figures["received"] == 1


def test_what_was_announced_the_day_before_goes_by_itself(installations):
    installation = installations()
    installation.clock(MORNING)
    crowd(installation, COUNT, "2026-03-05")
    installation.purge()
    installation.serve()
    officer = installation.staff("privacyOfficer")
    assert officer.get("/deadlines/next?days=2") == {"items": [], "total": 0}
    due, = officer.get("/deadlines/next")["items"]
    assert due["day"] == "2026-03-05" and due["count"] == due["announced"] == COUNT
    assert len(due["applications"]) == COUNT
    for wrong in ("0", "32", "x"):
        assert officer.call("GET", f"/deadlines/next?days={wrong}").status == 422
    assert officer.call("GET", "/figures?year=1").status == 422
    installation.clock("2026-03-05")
    assert installation.purge()["erased"] == COUNT


def test_a_clock_that_jumped_stops_the_purge_until_somebody_confirms(installations):
    installation = installations(sandbox=False)
    shown = installation.json("clock")
    assert shown["compared"] and shown["trusted"]
    installation.purge()
    crowd(installation, 3, "2020-01-01")
    # As if the wall clock had been an hour behind when it was last seen.
    installation.sql("UPDATE clock_reading SET wall = wall - interval '1 hour'")
    out, err = refused(installation)
    assert "lethe clock --confirm" in err and "0 erased" in out
    shown = installation.json("clock")
    assert shown["trusted"] is False and shown["doubt"] == "jumped"
    assert abs(shown["seconds"] - 3600) < 60
    checks = {one["name"]: one for one in installation.json("doctor", status=1)["checks"]}
    assert not checks["clock"]["ok"]
    service = installation.serve()
    assert "\nlethe_clock_trusted 0\n" in service.web.ask("GET", "/metrics").text
    assert installation.json("clock", "--confirm")["trusted"] is True
    assert installation.sql(
        "SELECT count(*) FROM ledger WHERE action = 'clockConfirmed'") == [["1"]]
    assert "\nlethe_clock_trusted 1\n" in service.web.ask("GET", "/metrics").text
    installation.purge()
    assert installation.sql("SELECT count(*) FROM application") == [["0"]]


@pytest.mark.parametrize("sandbox", [True, False])
def test_a_new_installation_is_quiet_once_it_purges(installations, sandbox):
    installation = installations(sandbox=sandbox)
    service = installation.serve()
    assert re.search(r"^lethe_clock_trusted 1$", service.web.ask("GET", "/metrics").text, re.M)
    administrator = installation.staff("administrator")
    from lethe import until

    def ringing():
        items = administrator.get("/alarms")["items"]
        return {one["alarm"] for one in items if one["count"]}

    assert until(lambda: not ringing()) is True
