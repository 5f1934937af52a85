"""After a restore the journal brings back what protects people; without it nothing is done."""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import pytest

from desk_visitor import own
from lethe import PROGRAM, Installation, seeded, until

MORNING = "2026-03-02T09:00:00+01:00"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 50 + b"%%EOF\n"
NOBODY = "5a1ce000-0000-4000-8000-000000000000"
# What a command needs before it does anything.
ARGUMENTS = {
    "serve": ["--listen", "127.0.0.1:0"], "explain": [NOBODY],
    "staff add": ["late@example.org", "--name", "L", "--role", "auditor"],
    "staff revoke-tokens": [NOBODY], "keys destroy": ["1"],
    "keys identity": [NOBODY, "--reason", "asked"], "documents sealed": [NOBODY],
    "sandbox clock": [MORNING],
}
# What goes on before `lethe reconcile`, and why.
GOES_ON = {
    "reconcile": "it is what the others wait for",
    "doctor": "says what is wrong", "ledger verify": "says what is wrong",
    "ledger key": "a public key, from a key file alone",
    "database run": "PostgreSQL's own programs, for backups; nothing of ours is done",
    "keeper": "keeps the private server, for every command",
    "help": "changes and reads nothing",
    "prove-erasure": "a name that a later version fills",
}


def commands():
    """Every command of the program, hidden ones as well, in words; as it says itself."""
    told = subprocess.run([PROGRAM, "--experimental-dump-help"], capture_output=True, check=True)

    def below(command, words):
        if not command.get("subcommands"):
            yield " ".join(words)
        for one in command.get("subcommands", []):
            yield from below(one, [*words, one["commandName"]])
    return list(below(json.loads(told.stdout)["command"], []))


OTHERS = [[*command.split(), *ARGUMENTS.get(command, [])] for command in commands()
          if command not in GOES_ON] + [["purge", "--dry-run"], ["purge", "--confirm", "1"],
          ["clock", "--confirm"], ["sandbox", "clock"]]


class Office:
    """An installation with a copy of its journal elsewhere, and somebody in the roles that act."""

    def __init__(self):
        self.installation = Installation(made=False)
        copy = self.installation.home / "journal-copy"
        copy.mkdir()
        self.installation.settings["LETHE_JOURNAL_COPY"] = str(copy)
        self.installation.run("init", "--sandbox")
        self.installation.clock(MORNING)
        self.recruiter = self.installation.staff("recruiter")
        self.legal = self.installation.staff("legal").acting(reason="Case 7")
        self.privacy = self.installation.staff("privacyOfficer").acting(reason="asked")
        self.service = None
        self.people = 0

    def serve(self):
        self.service = self.installation.serve()

    def stop(self):
        """Ends the service and waits until the server has stopped: what lies there is a backup."""
        if self.service:
            assert self.service.stop() == 0
            self.service = None
        gone = until(lambda: not self.installation.keepers and not self.installation.postmaster, 20)
        assert gone

    # Backups.

    def back_up(self, name):
        self.stop()
        shutil.copytree(self.installation.data, self.installation.home / name, symlinks=True)

    def restore(self, name, parts):
        """Puts parts of the directory back; `None` is all of it."""
        self.stop()
        kept = self.installation.home / name
        for part in parts or [path.name for path in self.installation.data.iterdir()]:
            there = self.installation.data / part
            if there.is_dir():
                shutil.rmtree(there)
        for part in parts or [path.name for path in kept.iterdir()]:
            source, there = kept / part, self.installation.data / part
            if source.is_dir():
                shutil.copytree(source, there, symlinks=True)
            elif source.exists():
                shutil.copy2(source, there)
        shutil.rmtree(kept)

    # What is compared.

    def sets(self, **queries):
        return {name: {tuple(row) for row in self.installation.sql(query)}
                for name, query in queries.items()}

    def facts(self):
        return self.sets(
            restricted="SELECT application_id, lift_on FROM restriction WHERE ended_at IS NULL",
            applications="SELECT id FROM application WHERE standing <> '{}'",
            erased="SELECT application_id, cause, final_on FROM erasure",
            pool="SELECT application_id FROM ground WHERE kind = 'pool' AND ended_at IS NULL",
            stored="SELECT application_id FROM ground WHERE kind = 'longerStorage'"
                   " AND ended_at IS NULL",
            holds="SELECT id, application_id, review_on FROM hold WHERE released_at IS NULL"
                  " AND vacancy_hold_id IS NULL",
            wholes="SELECT id, vacancy_id, review_on FROM vacancy_hold WHERE released_at IS NULL",
            parts="SELECT vacancy_hold_id, application_id FROM hold WHERE released_at IS NULL"
                  " AND vacancy_hold_id IS NOT NULL",
            answers="SELECT id, application_id, declined_at IS NULL, withdrawn_at IS NULL"
                    " FROM consent WHERE declined_at IS NOT NULL OR withdrawn_at IS NOT NULL",
            documents="SELECT id, application_id FROM document",
            obligations="SELECT o.id, o.application_id, g.erase_from FROM legal_obligation o"
                        " JOIN ground g ON g.id = o.ground_id WHERE o.ended_at IS NULL",
            objections="SELECT id, application_id, against, received_on, decision FROM objection",
            paper="SELECT id, application_id, how, done_on, erased_at IS NULL FROM paper",
            vacancies="SELECT id FROM vacancy", staff="SELECT id FROM staff",
            team="SELECT vacancy_id, staff_id, part, until FROM team",
            roles="SELECT staff_id, role FROM staff_role",
            tokens="SELECT id, revoked_at IS NULL FROM token",
            disabled="SELECT id FROM staff WHERE disabled_at IS NOT NULL",
            files="SELECT file FROM document")


