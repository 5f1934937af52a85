"""How soon the first page of an ordinary CV is an image at the desk, against poppler alone."""
import hashlib
import http.client
import os
import secrets
import shutil
import subprocess
import tempfile
import time

from .documents import application
from .figures import interleaved

WORK = ("Accountant at Muster and Sons, 2019 to 2024: closed the books of four companies, "
        "kept the calendar, trained two apprentices.")


def measure(installation, options, figures):
    figures.part("The first page of a CV of two pages, as an image")
    needed = ["gs", "bwrap", "pdftoppm"]
    missing = [name for name in needed if not shutil.which(name)]
    if missing:
        figures.note(f"not measured: there is no {', '.join(missing)}")
        return
    cookie = signed_in(installation, "recruiter")
    with tempfile.TemporaryDirectory() as folder:
        cv = make(folder)
        with open(cv, "rb") as file:
            content = file.read()
        place = f"/applications/{application(installation)}/documents"
        upload = f"/api/v1{place}?kind=cv&name=cv.pdf"

        def shown():
            """From opening the document's page to the last byte of its first image."""
            id = store(installation, upload, content)
            began = time.monotonic()
            page = get(installation, f"{place}/{id}", cookie)
            assert b"<img " in page, "the document isn't shown"
            get(installation, f"{place}/{id}/pages/1", cookie)
            return time.monotonic() - began

        def alone():
            began = time.monotonic()
            subprocess.run(["pdftotext", cv, "-"], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["pdftoppm", "-jpeg", "-r", "150", "-l", "1", cv], check=True,
                           stdout=subprocess.DEVNULL)
            return time.monotonic() - began
        (ours, theirs), (ratio,) = interleaved(options.rounds * 3, shown, alone)
    figures.note(f"{theirs * 1000:.0f} ms with pdftotext and pdftoppm alone, without a sandbox; "
                 f"{ratio:.1f} times as long at the desk")
    figures.amount("page and first image", ours * 1000, "ms", 1000)


def make(folder):
    page = os.path.join(folder, "cv.ps")
    with open(page, "w") as file:
        file.write("%!PS\n/Helvetica findfont 10 scalefont setfont\n")
        for _ in range(2):
            for line in range(45):
                file.write(f"50 {780 - 16 * line} moveto ({WORK}) show\n")
            file.write("showpage\n")
    target = os.path.join(folder, "cv.pdf")
    subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite",
                    "-sPAPERSIZE=a4", f"-sOutputFile={target}", page], check=True)
    return target


def signed_in(installation, role):
    token = "lethe_" + secrets.token_urlsafe(32)
    hash = hashlib.sha256(token.encode()).hexdigest()
    installation.sql(
        "INSERT INTO session (id, staff_id, hash, begun_at, seen_at, awaits_code, role, language)"
        f" VALUES (gen_random_uuid(), '{installation.staff[role]['id']}', '\\x{hash}', now(),"
        f" now(), false, '{role}', 'en')")
    return f"__Host-lethe={token}"


def store(installation, path, content):
    connection = http.client.HTTPConnection("127.0.0.1", installation.port)
    connection.request("POST", path, content, {
        "Authorization": f"Bearer {installation.staff['recruiter']['token']}",
        "Content-Type": "application/pdf"})
    answer = connection.getresponse()
    assert answer.status == 201, answer.status
    return answer.headers["Location"].rpartition("/")[2]


def get(installation, path, cookie):
    connection = http.client.HTTPConnection("127.0.0.1", installation.port)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, answer.status
    return body
