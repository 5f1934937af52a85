"""What people entrusted to it is nowhere to be read at rest, nor in what it says."""

import base64
import json
import string
import subprocess

import mails
import pytest
from conftest import House
from lethe import seeded
from papers import DOCX, docx

MORNING = "2026-03-02T09:00:00+01:00"


def spellings(mark):
    """The ways in which a text could stand in a file."""
    text = mark.encode()
    found = {text, text.upper(), text.capitalize()}
    found |= {mark.encode("utf-16-le"), mark.encode("utf-16-be")}
    found |= {text.hex().encode(), text.hex().upper().encode()}
    for shift in range(3):
        # Where it begins inside a group of three, and without what its neighbours decide.
        whole = base64.b64encode(b"\0" * shift + text)
        found.add(whole[(shift * 8 + 5) // 6:len(whole) - 4])
    return found


def search(mark, files):
    """Where a mark stands, with what stands around it."""
    needles, finds = spellings(mark), []
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        for needle in needles:
            at = content.find(needle)
            if at >= 0:
                finds.append((str(path), content[max(0, at - 40):at + 60]))
    return finds


class Marked:
    """People with one mark in everything they and others say about them."""

    def __init__(self, house, papers):
        chance = seeded()
        self.mark = "zq" + "".join(chance.choices(string.ascii_lowercase, k=12))
        self.house, self.papers, self.secrets = house, papers, []
        self.words = f"Word {self.mark}"
        self.document = b"%PDF-1.4\n% " + self.words.encode() + b"\n" + papers.pdf[8:]

    def files(self):
        """Everything that stays on disk, and what the service said."""
        data = self.house.installation.data
        self.house.installation.sql("CHECKPOINT")
        stored = [path for path in data.rglob("*")
                  if path.is_file() and data / "outbox" not in path.parents]
        return stored + [self.house.service.out, self.house.service.err]

    def finds(self):
        files = self.files()
        return [find for secret in [self.mark, *self.secrets] for find in search(secret, files)]

    def application(self, vacancy, number):
        recruiter = self.house.recruiter
        id = recruiter.receive(
            vacancy, self.words, f"{self.mark} Sample", email=f"n{number}@{self.mark}.example",
            phone=f"+49 {self.mark}", address=f"{self.mark} street\n1", externalId=self.mark)
        self.pdf = recruiter.store(id, self.document, name=f"{self.mark}.pdf")
        recruiter.store(
            id, docx(self.words), name=f"{self.mark}.docx", type=DOCX, kind="other")
        for verdict in ("yes", "no"):
            recruiter.post(f"/applications/{id}/notes", 201, kind="recommendation",
                           text=self.words * 20, verdict=verdict)
        return id

    def live(self):
        """Uses every function; the ids of the applications."""
        house, words = self.house, self.words
        recruiter = house.recruiter
        legal, officer = (who.acting(reason=words) for who in (house.legal, house.privacyOfficer))
        house.installation.clock(MORNING)
        vacancy = recruiter.vacancy("Marked", team=[house.reviewer])
        ids = [self.application(vacancy, number) for number in range(5)]
        hired, pooled, held, erased, running = ids
        house.reviewer.get(f"/applications/{running}")
        for question in (self.mark, f"n1%40{self.mark}.example", "sample"):
            recruiter.get(f"/applications?q={question}")
        recruiter.patch(f"/applications/{running}/applicant", givenName=words + " again")
        recruiter.post(f"/applications/{hired}/outcome", outcome="hired", endedOn="2026-03-02")
        recruiter.post(f"/applications/{hired}/hand-over", reference=words, documents=[])
        for id in (pooled, held, erased):
            recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
        recruiter.post(f"/applications/{pooled}/pool-invitation", 202, language="en")
        recruiter.post(f"/applications/{pooled}/notice", channel="post", sentOn="2026-03-02",
                       proof=words)
        mail = mails.to(house.installation, f"n1@{self.mark}.example", 1)[0]
        self.secrets += [mail.link.rpartition("/")[2], recruiter.token]
        assert house.web.form(mail.link, decision="give").status == 200
        recruiter.post(f"/applications/{held}/outcome/correction", outcome="withdrawn",
                       endedOn="2026-03-02", reason=words)
        self.hold = legal.post(f"/applications/{held}/holds", 201, matter=words, reason=words,
                               reviewOn="2026-05-01")["id"]
        for id in (pooled, held):
            legal.get(f"/applications/{id}")
            officer.get(f"/applications/{id}/retention")
        officer.post(f"/applications/{erased}/erasure", confirm=erased, reason=words)
        house.installation.run(
            "staff", "add", f"staff@{self.mark}.example", "--name", words, "--role", "auditor")
        house.installation.run("keys", "identity", running, "--reason", words)
        return ids

    def err(self, id):
        """Asks for what can't be, with the mark in it."""
        recruiter, mark, words = self.house.recruiter, self.mark, self.words
        person = {"givenName": words, "familyName": words, "email": f"{mark} {mark}"}
        for body in (b'{"channel": "' + mark.encode(), json.dumps({mark: mark}),
                     json.dumps({"channel": mark, "applicant": person}),
                     json.dumps({"channel": "form", "applicant": person}),
                     json.dumps({"channel": "form", "applicant": {"givenName": "x\0" + mark}})):
            assert recruiter.call("POST", "/applications", body=body).status in (400, 422)
        for path in (f"/{mark}", f"/applications/{mark}", f"/applications?{mark}={mark}",
                     f"/applications?q={mark}%00", f"/applications/{id}/documents/{mark}"):
            assert recruiter.call("GET", path).status in (404, 422), path
        for path in (f"/c/{mark}", f"/{mark}?{mark}", f"/c/{mark}/withdraw"):
            assert self.house.web.ask("GET", path).status == 404
            assert self.house.web.form(path, decision=mark).status in (404, 405, 422)
        assert recruiter.upload(id, words.encode(), name=mark).status == 415
        assert recruiter.upload(id, words.encode(), name=mark, type=f"x/{mark}").status == 415
        self.house.web.ask("GET", "/api/v1/vacancies", headers={"Authorization": f"Bearer {mark}"})
        reason = recruiter.acting(reason=f"{mark}\x7f").call("GET", f"/applications/{id}")
        assert reason.status in (400, 422)


@pytest.fixture(scope="module")
def house():
    house = House()
    yield house
    house.installation.close()


def test_the_search_itself_finds_every_spelling(tmp_path):
    mark = "zqabcdefghijkl"
    for number, spelt in enumerate([
            f"x{mark}y".encode(), mark.upper().encode(), ("ä" + mark).encode("utf-16-le"),
            mark.encode("utf-16-be"), mark.encode().hex().encode(),
            *[base64.b64encode(b"?" * shift + mark.encode() + b"??") for shift in range(6)]]):
        path = tmp_path / str(number)
        path.write_bytes(b"\0" * 999 + spelt + b"\0")
        assert search(mark, [path]), spelt
    path.write_bytes(b"\0" * 999)
    assert not search(mark, [path])


def test_nothing_is_readable_at_rest_and_nothing_opens_once_erased(house, papers, tmp_path):
    marked = Marked(house, papers)
    ids = marked.live()
    *_, running = ids
    assert marked.finds() == []
    marked.err(running)
    house.installation.purge()
    assert marked.finds() == []

    # The stock program opens what is stored, as long as its key lives.
    identity = tmp_path / "identity"
    key = house.installation.json("keys", "identity", running, "--reason", "drill")["identity"]
    assert key.startswith("AGE-SECRET-KEY-1")
    identity.write_text(key + "\n")
    sealed = house.installation.run("documents", "sealed", marked.pdf)[0]
    assert sealed.startswith(b"age-encryption.org/v1\n") and marked.mark.encode() not in sealed
    opened = subprocess.run(
        ["age", "-d", "-i", str(identity)], input=sealed, capture_output=True, check=True)
    assert opened.stdout == marked.document
    torn = subprocess.run(
        ["age", "-d", "-i", str(identity)], input=sealed[:-1], capture_output=True)
    assert torn.returncode != 0
    other = subprocess.run(
        ["age", "-d", "-i", str(identity)], capture_output=True,
        input=house.installation.run("documents", "sealed", first_document(house, ids[1]))[0])
    assert other.returncode != 0
    files = {name: (house.installation.data / "documents" / name).read_bytes()
             for name in house.installation.documents()}
    assert files and all(content not in (b"", sealed) for content in files.values())

    house.legal.post(f"/holds/{marked.hold}/release", reason=marked.words)
    house.privacyOfficer.acting(reason="r").post(
        f"/applications/{running}/erasure", confirm=running, reason=marked.words)
    house.installation.clock("2029-01-01T00:00:00+01:00")
    assert house.installation.purge()["failed"] == 0
    for id in ids:
        house.installation.run("keys", "identity", id, "--reason", "drill", status=1)
        house.installation.run("explain", id, status=1)
    house.installation.run("documents", "sealed", marked.pdf, status=1)
    assert house.installation.documents() == []
    status = house.installation.json("keys", "status")
    assert [epoch["dataKeys"] for epoch in status["epochs"]][-1] <= len(house.people) + 1
    for table in ("application", "data_key", "applicant", "document", "note", "search_token",
                  "stated_reason", "consent", "link", "outbox", "hold", "notice", "ending", "informed",
                  "paper_letter", "renewal_letter"):
        assert house.installation.sql(f"SELECT count(*) FROM {table}") == [["0"]], table
    assert marked.finds() == []


def first_document(house, id):
    legal = house.legal.acting(reason="drill")
    return legal.get(f"/applications/{id}")["documents"][0]["id"]


def test_what_is_stored_is_its_owners_alone(house):
    data = house.installation.data
    for path in data.rglob("*"):
        mode = path.lstat().st_mode
        # Below a folder that nobody else enters, rights don't matter.
        if path.parent == data or data / "keys" in path.parents:
            assert mode & 0o077 == 0, (path, oct(mode))
