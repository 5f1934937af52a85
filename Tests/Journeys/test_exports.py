"""What leaves the house as a ZIP file, read by Python's own reader from the running program."""

import base64
import hashlib
import http.client
import io
import json
import os
import pathlib
import re
import threading
import zipfile

import pytest

from test_viewing import memory

MIB = 1 << 20
MORNING = "2026-03-02T09:00:00+01:00"
LARGE = b"%PDF-1.7\n" + os.urandom(25 * MIB - 9)
KINDS = {"cv", "coverLetter", "certificate", "photo", "portfolio", "other"}


def hired(house, *documents):
    """Somebody hired, with documents as (name, content)."""
    house.installation.clock(MORNING)
    recruiter = house.recruiter
    vacancy = recruiter.vacancy("Bäckerin")
    id = recruiter.receive(vacancy, "Zoë", "Grün-Weiß", phone="+49 30 1", address="Hof 1\n10115 X",
                           externalId="hr-7")
    stored = [recruiter.store(id, content, name=name) for name, content in documents]
    recruiter.post(f"/applications/{id}/outcome", outcome="hired", endedOn="2026-03-02")
    return id, stored


def exported(who, id, documents):
    path = f"/applications/{id}/hand-over.zip?documents={','.join(documents)}"
    answer = who.call("GET", path)
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hand-over.zip"'
    return zipfile.ZipFile(io.BytesIO(answer.body))


def matter(who, *ids):
    answer = who.call("POST", "/matters/export", {"applications": list(ids)})
    assert answer.status == 200, answer
    return zipfile.ZipFile(io.BytesIO(answer.body))


