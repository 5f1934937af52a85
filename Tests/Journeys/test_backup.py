"""Backups, what they hold and for how long, and the drill that restores one."""

import datetime
import os
import shutil
import subprocess

import pytest

from database import Server
from lethe import PROGRAM, ROOT, environment

MORNING = "2026-03-02T09:00:00+01:00"
SCRIPTS = ROOT / "deploy" / "backup"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 50 + b"%%EOF\n"


class Backups:
    """The scripts, run as an administrator would."""

    def __init__(self, installation, home):
        self.installation, self.home = installation, home
        self.folder, self.scratch = home / "backups", home / "scratch"
        self.scratch.mkdir()
        self.settings = {
            "LETHE_BINARY": PROGRAM, "LETHE_DATA": str(installation.data),
            "LETHE_BACKUP_DIR": str(self.folder), "LETHE_DRILL_DIR": str(self.scratch),
            **installation.settings}

    def script(self, name, *arguments, status=0, **settings):
        done = subprocess.run(
            [str(SCRIPTS / name), *map(str, arguments)], capture_output=True, text=True,
            env=environment(**{**self.settings, **settings}), timeout=300)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def all(self):
        return sorted(path.name for path in self.folder.iterdir() if path.name[0] != ".")


@pytest.fixture
def copies(tmp_path):
    for name in ("keys", "journal"):
        (tmp_path / name).mkdir(mode=0o700)
    return {"LETHE_KEYS_COPY": str(tmp_path / "keys"),
            "LETHE_JOURNAL_COPY": str(tmp_path / "journal")}


def live(installation):
    installation.clock(MORNING)
    installation.serve()
    recruiter = installation.staff("recruiter")
    ids = [recruiter.receive(None, f"Nora{number}") for number in range(5)]
    return recruiter, {id: recruiter.store(id, PDF) for id in ids}


def test_a_backup_is_restored_and_nobody_comes_back(installations, copies, tmp_path):
    installation = installations(**copies)
    backups = Backups(installation, tmp_path)
    recruiter, made = live(installation)
    privacy = installation.staff("privacyOfficer").acting(reason="Asked")
    backups.script("backup")
    first, = backups.all
    folder = backups.folder / first
    assert not [path for path in folder.rglob("*") if path.name.endswith(".key")]
    assert sorted(os.listdir(folder / "documents")) == installation.documents()
    # Erased after the backup was made: a restore alone would bring it back.
    gone = next(iter(made))
    privacy.post(f"/applications/{gone}/erasure", confirm=gone, reason="Asked")
    out = backups.script("drill")
    assert "passed" in out and "LOOK" not in out, out
    assert os.listdir(backups.scratch) == []
    later = recruiter.store(recruiter.receive(None), PDF)
    assert later
    restored = tmp_path / "restored"
    out = backups.script(
        "restore", "--from", folder, "--data", restored, "--keys", copies["LETHE_KEYS_COPY"],
        "--journal", copies["LETHE_JOURNAL_COPY"])
    assert "lethe reconcile" in out
    elsewhere = installations(made=False, data=restored)
    elsewhere.run("keys", "status", status=3)
    assert elsewhere.json("reconcile")["erasures"] == 1
    assert elsewhere.sql("SELECT count(*) FROM application") == [["4"]]
    assert gone not in str(elsewhere.sql("SELECT id FROM application"))
    assert elsewhere.json("documents", "verify") == {
        "opened": 4, "damaged": [], "verified": True}
    assert elsewhere.json("keys", "verify")["verified"] is True
    # Nothing is ever restored over something.
    assert "isn't empty" in backups.script(
        "restore", "--from", folder, "--data", restored, "--keys", copies["LETHE_KEYS_COPY"],
        status=1)


def test_backups_go_after_a_fortnight_and_link_what_they_share(installations, copies, tmp_path):
    installation = installations(**copies)
    backups = Backups(installation, tmp_path)
    recruiter, made = live(installation)
    backups.script("backup")
    first, = backups.all
    day = datetime.timedelta(days=1)

    def ago(time):
        stamp = datetime.datetime.now(datetime.timezone.utc) - time
        return stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
    kept, old = ago(13.9 * day), ago(14.1 * day)
    os.rename(backups.folder / first, backups.folder / kept)
    shutil.copytree(backups.folder / kept / "journal", backups.folder / old / "journal")
    id, document = next(iter(made.items()))
    recruiter.call("DELETE", f"/applications/{id}/documents/{document}")
    more = recruiter.store(id, PDF)
    assert more
    (backups.folder / ".unfinished-2026-01-01T00:00:00Z").mkdir()
    backups.script("backup")
    assert backups.all[0] == kept and len(backups.all) == 2
    assert not list(backups.folder.glob(".unfinished*"))
    one, two = (backups.folder / name / "documents" for name in backups.all)
    assert sorted(os.listdir(two)) == installation.documents()
    shared = set(os.listdir(one)) & set(os.listdir(two))
    assert len(shared) == 4
    for name in shared:
        assert (one / name).stat().st_ino == (two / name).stat().st_ino
    checks = installation.json("doctor", status=1)["checks"]
    assert not [one for one in checks if one["name"] == "backups"]
    installation.settings["LETHE_BACKUP_DIR"] = str(backups.folder)
    checks = installation.json("doctor", status=1)["checks"]
    backup, = [one for one in checks if one["name"] == "backups"]
    assert backup["ok"] is True, backup
    assert "1 to 14" in backups.script("backup", status=1, LETHE_BACKUP_DAYS="30")


