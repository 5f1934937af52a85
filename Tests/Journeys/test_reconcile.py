"""After a restore the journal brings back what protects people; without it nothing is done."""

import os
import random
import shutil
import time

import pytest

import mails
from desk_visitor import own
from lethe import Installation, seeded, until

MORNING = "2026-03-02T09:00:00+01:00"
PDF = b"%PDF-1.4\n" + b"% some words\n" * 50 + b"%%EOF\n"
OTHERS = [
    ["purge"], ["purge", "--dry-run"], ["explain", "5a1ce000-0000-4000-8000-000000000000"],
    ["keys", "status"], ["staff", "add", "late@example.org", "--name", "L", "--role", "auditor"],
    ["init"], ["documents", "sealed", "5a1ce000-0000-4000-8000-000000000000"],
    ["serve", "--listen", "127.0.0.1:0"],
]


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
            applications="SELECT id FROM application WHERE standing <> '{}'",
            erased="SELECT application_id, cause, final_on FROM erasure",
            pool="SELECT application_id FROM ground WHERE kind = 'pool' AND ended_at IS NULL",
            holds="SELECT id, application_id, review_on FROM hold WHERE released_at IS NULL"
                  " AND vacancy_hold_id IS NULL",
            wholes="SELECT id, vacancy_id FROM vacancy_hold WHERE released_at IS NULL",
            answers="SELECT id, application_id, declined_at IS NULL, withdrawn_at IS NULL"
                    " FROM consent WHERE declined_at IS NOT NULL OR withdrawn_at IS NOT NULL",
            documents="SELECT id, application_id FROM document",
            vacancies="SELECT id FROM vacancy", staff="SELECT id FROM staff",
            team="SELECT vacancy_id, staff_id, part, until FROM team",
            disabled="SELECT id FROM staff WHERE disabled_at IS NOT NULL",
            restricted="SELECT application_id FROM restriction WHERE ended_at IS NULL",
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
        self.vacancies = [recruiter.vacancy(team=[self.reviewer]) for _ in range(2)]
        self.open, self.ended, self.pool, self.asked, self.held = [], [], [], [], []
        self.documents = {}
        for number in range(9):
            id = recruiter.receive(
                self.chance.choice(self.vacancies),
                family=f"Person {random.SystemRandom().randrange(10**9)}")
            self.documents[id] = [recruiter.store(id, PDF) for _ in range(2)]
            if number < 3:
                self.open.append(id)
                continue
            recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
            self.ended.append(id)
            if number in (4, 5, 6):
                before = len(installation.mails())
                recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
                mail = until(lambda: [mail for mail in installation.mails()[before:] if mail.link])
                if number == 6:
                    self.asked.append((id, mail[-1].link))
                else:
                    self.office.service.web.form(mail[-1].link, decision="give")
                    self.pool.append((id, mail[-1].link))
            if number == 7:
                self.held.append((id, self.hold(id)))

    def hold(self, id):
        return self.office.legal.post(
            f"/applications/{id}/holds", 201, matter="M", reason="R", reviewOn="2026-12-01")["id"]

    # Acts; each takes what it acts on away from the others.

    def erase(self):
        id = self.ended.pop(self.chance.randrange(len(self.ended)))
        held = [hold for other, hold in self.held if other == id]
        answer = self.office.privacy.call(
            "POST", f"/applications/{id}/erasure", {"confirm": id, "reason": "Art. 17"})
        assert answer.status == (409 if held else 204), answer
        self.pool = [one for one in self.pool if one[0] != id]
        self.asked = [one for one in self.asked if one[0] != id]

    def erase_new(self):
        id = self.recruiter.receive(self.vacancies[0], family="New")
        self.recruiter.store(id, PDF)
        self.recruiter.post(f"/applications/{id}/erasure", confirm=id, reason="in error")

    def withdraw(self):
        if self.pool:
            id, link = self.pool.pop()
            answer = self.office.service.web.form(link, decision="withdraw")
            assert answer.status == 200, answer

    def withdraw_by_phone(self):
        if self.pool:
            id, _ = self.pool.pop()
            self.recruiter.post(f"/applications/{id}/pool-withdrawal", channel="phone",
                                receivedAt=MORNING)

    def decline(self):
        if self.asked:
            id, link = self.asked.pop()
            assert self.office.service.web.form(link, decision="decline").status == 200

    def place_hold(self):
        id = self.chance.choice(self.open + self.ended)
        self.held.append((id, self.hold(id)))

    def release_hold(self):
        if self.held:
            _, hold = self.held.pop(self.chance.randrange(len(self.held)))
            self.office.legal.post(f"/holds/{hold}/release", reason="settled")

    def hold_vacancy(self):
        self.office.legal.post(f"/vacancies/{self.vacancies[1]}/holds", 201, matter="M",
                               reason="R", reviewOn="2026-12-01")

    def restrict(self):
        id = self.chance.choice(self.open)
        answer = self.office.privacy.call(
            "POST", f"/applications/{id}/restriction", {"reason": "disputed"})
        assert answer.status in (204, 409, 422), answer

    def lose_membership(self):
        vacancy = self.chance.choice(self.vacancies)
        if self.chance.random() < 0.5:
            self.recruiter.call("DELETE", f"/vacancies/{vacancy}/team/{self.reviewer.id}")
        else:
            self.recruiter.put(f"/vacancies/{vacancy}/team/{self.reviewer.id}",
                               part="interviewer", until="2026-03-02")

    def delete_document(self):
        id = self.chance.choice(self.open)
        if self.documents[id]:
            document = self.documents[id].pop()
            answer = self.recruiter.call("DELETE", f"/applications/{id}/documents/{document}")
            assert answer.status in (204, 404), answer

    def disable(self):
        self.office.people += 1
        boss = own(self.office.installation, f"boss{self.office.people}@example.org",
                   "administrator")
        answer = boss.send(f"/staff/{self.reviewer.id}/disable")
        assert answer.status == 303, answer
        self.disable = self.ordinary

    def ordinary(self):
        """What protects nobody, and is lost."""
        id = self.recruiter.receive(self.vacancies[0], family="Ordinary")
        self.recruiter.store(id, PDF)
        self.recruiter.get(f"/applications/{id}")

    def run(self, acts):
        names = ["erase", "erase_new", "withdraw", "withdraw_by_phone", "decline", "place_hold",
                 "release_hold", "hold_vacancy", "restrict", "lose_membership",
                 "delete_document", "disable", "ordinary"]
        for name in self.chance.choices(names, k=acts):
            if name == "erase" and not self.ended:
                continue
            self.done.append(name)
            getattr(self, name)()