def check_shape(value, schema, place="person"):
    """As much of JSON Schema as docs/hand-over.schema.json uses."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    allowed = schema.get("type", [])
    allowed = [allowed] if isinstance(allowed, str) else allowed
    assert not allowed or isinstance(value, tuple(kinds[one] for one in allowed)), place
    assert "const" not in schema or value == schema["const"], place
    assert "enum" not in schema or value in schema["enum"], place
    assert "pattern" not in schema or re.search(schema["pattern"], value), place
    if isinstance(value, dict):
        known = schema.get("properties", {})
        assert set(schema.get("required", [])) <= set(value), place
        assert schema.get("additionalProperties", True) or set(value) <= set(known), place
        for name, one in value.items():
            check_shape(one, known.get(name, {}), f"{place}.{name}")
    if isinstance(value, list):
        for one in value:
            check_shape(one, schema.get("items", {}), place)


def test_somebody_hired_moves_to_the_personnel_file(house, papers):
    id, (first, second, third) = hired(
        house, ("Lebenslauf Zoë.pdf", papers.pdf), ("..Zeugnis: 1*.pdf", papers.pdf),
        ("Foto", papers.pdf))
    packed = exported(house.recruiter, id, [first, second])
    assert packed.testzip() is None
    assert packed.namelist()[-1] == "person.json"
    assert set(packed.namelist()[:-1]) == {
        "documents/Lebenslauf Zoë.pdf", "documents/Zeugnis_ 1_.pdf"}
    assert packed.read("documents/Lebenslauf Zoë.pdf") == papers.pdf
    person = json.loads(packed.read("person.json"))
    schema = json.loads(
        (pathlib.Path(__file__).parents[2] / "docs" / "hand-over.schema.json").read_text())
    check_shape(person, schema)
    assert person["person"]["familyName"] == "Grün-Weiß" and person["hiredOn"] == "2026-03-02"
    assert person["job"]["title"] == "Bäckerin" and person["externalId"] == "hr-7"
    for document in person["documents"]:
        content = packed.read(document["file"])
        assert hashlib.sha256(content).hexdigest() == document["sha256"]
        assert len(content) == document["bytes"] and document["kind"] in KINDS
    # What was listed and exported goes; what was listed alone stays, as the rest does.
    house.recruiter.post(f"/applications/{id}/hand-over", documents=[first, third])
    left = house.legal.acting(reason="suit").get(f"/applications/{id}")["documents"]
    assert {one["id"] for one in left} == {second, third}
    actions = [(one["action"], one["detail"]) for one in house.auditor.get(
        "/ledger?limit=1000")["items"] if id in one["applications"]]
    assert ("handOverExported", f"documents={first},{second}") in actions
    assert ("documentDeleted", f"document={first}") in actions
    assert actions.index(("documentDeleted", f"document={first}")) < len(actions)


def test_what_cannot_be_handed_over_is_refused(house, papers):
    id, (document,) = hired(house, ("cv.pdf", papers.pdf))
    running = house.recruiter.receive()
    foreign = house.recruiter.store(running, papers.pdf)

    def refusal(application, query=""):
        answer = house.recruiter.call("GET", f"/applications/{application}/hand-over.zip{query}")
        return answer.status, answer.code
    assert refusal(running) == (409, "not-decided")
    assert refusal(id, f"?documents={foreign}") == (422, "invalid")
    assert refusal(id, "?documents=x") == (422, "invalid")
    assert refusal(id, f"?documents={document},{document}") == (422, "invalid")
    assert refusal(id, "?document=1") == (422, "invalid")
    assert house.legal.acting(reason="a").call(
        "GET", f"/applications/{id}/hand-over.zip").status == 403


def test_a_large_document_takes_little_memory(house):
    names = [("one.pdf", LARGE), ("two.pdf", LARGE), ("three.pdf", LARGE)]
    id, documents = hired(house, *names)
    # What the allocator keeps of one at a time is there before; all three at once may add little.
    for document in documents:
        exported(house.recruiter, id, [document])
    before = memory(house)
    packed = exported(house.recruiter, id, documents)
    assert packed.read("documents/two.pdf") == LARGE and packed.testzip() is None
    # Three times 25 MiB passed through; what one request holds, and what the allocator keeps.
    assert memory(house) - before < 12 * MIB


def test_whoever_goes_away_has_exported_nothing(house):
    id, (document,) = hired(house, ("cv.pdf", LARGE))
    connection = http.client.HTTPConnection(house.web.host, house.web.port, timeout=30)
    connection.request("GET", f"/api/v1/applications/{id}/hand-over.zip?documents={document}",
                       headers=house.recruiter.headers())
    assert len(connection.getresponse().read(MIB)) == MIB
    connection.close()
    house.recruiter.post(f"/applications/{id}/hand-over", documents=[document])
    left = house.legal.acting(reason="suit").get(f"/applications/{id}")["documents"]
    assert [one["id"] for one in left] == [document]


def test_a_document_that_breaks_on_the_way_is_no_shorter_file(house, papers):
    id, _ = hired(house, ("cv.pdf", LARGE))
    recruiter, legal = house.recruiter, house.legal.acting(reason="suit")
    recruiter.post(f"/applications/{id}/hand-over", documents=[])
    [document] = legal.get(f"/applications/{id}")["documents"]
    sealed, _ = house.installation.run("documents", "sealed", document["id"])
    # The payload's file is the one whose end the sealed document has.
    [file] = [one for one in (house.installation.data / "documents").iterdir()
              if sealed.endswith(one.read_bytes()[-64:])]
    with file.open("r+b") as payload:
        payload.seek(13 * MIB)
        payload.write(b"\0" * 64)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        matter(legal, id)


def merkle_root(leaf, index, size, proof):
    """RFC 9162 2.1.3.2."""
    def parent(left, right):
        return hashlib.sha256(b"\1" + left + right).digest()
    node, last, hash = index, size - 1, leaf
    for step in proof:
        assert last
        if node & 1 or node == last:
            hash = parent(step, hash)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hash = parent(hash, step)
        node, last = node >> 1, last >> 1
    assert last == 0
    return hash


def test_a_matter_leaves_with_everything_and_can_be_verified(house, papers):
    house.installation.clock(MORNING)
    recruiter = house.recruiter
    vacancy = recruiter.vacancy("Köchin")
    ids = [recruiter.receive(vacancy, given, "Müller") for given in ("Ada", "Ada")]
    for id in ids:
        recruiter.store(id, papers.pdf, name="cv.pdf")
        recruiter.store(id, papers.pdf, name="CV.PDF")
        recruiter.post(f"/applications/{id}/notes", 201, kind="general", text="war pünktlich")
        recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    recruiter.post(f"/applications/{ids[0]}/notice", channel="post", sentOn="2026-03-02",
                   receivedOn="2026-03-02", proof="Einschreiben 7")
    legal = house.legal.acting(reason="Müller ./. Beispiel")
    packed = matter(legal, *ids)
    assert packed.testzip() is None
    manifest = json.loads(packed.read("manifest.json"))
    assert manifest["exportedBy"] == legal.id and manifest["reasonStated"] is True
    assert [one["folder"] for one in manifest["applications"]] == ["Müller Ada", "Müller Ada (2)"]
    assert {one["file"] for one in manifest["files"]} == set(packed.namelist()) - {"manifest.json"}
    for one in manifest["files"]:
        assert hashlib.sha256(packed.read(one["file"])).hexdigest() == one["sha256"]
    told = json.loads(packed.read("Müller Ada/notice.json"))["notices"]
    assert [one["proof"] for one in told] == ["Einschreiben 7"]
    whole = json.loads(packed.read("Müller Ada/application.json"))
    assert whole["applicant"][0]["familyName"] == "Müller" and whole["id"] == ids[0]
    assert whole["notes"][0]["text"] == "war pünktlich"
    assert {one["file"].lower() for one in whole["documents"]} == {
        "müller ada/documents/cv.pdf", "müller ada/documents/cv (2).pdf"}
    assert whole["retention"]["eraseOn"] == "2026-09-03" and whole["retention"]["explanation"]
    # Nothing of the other applicant, who has the same name, is in the first one's folder.
    assert ids[1] not in packed.read("Müller Ada/application.json").decode()
    origin, size, root = packed.read("checkpoint").decode().split("\n")[:3]
    assert origin.startswith("lethe/")
    for folder in ("Müller Ada", "Müller Ada (2)"):
        ledger = json.loads(packed.read(f"{folder}/ledger.json"))
        assert ledger["treeSize"] == int(size)
        actions = [json.loads(one["entry"])["action"] for one in ledger["entries"]]
        assert actions[0] == "applicationReceived" and actions[-1] == "matterExported"
        for one in ledger["entries"]:
            leaf = hashlib.sha256(b"\0" + one["entry"].encode()).digest()
            proof = [base64.b64decode(step) for step in one["proof"]]
            assert merkle_root(leaf, one["index"], int(size), proof) == base64.b64decode(root)


def test_a_matter_is_exported_by_its_name_for_a_reason_alone(house):
    house.installation.clock(MORNING)
    id = house.recruiter.receive()
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    house.legal.post(f"/applications/{id}/holds", 201, matter="Case 77", reason="suit",
                     reviewOn="2026-06-01")
    by_name = {"matter": "Case 77"}
    assert house.legal.call("POST", "/matters/export", by_name).status == 428
    legal = house.legal.acting(reason="Case 77")
    answer = legal.call("POST", "/matters/export", by_name)
    packed = zipfile.ZipFile(io.BytesIO(answer.body))
    assert [one["id"] for one in json.loads(packed.read("manifest.json"))["applications"]] == [id]
    for body, status in [({"matter": "Case 78"}, 404), ({}, 422), ({"applications": []}, 422),
                         ({"applications": ["x"]}, 422),
                         ({"matter": "Case 77", "applications": [id]}, 422)]:
        assert legal.call("POST", "/matters/export", body).status == status, body


def test_killed_in_the_middle_a_hand_over_is_whole_or_not_there(installations, papers):
    installation = installations()
    installation.clock(MORNING)
    service = installation.serve()
    recruiter, legal = installation.staff("recruiter"), installation.staff("legal")
    vacancy = recruiter.vacancy("Cook")
    for delay in (0, 0.01, 0.03, 0.06):
        id = recruiter.receive(vacancy)
        documents = [recruiter.store(id, papers.pdf) for _ in range(4)]
        recruiter.post(f"/applications/{id}/outcome", outcome="hired", endedOn="2026-03-02")
        exported(recruiter, id, documents[:3])

        def ask():
            try:
                recruiter.call("POST", f"/applications/{id}/hand-over",
                               {"documents": documents[:3]})
            except (OSError, http.client.HTTPException):
                pass
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(delay)
        service.kill()
        asking.join()
        service = installation.serve()
        installation.purge()
        seen = recruiter.call("GET", f"/applications/{id}")
        if seen.status == 200:
            # Nothing happened: all four are there, and it can be done now.
            assert len(seen.json["documents"]) == 4
            recruiter.post(f"/applications/{id}/hand-over", documents=documents[:3])
        left = legal.acting(reason="suit").get(f"/applications/{id}")["documents"]
        assert [one["id"] for one in left] == documents[3:]
        path = f"/applications/{id}/documents/{documents[3]}"
        answer = legal.acting(reason="suit").call("GET", path)
        assert answer.status == 200 and answer.body == papers.pdf
    # A document of each is left, and no file besides.
    installation.purge()
    assert len(list((installation.data / "documents").iterdir())) == 4