def test_keys_and_backups_never_share_a_place(installations, copies, tmp_path):
    installation = installations(**copies)
    backups = Backups(installation, tmp_path)
    for wrong in (tmp_path / "keys", tmp_path / "keys" / "inside", tmp_path):
        out = backups.script("backup", status=1, LETHE_BACKUP_DIR=str(wrong))
        assert "whoever has both" in out, out
    out = backups.script("backup", status=1, LETHE_BACKUP_DIR=str(installation.data / "x"))
    assert "in the installation" in out


def test_what_is_installed_may_write_where_its_settings_say():
    deploy = ROOT / "deploy"
    settings = dict(line.split("=", 1) for line in (deploy / "lethe.env").read_text().splitlines()
                    if line.startswith("LETHE_"))
    made = (deploy / "install").read_text().split("install -d ", 1)[1].split("\n\n")[0].split()
    for unit, names in {
            "lethe.service": ["LETHE_KEYS_COPY", "LETHE_JOURNAL_COPY"],
            "lethe-backup.service": ["LETHE_KEYS_COPY", "LETHE_JOURNAL_COPY", "LETHE_BACKUP_DIR"],
    }.items():
        written = " ".join(line.split("=", 1)[1] for line in (deploy / unit).read_text().splitlines()
                           if line.startswith("ReadWritePaths=")).split()
        for name in names:
            assert settings[name] in made, name
            assert "-" + settings[name] in written, (unit, name)
            assert not settings[name].startswith(settings["LETHE_DATA"] + "/"), name


def test_a_backup_that_is_damaged_fails_the_drill(installations, copies, tmp_path):
    installation = installations(**copies)
    backups = Backups(installation, tmp_path)
    live(installation)
    backups.script("backup")
    name, = backups.all
    document = next((backups.folder / name / "documents").iterdir())
    content = document.read_bytes()
    document.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    out = backups.script("drill", status=1)
    assert "LOOK  documents" in out and "FAILED" in out
    os.remove(tmp_path / "keys" / "epoch-1.key")
    out = backups.script("drill", status=1)
    assert "epoch-1.key" in out


def test_a_drill_without_a_copy_of_the_journal_says_so(installations, copies, tmp_path):
    installation = installations(**copies)
    backups = Backups(installation, tmp_path)
    live(installation)
    backups.script("backup")
    del backups.settings["LETHE_JOURNAL_COPY"]
    out = backups.script("drill", status=1)
    assert "LOOK  journal" in out and "FAILED" in out, out
    assert "fine  ledger" in out, "the rest is looked at all the same"


def test_a_server_of_somebody_elses_is_dumped_and_restored(installations, copies, tmp_path):
    server = Server()
    try:
        server.sql("CREATE ROLE plain LOGIN PASSWORD 'secret'")
        server.sql("CREATE DATABASE jobs")
        server.sql("CREATE DATABASE drill")
        installation = installations(
            made=False, LETHE_DATABASE_URL=server.url("plain", "jobs"), **copies)
        server.sql(installation.run("init", "--print-sql")[0].decode(), "jobs")
        installation.run("init", "--sandbox")
        backups = Backups(installation, tmp_path)
        live(installation)
        backups.script("backup")
        name, = backups.all
        assert not (backups.folder / name / "base").exists()
        url = f"postgres://root@/drill?host={server.home}"
        things = ("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
                  "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
                  "SELECT count(*) FROM pg_type WHERE typnamespace = 'public'::regnamespace")
        # As often as it is due: it leaves the database as it found it.
        for _ in range(2):
            out = backups.script("drill", LETHE_DRILL_URL=url)
            assert "passed" in out and "5 documents open" in out, out
            assert "warning" not in out, out
            for query in things:
                assert server.sql(query, "drill") == [["0"]], query
        # What isn't the drill's own stays.
        server.sql("CREATE TABLE mine (id int)", "drill")
        out = backups.script("drill", status=1, LETHE_DRILL_URL=url)
        assert "isn't empty" in out, out
        assert server.sql("SELECT count(*) FROM mine", "drill") == [["0"]]
        assert server.sql("SELECT count(*) FROM application", "jobs") == [["5"]]
    finally:
        server.close()
