"""The command line: what it prints, how it ends, where its settings come from."""

import os
import re
import subprocess
import time

import pytest

import mails
from lethe import PROGRAM, environment, until

MORNING = "2026-03-02T09:00:00+01:00"


def test_an_installation_is_made_once_and_init_may_be_repeated(installations):
    installation = installations(made=False)
    answer = installation.json("init", "--sandbox")
    assert answer == {
        "data": str(installation.data), "sandbox": True, "timeZone": "Europe/Berlin"}
    keys = {path.name: path.read_bytes() for path in (installation.data / "keys").iterdir()}
    assert installation.json("init") == answer
    assert keys == {path.name: path.read_bytes() for path in (installation.data / "keys").iterdir()}
    for name in ("keys", "documents", "journal", "postgres", "outbox"):
        assert (installation.data / name).stat().st_mode & 0o077 == 0, name
    elsewhere = subprocess.run(
        [PROGRAM, "keys", "status", "--json"], capture_output=True, timeout=60,
        env=environment(LETHE_DATA=str(installation.data)))
    assert elsewhere.returncode == 0 and b'"current":1' in elsewhere.stdout


def test_everything_has_a_status_and_says_what_is_wrong(installations):
    installation = installations()
    for wrong in (["no-such-command"], ["purge", "--confirm", "many"], ["explain"],
                  ["serve", "--listen", "nowhere"], ["staff", "add", "a@b.org", "--name", "x"],
                  ["staff", "add", "a@b.org", "--name", "x", "--role", "boss"],
                  ["staff", "add", "a@b.org", "--name", " ", "--role", "legal"],
                  ["keys", "identity", "5a1ce000-0000-4000-8000-000000000000", "--reason", " "],
                  ["sandbox", "clock", "2026-02-30"], ["sandbox", "clock", "soon"]):
        out, err = installation.run(*wrong, status=2)
        assert err.strip() and not out, wrong
    unknown = "5a1ce000-0000-4000-8000-000000000000"
    for failing in (["explain", unknown], ["documents", "sealed", unknown],
                    ["keys", "identity", unknown, "--reason", "drill"]):
        out, err = installation.run(*failing, status=1)
        assert err.strip() and not out, failing
    installation.run("staff", "add", "a@b.org", "--name", "x", "--role", "legal")
    _, err = installation.run("staff", "add", "A@B.org", "--name", "y", "--role", "legal", status=3)
    assert err.strip()
    assert installation.run("--help")[0].startswith(b"OVERVIEW")


def test_the_clock_is_set_read_and_let_go(installations):
    installation = installations()
    assert installation.json("sandbox", "clock")["set"] is False
    answer = installation.json("sandbox", "clock", "2026-03-29T01:30:00Z")
    assert answer == {"now": "2026-03-29T03:30:00+02:00", "set": True}
    time.sleep(1.1)
    assert installation.json("sandbox", "clock") == answer
    assert installation.clock("2026-10-25") == "2026-10-25T00:00:00+02:00"
    assert installation.clock("2026-10-26") == "2026-10-26T00:00:00+01:00"
    assert installation.json("sandbox", "clock", "real")["set"] is False


def test_explain_and_purge_also_speak_in_words(installations):
    installation = installations()
    installation.clock(MORNING)
    installation.serve()
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(recruiter.vacancy("Poet"))
    words = installation.run("explain", id)[0].decode()
    assert "Poet" in words and "2 March 2026" in words and "Art. 6(1)(b) GDPR" in words
    assert installation.run("purge")[0].startswith(b"0 due, 0 erased, 0 failed in ")
    assert b"epoch 1: open" in installation.run("keys", "status")[0]


def test_a_doctor_says_what_needs_a_person(installations):
    installation = installations(LETHE_QUICK_START="false")
    worry = {one["name"] for one in installation.json("doctor", status=1)["checks"]
             if not one["ok"]}
    assert worry == {"purge"}, "nobody serves yet, so nothing is purged"
    installation.clock(MORNING)
    installation.serve()
    done = "SELECT 1 FROM timer WHERE succeeded_at IS NOT NULL"
    assert until(lambda: installation.sql(done), 20)
    assert installation.json("doctor")["ok"] is True
    recruiter = installation.staff("recruiter")
    document = recruiter.store(recruiter.receive(None), b"%PDF-1.4\n%%EOF\n")
    assert document
    name, = installation.documents()
    os.rename(installation.data / "documents" / name, installation.home / name)
    answer = installation.json("doctor", status=1)
    assert answer["ok"] is False and [one for one in answer["checks"] if not one["ok"]]
    os.rename(installation.home / name, installation.data / "documents" / name)
    os.chmod(installation.data / "keys", 0o755)
    answer = installation.json("doctor", status=1)
    assert str(installation.data / "keys") in str(answer["checks"])