class History:
    """Random acts between a backup and the moment everything is lost."""

    def __init__(self, office, chance):
        self.office, self.chance = office, chance
        self.recruiter = office.recruiter
        self.done = []

    def prepare(self):
        """What the backup will hold: applications in every state, a team, a pool."""
        installation, recruiter = self.office.installation, self.recruiter
        self.reviewer = installation.staff("reviewer")
        self.carrier = installation.staff("auditor")
        self.boss = own(installation, f"boss{self.reviewer.id}@example.org", "administrator")
        # The last one is held as a whole.
        self.vacancies = [recruiter.vacancy(team=[self.reviewer]) for _ in range(3)]
        self.open, self.ended, self.pool, self.asked, self.held = [], [], [], [], []
        self.documents = {}
        for number in range(9):
            id = self.receive(self.chance.choice(self.vacancies[:2]), documents=2)
            if number < 3:
                self.open.append(id)
                continue
            self.reject(id)
            self.ended.append(id)
            if number in (4, 5, 6):
                link = self.ask(id, "pool-invitation")
                if number == 6:
                    self.asked.append((id, link))
                else:
                    self.office.service.web.form(link, decision="give")
                    self.pool.append((id, link))
            if number == 7:
                self.held.append((id, self.hold(id)))
        # Each of these is acted on alone.
        whole = self.rejected(self.vacancies[2])
        self.wholes = [self.hold_whole(self.vacancies[2])]
        self.obliged = [self.oblige_one(self.rejected())]
        self.objecting = [(id, self.object_one(id)) for id in [self.rejected(), self.rejected()]]
        self.restricted = [self.rejected()]
        self.office.privacy.post(f"/applications/{self.restricted[0]}/restriction", reason="r")
        stored = self.rejected()
        link = self.ask(stored, "longer-storage-invitation", until="2027-12-31")
        self.office.service.web.form(link, decision="give")
        self.stored = [(stored, link)]
        self.posted = [self.rejected(channel="post", email=None) for _ in range(2)]
        self.quiet = [self.rejected() for _ in range(2)]
        assert whole

    def receive(self, vacancy, documents=0, **more):
        id = self.recruiter.receive(
            vacancy, family=f"Person {random.SystemRandom().randrange(10**9)}", **more)
        self.documents[id] = [self.recruiter.store(id, PDF) for _ in range(documents)]
        return id

    def reject(self, id):
        self.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")

    def rejected(self, vacancy=None, **more):
        id = self.receive(vacancy or self.vacancies[0], **more)
        self.reject(id)
        return id

    def ask(self, id, question, **more):
        """The link of the letter that asks."""
        before = {mail.path for mail in self.office.installation.mails()}
        self.recruiter.post(f"/applications/{id}/{question}", 202, language="en", **more)
        # Other letters may come meanwhile; this one alone asks something.
        found = until(lambda: [mail for mail in self.office.installation.mails()
                               if mail.path not in before and mail.link])
        assert len(found) == 1, [one.subject for one in found]
        return found[0].link

    def hold_whole(self, vacancy):
        return self.office.legal.post(f"/vacancies/{vacancy}/holds", 201, matter="M",
                                      reason="R", reviewOn="2026-12-01")["id"]

    def oblige_one(self, id):
        return self.office.legal.post(f"/applications/{id}/legal-obligations", 201,
                                      law="§ 147 AO", until="2030-12-31")["id"]

    def object_one(self, id, against="evidence"):
        return self.office.privacy.post(f"/applications/{id}/objections", 201, against=against,
                                        receivedOn="2026-03-02", channel="email")["id"]

    def hold(self, id):
        return self.office.legal.post(
            f"/applications/{id}/holds", 201, matter="M", reason="R", reviewOn="2026-12-01")["id"]

    # Acts; each takes what it acts on away from the others, and tells whether it was done.

    def erase(self):
        if not self.ended:
            return False
        id = self.ended.pop(self.chance.randrange(len(self.ended)))
        answer = self.office.privacy.call(
            "POST", f"/applications/{id}/erasure", {"confirm": id, "reason": "Art. 17"})
        # A hold forbids it, on the application or its vacancy.
        assert answer.status in (204, 409), answer
        self.pool = [one for one in self.pool if one[0] != id]
        self.asked = [one for one in self.asked if one[0] != id]
        return answer.status == 204

    def erase_new(self):
        id = self.receive(self.vacancies[0], documents=1)
        self.recruiter.post(f"/applications/{id}/erasure", confirm=id, reason="in error")
        return True

    def withdraw(self):
        if not self.pool:
            return False
        _, link = self.pool.pop()
        answer = self.office.service.web.form(link, decision="withdraw")
        assert answer.status == 200, answer
        return True

    def withdraw_by_phone(self):
        if not self.pool:
            return False
        id, _ = self.pool.pop()
        self.recruiter.post(f"/applications/{id}/pool-withdrawal", channel="phone",
                            receivedAt=MORNING)
        return True

    def withdraw_storage(self):
        if not self.stored:
            return False
        _, link = self.stored.pop()
        assert self.office.service.web.form(link, decision="withdraw").status == 200
        return True

    def decline(self):
        if not self.asked:
            return False
        _, link = self.asked.pop()
        assert self.office.service.web.form(link, decision="decline").status == 200
        return True

    def place_hold(self):
        id = self.chance.choice(self.ended or self.open)
        self.held.append((id, self.hold(id)))
        return True

    def review_hold(self):
        if not self.held:
            return False
        _, hold = self.chance.choice(self.held)
        self.office.legal.post(f"/holds/{hold}/review", reviewOn="2027-02-01", reason="goes on")
        return True

    def release_hold(self):
        if not self.held:
            return False
        _, hold = self.held.pop(self.chance.randrange(len(self.held)))
        self.office.legal.post(f"/holds/{hold}/release", reason="settled")
        return True

    def hold_vacancy(self):
        self.wholes.append(self.hold_whole(self.vacancies[1]))
        return True

    def release_vacancy_hold(self):
        if not self.wholes:
            return False
        self.office.legal.post(f"/holds/{self.wholes.pop(0)}/release", reason="settled")
        return True

    def oblige(self):
        if not self.quiet:
            return False
        self.obliged.append(self.oblige_one(self.quiet.pop()))
        return True

    def end_obligation(self):
        if not self.obliged:
            return False
        self.office.legal.post(f"/legal-obligations/{self.obliged.pop(0)}/end", reason="repealed")
        return True

    def object(self):
        if not self.quiet:
            return False
        id = self.quiet.pop()
        self.objecting.append((id, self.object_one(id)))
        return True

    def object_to_contact(self):
        if not self.quiet:
            return False
        self.object_one(self.quiet.pop(), "contact")
        return True

    def decide_objection(self):
        if not self.objecting:
            return False
        _, objection = self.objecting.pop(0)
        self.office.privacy.post(
            f"/objections/{objection}/decision", reason="weighed",
            decision=self.chance.choice(["upheld", "rejected"]))
        return True

    def restrict(self):
        id = self.chance.choice(self.open)
        answer = self.office.privacy.call(
            "POST", f"/applications/{id}/restriction", {"reason": "disputed"})
        # Once is enough.
        assert answer.status in (204, 409), answer
        return answer.status == 204

    def lift(self):
        if not self.restricted:
            return False
        self.office.privacy.delete(f"/applications/{self.restricted.pop()}/restriction")
        return True

    def return_paper(self):
        if not self.posted:
            return False
        self.recruiter.post(f"/applications/{self.posted.pop()}/paper/returned", on="2026-03-02")
        return True

    def lose_membership(self):
        vacancy = self.chance.choice(self.vacancies)
        path = f"/vacancies/{vacancy}/team/{self.reviewer.id}"
        if self.chance.random() < 0.5:
            return self.recruiter.call("DELETE", path).status == 204
        self.recruiter.put(path, part="interviewer", until="2026-03-02")
        return True

    def delete_document(self):
        id = self.chance.choice(self.open)
        if not self.documents[id]:
            return False
        document = self.documents[id].pop()
        answer = self.recruiter.call("DELETE", f"/applications/{id}/documents/{document}")
        # Nothing of a restricted one is changed.
        assert answer.status in (204, 404, 409), answer
        return answer.status == 204

    def disable(self):
        answer = self.boss.send(f"/staff/{self.reviewer.id}/disable")
        assert answer.status == 303, answer
        return True

    def revoke_token(self):
        answer = self.boss.send(f"/staff/{self.carrier.id}/tokens")
        assert answer.status == 303, answer
        return True

    def change_roles(self):
        roles = self.chance.choice([["reviewer", "legal"], ["legal"], ["recruiter"]])
        answer = self.boss.send(f"/staff/{self.reviewer.id}/roles", roles=roles)
        assert answer.status == 303, answer
        return True

    def ordinary(self):
        """What protects nobody, and is lost."""
        id = self.receive(self.vacancies[0], documents=1)
        self.recruiter.get(f"/applications/{id}")
        return True

    def run(self, number, acts):
        """One of each kind begins, in turn; the others come at random."""
        # The service has been started again since.
        self.boss.web = self.office.service.web
        names = [*(ACTS[(3 * number + more) % len(ACTS)] for more in range(3)),
                 *self.chance.choices(ACTS, k=acts)]
        self.done = [name for name in names if getattr(self, name)()]


