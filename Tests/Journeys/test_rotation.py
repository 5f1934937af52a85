"""A new generation of the master key, killed at any moment; and the end of an old one."""

import concurrent.futures
import os
import signal
import time

from lethe import seeded, until

MORNING = "2026-03-02T09:00:00+01:00"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 50 + b"%%EOF\n"


def applications(recruiter, count):
    def one(number):
        id = recruiter.receive(None, f"Nora{number}", "Number")
        return id, recruiter.store(id, PDF)
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        return dict(threads.map(one, range(count)))


def check(installation, recruiter, some, killed=False):
    """Everything opens and is found. A kill right before the flip leaves a key of no epoch, which
    is named and kept."""
    verified = installation.json("keys", "verify", status=None if killed else 0)
    assert all(killed and "key file of epoch" in one for one in verified["problems"]), verified
    assert verified["verified"] is not bool(verified["problems"])
    for id, document in some.items():
        got = recruiter.call("GET", f"/applications/{id}/documents/{document}")
        assert got.status == 200 and got.body == PDF


def test_a_rotation_killed_at_any_point_is_finished_by_the_next(installations, tmp_path):
    chance = seeded()
    copy = tmp_path / "copy"
    # The service would finish it by itself; here the next command shall.
    installation = installations(LETHE_KEYS_COPY=str(copy))
    installation.clock(MORNING)
    installation.serve()
    recruiter = installation.staff("recruiter")
    made = applications(recruiter, 120)
    installation.services[-1].stop()
    began = time.monotonic()
    installation.json("keys", "rotate")
    whole = time.monotonic() - began
    interrupted = 0
    for turn in range(10):
        with installation.start("keys", "rotate") as process:
            time.sleep(chance.uniform(0.3 * whole, 1.1 * whole))
            interrupted += process.poll() is None
            process.kill()
        if turn % 3 == 0:
            seen = installation.json("keys", "verify", status=None)
            assert seen["opened"] >= len(made)
            # A kill right before the flip leaves a key of no epoch, which is named and kept.
            assert all("key file of epoch" in one for one in seen["problems"]), seen
    print("killed while it ran:", interrupted)
    last = installation.json("keys", "rotate")
    assert last["failed"] == 0
    status = installation.json("keys", "status")
    assert status["current"] == last["epoch"]
    for epoch in status["epochs"][:-1]:
        assert epoch["dataKeys"] == 0 and epoch["emptiedAt"] and epoch["retiredAt"], epoch
    for table in ("data_key", "staff_key", "search_token"):
        assert installation.sql(f"SELECT DISTINCT epoch FROM {table}") == [[str(last["epoch"])]]
    # The copy has what is needed, and every key file has been copied before it was used.
    for epoch in status["epochs"]:
        name = f"epoch-{epoch['number']}.key"
        assert (copy / name).read_bytes() == (installation.data / "keys" / name).read_bytes()
    installation.serve()
    strays = {path.name for path in (installation.data / "keys").glob("epoch-*")} - {
        f"epoch-{epoch['number']}.key" for epoch in status["epochs"]}
    if not strays:
        check(installation, recruiter, made)
    for number in chance.sample(range(120), 5):
        found = recruiter.get(f"/applications?q=nora{number}")["items"]
        assert [one["applicant"]["givenName"] for one in found][0].startswith(f"Nora{number}")


