"""Documents at the desk: pages as images, the text beside them, the original as a download; and
what documents that mean harm get: an error where the image would be, and nothing else."""

import io
import json
import os
import pathlib
import re
import select
import socket
import struct
import threading
import time
import zipfile
import zlib

import pytest

from desk import Desk
from lethe import until
from papers import DOCX, PDF, PNG

JPEG = "image/jpeg"
MIB = 1 << 20


@pytest.fixture(scope="module")
def shown(house):
    """Whether this machine lets a sandbox be made; says so where it doesn't."""
    with house.installation.start("doctor", "--json") as doctor:
        checks = json.loads(doctor.communicate(timeout=120)[0])["checks"]
    viewing = next(check for check in checks if check["name"] == "viewing")
    if not viewing["detail"].startswith("documents are shown as images"):
        pytest.skip(f"documents aren't shown here: {viewing['detail']}")
    return viewing["detail"]


@pytest.fixture(scope="module")
def office(shown):
    if "DOCX only" in shown:
        pytest.skip("there is no LibreOffice here")


class Reader:
    """A recruiter at the desk with one application open."""

    def __init__(self, house):
        self.house = house
        self.cookie = Desk(house.installation, "Robin", "recruiter").cookie
        vacancy = house.recruiter.vacancy()
        self.application = house.recruiter.receive(vacancy, email=None)

    def store(self, content, type=PDF, name="cv.pdf"):
        id = self.house.recruiter.store(self.application, content, type=type, name=name)
        return f"/applications/{self.application}/documents/{id}"

    def open(self, path, seconds=120):
        return self.house.web.ask("GET", path, headers={"Cookie": self.cookie}, seconds=seconds)


@pytest.fixture(scope="module")
def reader(house, shown):
    return Reader(house)


# What an honest document looks like.

def test_a_document_is_shown_page_by_page_with_its_text(reader):
    address = reader.store(pages("Accountant since 2019", "Second page"))
    page = reader.open(address)
    assert page.status == 200 and "<h1>CV</h1>" in page.text
    images = re.findall(r"<img [^>]*>", page.text)
    assert len(images) == 2
    for number, image in enumerate(images, 1):
        assert f'src="{address}/pages/{number}"' in image and 'loading="lazy"' in image
        assert f'alt="CV, page {number} of 2"' in image and 'width="1240"' in image
    assert "Accountant since 2019" in page.text and "Second page" in page.text
    assert f'href="{address}/original"' in page.text

    answer = reader.open(f"{address}/pages/1")
    assert answer.status == 200 and answer.headers["Content-Type"] == JPEG
    assert answer.body[:3] == b"\xff\xd8\xff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_is_not_found(reader):
    address = reader.store(pages("only one"))
    for number in ["0", "2", "-1", "x", "99999999999999999999"]:
        answer = reader.open(f"{address}/pages/{number}")
        assert answer.status == 404 and answer.headers["Content-Type"] == "image/svg+xml"
        assert b"Can't be shown. Download the original." in answer.body


def test_pictures_are_made_anew(reader, papers):
    address = reader.store(papers.png, PNG, "photo.png")
    answer = reader.open(f"{address}/pages/1")
    assert answer.headers["Content-Type"] == PNG and answer.body != papers.png
    photo = reader.open(reader.store(pages("as a photo")) + "/pages/1").body
    secret = photo[:2] + b"\xff\xfe\x00\x10where I live.." + photo[2:]
    address = reader.store(secret, JPEG, "photo.jpg")
    answer = reader.open(f"{address}/pages/1")
    assert answer.headers["Content-Type"] == JPEG
    assert b"where I live" not in answer.body


def test_an_office_document_is_shown_by_the_page(reader, papers, office):
    address = reader.store(papers.docx, DOCX, "letter.docx")
    assert "Dear Sir or Madam" in reader.open(address).text
    assert reader.open(f"{address}/pages/1").headers["Content-Type"] == JPEG


def test_the_original_is_a_download_with_ranges(reader):
    content = pages("to be saved")
    address = reader.store(content, name="Lebenslauf für Sie.pdf")
    answer = reader.open(f"{address}/original")
    assert answer.body == content
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    part = reader.house.web.ask(
        "GET", f"{address}/original", headers={"Cookie": reader.cookie, "Range": "bytes=0-7"})
    assert part.status == 206 and part.body == content[:8]


