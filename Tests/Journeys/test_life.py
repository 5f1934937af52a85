"""One application's whole life through HTTP, every answer of it checked.

Each part sets the clock itself and makes the applications it needs.
"""

import html
import re

import pytest

import mails
from papers import DOCX, PNG

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
MORNING = "2026-03-02T09:00:00+01:00"
EVIDENCE_BASIS = "Art. 6(1)(f) GDPR"


def explained(house, application):
    """`explain` at the shell, which must say the same as the API."""
    return house.installation.json("explain", application)


def kinds(answer):
    return [ground["kind"] for ground in answer["grounds"]]


def test_a_vacancy_has_a_team(house):
    house.installation.clock(MORNING)
    made = house.recruiter.post("/vacancies", 201, title="Cook", location="Kiel")
    assert made["title"] == "Cook" and made["location"] == "Kiel"
    assert INSTANT.match(made["openedAt"]) and made["closedAt"] is None and made["team"] == []
    path = f"/vacancies/{made['id']}"
    member = f"{path}/team/{house.reviewer.id}"
    house.recruiter.put(member, part="hiringManager", until="2026-04-01")
    listed = next(
        one for one in house.recruiter.get("/vacancies")["items"] if one["id"] == made["id"])
    assert [(m["staffId"], m["part"], m["until"]) for m in listed["team"]] == [
        (house.reviewer.id, "hiringManager", "2026-04-01")]
    own = [one["id"] for one in house.reviewer.get("/vacancies")["items"]]
    assert made["id"] in own
    house.recruiter.delete(member)
    assert made["id"] not in [one["id"] for one in house.reviewer.get("/vacancies")["items"]]
    house.recruiter.post(f"{path}/close")
    house.recruiter.post(f"{path}/close")
    assert house.recruiter.call(
        "POST", "/vacancies", {"title": "Spy", "confidential": True}).status == 422
    for part in ("worksCouncil", "disabilityRepresentative"):
        assert house.recruiter.call("PUT", member, {"part": part}).status == 422