def test_an_epoch_is_destroyed_in_time_and_not_before(installations, tmp_path):
    copy = tmp_path / "copy"
    installation = installations(LETHE_KEYS_COPY=str(copy))
    installation.clock(MORNING)
    status = installation.json("keys", "status")
    assert status["current"] == 1 and status["finalSince"] is None
    _, err = installation.run("keys", "destroy", "1", status=3)
    assert b"in use" in err
    assert installation.json("keys", "rotate")["epoch"] == 2
    _, err = installation.run("keys", "destroy", "1", status=3)
    assert b"2026-03-23T09:00:00+01:00" in err
    installation.run("keys", "destroy", "2", status=3)
    installation.clock("2026-03-23T08:59:59+01:00")
    installation.run("keys", "destroy", "1", status=3)
    key = (installation.data / "keys" / "epoch-1.key").read_bytes()
    installation.clock("2026-03-23T09:00:00+01:00")
    installation.run("keys", "destroy", "1")
    assert not (installation.data / "keys" / "epoch-1.key").exists()
    assert not (copy / "epoch-1.key").exists()
    installation.run("keys", "destroy", "1")
    installation.run("keys", "destroy", "7", status=1)
    installation.run("keys", "destroy", "soon", status=2)
    status = installation.json("keys", "status")
    assert [epoch["number"] for epoch in status["epochs"]] == [2]
    assert status["finalSince"] == MORNING
    # Killed between its two halves: the row is gone, the file isn't yet.
    for place in (installation.data / "keys", copy):
        (place / "epoch-1.key").write_bytes(key)
        (place / "epoch-1.key").chmod(0o600)
    assert installation.json("keys", "verify", status=1)["problems"]
    installation.run("keys", "destroy", "1")
    assert not (copy / "epoch-1.key").exists()
    assert installation.json("keys", "verify")["verified"] is True


def test_a_key_file_of_nobody_is_kept_and_told(installations):
    installation = installations()
    (installation.data / "keys" / "epoch-5.key").write_text("a" * 64 + "\n")
    (installation.data / "keys" / "epoch-5.key").chmod(0o600)
    _, err = installation.run("keys", "destroy", "5", status=3)
    assert b"only key to live data" in err
    checks = installation.json("doctor", status=1)["checks"]
    keys, = [one for one in checks if one["name"] == "keys"]
    assert keys["ok"] is False and "epoch 5" in keys["detail"]
    assert installation.json("keys", "rotate")["epoch"] == 6
    os.remove(installation.data / "keys" / "epoch-6.key")
    _, err = installation.run("keys", "status", status=1)
    assert b"epoch-6.key is missing" in err


def test_the_service_rotates_and_destroys_by_itself(installations):
    installation = installations()
    installation.clock(MORNING)
    assert installation.json("keys", "rotate")["epoch"] == 2
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    made = applications(recruiter, 5)

    def epochs():
        return [epoch["number"] for epoch in installation.json("keys", "status")["epochs"]]
    installation.clock("2026-03-09T09:00:00+01:00")
    assert until(lambda: epochs() == [1, 2, 3], 30)
    installation.clock("2026-03-30T12:00:00+02:00")
    assert until(lambda: epochs()[0] == 3, 30)
    check(installation, recruiter, made)
    assert service.stop() == 0


def test_a_real_installation_without_a_copy_of_its_keys_is_told_so(installations):
    installation = installations(sandbox=False)
    checks = installation.json("doctor", status=1)["checks"]
    copy, = [one for one in checks if one["name"] == "copy of the keys"]
    assert copy["ok"] is False and "LETHE_KEYS_COPY" in copy["detail"]
    installation.settings["LETHE_EPOCH_DAYS"] = "30"
    _, err = installation.run("keys", "status", status=2)
    assert b"1 to 7" in err


def test_a_service_killed_in_the_middle_goes_on_where_it_was(installations):
    installation = installations()
    installation.clock(MORNING)
    installation.json("keys", "rotate")
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    made = applications(recruiter, 40)
    installation.clock("2026-03-10T09:00:00+01:00")
    time.sleep(1)
    service.process.send_signal(signal.SIGKILL)
    service.process.wait()
    installation.json("keys", "rotate")
    installation.serve()
    check(installation, recruiter, made, killed=True)
    assert until(lambda: all(
        epoch["emptiedAt"] for epoch in installation.json("keys", "status")["epochs"][:-1]), 30)