ACTS = ["erase", "erase_new", "withdraw", "withdraw_by_phone", "withdraw_storage", "decline",
        "place_hold", "review_hold", "release_hold", "hold_vacancy", "release_vacancy_hold",
        "oblige", "end_obligation", "object", "object_to_contact", "decide_objection", "restrict",
        "lift", "return_paper", "lose_membership", "delete_document", "disable", "revoke_token",
        "change_roles", "ordinary"]


def known(facts, key, ids, position=0):
    return {row for row in facts[key] if row[position] in ids}


# Facts, and where the application stands in them.
OF_AN_APPLICATION = [
    ("pool", 0), ("stored", 0), ("holds", 1), ("parts", 1), ("restricted", 0), ("documents", 1),
    ("obligations", 1), ("objections", 1), ("paper", 1)]
# What was done in all the histories so far.
DONE = []


def compare(before, lost, after, files):
    """Everything of the backup that protects somebody is as it was when all was lost."""
    people = {id for id, in before["applications"]}
    vacancies = {id for id, in before["vacancies"]}
    staff = {id for id, in before["staff"]}
    assert after["applications"] == known(lost, "applications", people)
    assert lost["erased"] == after["erased"]
    for key, position in OF_AN_APPLICATION:
        now, then = after[key], known(lost, key, people, position)
        # What was given or stored after the backup is lost; nothing else differs.
        gains = key in ("pool", "stored", "documents")
        assert now == (then & before[key] if gains else then), key
    assert after["wholes"] == known(lost, "wholes", vacancies, 1)
    assert known(lost, "answers", people, 1) == known(after, "answers", people, 1)
    assert after["disabled"] == known(lost, "disabled", staff)
    assert after["roles"] == known(lost, "roles", staff)
    assert after["tokens"] == known(lost, "tokens", {id for id, _ in before["tokens"]})
    assert {row for row in after["team"] if row[1] in staff} == {
        row for row in lost["team"] if row[0] in vacancies and row[1] in staff}
    # No file of what was erased or deleted lies there again.
    assert {file for file, in after["files"]} <= files
    assert not files & {file for file, in before["files"] - after["files"]}


