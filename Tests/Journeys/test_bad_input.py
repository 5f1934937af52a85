"""Bad input gets a clear error, and nothing is lost."""

import json
import socket
import urllib.parse

import pytest

from conftest import House
from lethe import seeded
from papers import DOCX, PNG

LIMIT = 200_000
UNKNOWN = "5a1ce000-0000-4000-8000-000000000000"
MORNING = "2026-03-02T09:00:00+01:00"


@pytest.fixture(scope="module")
def house():
    house = House(LETHE_DOCUMENT_BYTES=str(LIMIT))
    yield house
    house.installation.close()


@pytest.fixture
def application(house):
    house.installation.clock(MORNING)
    return house.recruiter.receive(house.recruiter.vacancy())


def refused(answer, status, code=None, field=None):
    assert answer.status == status, answer
    assert code is None or answer.code == code, answer
    assert field is None or answer.json["field"] == field, answer


@pytest.mark.parametrize("body", [
    b"", b"{", b"[1,2", b'{"title": "a"', b"\xff\xfe{}", b'{"title": NaN}', b"title=a",
    b'{"title": "\xc3"}', b'{"a": "' + b"\\u0000" * 3, b"[" * 5000 + b"]" * 5000,
])
def test_malformed_json(house, body):
    refused(house.recruiter.call("POST", "/vacancies", body=body), 400, "malformed")


@pytest.mark.parametrize("body, field", [
    (["a"], "body"), ("a", "body"), (7, "body"), (None, "body"),
    ({"title": 7}, "title"), ({"title": ["a"]}, "title"), ({"title": {}}, "title"),
    ({"title": "a", "confidential": "yes"}, "confidential"), ({}, "title"),
    ({"title": None}, "title"), ({"title": "  "}, "title"), ({"title": "a\u0007b"}, "title"),
    ({"title": "x" * 5000}, "title"), ({"title": "a", "tittle": "b"}, "tittle"),
    ({"title": "a", "location": "x" * 5000}, "location"),
])
def test_unknown_fields_and_wrong_types(house, body, field):
    refused(house.recruiter.call("POST", "/vacancies", body=json.dumps(body)), 422, None, field)


def test_a_field_of_a_part_is_named_whole(house):
    body = {"channel": "form", "applicant": {"givenName": "A", "familyName": "B", "shoe": 43}}
    refused(house.recruiter.call("POST", "/applications", body), 422, "invalid", "applicant.shoe")
    body["applicant"] = {"givenName": "A", "familyName": "B", "email": "not an address"}
    refused(house.recruiter.call("POST", "/applications", body), 422, "invalid", "applicant.email")


@pytest.mark.parametrize("day", [
    "2026-02-30", "2026-13-01", "2025-02-29", "2026-2-3", "20260302", "tomorrow", "", "0000-00-00",
    "2026-03-02T00:00:00Z", 20260302,
])
def test_impossible_days(house, application, day):
    refused(house.recruiter.call(
        "POST", f"/applications/{application}/outcome",
        {"outcome": "rejected", "endedOn": day}), 422, "invalid", "endedOn")
    if day != "2026-03-02T00:00:00Z":
        refused(house.recruiter.call("POST", "/applications", {
            "channel": "post", "receivedAt": day,
            "applicant": {"givenName": "A", "familyName": "B"}}), 422, "invalid", "receivedAt")


def test_an_end_before_the_receipt_or_in_the_future(house, application):
    path = f"/applications/{application}/outcome"
    for day in ("2026-03-01", "2026-03-03", "9999-12-31"):
        refused(house.recruiter.call("POST", path, {"outcome": "rejected", "endedOn": day}),
                422, "invalid", "endedOn")
    assert house.recruiter.get(f"/applications/{application}")["outcome"] is None


def test_what_would_be_due_soon_is_confirmed_by_its_day(house, application):
    path = f"/applications/{application}/outcome"
    house.installation.clock("2026-08-30T09:00:00+02:00")
    decision = {"outcome": "withdrawn", "endedOn": "2026-03-02"}
    for confirmed in ({}, {"confirmEraseOn": "2026-09-02"}, {"confirmEraseOn": "2026-08-30"}):
        answer = house.recruiter.call("POST", path, {**decision, **confirmed})
        refused(answer, 409, "due-soon")
        assert answer.json["eraseOn"] == "2026-09-03"
    house.recruiter.post(path, **decision, confirmEraseOn="2026-09-03")
    assert house.installation.json("explain", application)["eraseOn"] == "2026-09-03"


