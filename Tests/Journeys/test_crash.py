"""Killed at any moment, nothing is half done and nothing stands in the way of the next start."""

import concurrent.futures
import http.client
import os
import signal
import socket
import time

import pytest

from lethe import alive, seeded, until
from watch import Watch, wait

MORNING, DUE = "2026-03-02T09:00:00+01:00", "2026-09-03T00:00:00+02:00"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 50 + b"%%EOF\n"


def rejected(recruiter, count, day="2026-03-02"):
    """So many rejected applications with two documents each; ids to their documents."""
    vacancy = recruiter.vacancy()

    def one(_):
        id = recruiter.receive(vacancy)
        documents = [recruiter.store(id, PDF, name=name) for name in ("a.pdf", "b.pdf")]
        recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn=day)
        return id, documents
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        return dict(threads.map(one, range(count)))


def remains(installation):
    """How many rows of anything personal are left, by table."""
    tables = ["application", "applicant", "data_key", "document", "note", "ground", "outcome",
              "search_token", "doomed_file", "link", "outbox", "ending"]
    return {name: int(installation.sql(f"SELECT count(*) FROM {name}")[0][0]) for name in tables}


def check(installation, legal, applications):
    """Each is either all there, and opens, or gone without a trace; those that are there."""
    kept = {id for id, in installation.sql("SELECT id FROM application")}
    for table in ("data_key", "applicant", "outcome"):
        found = installation.sql(f"SELECT application_id FROM {table}")
        assert {id for id, in found} == kept, table
    files = {file for file, in installation.sql("SELECT file FROM document")}
    assert len(files) == 2 * len(kept) and files <= set(installation.documents())
    for id in kept & set(applications):
        shown = legal.get(f"/applications/{id}")
        assert {one["id"] for one in shown["documents"]} == set(applications[id])
        for document in applications[id]:
            got = legal.call("GET", f"/applications/{id}/documents/{document}")
            assert got.status == 200 and got.body == PDF
    return kept


@pytest.mark.parametrize("victim", ["purge", "purge and postmaster"])
def test_a_purge_killed_at_any_point_leaves_nothing_half_erased(installations, victim):
    chance = seeded()
    turns, each = (20, 15) if victim == "purge" else (4, 15)
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    legal = installation.staff("legal").acting(reason="Case 7")
    # One group is due each day; all of it is there until its day comes.
    groups = []
    for day in range(2, 2 + turns):
        installation.clock(f"2026-03-{day:02}T09:00:00+01:00")
        groups.append(rejected(recruiter, each, f"2026-03-{day:02}"))
    applications = {id: documents for group in groups for id, documents in group.items()}
    stay = chance.sample(sorted(applications), 10)
    for id in stay:
        legal.post(f"/applications/{id}/holds", 201, matter="m", reason="r",
                   reviewOn="2026-12-01")
    with Watch(installation) as watch, installation.start("purge") as process:
        assert wait(watch.purge_begins, lambda: process.poll() is not None)
        began = time.monotonic()
        assert process.wait() == 0
        span = time.monotonic() - began
    interrupted = parted = 0
    for day, group in enumerate(groups):
        installation.clock(f"2026-09-{3 + day:02}T00:00:00+02:00")
        # Every other time somebody's act has one of them, which the purge tries again.
        busy = chance.choice(sorted(set(group) - set(stay))) if day % 2 else None
        before = int(installation.sql("SELECT count(*) FROM erasure")[0][0])
        with Watch(installation) as watch:
            if busy:
                watch.lock(busy)
            with installation.start("purge") as process:
                ended = lambda: process.poll() is not None
                if busy:
                    wait(watch.grown("SELECT count(*) FROM erasure", before), ended)
                    time.sleep(chance.uniform(0, 0.2))
                else:
                    wait(watch.purge_begins, ended)
                    time.sleep(chance.uniform(0, 1.3 * span))
                if victim != "purge":
                    os.kill(until(lambda: installation.postmaster), signal.SIGKILL)
                    time.sleep(chance.uniform(0, 0.2))
                interrupted += process.poll() is None
                process.kill()
        assert until(lambda: service.web.ask("GET", "/readyz").status == 200, 60)
        gone = int(installation.sql("SELECT count(*) FROM erasure")[0][0]) - before
        parted += gone > 0 and busy is not None and installation.sql(
            f"SELECT count(*) FROM application WHERE id = '{busy}'") == [["1"]]
        check(installation, legal, applications)
    print("killed while it ran:", interrupted, "once some were erased:", parted)
    assert interrupted > 0 and parted > 0
    assert installation.purge()["failed"] == 0
    assert check(installation, legal, applications) == set(stay)
    left = remains(installation)
    assert left["doomed_file"] == 0 and len(installation.documents()) == 2 * len(stay)
    receipts = installation.sql("SELECT count(*), count(DISTINCT application_id) FROM erasure")
    assert receipts == [[str(turns * each - len(stay))] * 2]