def test_a_doctor_says_where_nobody_can_sign_in(installations):
    for settings, says in [({"LETHE_PUBLIC_URL": "http://jobs.example.org"}, "isn't https"),
                           ({"LETHE_PUBLIC_URL": "https://jobs.example.org"}, None)]:
        checks = installations(**settings).json("doctor", status=1)["checks"]
        found, = [one for one in checks if one["name"] == "sign-in"]
        assert found["ok"] is (says is None) and (says or "") in found["detail"]


def test_for_real_people_mail_waits_until_it_is_configured(installations):
    installation = installations(sandbox=False)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(None)
    recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
    waiting = [one for one in installation.json("doctor", status=1)["checks"] if not one["ok"]]
    assert "mail" in {one["name"] for one in waiting}
    assert not (installation.data / "outbox").exists()
    assert installation.sql("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [["2"]]
    assert service.stop() == 0


def test_settings_come_from_flags_then_variables_then_the_file(installations):
    installation = installations(made=False)
    installation.run("init", "--sandbox", "--public-url", "https://file.example")
    installation.clock(MORNING)

    def link(*flags):
        service = installation.serve(*flags)
        recruiter = installation.staff("recruiter")
        id = recruiter.receive(None, email=f"{recruiter.id}@example.org")
        recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
        mail, = mails.to(installation, f"{recruiter.id}@example.org", 1)
        answer = service.web.ask("GET", mail.link)
        assert answer.status == 200 and "max-age" in answer.headers["Strict-Transport-Security"]
        assert service.stop() == 0
        return re.search(r"(https?://\S+)/c/", mail.text)[1]
    assert link() == "https://file.example"
    installation.settings["LETHE_PUBLIC_URL"] = "https://variable.example"
    assert link() == "https://variable.example"
    assert link("--public-url", "https://flag.example") == "https://flag.example"


def test_keys_are_copied_to_a_second_place(installations, tmp_path):
    copy = tmp_path / "copy"
    installation = installations(LETHE_KEYS_COPY=str(copy))
    for path in copy.iterdir():
        if path.name != "is-copy":
            assert path.read_bytes() == (installation.data / "keys" / path.name).read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert {"epoch-1.key", "link.key"} <= {path.name for path in copy.iterdir()}
    # Where its disk isn't mounted there is an empty folder.
    copy.rename(tmp_path / "unmounted")
    copy.mkdir()
    _, said = installation.run("keys", "status", status=1)
    assert b"copy of the keys" in said and b"has-copy" in said
    assert not list(copy.iterdir())
    (installation.data / "keys" / "has-copy").unlink()
    installation.run("keys", "status")
    assert (copy / "epoch-1.key").exists()


@pytest.mark.parametrize("name", ["LETHE_KEYS_COPY", "LETHE_JOURNAL_COPY"])
def test_a_copy_in_the_data_directory_is_refused(installations, tmp_path, name):
    installation = installations()
    link = tmp_path / "elsewhere"
    link.symlink_to(installation.data)
    for place in (installation.data, installation.data / "copy", link / "deep" / "copy",
                  installation.data / "x" / ".." / "journal"):
        installation.settings[name] = str(place)
        _, said = installation.run("keys", "status", status=2)
        assert name.encode() in said and b"lies in the data directory" in said
        assert not (installation.data / "copy").exists()
    beside = installation.data.with_name(installation.data.name + "-copy")
    beside.mkdir()
    installation.settings[name] = str(beside)
    installation.run("keys", "status")
    assert list(beside.iterdir())


def test_the_service_purges_by_itself_once_for_all_that_serve(installations):
    installation = installations(LETHE_PURGE_SECONDS="2")
    installation.clock(MORNING)
    services = [installation.serve(), installation.serve()]
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(None)
    document = recruiter.store(id, b"%PDF-1.4\n%%EOF\n")
    recruiter.post(f"/applications/{id}/outcome", outcome="withdrawn", endedOn="2026-03-02")
    began, runs = time.time(), "SELECT count(*) FROM ledger WHERE action = 'purgeRun'"
    before = int(installation.sql(runs)[0][0])
    installation.clock("2026-09-03T00:00:00+02:00")
    assert document and until(lambda: installation.documents() == [], 15)
    installation.run("explain", id, status=1)
    time.sleep(4)
    ran = int(installation.sql(runs)[0][0]) - before
    assert 2 <= ran <= (time.time() - began) / 2 + 1
    metrics = services[0].web.ask("GET", "/metrics").text
    last = re.search(r"^lethe_purge_last_success_timestamp_seconds (\d+)", metrics, re.M)
    assert began - 3 <= int(last[1]) <= time.time()
    assert "\nlethe_overdue_applications 0\n" in metrics