def test_documents_too_large_empty_or_of_another_type(house, application, papers):
    recruiter, before = house.recruiter, house.installation.documents()
    large = papers.pdf + b"%" * (LIMIT - len(papers.pdf) + 1)
    answer = recruiter.upload(application, large)
    refused(answer, 413, "too-large")
    assert answer.json["limitBytes"] == LIMIT
    refused(recruiter.upload(application, b""), 422, "empty")
    for content, type in [
        (papers.pdf, PNG), (papers.png, "application/pdf"), (papers.docx, "application/pdf"),
        (papers.pdf, DOCX), (papers.png, "image/jpeg"), (b"<svg/>", "image/svg+xml"),
        (b"<html>", "text/html"), (b"MZ", "application/pdf"), (papers.pdf, ""),
        (b"PK\x03\x04 nothing of a document", DOCX), (papers.pdf, "application/pdfx"),
    ]:
        refused(recruiter.upload(application, content, type=type), 415)
    assert recruiter.get(f"/applications/{application}")["documents"] == []
    assert house.installation.documents() == before
    recruiter.store(application, large[:LIMIT])


def test_a_json_body_that_is_too_large(house, application):
    refused(house.recruiter.call("POST", "/vacancies", {"title": "x" * 100_000}), 413, "too-large")


@pytest.mark.parametrize("early", [0, 1, 1000])
def test_a_body_shorter_than_it_said(house, application, papers, early):
    before = house.installation.documents()
    path = f"/api/v1/applications/{application}/documents?kind=cv&name=a.pdf"
    lines = [f"POST {path} HTTP/1.1", "Host: a", "Content-Type: application/pdf",
             f"Content-Length: {len(papers.pdf)}", f"Authorization: Bearer {house.recruiter.token}"]
    with socket.create_connection((house.web.host, house.web.port), timeout=20) as client:
        client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + papers.pdf[:early])
        client.shutdown(socket.SHUT_WR)
        answer = client.recv(65_536)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400"), answer
    assert house.recruiter.get(f"/applications/{application}")["documents"] == []
    assert house.installation.documents() == before


@pytest.mark.parametrize("name, allowed", [
    ("../../etc/passwd", False), ("a\\b.pdf", False), ("/cv.pdf", False), ("a\0b.pdf", False),
    ("a\r\nSet-Cookie: x=y.pdf", False), ("a\tb.pdf", False), ("cv\u202egpj.exe", False),
    ("\u2066cv.pdf", False), ("", False), ("   ", False), ("x" * 300, False),
    ('my "best" cv.pdf', True), ("it's; filename=x.pdf", True), ("Lebenslauf 😀 Ünï.pdf", True),
    ("名前.pdf", True), ("100%25.pdf", True), ("cv", True), ("..", True),
])
def test_names_of_documents(house, application, papers, name, allowed):
    answer = house.recruiter.upload(application, papers.pdf, name=name)
    if not allowed:
        return refused(answer, 422, "invalid", "name")
    assert answer.status == 201, answer
    shown = house.recruiter.get(f"/applications/{application}")["documents"][0]
    assert shown["name"] == name
    got = house.recruiter.call(
        "GET", f"/applications/{application}/documents/{answer.json['id']}")
    header = got.headers["Content-Disposition"]
    start, _, full = header.partition("; filename*=UTF-8''")
    assert start.startswith('attachment; filename="') and start.count('"') == 2
    assert urllib.parse.unquote(full).startswith(name)
    assert urllib.parse.quote(urllib.parse.unquote(full), safe="") == full
    assert got.body == papers.pdf


@pytest.mark.parametrize("given, family, allowed", [
    ("Zoë", "O'Neill", True), ("😀", "\u202eesreveR", True), ("Ann\u0000", "B", False),
    ("A\nB", "C", False), ("<b>", '"; DROP TABLE applicant; --', True), ("山田", "太郎", True),
    ("x" * 500, "B", False),
])
def test_names_of_people(house, given, family, allowed):
    applicant = {"givenName": given, "familyName": family}
    answer = house.recruiter.call("POST", "/applications", {
        "channel": "form", "applicant": applicant})
    if not allowed:
        return refused(answer, 422, "invalid")
    shown = house.recruiter.get(f"/applications/{answer.json['id']}")["applicant"]
    assert {key: shown[key] for key in applicant} == applicant


def test_unknown_ids_and_what_is_no_id(house, application):
    for id in (UNKNOWN, UNKNOWN.upper(), "7", "%00", "null", "{id}", "..%2f..", application[:-1]):
        refused(house.recruiter.call("GET", f"/applications/{id}"), 404, "unknown")
        refused(house.recruiter.call(
            "POST", f"/applications/{id}/stage", {"stage": "offer"}), 404, "unknown")
        refused(house.recruiter.call(
            "GET", f"/applications/{application}/documents/{id}"), 404, "unknown")
    refused(house.recruiter.call("POST", "/applications", {
        "vacancyId": UNKNOWN, "channel": "form",
        "applicant": {"givenName": "A", "familyName": "B"}}), 422, "invalid", "vacancyId")


def test_a_second_outcome_and_an_invitation_that_is_too_early(house, application):
    invitation = f"/applications/{application}/pool-invitation"
    refused(house.recruiter.call("POST", invitation, {"language": "de"}), 409, "procedure-runs")
    decision = {"outcome": "rejected", "endedOn": "2026-03-02"}
    house.recruiter.post(f"/applications/{application}/outcome", **decision)
    answer = house.recruiter.call("POST", f"/applications/{application}/outcome", decision)
    refused(answer, 409, "already-decided")
    refused(house.recruiter.call(
        "POST", f"/applications/{application}/stage", {"stage": "offer"}), 404)
    refused(house.recruiter.call("POST", invitation, {"language": "fr"}), 422)