@pytest.fixture(scope="module")
def office():
    office = Office()
    yield office
    office.installation.close()


@pytest.mark.parametrize("number", range(20))
def test_nobody_comes_back_and_nothing_protective_is_lost(office, number):
    chance = seeded()
    parts = [["postgres"], ["postgres", "documents", "keys"], None][number % 3]
    if not office.service:
        office.serve()
    history = History(office, chance)
    history.prepare()
    before = office.facts()
    backup = f"backup{number}"
    office.back_up(backup)
    office.serve()
    history.run(number, chance.randint(3, 12))
    history.ordinary()
    lost = office.facts()
    print(parts, history.done)
    DONE.append(set(history.done))
    office.restore(backup, parts)
    # One of the commands, in turn; all of them are tried below.
    arguments = OTHERS[number % len(OTHERS)]
    _, said = office.installation.run(*arguments, status=3)
    assert b"reconcile" in said
    report = office.installation.json("reconcile")
    print(report)
    assert set(report) >= {"erasures", "withdrawals", "restrictions", "holds", "other", "lost"}
    assert report["lost"] > 0
    office.serve()
    after = office.facts()
    compare(before, lost, after, set(office.installation.documents()))
    assert office.installation.sql("SELECT count(*) FROM session") == [["0"]]
    # What stayed opens.
    there = sorted(after["applications"])
    for id, in chance.sample(there, min(8, len(there))):
        shown = office.privacy.call("GET", f"/applications/{id}")
        assert shown.status == 200, shown
        for document in shown.json["documents"]:
            got = office.privacy.call("GET", f"/applications/{id}/documents/{document['id']}")
            assert got.status == 200 and got.body == PDF