def check_shown(who, id, vacancy, files, papers, note, verdict):
    """The application opened, every field of it, and its documents byte for byte."""
    seen = who.get(f"/applications/{id}")
    assert seen["id"] == id and seen["vacancyId"] == vacancy
    assert (seen["channel"], seen["source"], seen["stage"]) == ("form", "referral", "screening")
    assert seen["receivedAt"] == "2026-03-01T23:30:00+01:00"
    assert seen["outcome"] is None and seen["eraseOn"] is None and seen["restricted"] is False
    assert seen["applicant"] == {
        "givenName": "Zoë", "familyName": "Grün-Weiß", "email": "zoe@example.org",
        "phone": "+49 30 1234", "address": "Am Hof 1\n10115 Berlin", "language": "de"}
    assert kinds(seen) == ["procedure"]
    assert {one["id"] for one in seen["documents"]} == set(files)
    by_name = {one["name"]: one for one in seen["documents"]}
    assert set(by_name) == {"Lebenslauf.pdf", "Bild.png", "Brief.docx"}
    photo = by_name["Bild.png"]
    assert photo["kind"] == "photo" and photo["mediaType"] == PNG
    assert photo["bytes"] == len(papers.png) and INSTANT.match(photo["receivedAt"])
    notes = {one["id"]: one for one in seen["notes"]}
    assert set(notes) == {note, verdict}
    assert notes[note]["kind"] == "interview" and notes[note]["author"] == "Staff 3"
    assert notes[note]["text"] == "Knows roses.\nAnd peat."
    assert notes[verdict]["verdict"] == "yes" and INSTANT.match(notes[note]["writtenAt"])
    for document, content in files.items():
        answer = who.call("GET", f"/applications/{id}/documents/{document}")
        assert answer.status == 200 and answer.body == content
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_application_is_received_reviewed_and_shown(house, papers):
    house.installation.clock(MORNING)
    recruiter = house.recruiter
    vacancy = recruiter.vacancy("Gardener", team=[house.reviewer])
    id = recruiter.receive(
        vacancy, "Zoë", "Grün-Weiß", language="de", email="zoe@example.org",
        phone="+49 30 1234", address="Am Hof 1\n10115 Berlin", source="referral",
        externalId="mail-17", receivedAt="2026-03-01T23:30:00+01:00")
    files = {
        recruiter.store(id, papers.pdf, name="Lebenslauf.pdf"): papers.pdf,
        recruiter.store(id, papers.png, kind="photo", name="Bild.png", type=PNG): papers.png,
        recruiter.store(
            id, papers.docx, kind="coverLetter", name="Brief.docx", type=DOCX): papers.docx,
    }
    note = house.reviewer.post(
        f"/applications/{id}/notes", 201, kind="interview", text="Knows roses.\nAnd peat.")["id"]
    verdict = recruiter.post(
        f"/applications/{id}/notes", 201, kind="recommendation", text="Yes!", verdict="yes")["id"]
    recruiter.post(f"/applications/{id}/stage", stage="interview")
    recruiter.post(f"/applications/{id}/stage", stage="screening")

    for who in (recruiter, house.reviewer):
        check_shown(who, id, vacancy, files, papers, note, verdict)

    some, content = next(iter(files.items()))
    part = recruiter.call(
        "GET", f"/applications/{id}/documents/{some}", headers={"Range": "bytes=10-99"})
    assert part.status == 206 and part.body == content[10:100]
    assert part.headers["Content-Range"] == f"bytes 10-99/{len(content)}"
    line = next(
        one for one in recruiter.get(f"/applications?vacancy={vacancy}")["items"])
    assert line == {
        "id": id, "vacancyId": vacancy, "stage": "screening", "outcome": None, "eraseOn": None,
        "applicant": {"givenName": "Zoë", "familyName": "Grün-Weiß"},
        "receivedAt": "2026-03-01T23:30:00+01:00"}
    for question in ("zoe%40example.org", "gr%C3%BCn", "Zo%C3%AB", "wei%C3%9F"):
        found = recruiter.get(f"/applications?q={question}")["items"]
        assert id in [one["id"] for one in found], question
    recruiter.delete(f"/applications/{id}/documents/{some}")
    recruiter.get(f"/applications/{id}/documents/{some}", 404)
    assert len(recruiter.get(f"/applications/{id}")["documents"]) == 2
    other = recruiter.vacancy("Head gardener")
    recruiter.post(f"/applications/{id}/move", vacancyId=other)
    house.reviewer.get(f"/applications/{id}", 404)


def test_a_corrected_applicant_is_found_under_the_new_name(house):
    house.installation.clock(MORNING)
    id = house.recruiter.receive(None, "Grace", "Murray", phone="1")
    house.recruiter.patch(
        f"/applications/{id}/applicant", familyName="Hopper", phone=None, language="de")
    seen = house.recruiter.get(f"/applications/{id}")["applicant"]
    assert seen["familyName"] == "Hopper" and seen["givenName"] == "Grace"
    assert seen["phone"] is None and seen["language"] == "de"
    assert [o["id"] for o in house.recruiter.get("/applications?q=hopper")["items"]] == [id]
    assert house.recruiter.get("/applications?q=murray")["items"] == []