def test_each_opening_is_an_act_and_needs_the_right_to_it(reader, house):
    address = reader.store(pages("for few"))

    def entries():
        return house.installation.sql(
            "SELECT count(*) FROM ledger WHERE action = 'documentOpened'")[0][0]
    before = int(entries())
    for path in ["", "/pages/1", "/original"]:
        assert reader.open(address + path).status == 200
    assert int(entries()) == before + 3
    for role, status in [("reviewer", 404), ("auditor", 403)]:
        cookie = Desk(house.installation, role, role).cookie
        for path in ["", "/pages/1", "/original"]:
            answer = house.web.ask("GET", address + path, headers={"Cookie": cookie})
            assert answer.status == status, (role, path, answer)
            assert b"for few" not in answer.body
    for path in ["", "/pages/1", "/original"]:
        answer = house.web.ask("GET", address + path)
        assert answer.status == 303 and answer.headers["Location"].startswith("/sign-in")


# What means harm.

def test_whatever_a_document_is_the_service_is_unharmed(shown, reader, house, hostile_papers):
    # Where the program for it is missing nothing is shown, whatever it is.
    missing = (503,) if "DOCX only" in shown else ()
    peak = memory(house)
    for what, (type, content) in hostile_papers.items():
        address = reader.store(content, type, "strange")
        page = reader.open(address)
        assert page.status == 200, what
        assert "<script>alert" not in page.text, what
        image = reader.open(f"{address}/pages/1")
        kind = image.headers["Content-Type"]
        if image.status == 200:
            assert kind in (JPEG, PNG), what
            assert "<img " in page.text, what
        else:
            assert image.status in (404, 422) + (missing if type == DOCX else ()), what
            assert kind == "image/svg+xml" and b"Can't be shown" in image.body, what
        assert image.body[:64] != content[:64], what
        original = reader.open(f"{address}/original")
        assert original.body == content, what
        assert original.headers["Content-Disposition"].startswith("attachment"), what
        assert house.web.ask("GET", "/healthz").status == 200, what
    # The bombs would be gigabytes.
    assert memory(house) - peak < 250 * MIB


def test_what_can_never_be_shown_says_so_in_place_of_the_image(reader, office):
    for type, content in [
        (PDF, encrypted()), (PDF, b"%PDF-1.7\nnothing"),
        (DOCX, broken_docx()), (PNG, b"\x89PNG\r\n\x1a\n" + b"<svg onload='alert(1)'/>"),
        (PNG, png_header(50_000, 50_000)), (JPEG, b"\xff\xd8\xff\xe0" + bytes(99)),
    ]:
        address = reader.store(content, type, "strange")
        page = reader.open(address)
        assert page.status == 200 and "<img " not in page.text
        assert "Can&#39;t be shown. Download the original." in page.text
        assert f'href="{address}/original"' in page.text
        image = reader.open(f"{address}/pages/1")
        assert image.status in (404, 422) and b"Can't be shown" in image.body


def test_who_goes_away_takes_the_programs_with_them(reader, house):
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one processor shows one document at a time")
    first, second = (reader.store(endless(seed)) for seed in (1, 2))
    staying = ask_and_wait(house, f"{first}/pages/1", reader.cookie)
    assert until(lambda: len(drawing(house)) == 1)
    leaving = ask_and_wait(house, f"{second}/pages/1", reader.cookie)
    assert until(lambda: len(drawing(house)) == 2)
    leaving.close()
    # The one that began later is gone while the earlier one still works.
    assert until(lambda: len(drawing(house)) < 2)
    assert not select.select([staying], [], [], 0)[0]
    staying.close()
    assert until(lambda: not drawing(house))


def test_nothing_that_is_shown_is_written_to_a_disk(reader, house):
    mark = "Wombatwiese4711"
    address = reader.store(pages(mark, mark))
    began = time.time() - 1
    done = threading.Event()

    def look():
        while not done.is_set():
            for page in (1, 2):
                assert reader.open(f"{address}/pages/{page}").status == 200
            assert mark in reader.open(address).text
    looking = threading.Thread(target=look)
    looking.start()
    try:
        found = [path for _ in range(5) for path in files(house, began)
                 if mark.encode() in content(path)]
    finally:
        done.set()
        looking.join()
    assert found == []


# Documents.

def pdf(*objects, trailer=b""):
    body, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(places) + 1, table, len(places) + 1, trailer, len(body)))


def stream(content, about=b""):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(content), content)


def pages(*lines, catalogue=b"", trailer=b""):
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(lines)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(lines)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for index, line in enumerate(lines):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * index),
            stream(b"BT /F 18 Tf 60 700 Td (%s) Tj ET" % line.encode())]
    return pdf(*objects, trailer=trailer)


def one_page(content, resources=b"", *more):
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /Resources << %s >> >>" % resources, content, *more)


