"""A full disk under the journal or its copy, and what doctor says where there is no copy."""

import shutil

import pytest

import lethe
from disks import SmallDisk
from lethe import Installation, until

MORNING, DUE = "2026-03-02T09:00:00+01:00", "2026-09-03T00:00:00+02:00"


@pytest.fixture(params=["journal", "copy"])
def full(request, tmp_path, monkeypatch):
    """An installation whose journal, or its copy, lies on a small disk of its own."""
    copy = tmp_path / "copy"
    copy.mkdir()
    installation = Installation(
        data=tmp_path / "data", LETHE_JOURNAL_COPY=str(copy), LETHE_PURGE_SECONDS="86400")
    disk = None
    try:
        installation.clock(MORNING)
        people = installation.staff("recruiter"), installation.staff("legal").acting(reason="R")
        assert until(lambda: not installation.keepers and not installation.postmaster, 20)
        folder = {"journal": installation.data / "journal", "copy": copy}[request.param]
        shutil.copytree(folder, tmp_path / "kept")
        disk = SmallDisk(folder, 1)
        shutil.copytree(tmp_path / "kept", disk.inside, dirs_exist_ok=True)
        monkeypatch.setattr(lethe, "PREFIX", disk.prefix)
        installation.serve()
        yield installation, disk, folder, *people
    finally:
        installation.close()
        if disk:
            disk.close()


def test_nothing_is_answered_or_erased_while_the_disk_is_full_and_nothing_is_lost(full):
    installation, disk, folder, recruiter, legal = full
    vacancy = recruiter.vacancy()
    ids = [recruiter.receive(vacancy) for _ in range(4)]
    for id in ids:
        recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    due, others = ids[0], ids[1:]
    for id in others:
        legal.post(f"/applications/{id}/holds", 201, matter="m", reason="r", reviewOn="2026-12-01")
    installation.clock(DUE)
    assert until(lambda: installation.sql(
        "SELECT count(*) FROM ledger WHERE index IS NULL") == [["0"]])
    disk.fill()
    # What was begun of a block may still fit.
    answered = 0
    for turn in range(100):
        answer = legal.call("POST", f"/applications/{others[turn % 3]}/holds",
                            {"matter": "m", "reason": "r", "reviewOn": "2026-12-01"})
        if answer.status == 503:
            break
        assert answer.status == 201, answer
        answered += 1
    assert answer.status == 503 and answer.code == "journal-unavailable"
    web = installation.web
    assert web.ask("GET", "/readyz").status == 503
    # What protects nobody goes on.
    assert recruiter.receive(vacancy)
    with installation.start("purge") as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3 and b"full" in said and str(folder).encode() in said, said
    assert installation.sql(f"SELECT id FROM application WHERE id = '{due}'") == [[due]]
    checks = {one["name"]: one for one in installation.json("doctor", status=1)["checks"]}
    assert not checks["journal"]["ok"] and "full" in checks["journal"]["detail"]
    disk.free()
    assert until(lambda: web.ask("GET", "/readyz").status == 200)
    assert installation.purge()["erased"] == 1
    assert installation.sql(f"SELECT id FROM application WHERE id = '{due}'") == []
    # Also what was done and not answered.
    assert installation.sql("SELECT count(*) FROM hold") == [[str(answered + 4)]]
    installation.run("ledger", "verify")
    assert installation.json("reconcile")["imported"] == 0
    log = (disk.inside / "log").read_text()
    assert log.count('"holdPlaced"') == answered + 4 and log.count('"applicationErased"') == 1


@pytest.mark.parametrize("sandbox", [True, False])
def test_doctor_fails_without_a_copy_except_in_a_sandbox(installations, tmp_path, sandbox):
    installation = installations(sandbox=sandbox)

    def copy():
        out, _ = installation.run("doctor", "--json", status=None)
        found, = [one for one in lethe.json.loads(out)["checks"]
                  if one["name"] == "copy of the journal"]
        return found
    assert copy()["ok"] == sandbox and "LETHE_JOURNAL_COPY" in copy()["detail"]
    installation.settings["LETHE_JOURNAL_COPY"] = str(tmp_path)
    installation.staff("recruiter")
    assert copy()["ok"] and str(tmp_path) in copy()["detail"]
