"""Certificates as somebody else issues them: an authority of a test's own, by openssl."""

import subprocess


def _openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


class Authority:
    """Issues certificates for 127.0.0.1 and localhost."""

    def __init__(self, folder):
        self.folder = folder
        self.certificate = folder / "authority.pem"
        self.key = folder / "authority.key"
        self.issued = 0
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                 "-nodes", "-keyout", self.key, "-out", self.certificate, "-days", "30",
                 "-subj", "/CN=Authority of a test")

    def issue(self, name="127.0.0.1", days=30, rsa=False):
        """The paths of a chain and its key."""
        self.issued += 1
        base = self.folder / f"issued{self.issued}"
        key, request, chain = (base.with_suffix(end) for end in (".key", ".csr", ".pem"))
        kind = ["rsa:2048"] if rsa else ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        _openssl("req", "-newkey", *kind, "-nodes", "-keyout", key, "-out", request,
                 "-subj", f"/CN=issued {self.issued}")
        names = self.folder / "names.ext"
        names.write_text(f"subjectAltName = {'IP' if name[0].isdigit() else 'DNS'}:{name}\n")
        _openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
                 "-CAcreateserial", "-out", chain, "-days", days, "-extfile", names)
        return chain, key