def endless(seed=0):
    """A form that draws the next one ten times, twelve deep."""
    forms = []
    for level in range(12):
        inner = b"/XObject << /X %d 0 R >>" % (6 + level) if level < 11 else b""
        draws = b"/X Do " * 10 if level < 11 else b"0 0 9 9 re f"
        forms.append(stream(
            draws, b"/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << %s >>"
            % inner))
    return one_page(stream(b"%% %d\n/X Do" % seed), b"/XObject << /X 5 0 R >>", *forms)


def encrypted():
    key = b"41" * 32
    return pages("secret", trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s>"
                                   b" /P -4 >> /ID [<41> <41>]" % (key, key))


def broken_docx():
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as parts:
        parts.writestr("word/document.xml", "<w:document")
    return package.getvalue()


def zeros(megabytes):
    packer = zlib.compressobj(9)
    million = bytes(1_000_000)
    return b"".join(packer.compress(million) for _ in range(megabytes)) + packer.flush()


def png_header(width, height, data=b""):
    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content
                + struct.pack(">I", zlib.crc32(kind + content)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", data or zeros(1)) + chunk(b"IEND", b""))


@pytest.fixture(scope="module")
def hostile_papers():
    many = 200_000
    launch = (b"/OpenAction << /S /Launch /F (/usr/bin/touch) >> /AA << /O << /S /JavaScript"
              b" /JS (app.alert\\(1\\)) >> >> /Names << /JavaScript << /Names [(a) << /S"
              b" /JavaScript /JS (app.alert\\(1\\)) >>] >> >>")
    bomb = zlib.compress(zeros(1000), 9)
    return {
        "scripts and launch actions": (PDF, pages("Kim", catalogue=launch)),
        "never ends": (PDF, endless()),
        "draws itself": (PDF, one_page(
            stream(b"/X Do"), b"/XObject << /X 5 0 R >>",
            stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
                             b" /Resources << /XObject << /X 5 0 R >> >>"))),
        "very many pages": (PDF, pdf(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * many, many),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")),
        "a bomb of content": (PDF, one_page(stream(zeros(2000), b"/Filter /FlateDecode"))),
        "a bomb in a bomb": (PDF, one_page(
            stream(bomb, b"/Filter [/FlateDecode /FlateDecode]"))),
        "a bomb of pixels": (PDF, one_page(
            stream(b"200 0 0 200 0 0 cm /X Do"), b"/XObject << /X 5 0 R >>",
            stream(zeros(100), b"/Type /XObject /Subtype /Image /Width 50000 /Height 50000"
                               b" /ColorSpace /DeviceRGB /BitsPerComponent 8"
                               b" /Filter /FlateDecode"))),
        "PDF and HTML": (PDF, pages("Kim") + b"<html><script>alert(1)</script></html>"),
        "PDF and ZIP": (PDF, pages("Kim") + broken_docx()),
        "50,000 pixels wide": (PNG, png_header(50_000, 50_000)),
        "a bomb behind a small header": (PNG, png_header(200, 200, zeros(1000))),
        "a bomb as large as allowed": (PNG, png_header(8000, 8000, zeros(200))),
        "SVG said to be PNG": (PNG, b"\x89PNG\r\n\x1a\n<svg><script>alert(1)</script></svg>"),
        "PNG and HTML": (PNG, png_header(20, 20) + b"<html><script>alert(1)</script>"),
        "a torn JPEG": (JPEG, b"\xff\xd8\xff\xc0\x00\x0b\x08\x01\x00\x01\x00\x01\x01\x11\x00"),
        "an encrypted PDF": (PDF, encrypted()),
        "a corrupt DOCX": (DOCX, broken_docx()),
    }


# The machine.

def memory(house):
    """The most that the service has had in memory, in bytes."""
    status = pathlib.Path(f"/proc/{house.service.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024


def drawing(house):
    """The sandboxes in which the service draws pages now."""
    found = set()
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == house.service.process.pid and b"pdftoppm" in command and state != "Z":
            found.add(entry.name)
    return found


def ask_and_wait(house, path, cookie):
    """A request whose answer isn't read yet."""
    connection = socket.create_connection((house.web.host, house.web.port))
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: {house.web.host}\r\nCookie: {cookie}\r\n\r\n".encode())
    return connection


def files(house, since):
    """What lies in the installation, and what is new in the places for temporary files."""
    places = [(house.installation.data, 0), *((pathlib.Path(place), since) for place in
                                              ("/tmp", "/var/tmp", "/dev/shm"))]
    for place, oldest in places:
        depth = len(place.parts)
        for folder, inner, names in os.walk(place):
            if oldest and len(pathlib.Path(folder).parts) - depth >= 2:
                inner.clear()
            for name in names:
                path = pathlib.Path(folder, name)
                try:
                    about = path.lstat()
                except OSError:
                    continue
                if path.is_file() and about.st_mtime >= oldest and about.st_size < 64 * MIB:
                    yield path


def content(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
