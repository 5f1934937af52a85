"""Nobody sees what role, team and ground forbid: every role, every call, every state, over HTTP.

The calls are read from the description the service gives of itself, so one that isn't in the
matrix fails it.
"""

import json
import re

import pytest

from conftest import ROLES
from matrix import (
    APPLICATION, BODIES, HELD_ALL_THE_SAME, NEEDS_REASON, OPEN, OTHER, PDF, RESTRICTED, STATES,
    UNKNOWN)

EARLIER, NOW = "2026-03-02T09:00:00+01:00", "2026-03-20T09:00:00+01:00"
WHO = [*ROLES, "stranger"]


class Case:
    """One application in one state, with what hangs on it."""

    def __init__(self, id, document, hold=UNKNOWN):
        self.id, self.document, self.hold = id, document, hold


class Cabinet:
    """Applications in every state, a new one whenever a call changed the last."""

    def __init__(self, house):
        self.house = house
        self.people = {**house.people, "stranger": house.installation.staff("reviewer")}
        house.installation.clock(EARLIER)
        self.vacancy = house.recruiter.vacancy("Matrix", team=[house.reviewer])
        self.other = house.recruiter.vacancy("Elsewhere")
        # What is locked by now had its fortnight.
        self.locked = [self.rejected() for _ in range(32)]
        house.installation.clock(NOW)
        house.installation.purge()
        self.cases = {}

    def received(self):
        id = self.house.recruiter.receive(self.vacancy)
        return Case(id, self.house.recruiter.store(id, PDF))

    def decided(self, outcome, day):
        case = self.received()
        self.house.recruiter.post(f"/applications/{case.id}/outcome", outcome=outcome, endedOn=day)
        return case

    def rejected(self):
        day = "2026-03-20" if hasattr(self, "locked") else "2026-03-02"
        return self.decided("rejected", day)

    def make(self, state):
        match state:
            case "procedure":
                return self.received()
            case "ending":
                return self.rejected()
            case "locked":
                return self.locked.pop()
            case "employment":
                return self.decided("hired", "2026-03-20")
            case "pool":
                case = self.rejected()
                self.house.recruiter.post(
                    f"/applications/{case.id}/pool-consent", channel="post",
                    givenOn="2026-03-20", textVersion="1")
                return case
            case "hold":
                case = self.rejected()
                case.hold = self.house.legal.post(
                    f"/applications/{case.id}/holds", 201, matter="m", reason="r",
                    reviewOn="2026-06-01")["id"]
                return case
            case "restricted":
                case = self.make("pool")
                self.house.privacyOfficer.post(f"/applications/{case.id}/restriction", reason="a")
                return case
            case "erased":
                case = self.received()
                self.house.recruiter.post(
                    f"/applications/{case.id}/erasure", confirm=case.id, reason="a")
                return case

    def case(self, state):
        if state not in self.cases:
            self.cases[state] = self.make(state)
        return self.cases[state]

    def changed(self, state):
        del self.cases[state]

    def ask(self, who, call, case, reason="Case 7"):
        """Makes a call about a case."""
        method, path = call
        id = case.hold if path.startswith("/holds/") else case.id
        if path.startswith("/vacancies/"):
            id = self.other
        path = path.replace("{id}", id).replace("{documentId}", case.document)
        path = path.replace("{staffId}", self.people["stranger"].id)
        person = self.people[who].acting(reason=reason)
        if call == ("POST", "/applications/{id}/documents"):
            return person.upload(case.id, PDF)
        body = json.dumps(BODIES[call]) if call in BODIES else None
        if body:
            # Whoever applied there already isn't proposed for it.
            vacancy = (self.people["recruiter"].vacancy("Another")
                       if path.endswith("/proposals") else self.other)
            body = body.replace("{id}", case.id).replace("{vacancy}", vacancy)
        return person.call(method, path, body=body)


@pytest.fixture(scope="module")
def cabinet(house):
    return Cabinet(house)


