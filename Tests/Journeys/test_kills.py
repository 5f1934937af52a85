"""More than fifty times kill -9 where it hurts most, and each time nothing is half done.

Whatever was under way - a purge, the release of a hold, a hand-over, an append to the journal, a
reconciliation - the next start works, every command may go on, and whoever is still there opens.
"""

import base64
import concurrent.futures
import http.client
import json
import pathlib
import shutil
import tempfile
import time

import pytest

from lethe import alive, seeded, until
from watch import Watch, wait

MORNING = "2026-03-02T09:00:00+01:00"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 50 + b"%%EOF\n"
# Each application has one row in each of these.
OF_ONE = ["applicant", "data_key"]
# What doctor looks at that a kill could hurt.
HURT = ["keys", "journal", "copy of the journal", "documents"]


class Staged:
    """An installation in the middle of its work, and what is true of every application."""

    def __init__(self, installations, chance):
        self.chance = chance
        copy = pathlib.Path(tempfile.mkdtemp(prefix="lethe-journal-copy-"))
        self.installation = installations(LETHE_JOURNAL_COPY=str(copy))
        self.copy = copy
        self.installation.clock(MORNING)
        self.service = self.installation.serve()
        self.recruiter = self.installation.staff("recruiter")
        self.legal = self.installation.staff("legal").acting(reason="Case 7")
        self.privacy = self.installation.staff("privacyOfficer").acting(reason="Audit 3")
        self.vacancy = self.recruiter.vacancy()
        self.documents = {}
        # What leaves with the hand-over that lists it.
        self.moving = set()

    def sql(self, text):
        return self.installation.sql(text)

    def receive(self, outcome=None, day="2026-03-02", vacancy=None, documents=1):
        id = self.recruiter.receive(vacancy or self.vacancy)
        self.documents[id] = [self.recruiter.store(id, PDF) for _ in range(documents)]
        if outcome:
            self.recruiter.post(f"/applications/{id}/outcome", outcome=outcome, endedOn=day)
        return id

    def many(self, count, *arguments, **more):
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            return list(threads.map(lambda _: self.receive(*arguments, **more), range(count)))

    def strike(self, calls, moment=None, look=lambda: None):
        """Makes calls side by side, kills the service among them - at a moment, or any time -
        looks at what lies there, and starts it again. The statuses that were heard; `None` where
        nobody answered."""
        def make(call):
            try:
                return call().status
            except (OSError, http.client.HTTPException):
                return None
        started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as threads:
            made = [threads.submit(make, call) for call in calls]
            if moment:
                moment(lambda: all(one.done() for one in made))
            else:
                time.sleep(self.chance.uniform(0, self.patience))
            self.service.kill()
        heard = [one.result() for one in made]
        look()
        if moment:
            pass
        elif all(status is not None for status in heard):
            # All were faster than the kill; the next one comes sooner.
            self.patience = max(0.004, self.patience * 0.7)
        elif not any(heard):
            self.patience = min(0.5, self.patience * 1.4)
        assert time.monotonic() - started < 60
        self.service = self.installation.serve()
        return heard

    patience = 0.06

    def check(self):
        """Nothing is half there, and everything that is there opens."""
        installation = self.installation
        kept = {id for id, in self.sql("SELECT id FROM application")}
        for table in OF_ONE:
            assert {id for id, in self.sql(f"SELECT application_id FROM {table}")} == kept, table
        orphans = self.sql(
            "SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'public' "
            "AND c.column_name = 'application_id' AND c.table_name NOT IN ('erasure', 'paper', "
            "'joint_receipt')")
        for table, in orphans:
            left = self.sql(f"SELECT count(*) FROM {table} t WHERE NOT EXISTS "
                            "(SELECT FROM application a WHERE a.id = t.application_id)")
            assert left == [["0"]], table
        # What the policies read is what the grounds say.
        assert self.sql(
            "SELECT a.id FROM application a WHERE a.standing IS DISTINCT FROM "
            "(SELECT coalesce(array_agg(DISTINCT g.kind ORDER BY g.kind), '{}') FROM ground g "
            "WHERE g.application_id = a.id AND g.ended_at IS NULL)") == []
        # A hold is released with its ground, a hand-over recorded with its end.
        assert self.sql(
            "SELECT h.id FROM hold h JOIN ground g ON g.id = h.ground_id "
            "WHERE (h.released_at IS NULL) <> (g.ended_at IS NULL)") == []
        assert self.sql(
            "SELECT g.application_id FROM ground g WHERE g.kind = 'employment' "
            "AND (g.ended_at IS NULL) = EXISTS (SELECT FROM hand_over h "
            "WHERE h.application_id = g.application_id)") == []
        # Receipts and applications are two halves of everything there ever was.
        receipts = {id for id, in self.sql("SELECT application_id FROM erasure")}
        assert not receipts & kept and receipts | kept == set(self.documents)
        # Every live document has its file, every file is live or doomed; a doomed one may have
        # gone before its line was struck.
        live = {file for file, in self.sql("SELECT file FROM document")}
        doomed = {file for file, in self.sql("SELECT file FROM doomed_file")}
        lying = set(installation.documents())
        assert live <= lying <= live | doomed
        for id, document in self.there(kept):
            got = self.privacy.call("GET", f"/applications/{id}/documents/{document}")
            assert got.status == 200 and got.body == PDF, (id, got.status)
        return kept

    def there(self, kept):
        """The documents that are there: all of each, but for what was handed over."""
        handed = {id for id, in self.sql("SELECT application_id FROM hand_over")}
        there = [(id, document) for id, document in self.sql(
            "SELECT application_id, id FROM document")]
        expected = {(id, one) for id in kept for one in self.documents[id]
                    if not (id in handed and one in self.moving)}
        assert set(there) == expected
        return there

    def finish(self):
        """Everything due goes, and whatever looks after the installation finds nothing wrong."""
        assert self.installation.purge()["failed"] == 0
        kept = self.check()
        assert self.sql("SELECT id FROM application WHERE standing = '{}'") == []
        assert self.sql("SELECT count(*) FROM doomed_file") == [["0"]]
        self.examine()
        return kept

    def examine(self):
        """What doctor says of everything that a kill could have hurt; and the ledger verifies."""
        out, _ = self.installation.run("doctor", "--json", status=None)
        checks = {one["name"]: one for one in json.loads(out)["checks"]}
        for name in HURT:
            assert checks[name]["ok"], checks[name]
        self.installation.run("ledger", "verify")
        # A kill is no restore: no command asks for a reconciliation, and there is nothing to do.
        assert self.installation.json("reconcile")["imported"] == 0


    def leave(self):
        """Nothing runs any more, not even the database."""
        self.service.kill()
        installation = self.installation
        assert until(lambda: not installation.keepers and not alive(installation.postmaster), 30)