def test_each_kind_of_act_was_among_them():
    if len(DONE) < 20:
        pytest.skip("not all of the histories were run")
    assert set.union(*DONE) == set(ACTS)


@pytest.fixture
def away(office):
    """The office after a restore of its database, not reconciled yet."""
    if not office.service:
        office.serve()
    id = office.recruiter.receive(family="Away")
    office.back_up("away")
    office.serve()
    office.recruiter.post(f"/applications/{id}/erasure", confirm=id, reason="in error")
    office.restore("away", ["postgres"])
    return id


def test_without_reconcile_every_other_command_ends_with_3(office, away):
    installation = office.installation
    assert set(GOES_ON) | set(ARGUMENTS) <= set(commands())
    went_on = []
    for arguments in OTHERS:
        with installation.start(*arguments) as process:
            _, said = process.communicate(timeout=120)
        if process.returncode != 3 or b"lethe reconcile" not in said:
            went_on.append((arguments, process.returncode, said))
    assert went_on == []
    checks = installation.json("doctor", status=1)["checks"]
    told, = [check for check in checks if check["name"] == "journal"]
    assert not told["ok"] and "lethe reconcile" in told["detail"]
    assert installation.json("reconcile")["erasures"] == 1
    installation.clock(MORNING)
    assert installation.json("reconcile")["imported"] == 0
    office.serve()
    assert installation.sql(f"SELECT id FROM application WHERE id = '{away}'") == []