def described(text):
    """The calls of the description: methods below paths."""
    calls, path, inside = set(), None, False
    for line in text.splitlines():
        if re.match(r"\S", line):
            inside = line.startswith("paths:")
        elif inside and (found := re.match(r"  (/\S*):", line)):
            path = found[1].removeprefix("/api/v1")
        elif inside and (found := re.match(r"    (get|put|post|patch|delete|head):", line)):
            calls.add((found[1].upper(), path))
    return calls


def test_every_call_that_is_described_is_in_the_matrix(house):
    answer = house.web.ask("GET", "/api/v1/openapi.yaml")
    assert answer.status == 200
    assert described(answer.text) == set(APPLICATION) | set(OTHER) | OPEN


def same(one, other):
    """The same answer, byte for byte, besides when it was given."""
    def rest(answer):
        return [pair for pair in answer.headers.items() if pair[0].lower() != "date"]
    return (one.status, one.body, rest(one)) == (other.status, other.body, rest(other))


@pytest.mark.parametrize("call", APPLICATION, ids=" ".join)
def test_who_may_do_it_in_which_state(cabinet, call):
    wrong = []
    nothing = Case(UNKNOWN, UNKNOWN)
    for who in WHO:
        allowed = APPLICATION[call].get(who)
        for position, state in enumerate(STATES):
            expected = int(allowed.split()[position]) if allowed else 403
            case = cabinet.case(state)
            if allowed and who in NEEDS_REASON.get(call, []):
                bare = cabinet.ask(who, call, case, reason=None)
                if bare.status != 428 or bare.code != "reason-missing":
                    wrong.append((who, state, "without a reason", bare))
            answer = cabinet.ask(who, call, case)
            if answer.status != expected:
                wrong.append((who, state, expected, answer))
            if answer.status == 404 and not same(answer, cabinet.ask(who, call, nothing)):
                wrong.append((who, state, "differs from an unknown id", answer))
            if answer.status < 300 and call[0] != "GET":
                cabinet.changed(state)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("call", APPLICATION, ids=" ".join)
def test_what_is_restricted_is_the_privacy_officers_alone(cabinet, call):
    nothing = Case(UNKNOWN, UNKNOWN)
    for who in WHO:
        if who not in APPLICATION[call]:
            continue
        case = cabinet.case("restricted")
        answer = cabinet.ask(who, call, case)
        if who == "privacyOfficer":
            assert answer.status == RESTRICTED.get(call, 409), answer
            if answer.status == 409:
                assert answer.code in ("restricted", "not-stored-longer")
        elif who in HELD_ALL_THE_SAME.get(call, []):
            # It is kept for a claim and opens nothing.
            assert answer.status == 201 and set(answer.json) == {"id"}, (who, answer)
        elif call[1] != "/applications/{id}/hand-over.zip":
            assert answer.status == 404, (who, answer)
            assert same(answer, cabinet.ask(who, call, nothing))
        if answer.status < 300 and call[0] != "GET":
            cabinet.changed("restricted")


def test_what_is_restricted_is_in_no_list_and_no_search(house):
    house.installation.clock(NOW)
    vacancy = house.recruiter.vacancy("Restricted", team=[house.reviewer])
    email = "rosa.restricted@example.org"
    id = house.recruiter.receive(vacancy, "Rosa", "Restricted", email=email)

    def lists():
        paths = [f"/applications?vacancy={vacancy}", "/applications?q=restri", f"/applications?q={email}",
                 "/endings?limit=100", "/pool?limit=100"]
        found = [house.recruiter.get(path)["items"] for path in paths]
        found += [house.reviewer.get(path)["items"] for path in paths[:3]]
        found += [house.legal.acting(reason="a").get(path)["items"] for path in paths[1:3]]
        return sum(one["id"] == id for items in found for one in items)

    assert lists() == 6
    house.privacyOfficer.post(f"/applications/{id}/restriction", reason="a")
    assert lists() == 0
    house.privacyOfficer.delete(f"/applications/{id}/restriction")
    assert lists() == 6
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-20")
    assert lists() == 3
    house.privacyOfficer.post(f"/applications/{id}/restriction", reason="a")
    assert lists() == 0
    assert id in [one["applicationId"] for one in house.privacyOfficer.get("/restrictions")["items"]]