@pytest.fixture
def staged(installations):
    staged = Staged(installations, seeded())
    yield staged
    shutil.rmtree(staged.copy, ignore_errors=True)


def test_a_purge_is_killed_twelve_times(staged):
    groups = []
    for day in range(2, 14):
        staged.installation.clock(f"2026-03-{day:02}T09:00:00+01:00")
        groups.append(staged.many(6, "rejected", f"2026-03-{day:02}"))
    interrupted = parted = 0
    with Watch(staged.installation) as watch:
        span = until_it_ends(staged, watch)
        for day, group in enumerate(groups):
            today = f"2026-09-{3 + day:02}"
            staged.installation.clock(f"{today}T00:00:00+02:00")
            erased, due = watch.number("SELECT count(*) FROM erasure"), overdue(watch, today)
            assert due >= len(group)
            # Every other time somebody's act has one of them, which the purge tries again.
            if day % 2:
                watch.lock(staged.chance.choice(group))
            with staged.installation.start("purge") as process:
                ended = lambda: process.poll() is not None
                if day % 2:
                    wait(watch.grown("SELECT count(*) FROM erasure", erased), ended)
                    time.sleep(staged.chance.uniform(0, 0.2))
                else:
                    wait(watch.purge_begins, ended)
                    time.sleep(staged.chance.uniform(0, 1.3 * span))
                interrupted += process.poll() is None
                process.kill()
            watch.unlock()
            assert process.returncode != 3
            gone = watch.number("SELECT count(*) FROM erasure") - erased
            assert 0 <= gone <= due
            parted += 0 < gone < due
            staged.check()
    print("purges killed while they ran:", interrupted, "between erasures:", parted)
    assert interrupted > 0 and parted > 0
    assert staged.finish() == set()