def test_a_service_whose_database_is_exchanged_stops_acting(office):
    office.serve() if not office.service else None
    installation = office.installation
    id = office.recruiter.receive(family="Under")
    installation.sql("CREATE TABLE kept AS SELECT * FROM ledger")
    office.recruiter.post(f"/applications/{id}/erasure", confirm=id, reason="in error")
    installation.sql("DELETE FROM ledger WHERE number > (SELECT max(number) FROM kept);"
                     " DROP TABLE kept")
    assert until(lambda: office.service.web.ask("GET", "/readyz").status == 503)
    answer = office.recruiter.call("POST", "/vacancies", {"title": "Baker"})
    assert answer.status == 503 and answer.code == "not-reconciled"
    installation.json("reconcile")
    assert until(lambda: office.service.web.ask("GET", "/readyz").status == 200)
    assert office.recruiter.vacancy("Baker")


def test_a_plain_kill_never_asks_for_reconciliation(installations):
    chance = seeded()
    installation = installations()
    installation.clock(MORNING)
    installation.serve()
    recruiter = installation.staff("recruiter")
    legal = installation.staff("legal").acting(reason="Case 7")
    for turn in range(6):
        ids = [recruiter.receive(family="Kill") for _ in range(3)]
        try:
            for id in ids:
                legal.post(f"/applications/{id}/holds", 201, matter="M", reason="R",
                           reviewOn="2026-12-01")
                if chance.random() < 0.4:
                    break
        finally:
            time.sleep(chance.uniform(0, 0.3))
            installation.services[-1].kill()
        if turn % 2:
            # The database dies as well, and so may what was about to be marked.
            pid = installation.postmaster
            if pid:
                until(lambda: kill(pid) or True)
        installation.json("purge")
        installation.serve()
    assert installation.json("reconcile")["imported"] == 0
    assert until(lambda: installation.sql(
        "SELECT count(*) FROM ledger WHERE index IS NULL") == [["0"]])
    # Each place is taken once, from the first to the last.
    counts, = installation.sql("SELECT count(*), max(index) + 1 FROM ledger")
    assert counts[0] == counts[1]


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def test_a_reconciliation_killed_at_any_point_is_finished_by_the_next(office):
    chance = seeded()
    office.serve() if not office.service else None
    installation = office.installation
    ids = [office.recruiter.receive(family="Many") for _ in range(12)]
    for id in ids:
        office.recruiter.store(id, PDF)
    office.back_up("many")
    office.serve()
    held = {office.legal.post(f"/applications/{id}/holds", 201, matter="M", reason="R",
                              reviewOn="2026-12-01")["id"] for id in ids[:4]}
    for id in ids[4:]:
        office.recruiter.post(f"/applications/{id}/erasure", confirm=id, reason="in error")
    office.restore("many", ["postgres", "documents"])
    began = time.monotonic()
    installation.run("purge", status=3)
    idle = time.monotonic() - began
    for _ in range(4):
        with installation.start("reconcile") as process:
            time.sleep(chance.uniform(0.5 * idle, 2 * idle))
            process.kill()
    print(installation.json("reconcile"))
    office.serve()
    listed = ", ".join(f"'{id}'" for id in ids)
    assert {id for id, in installation.sql(f"SELECT id FROM application WHERE id IN ({listed})")
            } == set(ids[:4])
    found = installation.sql("SELECT id FROM hold WHERE released_at IS NULL"
                             f" AND application_id IN ({listed})")
    assert {id for id, in found} == held
    assert installation.sql(f"SELECT count(*) FROM erasure WHERE application_id IN ({listed})"
                            ) == [["8"]]
    assert installation.sql("SELECT count(*) FROM doomed_file") == [["0"]]


# What is wrong with the journal is named, refused, and nothing is lost.

def flip(path):
    content = bytearray(path.read_bytes())
    content[-30] ^= 1
    path.write_bytes(content)


