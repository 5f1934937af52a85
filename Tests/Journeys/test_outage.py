"""What is missing, wrong, away or full: it says so, loses nothing, and goes on by itself."""

import os
import secrets
import signal
import socket
import threading
import time

import pytest

import lethe
from disks import SmallDisk
from lethe import Installation, until
from papers import PNG, png

MORNING = "2026-03-02T09:00:00+01:00"


def open_all(recruiter, documents):
    """Every document that was acknowledged opens, byte for byte."""
    for (application, document), content in documents.items():
        got = recruiter.call("GET", f"/applications/{application}/documents/{document}")
        assert got.status == 200 and got.body == content, got.status


@pytest.mark.parametrize("name", ["database.key", "link.key", "ledger.key", "epoch-1.key"])
def test_a_wrong_or_missing_key_file_stops_the_start_and_is_named(installations, name):
    installation = installations()
    path = installation.data / "keys" / name
    kept = path.read_bytes()
    for change in ("missing", "wrong", "short", "empty"):
        match change:
            case "missing":
                path.unlink()
            case "wrong":
                path.write_text(secrets.token_hex(32) + "\n")
            case "short":
                path.write_bytes(kept[:len(kept) // 2])
            case "empty":
                path.write_bytes(b"")
        os.chmod(path, 0o600) if path.exists() else None
        for command in (["serve", "--listen", "127.0.0.1:0"], ["purge"], ["init", "--sandbox"]):
            out, err = installation.run(*command, status=1, seconds=60)
            assert str(path) in err.decode(), (change, command, err)
            assert b"listening" not in out
        if change != "missing":
            assert path.read_bytes() != kept
        path.write_bytes(kept)
        os.chmod(path, 0o600)
    installation.run("purge")


def test_no_installation_is_made_where_none_was_asked_for(installations):
    installation = installations(made=False)
    for command in (["purge"], ["doctor"], ["keys", "status"]):
        _, err = installation.run(*command, status=1)
        assert str(installation.data) in err.decode()
    assert not installation.data.exists()
    installation.run("purge", "--no-such-flag", status=2)
    installation.run("explain", "not-an-id", status=2)
    installation.run("staff", "add", "nobody", "--name", "x", "--role", "recruiter", status=2)


def test_only_a_sandbox_has_a_clock(installations):
    installation = installations(sandbox=False)
    installation.run("sandbox", "clock", "2030-01-01", status=3)
    installation.run("init", "--sandbox", status=3)
    installation.run("init")
    assert not (installation.data / "outbox").exists()


def test_the_database_goes_away_and_comes_back(installations, papers):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    application = recruiter.receive(None)
    stored = {(application, recruiter.store(application, papers.pdf)): papers.pdf}
    for _ in range(2):
        postmaster = installation.postmaster
        os.kill(postmaster, signal.SIGKILL)
        statuses = set()

        def comes_back():
            answer = recruiter.upload(application, papers.png, type=PNG, name="a.png")
            statuses.add(answer.status)
            if answer.status == 201:
                stored[(application, answer.json["id"])] = papers.png
                return True
            assert answer.status == 503, answer
            assert answer.headers["Retry-After"] and answer.json["incident"]
            return False
        assert until(comes_back, 60), statuses
        assert until(lambda: service.web.ask("GET", "/readyz").status == 200, 10)
        assert installation.postmaster != postmaster and service.process.poll() is None
        open_all(recruiter, stored)
        shown = recruiter.get(f"/applications/{application}")["documents"]
        assert {one["id"] for one in shown} >= {document for _, document in stored}


def test_health_says_that_the_database_is_away(installations):
    installation = installations()
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    assert service.web.ask("GET", "/healthz").status == 200
    # A server that doesn't answer isn't one that is gone.
    frozen = [installation.postmaster, *installation.keepers]
    os.kill(frozen[1], signal.SIGSTOP)
    os.kill(frozen[0], signal.SIGKILL)
    try:
        assert until(lambda: service.web.ask("GET", "/readyz").status == 503, 20)
        assert recruiter.call("GET", "/applications").status == 503
        page = service.web.ask("GET", "/c/" + "A" * 43)
        assert page.status == 503 and "incident" not in page.text
    finally:
        os.kill(frozen[1], signal.SIGCONT)
    assert until(lambda: recruiter.call("GET", "/applications").status == 200, 60)
    assert service.web.ask("GET", "/readyz").status == 200


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    disk = SmallDisk(folder, 130)
    monkeypatch.setattr(lethe, "PREFIX", disk.prefix)
    installation = None
    try:
        installation = Installation(data=folder)
        installation.clock(MORNING)
        service = installation.serve()
        recruiter = installation.staff("recruiter")
        application = recruiter.receive(None)
        ballast = disk.inside / "ballast"
        ballast.write_bytes(b"\0" * (4 << 20))
        picture = png(1500, 1000)
        stored, refusals = {}, []
        for turn in range(200):
            answer = recruiter.upload(application, picture, type=PNG, name=f"{turn}.png")
            if answer.status == 201:
                stored[(application, answer.json["id"])] = picture
            else:
                refusals.append(answer.status)
                assert answer.status in (507, 503), answer
                assert not list((disk.inside / "documents").glob("*.part"))
                if len(refusals) == 5:
                    break
        assert stored and len(refusals) == 5
        small = recruiter.call(
            "POST", f"/applications/{application}/notes", {"kind": "general", "text": "x" * 9000})
        assert small.status in (201, 507, 503), small
        # Who asks whether the journal can be written leaves nothing that fills the disk further.
        last = disk.inside / "last"
        with last.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        checks = installation.json("doctor", status=1)["checks"]
        journal, = [check for check in checks if check["name"] == "journal"]
        assert not journal["ok"] and "full" in journal["detail"], journal
        assert not list((disk.inside / "journal").glob("probe-*"))
        last.unlink()
        assert service.process.poll() is None
        ballast.unlink()
        assert until(lambda: recruiter.call(
            "GET", f"/applications/{application}").status == 200, 60)
        open_all(recruiter, stored)
        shown = recruiter.get(f"/applications/{application}")["documents"]
        assert {one["id"] for one in shown} == {document for _, document in stored}
        assert len(list((disk.inside / "documents").iterdir())) == len(stored)
    finally:
        if installation:
            installation.close()
        disk.close()


def test_it_ends_in_time_and_finishes_what_is_under_way(installations, papers):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    application = recruiter.receive(None)
    head = (f"POST /api/v1/applications/{application}/documents?kind=cv&name=a.pdf HTTP/1.1\r\n"
            f"Host: a\r\nContent-Type: application/pdf\r\nContent-Length: {len(papers.pdf)}\r\n"
            f"Authorization: Bearer {recruiter.token}\r\n\r\n").encode()
    with socket.create_connection((service.web.host, service.web.port), timeout=20) as client:
        client.sendall(head + papers.pdf[:500])
        time.sleep(0.5)
        rest = threading.Timer(1.5, lambda: client.sendall(papers.pdf[500:]))
        rest.start()
        began = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        answer = client.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 201"), answer
        assert service.process.wait(timeout=10) == 0
        assert time.monotonic() - began < 10
    again = installation.serve()
    assert len(recruiter.get(f"/applications/{application}")["documents"]) == 1
    # Nobody who says nothing keeps it.
    idle = [socket.create_connection((again.web.host, again.web.port)) for _ in range(3)]
    idle[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
    idle[1].sendall(head[:200])
    time.sleep(0.2)
    assert again.stop(10) == 0
    for client in idle:
        client.close()