def test_a_repeated_creating_call_repeats_its_answer(house, application, papers):
    key = {"Idempotency-Key": "once-1"}
    body = {"channel": "form", "applicant": {"givenName": "Once", "familyName": "Only"}}
    first = house.recruiter.call("POST", "/applications", body, headers=key)
    again = house.recruiter.call("POST", "/applications", body, headers=key)
    assert first.status == again.status == 201 and first.json == again.json
    refused(house.recruiter.call("POST", "/vacancies", {"title": "a"}, headers=key), 409)
    key = {"Idempotency-Key": "once-2"}
    first = house.recruiter.upload(application, papers.pdf, headers=key)
    again = house.recruiter.upload(application, papers.pdf, headers=key)
    assert first.json == again.json
    assert len(house.recruiter.get(f"/applications/{application}")["documents"]) == 1


@pytest.mark.parametrize("query", [
    "limit=0", "limit=201", "limit=-1", "limit=many", "limit=1&limit=2", "page=2", "stage=lost",
    "outcome=", "outcome=fired", "vacancy=7", "cursor=xyz", "q=%ff", "q=%0", "cursor=%00",
    "q=" + "x" * 600, "limit=99999999999999999999",
])
def test_queries_that_make_no_sense(house, query):
    answer = house.recruiter.call("GET", "/applications?" + query)
    assert answer.status == (200 if query == "outcome=" else 422), answer


def test_paths_and_methods_nobody_offers(house):
    refused(house.recruiter.call("GET", "/nothing"), 404)
    answer = house.recruiter.call("DELETE", "/vacancies")
    refused(answer, 405)
    allowed = answer.headers["Allow"].split(", ")
    assert {"GET", "POST"} <= set(allowed) <= {"GET", "HEAD", "POST"}


def mutated(chance, text):
    """A text with a few bytes changed, cut, doubled or swapped for something awkward."""
    data = bytearray(text)
    awkward = [b"\0", b"\xff", b"\"", b"\\", b"{", b"}", b"[", b"9" * 400, b"\xe2\x80\xae", b"%",
               b"null", b"-1", b"1e999", b"\\ud800", b"&", b"=", b"+", b";", b"\r\n", b"'"]
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(data))
        match chance.randint(0, 3):
            case 0:
                data[at:at + chance.randint(1, 9)] = b""
            case 1:
                data[at:at] = chance.choice(awkward)
            case 2:
                data[at:at + 1] = bytes([chance.randint(0, 255)])
            case _:
                data[at:at] = data[at // 2:at]
    return bytes(data)


def test_two_thousand_mutations_never_break_it(house, application):
    chance = seeded()
    path = f"/applications/{application}"
    person = {"givenName": "A", "familyName": "B", "email": "a@b.org", "phone": "1",
              "address": "x\ny", "language": "de"}
    calls = [
        ("POST", "/vacancies", {"title": "a", "location": "b", "confidential": False}),
        ("POST", "/applications", {"channel": "form", "source": "agency", "externalId": "7",
                                   "receivedAt": "2026-03-01T00:00:00Z", "applicant": person}),
        ("PATCH", path + "/applicant", person),
        ("POST", path + "/notes", {"kind": "recommendation", "text": "a", "verdict": "yes"}),
        ("POST", path + "/outcome", {"outcome": "hired", "endedOn": "2026-03-09"}),
        ("POST", path + "/notice", {"channel": "post", "sentOn": "2026-03-02", "send": False}),
        ("POST", path + "/hand-over", {"reference": "a", "documents": [UNKNOWN]}),
        ("POST", path + "/holds", {"matter": "a", "reason": "b", "reviewOn": "2026-02-01"}),
        ("POST", path + "/pool-consent", {"channel": "post", "givenOn": "2026-03-02",
                                          "textVersion": "1", "documentId": UNKNOWN}),
        ("POST", path + "/erasure", {"confirm": UNKNOWN, "reason": "a"}),
    ]
    queries = [b"/applications?vacancy=" + UNKNOWN.encode() + b"&stage=offer&q=a&limit=5",
               b"/pool?q=abc%40d&limit=7&cursor=abc", b"/ledger?after=1&limit=3"]
    for turn in range(2000):
        if turn % 4:
            method, path, body = chance.choice(calls)
            body = mutated(chance, json.dumps(body).encode())
        else:
            method, body = "GET", None
            place, _, query = chance.choice(queries).partition(b"?")
            query = urllib.parse.quote(mutated(chance, query), safe="%&=+;'\"\\{}[]")
            path = f"{place.decode()}?{query}".replace('"', "%22")
        answer = house.recruiter.call(method, path, body=body)
        assert answer.status < 500, (turn, method, path, body, answer)
    assert house.web.ask("GET", "/healthz").status == 200
