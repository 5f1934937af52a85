"""Documents made by real programs, not by hand: what people send is made by such programs."""

import os
import pathlib
import random
import shutil
import subprocess
import zipfile

from .narrator import Surprise

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = "image/png"

SCAN_PAGES = 6
SCAN_WIDTH, SCAN_HEIGHT, SCAN_DPI = 1240, 1754, 150

# The font with all letters that names are made of here.
LATIN = (
    b"/Latin /Times-Roman findfont dup length dict copy dup /Encoding ISOLatin1Encoding put\n"
    b"definefont pop\n")

LETTER_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
%s</office:text></office:body></office:document>
"""


class Papers:
    """A folder of documents as applicants would send them."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(mode=0o700)

    def cvs(self, people):
        """A CV each, in one run of Ghostscript: one page, one file."""
        pages = []
        for one in people:
            lines = [one.email or "by post", f"applies for: {one.vacancy}", "2019-2026: worked"]
            pages.append(_page([(24, one.name), *[(12, line) for line in lines]]))
        self._ghostscript("cvs.ps", "".join(pages).encode("latin-1"), "pdfwrite", "cv-%02d.pdf")
        return [self.folder / f"cv-{i:02}.pdf" for i in range(1, len(people) + 1)]

    def scan(self):
        """Certificates as an office scanner makes them: every page one image, grainy, askew."""
        grain = bytes(186 + byte * 70 // 256 for byte in range(256))
        noise = random.Random(7)
        text = [(18, "Certificate"), (12, "has completed the course with great success.")]
        pages = []
        for number in range(1, SCAN_PAGES + 1):
            paper = noise.randbytes(SCAN_WIDTH * SCAN_HEIGHT).translate(grain)
            pages.append(
                b"gsave 595 842 scale %d %d 8 [%d 0 0 -%d 0 %d]\n"
                % (SCAN_WIDTH, SCAN_HEIGHT, SCAN_WIDTH, SCAN_HEIGHT, SCAN_HEIGHT)
                + b"{currentfile line readstring pop} image\n" + paper + b"\ngrestore\n"
                + _page([*text, (12, f"Page {number}")], tilt=0.6).encode("latin-1"))
        program = b"/line %d string def\n" % SCAN_WIDTH + b"".join(pages)
        return self._ghostscript(
            "scan.ps", program, "pdfimage8", "certificates.pdf", f"-r{SCAN_DPI}")

    def picture(self):
        """A picture of nobody."""
        drawing = (
            b"0.85 0.9 0.95 setrgbcolor 0 0 595 842 rectfill 0.35 0.4 0.5 setrgbcolor\n"
            b"297 480 110 0 360 arc fill 297 150 230 0 180 arc fill showpage\n")
        return self._ghostscript("picture.ps", drawing, "png16m", "photo.png", "-r72")

    def letter(self, one):
        """A covering letter; by LibreOffice where it is installed. The path and the maker."""
        lines = ["Sehr geehrte Damen und Herren,", f"ich bewerbe mich: {one.vacancy}.", one.name]
        target = self.folder / "letter.docx"
        office = shutil.which("soffice")
        if office is None:
            _write_docx(target, lines)
            return target, "Python's zipfile (no LibreOffice here)"
        source = self.folder / "letter.fodt"
        source.write_text(LETTER_ODT % "".join(f"<text:p>{line}</text:p>" for line in lines))
        profile = self.folder / "office"
        done = subprocess.run(
            [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
             "docx:MS Word 2007 XML", "--outdir", str(self.folder), str(source)],
            capture_output=True, timeout=120, env={**os.environ, "HOME": str(self.folder)})
        shutil.rmtree(profile, ignore_errors=True)
        source.unlink()
        if done.returncode or not target.exists():
            _write_docx(target, lines)
            return target, "Python's zipfile (LibreOffice didn't answer)"
        return target, "LibreOffice"

    def _ghostscript(self, name, program: bytes, device: str, target: str, *options):
        source = self.folder / name
        source.write_bytes(LATIN + program)
        done = subprocess.run(
            ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", f"-sDEVICE={device}",
             "-dDEVICEWIDTHPOINTS=595", "-dDEVICEHEIGHTPOINTS=842", *options,
             f"-sOutputFile={self.folder / target}", str(source)],
            capture_output=True, text=True, timeout=120)
        source.unlink()
        if done.returncode:
            said = (done.stdout + done.stderr)[-500:]
            raise Surprise(f"Ghostscript made no {target}: {said}")
        return self.folder / target


def _page(lines, tilt: float = 0.0) -> str:
    """A page of PostScript with lines of text below each other."""
    out = [f"gsave {tilt} rotate 0 setgray\n"]
    height = 760
    for size, text in lines:
        escaped = "".join(
            f"\\{ord(letter):03o}" if letter in "()\\" or ord(letter) > 126 else letter
            for letter in text)
        out.append(f"/Latin findfont {size} scalefont setfont\n")
        out.append(f"72 {height} moveto ({escaped}) show\n")
        height -= 2 * size
    return "".join(out) + "grestore showpage\n"


def _write_docx(target: pathlib.Path, lines):
    """The least that a word processor opens (ECMA-376)."""
    types = "application/vnd.openxmlformats-"
    relations = "http://schemas.openxmlformats.org"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", (
            f'<Types xmlns="{relations}/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{types}package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType='
            f'"{types}officedocument.wordprocessingml.document.main+xml"/></Types>'))
        file.writestr("_rels/.rels", (
            f'<Relationships xmlns="{relations}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'))
        file.writestr("word/document.xml", (
            f'<w:document xmlns:w="{relations}/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>"))