@pytest.mark.parametrize("language, words", [
    ("de", ["Bewerbung für „Baker“", "bis einschließlich 15. September 2026",
            "16. September 2026", "Widerspruchsrecht"]),
    ("en", ['application for "Baker"', "15 September 2026", "16 September 2026",
            "right to object"]),
])
def test_a_rejection_locks_and_is_told(house, papers, language, words):
    vacancy = house.recruiter.vacancy("Baker", team=[house.reviewer])
    house.installation.clock(MORNING)
    address = f"ben.{language}@example.org"
    id = house.recruiter.receive(vacancy, "Ben", "Okri", language=language, email=address)
    document = house.recruiter.store(id, papers.pdf)
    house.installation.clock("2026-03-15T10:00:00+01:00")
    house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-15")
    assert house.recruiter.call(
        "POST", f"/applications/{id}/outcome",
        {"outcome": "hired", "endedOn": "2026-03-15"}).status == 409
    for who in (house.recruiter, house.reviewer):
        who.get(f"/applications/{id}", 404)
        who.get(f"/applications/{id}/documents/{document}", 404)
        assert id not in [o["id"] for o in who.get(f"/applications?vacancy={vacancy}")["items"]]
    assert house.legal.call("GET", f"/applications/{id}").status == 428
    seen = house.legal.acting(reason="Case 4 C 12/26").get(f"/applications/{id}")
    assert seen["outcome"] == {
        "kind": "rejected", "endedOn": "2026-03-15", "noticeReceivedOn": None}
    ending = next(o for o in house.recruiter.get("/endings")["items"] if o["id"] == id)
    assert set(ending["tasks"]) >= {"notice", "invitation"}
    assert ending["applicant"] == {"givenName": "Ben", "familyName": "Okri"}
    retention = house.legal.acting(reason="r").get(f"/applications/{id}/retention")
    assert retention["eraseOn"] == "2026-09-16" and retention["alarms"] == ["noticeMissing"]
    ground, = retention["grounds"]
    assert ground["kind"] == "evidence" and ground["legalBasis"] == EVIDENCE_BASIS
    assert (ground["since"], ground["until"]) == ("2026-03-15", "2026-09-15")
    assert ground["why"] in retention["explanation"]
    assert any("16 September 2026" in sentence for sentence in retention["explanation"])
    assert explained(house, id) == retention

    house.recruiter.post(
        f"/applications/{id}/notice", channel="email", sentOn="2026-03-15", send=True)
    mail, = mails.to(house.installation, address, 1)
    assert "List-Unsubscribe" not in mail.message and "Ben" not in mail.subject
    for part in words:
        assert part in mail.words, mail.words
        assert html.escape(part, quote=False) in " ".join(html.unescape(mail.html).split())
    assert mail.message["Auto-Submitted"] and str(mail.message["Content-Language"]) == language
    ending = next(o for o in house.recruiter.get("/endings")["items"] if o["id"] == id)
    assert "notice" not in ending["tasks"]
    house.recruiter.post(
        f"/applications/{id}/notice", channel="post", sentOn="2026-03-15",
        receivedOn="2026-03-15", proof="Registered letter RR 123")
    seen = house.legal.acting(reason="r").get(f"/applications/{id}")
    assert seen["outcome"]["noticeReceivedOn"] == "2026-03-15"
    assert explained(house, id)["alarms"] == []
    house.installation.clock("2026-03-30T00:00:00+02:00")
    house.installation.purge()
    assert id not in [o["id"] for o in house.recruiter.get("/endings")["items"]]


def test_evidence_is_erased_at_its_midnight_and_not_a_second_earlier(house, papers):
    vacancy = house.recruiter.vacancy("Smith")
    for ended, before, midnight in [
        ("2026-03-16", "2026-09-16T23:59:59+02:00", "2026-09-17T00:00:00+02:00"),
        ("2026-08-31", "2027-02-28T23:59:59+01:00", "2027-03-01T00:00:00+01:00"),
    ]:
        house.installation.clock(f"{ended}T08:00:00+02:00")
        id = house.recruiter.receive(vacancy)
        document = house.recruiter.store(id, papers.pdf)
        house.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn=ended)
        house.installation.clock(before)
        house.installation.purge()  # What other journeys left.
        stored = house.installation.documents()
        assert house.installation.purge("--dry-run")["due"] == 0
        assert house.installation.purge()["erased"] == 0
        assert house.legal.acting(reason="r").get(f"/applications/{id}")["eraseOn"] == midnight[:10]
        house.installation.clock(midnight)
        dry = house.installation.purge("--dry-run")
        assert dry["due"] == 1 and dry["erased"] == 0
        assert house.installation.json("purge", "--dry-run") is not None
        house.installation.run("purge", "--confirm", 7, status=3)
        report = house.installation.purge("--confirm", 1)
        assert report["due"] == report["erased"] == 1 and report["failed"] == 0
        assert set(report) == {"due", "erased", "failed", "kept", "openEnded", "durationMs"}
        house.legal.acting(reason="r").get(f"/applications/{id}", 404)
        house.installation.run("explain", id, status=1)
        house.installation.run("documents", "sealed", document, status=1)
        assert len(house.installation.documents()) == len(stored) - 1