def overdue(watch, day):
    """How many the purge erases on a day: nothing stands on them any more."""
    return watch.number(
        "SELECT count(*) FROM application a WHERE NOT EXISTS (SELECT FROM ground g WHERE "
        "g.application_id = a.id AND g.ended_at IS NULL AND (g.erase_from IS NULL OR "
        f"g.erase_from > '{day}'))")


def until_it_ends(staged, watch):
    """How long a purge that finds nothing works once it has begun."""
    with staged.installation.start("purge") as process:
        assert wait(watch.purge_begins, lambda: process.poll() is not None)
        begun = time.monotonic()
        assert process.wait() == 0
    return time.monotonic() - begun


def test_the_release_of_a_hold_is_killed_ten_times(staged):
    held = {}
    for id in staged.many(30, "rejected"):
        held[id] = staged.legal.post(f"/applications/{id}/holds", 201, matter="m", reason="r",
                                     reviewOn="2026-12-01")["id"]
    # Overdue but for its hold: with the release it goes.
    staged.installation.clock("2026-10-01T09:00:00+02:00")
    assert staged.installation.purge()["erased"] == 0
    waiting = sorted(held)
    answered = 0
    for _ in range(10):
        group, waiting = waiting[:3], waiting[3:]
        heard = staged.strike([
            lambda id=id: staged.legal.call(
                "POST", f"/holds/{held[id]}/release", {"reason": "settled"}) for id in group])
        kept = staged.check()
        for id, status in zip(group, heard):
            assert status in (204, None), status
            released = staged.sql(
                f"SELECT released_at IS NOT NULL FROM hold WHERE id = '{held[id]}'")
            assert id not in kept or released == [["f"]] or (
                staged.sql(f"SELECT standing FROM application WHERE id = '{id}'") == [["{}"]])
            if status == 204:
                # What was acknowledged is done, and stays so.
                assert id not in kept or released == [["t"]]
                answered += 1
            elif id in kept and released == [["f"]]:
                staged.legal.post(f"/holds/{held[id]}/release", reason="settled")
    print("releases answered before the kill:", answered)
    assert answered < 30
    assert staged.finish() == set()


def test_the_release_of_a_hold_on_a_vacancy_is_killed_eight_times(staged):
    vacancies = [staged.recruiter.vacancy() for _ in range(8)]
    of = {vacancy: staged.many(12, "rejected", vacancy=vacancy) for vacancy in vacancies}
    held = {vacancy: staged.legal.post(
        f"/vacancies/{vacancy}/holds", 201, matter="m", reason="r", reviewOn="2026-12-01")["id"]
        for vacancy in vacancies}
    # Overdue but for their hold: with the release they go, the purge finishes what it didn't.
    staged.installation.clock("2026-10-01T09:00:00+02:00")
    assert staged.installation.purge()["erased"] == 0
    answered = begun = 0
    with Watch(staged.installation) as watch:
        for turn, vacancy in enumerate(vacancies):
            hold, left = held[vacancy], []

            def begins(ended):
                wait(watch.grown("SELECT count(*) FROM vacancy_hold WHERE released_at IS NOT NULL",
                                 turn), ended)
                time.sleep(staged.chance.uniform(0, 0.12))

            def look():
                listed = ", ".join(f"'{id}'" for id in of[vacancy])
                left.extend(watch.ask(f"SELECT id FROM application WHERE id IN ({listed})"))
            heard, = staged.strike([lambda: staged.legal.call(
                "POST", f"/holds/{hold}/release", {"reason": "settled"})], begins, look)
            assert heard in (204, None), heard
            answered += heard == 204
            begun += heard is None and watch.number(
                f"SELECT count(*) FROM vacancy_hold WHERE id = '{hold}' "
                "AND released_at IS NOT NULL")
            assert heard is None or not left
            staged.check()
            if watch.number("SELECT count(*) FROM vacancy_hold WHERE released_at IS NOT NULL"
                            ) == turn:
                staged.legal.post(f"/holds/{hold}/release", reason="settled")
            assert staged.installation.purge()["failed"] == 0
            assert not staged.check() & set(of[vacancy])
    print("releases answered before the kill:", answered, "killed once released:", begun)
    assert begun > 0
    assert staged.finish() == set()