def known(facts, key, ids, position=0):
    return {row for row in facts[key] if row[position] in ids}


def compare(before, lost, after, files):
    """Everything of the backup that protects somebody is as it was when all was lost."""
    people = {id for id, in before["applications"]}
    vacancies = {id for id, in before["vacancies"]}
    staff = {id for id, in before["staff"]}
    assert after["applications"] == known(lost, "applications", people)
    assert lost["erased"] == after["erased"]
    for key, position in (("pool", 0), ("holds", 1), ("restricted", 0), ("documents", 1)):
        now, then = after[key], known(lost, key, people, position)
        # What was given or stored after the backup is lost; nothing else differs.
        assert now == then & before[key] if key in ("pool", "documents") else now == then, key
    assert after["wholes"] == known(lost, "wholes", vacancies, 1)
    assert known(lost, "answers", people, 1) == known(after, "answers", people, 1)
    assert after["disabled"] == known(lost, "disabled", staff)
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
    history.run(chance.randint(4, 14))
    history.ordinary()
    lost = office.facts()
    print(parts, history.done)
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
    for id, in sorted(after["applications"]):
        shown = office.privacy.call("GET", f"/applications/{id}")
        assert shown.status == 200, shown
        for document in shown.json["documents"]:
            got = office.privacy.call("GET", f"/applications/{id}/documents/{document['id']}")
            assert got.status == 200 and got.body == PDF