def test_who_is_hired_moves_on_and_the_rest_stays_as_evidence(house, papers):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Pilot", team=[house.reviewer])
    id = house.recruiter.receive(vacancy, "Amelia", "Earhart")
    moved = house.recruiter.store(id, papers.pdf)
    house.recruiter.store(id, papers.png, type=PNG, name="photo.png", kind="photo")
    house.recruiter.post(f"/applications/{id}/outcome", outcome="hired", endedOn="2026-03-02")
    house.reviewer.get(f"/applications/{id}", 404)
    seen = house.recruiter.get(f"/applications/{id}")
    assert kinds(seen) == ["employment"] and seen["eraseOn"] is None
    stranger = house.recruiter.receive(vacancy)
    foreign = house.recruiter.store(stranger, papers.pdf)
    assert house.recruiter.call(
        "POST", f"/applications/{id}/hand-over", {"documents": [foreign]}).status == 422
    house.recruiter.post(
        f"/applications/{id}/hand-over", reference="Personnel file 7", documents=[moved])
    house.recruiter.get(f"/applications/{id}", 404)
    seen = house.legal.acting(reason="r").get(f"/applications/{id}")
    assert kinds(seen) == ["evidence"] and seen["eraseOn"] == "2026-09-03"


def test_lists_come_page_by_page(house):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Busy", team=[house.reviewer])
    ids = []
    for minute in range(7):
        house.installation.clock(f"2026-03-02T10:{minute:02}:00+01:00")
        ids.append(house.recruiter.receive(vacancy, "Page", f"Turner{minute}"))

    def pages(who, path, limit):
        found, cursor = [], ""
        while cursor is not None:
            page = who.get(f"{path}limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
            assert len(page["items"]) <= limit
            found += [one["id"] for one in page["items"]]
            cursor = page["next"]
        return found
    newest_first = list(reversed(ids))
    for who in (house.recruiter, house.reviewer):
        for limit in (1, 2, 3, 7, 200):
            assert pages(who, f"/applications?vacancy={vacancy}&", limit) == newest_first
    assert pages(house.recruiter, "/applications?q=turner&", 2) == newest_first
    assert pages(house.recruiter, "/applications?q=turner3&", 2) == [ids[3]]
    assert pages(house.recruiter, f"/applications?vacancy={vacancy}&stage=offer&", 2) == []
    house.recruiter.post(f"/applications/{ids[1]}/stage", stage="offer")
    assert pages(house.recruiter, f"/applications?vacancy={vacancy}&stage=offer&", 2) == [ids[1]]
    house.recruiter.post(f"/applications/{ids[2]}/outcome", outcome="hired", endedOn="2026-03-02")
    hired = pages(house.recruiter, f"/applications?vacancy={vacancy}&outcome=hired&", 2)
    assert hired == [ids[2]]
    for id in ids[3:]:
        house.recruiter.post(
            f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    mine = [id for id in pages(house.recruiter, "/endings?", 2) if id in ids]
    assert sorted(mine) == sorted(ids[3:])
    listed = pages(house.legal.acting(reason="r"), f"/applications?vacancy={vacancy}&", 3)
    assert listed == newest_first[:4]