def test_a_hand_over_is_killed_ten_times(staged):
    waiting = staged.many(30, "hired", documents=2)
    # One document of each is listed and has been exported; the other one stays.
    listed = {id: staged.documents[id][0] for id in waiting}
    staged.moving = set(listed.values())
    for id, document in listed.items():
        packed = staged.recruiter.call("GET", f"/applications/{id}/hand-over.zip?documents="
                                       + document)
        assert packed.status == 200 and packed.body
    answered = 0
    for turn in range(10):
        group, waiting = waiting[:3], waiting[3:]
        heard = staged.strike([
            lambda id=id: staged.recruiter.call(
                "POST", f"/applications/{id}/hand-over", {"reference": "P 7", "documents": [listed[id]]})
            for id in group])
        staged.check()
        for id, status in zip(group, heard):
            assert status in (204, None), status
            kinds = staged.sql(f"SELECT standing FROM application WHERE id = '{id}'")
            assert kinds in ([["{employment}"]], [["{evidence}"]])
            if status == 204:
                assert kinds == [["{evidence}"]]
                answered += 1
            elif kinds == [["{employment}"]]:
                staged.recruiter.post(f"/applications/{id}/hand-over", documents=[listed[id]])
    print("hand-overs answered before the kill:", answered)
    assert answered < 30
    assert len(staged.finish()) == 30
    staged.installation.clock("2026-09-03T00:00:00+02:00")
    assert until(lambda: staged.installation.purge()["due"] == 0)
    assert staged.finish() == set()


def entries(staged):
    """What stands in the journal, entry by entry, and that its copy says the same."""
    log = (staged.installation.data / "journal" / "log").read_bytes()
    assert (staged.copy / "log").read_bytes() == log and log.endswith(b"\n")
    lines = [line.split(b" ", 1) for line in log.splitlines()]
    assert all(len(base64.b64decode(leaf)) == 32 for leaf, _ in lines)
    return [json.loads(line) for _, line in lines]


def tail(staged, watch):
    """What a kill left at the journal's end."""
    journal = staged.installation.data / "journal"
    log, copy = (journal / "log").read_bytes(), (staged.copy / "log").read_bytes()
    whole = log.count(b"\n")
    return {"torn": log != copy or not log.endswith(b"\n"),
            "unsigned": whole > int((journal / "checkpoint").read_text().split("\n")[1]),
            "unmarked": whole > watch.number("SELECT count(*) FROM ledger WHERE index >= 0")}


def test_an_append_to_the_journal_is_killed_nine_times(staged):
    reviewers = [staged.installation.staff("reviewer") for _ in range(4)]
    applications = staged.many(4)
    acknowledged, interrupted = [], 0
    tails = {"torn": 0, "unsigned": 0, "unmarked": 0}
    log = staged.installation.data / "journal" / "log"

    def place(id):
        return staged.recruiter.call("POST", f"/applications/{id}/holds", {
            "matter": "m", "reason": "r", "reviewOn": "2026-12-01"})

    def appended(ended):
        size = log.stat().st_size
        wait(lambda: log.stat().st_size > size, ended)
        time.sleep(staged.chance.uniform(0, 0.004))

    with Watch(staged.installation) as watch:
        def look():
            for kind, found in tail(staged, watch).items():
                tails[kind] += found
        # Nine times, and on until one was killed between the file and the mark.
        for turn in range(60):
            if turn >= 9 and any(tails.values()):
                break
            path = f"/vacancies/{staged.vacancy}/team"
            calls = [lambda one=one: staged.recruiter.call(
                "PUT", f"{path}/{one.id}",
                {"part": "interviewer", "until": f"2026-1{turn % 3}-01"})
                for one in reviewers] + [lambda id=id: place(id) for id in applications]
            heard = staged.strike(calls, appended if turn % 2 else None, look)
            interrupted += None in heard
            assert set(heard) <= {204, 201, None}, heard
            acknowledged += [("teamChanged", one.id) for one, status in zip(reviewers, heard)
                             if status == 204]
            acknowledged += [("holdPlaced", id) for id, status in zip(applications, heard[4:])
                             if status == 201]
            staged.check()
    print("what was left of the end:", tails)
    assert any(tails.values())
    print("appends killed while they ran:", interrupted)
    assert interrupted > 0
    staged.examine()
    found = entries(staged)
    # What was acknowledged was in the journal first; nothing is there twice.
    assert len({one["id"] for one in found}) == len(found)
    for action, id in acknowledged:
        now = [one for one in found if one["action"] == action and id in json.dumps(one)]
        assert len(now) >= acknowledged.count((action, id)), (action, id)
    marked = staged.sql("SELECT id, index FROM ledger ORDER BY index")
    assert [[one["id"], str(index)] for index, one in enumerate(found)] == marked