def test_two_services_and_a_purge_share_a_directory(installations):
    installation = installations()
    installation.clock(MORNING)
    one, two = installation.serve(), installation.serve()
    recruiter = installation.staff("recruiter")
    applications = rejected(recruiter, 60)
    for service in (one, two):
        listed = recruiter.call("GET", "/endings?limit=200", web=service.web).json["items"]
        assert {line["id"] for line in listed} == set(applications)
    installation.clock(DUE)
    purges = [installation.start("purge", "--json") for _ in range(3)]
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        received = list(threads.map(lambda turn: recruiter.call(
            "POST", "/applications",
            {"channel": "form", "applicant": {"givenName": "A", "familyName": "B"}},
            web=(one, two)[turn % 2].web).status, range(40)))
    assert set(received) == {201}
    for process in purges:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    installation.purge()
    left = remains(installation)
    assert left["application"] == left["data_key"] == 40
    assert installation.documents() == [] and left["doomed_file"] == 0
    receipts = installation.sql("SELECT count(*), count(DISTINCT application_id) FROM erasure")
    assert receipts == [["60", "60"]]
    # The database stays as long as somebody uses it.
    one.kill()
    assert recruiter.call("GET", "/applications", web=two.web).status == 200
    assert two.stop() == 0
    assert until(lambda: not installation.keepers and not alive(installation.postmaster), 20)


@pytest.mark.parametrize("victim", ["serve", "postmaster"])
def test_no_upload_that_was_acknowledged_is_lost(installations, victim):
    chance = seeded()
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(None)
    acknowledged = {}

    def upload(number):
        content = PDF + str(number).encode() * chance.randint(1, 60_000)
        try:
            answer = recruiter.upload(id, content, name=f"{number}.pdf")
        except (OSError, http.client.HTTPException):
            return
        assert answer.status in (201, 503), answer
        if answer.status == 201:
            acknowledged[answer.json["id"]] = content
    for turn in range(6):
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            work = [threads.submit(upload, 100 * turn + number) for number in range(40)]
            time.sleep(chance.uniform(0.05, 0.6))
            if victim == "serve":
                service.kill()
            else:
                os.kill(until(lambda: installation.postmaster), signal.SIGKILL)
        for one in work:
            one.result()
        if victim == "serve":
            service = installation.serve()
        assert until(lambda: recruiter.call("GET", f"/applications/{id}").status == 200, 60)
    shown = {one["id"]: one for one in recruiter.get(f"/applications/{id}")["documents"]}
    assert acknowledged and set(acknowledged) <= set(shown)
    for document in shown:
        got = recruiter.call("GET", f"/applications/{id}/documents/{document}")
        assert got.status == 200 and len(got.body) == shown[document]["bytes"]
        assert acknowledged.get(document, got.body) == got.body
    print("acknowledged", len(acknowledged), "shown", len(shown))


