"""One application at the desk, from its receipt to what reviewers and legal see of it."""

import re

import pytest

from desk import Desk

MORNING = "2026-03-02T09:00:00+01:00"
BOUNDARY = "----journey7"


@pytest.fixture(scope="module")
def kim(house):
    return Desk(house.installation, "Kimberly", "recruiter")


@pytest.fixture(scope="module")
def vacancy(house):
    house.installation.clock(MORNING)
    return house.recruiter.vacancy("Glazier")


def parts(kind, files):
    """A form with files as a browser sends it: names in UTF-8, quotes as %22."""
    body = (f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n"
            f"{kind}\r\n").encode()
    for name, media, content in files:
        quoted = name.replace('"', "%22")
        body += (f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; "
                 f"filename=\"{quoted}\"\r\nContent-Type: {media}\r\n\r\n").encode()
        body += content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def upload(desk, id, files, kind="certificate"):
    """What the page says after the form was sent."""
    answer = desk._ask("POST", f"/applications/{id}/upload", parts(kind, files), {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Sec-Fetch-Site": "same-origin"})
    assert answer.status == 303, answer.words
    return desk.open(answer.location)


def follow(page):
    assert page.status == 303, page.words
    return page.desk.open(page.location)


def received(kim, vacancy, given, **more):
    """An application that came by post: its id."""
    page = kim.open(f"/applications/new?vacancy={vacancy}")
    answer = page.send("/applications/new", givenName=given, familyName="Pane",
                       channel="post", source="applicant", receivedOn="2026-03-01", **more)
    assert answer.status == 303, answer.words
    return re.fullmatch(r"/applications/([0-9a-f-]{36})/upload\?said=received",
                        answer.location)[1]


def test_an_application_by_post_is_added_with_its_documents(house, papers, kim, vacancy):
    id = received(kim, vacancy, "Noël", email="", language="de")
    page = upload(kim, id, [
        ('Zeugnis "Noël".pdf', "application/pdf", papers.pdf),
        ("drawing.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("letter.docx", "application/octet-stream", papers.docx),
        ("really a picture.pdf", "application/pdf", papers.png)])
    assert "2 stored, 2 not stored." in page.words
    assert 'Zeugnis "Noël".pdf stored' in page.words
    assert "drawing.svg not stored Not allowed" in page.words
    screen = kim.open(f"/applications/{id}")
    assert "Noël Pane" in screen.words
    assert "the procedure for Glazier runs since 1 March 2026" in screen.words
    assert 'Certificate: Zeugnis "Noël".pdf' in screen.words
    documents = house.recruiter.get(f"/applications/{id}")["documents"]
    assert sorted(one["bytes"] for one in documents) == sorted(
        [len(papers.pdf), len(papers.docx)])
    for one in documents:
        path = f"/applications/{id}/documents/{one['id']}/original"
        original = kim.installation.web.ask("GET", path, headers={"Cookie": kim.cookie})
        assert original.body in (papers.pdf, papers.docx)
        assert original.headers["Content-Disposition"].startswith("attachment")


def test_a_form_that_is_sent_again_or_breaks_off_repeats_and_loses_nothing(
        house, papers, kim, vacancy):
    id = received(kim, vacancy, "Rae", email="", language="de")
    page = upload(kim, id, [("cv.pdf", "application/pdf", papers.pdf)], "cv")
    assert "1 stored, 0 not stored." in page.words
    for _ in range(2):
        assert "1 stored, 0 not stored." in kim.open(page.path).words
    assert len(house.recruiter.get(f"/applications/{id}")["documents"]) == 1
    whole = parts("cv", [("a.pdf", "application/pdf", papers.pdf),
                         ("b.pdf", "application/pdf", papers.pdf)])
    answer = kim._ask("POST", f"/applications/{id}/upload", whole[:-100], {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Sec-Fetch-Site": "same-origin"})
    page = follow(answer)
    assert "1 stored, 1 not stored." in page.words and "The rest" in page.words
    assert len(house.recruiter.get(f"/applications/{id}")["documents"]) == 2
    assert len(house.installation.documents()) >= 2


def test_forms_from_elsewhere_change_nothing(house, papers, kim, vacancy):
    id = received(kim, vacancy, "Sol", email="", language="de")
    body = parts("cv", [("cv.pdf", "application/pdf", papers.pdf)])
    for site in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = kim._ask("POST", f"/applications/{id}/upload", body, {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **site})
        assert answer.status == 403, answer.words
    assert house.recruiter.get(f"/applications/{id}")["documents"] == []


def test_reviewers_say_what_they_think_before_they_read_others(house, kim, vacancy):
    lou = Desk(house.installation, "Louise", "reviewer")
    id = received(kim, vacancy, "Toni", email="", language="de")
    assert lou.open(f"/applications/{id}").status == 404
    house.recruiter.put(f"/vacancies/{vacancy}/team/{lou.id}", part="interviewer")
    screen = kim.open(f"/applications/{id}")
    noted = screen.send(f"/applications/{id}/notes", kind="general", text="steady hands")
    assert "The note is saved." in follow(noted).words
    screen = lou.open(f"/applications/{id}")
    assert "steady hands" not in screen.words
    assert "shown after your own recommendation" in screen.words
    empty = screen.send(f"/applications/{id}/notes", verdict="yes", text=" ")
    assert empty.status == 422 and "Please fill this in." in empty.words
    said = screen.send(f"/applications/{id}/notes", verdict="yes", text="good eye")
    screen = follow(said)
    assert "Your recommendation is saved." in screen.words and "steady hands" in screen.words
    again = lou.send(f"/applications/{id}/notes", [("kind", "general"), ("text", "x")])
    assert again.status == 303
    assert "Recommendations: Yes 1, No 0, Undecided 0" in kim.open(f"/applications/{id}").words
    for path in ("outcome", "move", "upload", "person"):
        assert lou.open(f"/applications/{id}/{path}").status == 403


def test_what_is_wrong_is_corrected_moved_and_deleted(house, papers, kim, vacancy):
    id = received(kim, vacancy, "Uma", email="", language="de")
    page = kim.open(f"/applications/{id}/person")
    refused = page.send(f"/applications/{id}/person", email="uma", familyName="Paine")
    assert refused.status == 422 and 'value="uma"' in refused.source
    done = page.send(f"/applications/{id}/person", email="uma@example.org", familyName="Paine")
    assert "Uma Paine" in follow(done).words
    staged = kim.open(f"/applications/{id}").send(f"/applications/{id}/stage", stage="interview")
    assert "Interview" in follow(staged).words
    other = house.recruiter.vacancy("Roofer")
    moved = kim.open(f"/applications/{id}/move").send(f"/applications/{id}/move",
                                                      vacancyId=other)
    assert "the procedure for Roofer runs" in follow(moved).words
    upload(kim, id, [("cv.pdf", "application/pdf", papers.pdf)], "cv")
    document = house.recruiter.get(f"/applications/{id}")["documents"][0]["id"]
    question = kim.open(f"/applications/{id}/documents/{document}/delete")
    assert "cv.pdf" in question.words and "Uma Paine" in question.words
    gone = question.send(f"/applications/{id}/documents/{document}/delete")
    assert "The document is deleted." in follow(gone).words
    assert house.recruiter.get(f"/applications/{id}")["documents"] == []


def test_hostile_text_stays_text(kim, vacancy):
    bad = "<script>alert(1)</script>\"'><img src=x>"
    id = received(kim, vacancy, bad, email="", language="de", address=f"{bad}\n{bad}")
    for path in ("", "/person", "/move", "/upload"):
        page = kim.open(f"/applications/{id}{path}")
        assert page.status == 200
        assert "<script>alert" not in page.source and "<img src=x" not in page.source
