"""Documents as applicants send them: made by real programs, never by hand."""

import io
import random
import struct
import subprocess
import zipfile
import zlib

PDF = "application/pdf"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Papers:
    def __init__(self, pdf, png, docx):
        self.pdf, self.png, self.docx = pdf, png, docx


def make(folder):
    return Papers(pdf(folder, "Curriculum vitae"), png(120, 80), docx("Dear Sir or Madam"))


def pdf(folder, text):
    """A page with a line of text, by Ghostscript."""
    page, target = folder / "page.ps", folder / "page.pdf"
    page.write_text(
        "%!PS\n/Helvetica findfont 24 scalefont setfont 72 720 moveto "
        f"({text}) show showpage\n")
    subprocess.run(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite",
         f"-sOutputFile={target}", str(page)], check=True, timeout=60)
    return target.read_bytes()


def png(width, height):
    """Noise in grey: a picture that doesn't compress."""
    noise = random.Random(1)
    rows = b"".join(b"\0" + noise.randbytes(width) for _ in range(height))

    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content
                + struct.pack(">I", zlib.crc32(kind + content)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def docx(text):
    """The smallest document a word processor opens."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{DOCX}.main+xml"/></Types>')
        parts.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
            'package/2006/relationships"><Relationship Id="r1" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>')
        parts.writestr(
            "word/document.xml",
            '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
            f'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
            "</w:body></w:document>")
    return package.getvalue()