FAULTS = {
    # The end alone is looked at each time; `ledger verify` reads all of it.
    "a flipped bit at the log's end": lambda journal, copy: [flip(journal / "log"), flip(copy / "log")],
    "a log cut short": lambda journal, copy: [
        (path / "log").write_bytes((path / "log").read_bytes()[:-40]) for path in (journal, copy)],
    "an empty journal": lambda journal, copy: [
        [shutil.rmtree(path), path.mkdir()] for path in (journal, copy)],
    "a copy that is gone": lambda journal, copy: shutil.rmtree(copy),
    "no checkpoint any more": lambda journal, copy: (journal / "checkpoint").write_text("lethe"),
    "a copy of something else": lambda journal, copy: (copy / "log").write_bytes(
        (copy / "log").read_bytes()[::-1]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_journal_that_is_damaged_is_named_and_nothing_is_lost(office, fault):
    office.serve() if not office.service else None
    installation = office.installation
    id = office.recruiter.receive(family="Fault")
    office.legal.post(f"/applications/{id}/holds", 201, matter="M", reason="R",
                      reviewOn="2026-12-01")
    office.stop()
    journal, copy = installation.data / "journal", installation.home / "journal-copy"
    kept = installation.home / "kept"
    for path in (journal, copy):
        shutil.copytree(path, kept / path.name)
    FAULTS[fault](journal, copy)
    try:
        for arguments in (["purge"], ["reconcile"], ["serve", "--listen", "127.0.0.1:0"]):
            _, said = installation.run(*arguments, status=3)
            assert b"journal" in said.lower(), said
        checks = installation.json("doctor", status=1)["checks"]
        assert not all(check["ok"] for check in checks if check["name"] == "journal")
    finally:
        for path in (journal, copy):
            shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(kept / path.name, path)
        shutil.rmtree(kept)
    office.serve()
    assert office.privacy.get(f"/applications/{id}")["id"] == id


def test_a_checkpoint_of_another_installation_and_a_missing_key_are_named(office, installations):
    office.serve() if not office.service else None
    office.stop()
    installation, other = office.installation, installations()
    other.staff("recruiter")
    checkpoint = installation.data / "journal" / "checkpoint"
    kept = checkpoint.read_bytes()
    checkpoint.write_bytes((other.data / "journal" / "checkpoint").read_bytes())
    _, said = installation.run("purge", status=3)
    assert b"checkpoint" in said and b"another installation" in said
    checkpoint.write_bytes(kept)
    key = installation.data / "keys" / "ledger.key"
    key.rename(key.with_suffix(".away"))
    _, said = installation.run("purge", status=1)
    assert b"ledger.key" in said
    key.with_suffix(".away").rename(key)
    installation.json("purge")


def test_a_journal_that_is_missing_is_taken_from_its_copy(office):
    office.serve() if not office.service else None
    office.stop()
    log = (office.installation.data / "journal" / "log").read_bytes()
    shutil.rmtree(office.installation.data / "journal")
    office.installation.json("purge")
    assert (office.installation.data / "journal" / "log").read_bytes().startswith(log)


def test_while_the_copy_is_away_nothing_is_erased_and_503_says_why(office):
    office.serve() if not office.service else None
    copy = office.installation.home / "journal-copy"
    id, other = (office.recruiter.receive(family="Gone") for _ in range(2))
    assert until(lambda: office.installation.sql(
        "SELECT count(*) FROM ledger WHERE index IS NULL") == [["0"]])
    copy.rename(copy.with_name("elsewhere"))
    answer = office.recruiter.call("POST", f"/applications/{id}/erasure",
                                   {"confirm": id, "reason": "in error"})
    assert answer.status == 503 and answer.code == "journal-unavailable"
    assert office.service.web.ask("GET", "/readyz").status == 503
    assert office.installation.sql(f"SELECT id FROM application WHERE id = '{id}'") == [[id]]
    # What protects nobody goes on.
    assert office.recruiter.get(f"/applications/{other}")["id"] == other
    copy.with_name("elsewhere").rename(copy)
    assert until(lambda: office.service.web.ask("GET", "/readyz").status == 200)
    office.installation.json("purge")
    assert office.installation.sql(f"SELECT id FROM application WHERE id = '{id}'") == []
    assert id.encode() in pathlib.Path(copy / "log").read_bytes()