MARKED = "SELECT count(*) FROM ledger WHERE index >= 0"


def test_a_reconciliation_is_killed_nine_times(staged):
    installation = staged.installation
    erased, held, kept = staged.many(8, "rejected"), staged.many(4, "rejected"), staged.many(2)
    reviewer = installation.staff("reviewer")
    team = f"/vacancies/{staged.vacancy}/team/{reviewer.id}"
    staged.recruiter.put(team, part="interviewer")
    database, backup = installation.data / "postgres" / "data", installation.home / "backup"
    staged.leave()
    shutil.copytree(database, backup, symlinks=True)
    staged.service = installation.serve()
    for id in erased:
        staged.privacy.post(f"/applications/{id}/erasure", confirm=id, reason="Art. 17")
    for id in held:
        staged.legal.post(f"/applications/{id}/holds", 201, matter="m", reason="r",
                          reviewOn="2026-12-01")
    staged.recruiter.delete(team)
    staged.leave()
    before = (installation.data / "journal" / "log").read_bytes()
    span, interrupted, parted = 1.0, 0, 0
    repeated = ("SELECT (SELECT count(*) FROM erasure) + (SELECT count(*) FROM hold) "
                "+ (SELECT count(*) FROM vacancy) - (SELECT count(*) FROM team)")
    for turn in range(10):
        shutil.rmtree(database)
        shutil.copytree(backup, database, symlinks=True)
        installation.run("purge", status=3)
        with Watch(installation) as watch:
            before_any, marked = watch.number(repeated), watch.number(MARKED)
            with installation.start("reconcile", "--json") as process:
                ended = lambda: process.poll() is not None
                assert wait(watch.grown(repeated, before_any), ended) or turn
                begun = time.monotonic()
                if turn:
                    time.sleep(staged.chance.uniform(0, 0.9 * span))
                    interrupted += process.poll() is None
                    process.kill()
                process.communicate()
            if not turn:
                # The first one shows how long it takes.
                span = time.monotonic() - begun
                assert process.returncode == 0
            done = watch.number(repeated) - before_any
            assert 0 <= done <= 13
            parted += 0 < done < 13
            # An entry comes back only once its act has been repeated.
            assert done == 13 or watch.number(MARKED) == marked
        installation.run("reconcile")
        assert (installation.data / "journal" / "log").read_bytes().startswith(before)
        staged.service = installation.serve()
        # Everybody signed in again; tokens are as they were.
        assert staged.check() == set(held + kept)
        assert staged.sql("SELECT count(*) FROM hold WHERE released_at IS NULL") == [["4"]]
        assert staged.sql(f"SELECT count(*) FROM team WHERE staff_id = '{reviewer.id}'") == [["0"]]
        for id in erased:
            staged.privacy.get(f"/applications/{id}", 404)
        staged.examine()
        # The next restore forgets this reconciliation, too; its entries are brought back as well.
        staged.leave()
    print("reconciliations killed while they ran:", interrupted, "half done:", parted)
    assert interrupted > 0 and parted > 0