@pytest.mark.parametrize("victims", ["serve", "keeper", "postmaster", "all of them"])
def test_the_next_start_works_whoever_was_killed(installations, victims):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(None)
    document = recruiter.store(id, PDF)
    numbers = {
        "serve": [service.process.pid], "keeper": installation.keepers,
        "postmaster": [installation.postmaster],
    }
    assert all(numbers.values())
    for pid in sum(numbers.values(), []) if victims == "all of them" else numbers[victims]:
        os.kill(pid, signal.SIGKILL)
    installation.json("purge")
    service.kill()
    installation.serve()
    assert recruiter.call("GET", f"/applications/{id}/documents/{document}").body == PDF
    assert recruiter.receive(None)


def test_an_upload_that_was_cut_off_leaves_nothing_after_the_sweep(installations):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(None)
    kept = recruiter.store(id, PDF)
    head = (f"POST /api/v1/applications/{id}/documents?kind=cv&name=a.pdf HTTP/1.1\r\n"
            f"Host: a\r\nContent-Type: application/pdf\r\nContent-Length: 5000000\r\n"
            f"Authorization: Bearer {recruiter.token}\r\n\r\n").encode()

    def begin(service):
        client = socket.create_connection((service.web.host, service.web.port), timeout=10)
        client.sendall(head + PDF + b"%" * 2_000_000)
        assert until(lambda: len(installation.documents()) > 1)
        return client
    # A client that goes away: nothing of it stays.
    begin(service).close()
    assert until(lambda: len(installation.documents()) == 1)
    # A service that is killed: its remains are swept once they are old.
    client = begin(service)
    service.kill()
    client.close()
    assert len(installation.documents()) == 2
    stray = installation.data / "documents" / "11111111-2222-4333-8444-555555555555"
    stray.write_bytes(b"nobody knows me")
    installation.purge()
    assert len(installation.documents()) == 3, "too young: an upload may still be under way"
    hours_ago = time.time() - 2 * 3600
    for name in installation.documents():
        os.utime(installation.data / "documents" / name, (hours_ago, hours_ago))
    installation.purge()
    assert len(installation.documents()) == 1
    assert [path.name for path in (installation.data / "quarantine").iterdir()] == [stray.name]
    installation.serve()
    assert recruiter.call("GET", f"/applications/{id}/documents/{kept}").body == PDF


def test_files_doomed_before_a_crash_are_unlinked_at_the_next_start(installations):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    id = recruiter.receive(None)
    kept, doomed = recruiter.store(id, PDF), recruiter.store(id, PDF)
    # As a crash between the commit and the unlinking leaves it.
    installation.sql(
        "SET row_security = off; WITH gone AS (DELETE FROM document "
        f"WHERE id = '{doomed}' RETURNING file) "
        "INSERT INTO doomed_file SELECT file, now() FROM gone")
    service.kill()
    assert len(installation.documents()) == 2
    # The purge is due again by then, and it may be the last process that claimed it that died.
    installation.settings["LETHE_PURGE_SECONDS"] = "1"
    installation.serve()
    assert until(lambda: len(installation.documents()) == 1, 30)
    assert until(lambda: remains(installation)["doomed_file"] == 0, 10)
    recruiter.get(f"/applications/{id}/documents/{doomed}", 404)
    assert recruiter.call("GET", f"/applications/{id}/documents/{kept}").body == PDF


def test_an_upload_that_races_an_erasure_stores_nothing(installations):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    for late in (False, True):
        id = recruiter.receive(None)
        head = (f"POST /api/v1/applications/{id}/documents?kind=cv&name=a.pdf HTTP/1.1\r\n"
                f"Host: a\r\nContent-Type: application/pdf\r\nContent-Length: {len(PDF)}\r\n"
                f"Authorization: Bearer {recruiter.token}\r\n\r\n").encode()
        with socket.create_connection((service.web.host, service.web.port), timeout=20) as client:
            client.sendall(head + PDF[:-1 if late else 20])
            time.sleep(0.3)
            recruiter.post(f"/applications/{id}/erasure", confirm=id, reason="Art. 17")
            client.sendall(PDF[-1 if late else 20:])
            assert client.recv(65_536).startswith(b"HTTP/1.1 404")
        assert until(lambda: installation.documents() == [])