@pytest.mark.parametrize("call", OTHER, ids=" ".join)
def test_who_may_do_it_at_all(cabinet, call):
    nothing = Case(UNKNOWN, UNKNOWN)
    for who in WHO:
        if call[0] == "DELETE":
            cabinet.ask("recruiter", ("PUT", call[1]), nothing)
        expected = OTHER[call].get(who, 403)
        answer = cabinet.ask(who, call, nothing)
        assert answer.status == expected, (who, answer)
        if expected < 400 and who in NEEDS_REASON.get(call, []):
            assert cabinet.ask(who, call, nothing, reason=None).status == 428


def test_without_a_valid_token_there_is_nothing(cabinet, house):
    case = cabinet.case("procedure")
    token = house.recruiter.token
    for method, path in [*APPLICATION, *OTHER]:
        path = "/api/v1" + path.replace("{id}", case.id).replace("{documentId}", case.document)
        path = path.replace("{staffId}", house.reviewer.id)
        for header in (None, "Bearer", "Bearer ", f"Bearer {token[:-1]}", f"Bearer {token}x",
                       f"Basic {token}", token, "Bearer lethe_" + "A" * 43):
            answer = house.web.ask(method, path, None, {"Authorization": header} if header else {})
            assert answer.status == 401 and answer.code == "unauthenticated", (path, header)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_who_holds_several_roles_names_one(house):
    both = house.installation.staff("recruiter", "legal")
    for bad in (None, "auditor", "boss", "recruiter, legal"):
        answer = both.acting(role=bad).call("GET", "/vacancies")
        assert answer.status == 403 and answer.code == "role-unclear", bad
    assert both.acting(role="recruiter").call("GET", "/vacancies").status == 200
    assert both.acting(role="legal").call("GET", "/vacancies").status == 403
    assert house.recruiter.acting(role="legal").call("GET", "/vacancies").status == 403


def test_who_leaves_the_team_sees_nothing_from_the_next_request_on(house):
    house.installation.clock(NOW)
    reviewer = house.installation.staff("reviewer")
    vacancy = house.recruiter.vacancy("Team")
    id = house.recruiter.receive(vacancy)
    document = house.recruiter.store(id, PDF)
    member = f"/vacancies/{vacancy}/team/{reviewer.id}"
    paths = [f"/applications/{id}", f"/applications/{id}/documents/{document}",
             f"/applications/{id}/retention"]

    def sees():
        listed = reviewer.get(f"/applications?vacancy={vacancy}")["items"]
        found = reviewer.get("/applications?q=lovelace")["items"]
        answers = {reviewer.call("GET", path).status for path in paths}
        assert len(answers) == 1
        assert (answers == {200}) == bool(listed) == (id in [one["id"] for one in found])
        return answers == {200}

    assert not sees()
    for part in ("hiringManager", "interviewer"):
        house.recruiter.put(member, part=part)
        assert sees()
        house.recruiter.delete(member)
        assert not sees()
    house.recruiter.put(member, part="interviewer", until="2026-03-21")
    house.installation.clock("2026-03-21T23:59:59+01:00")
    assert sees()
    house.installation.clock("2026-03-22T00:00:00+01:00")
    assert not sees()
    house.recruiter.delete(member)
    assert house.recruiter.call("DELETE", member).status == 404


def test_the_ledger_names_nobody(house):
    house.installation.clock(NOW)
    id = house.recruiter.receive(None, "Lena", "Ledger", email="lena@example.org")
    house.recruiter.get(f"/applications/{id}")
    house.privacyOfficer.acting(reason="Because of Lena").get(f"/applications/{id}")
    entries, after = [], 0
    while after is not None:
        page = house.auditor.get(f"/ledger?after={after}&limit=1000")
        entries += page["items"]
        after = page["next"]
    mine = [one for one in entries
            if id in one["applications"] and one["action"] != "mailSent"]
    assert [one["actor"] for one in mine] == [
        house.recruiter.id, house.recruiter.id, house.privacyOfficer.id]
    assert [one["number"] for one in entries] == sorted({one["number"] for one in entries})
    assert "Lena" not in json.dumps(entries) and "lena@" not in json.dumps(entries)
