"""HTTPS in the program: certificates that somebody else renews, headers on every answer."""

import http.client
import shutil
import socket
import ssl

import pytest

from certificates import Authority
from lethe import Installation, until

HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=31536000",
}


class Site:
    """A sandbox that speaks HTTPS with the two files of a folder."""

    def __init__(self, folder, serve=True):
        self.authority = Authority(folder)
        self.certificate, self.key = folder / "site.pem", folder / "site.key"
        self.renew()
        self.installation = Installation(
            LETHE_TLS_CERTIFICATE=str(self.certificate), LETHE_TLS_KEY=str(self.key),
            LETHE_TLS_RELOAD_SECONDS="1")
        if serve:
            self.service = self.installation.serve()
            self.port = self.service.web.port

    def renew(self, days=30, **more):
        """Puts a new pair in place of the old one; its serial number."""
        chain, key = self.authority.issue(days=days, **more)
        shutil.copyfile(key, self.key)
        shutil.copyfile(chain, self.certificate)
        return ssl._ssl._test_decode_cert(str(chain))["serialNumber"]

    def connect(self, version=None):
        context = ssl.create_default_context(cafile=str(self.authority.certificate))
        if version:
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, version
            context.set_ciphers("ALL:@SECLEVEL=0")
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return context.wrap_socket(plain, server_hostname="127.0.0.1")

    @property
    def serial(self):
        with self.connect() as connection:
            return connection.getpeercert()["serialNumber"]

    def ask(self, path, method="GET", **headers):
        context = ssl.create_default_context(cafile=str(self.authority.certificate))
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=context, timeout=20)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    yield site
    site.installation.close()


def test_the_service_speaks_https(site):
    assert site.service.address == f"https://127.0.0.1:{site.port}"
    assert site.ask("/healthz")[0] == 200
    with site.connect() as connection:
        assert connection.version() in ("TLSv1.2", "TLSv1.3")


@pytest.mark.parametrize("method, path, status", [
    ("GET", "/healthz", 200), ("GET", "/api/v1/openapi.yaml", 200), ("GET", "/nowhere", 404),
    ("GET", "/api/v1/applications", 401), ("GET", "/c/unknown", 404), ("POST", "/c/unknown", 403),
    ("DELETE", "/healthz", 405), ("GET", "/metrics", 200),
])
def test_every_answer_carries_the_headers(site, method, path, status):
    found, headers, _ = site.ask(path, method, Origin="https://elsewhere.example")
    assert found in (status, 404, 405), found
    for name, value in HEADERS.items():
        assert headers[name] and headers[name].startswith(value) or name == "Cache-Control", name
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Permissions-Policy"]


def test_a_refusal_is_read_although_the_body_was_never_wanted(site):
    with site.connect() as connection:
        connection.sendall(
            b"POST /api/v1/applications HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n"
            + b"x" * 1000)
        heard = b""
        while piece := connection.recv(10000):
            heard += piece
    assert heard.startswith(b"HTTP/1.1 401") and b"connection: close" in heard.lower()
    assert site.ask("/healthz")[0] == 200


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_refused(site, version):
    with pytest.raises(OSError):
        site.connect(version).close()
    assert site.ask("/healthz")[0] == 200


def test_a_renewed_certificate_is_taken_without_a_restart(site):
    before, renewed = site.serial, site.renew()
    assert before != renewed
    # A connection that is open goes on.
    with site.connect() as connection:
        assert until(lambda: site.serial == renewed)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    assert site.renew(rsa=True) != renewed
    assert until(lambda: site.serial != renewed)


@pytest.mark.parametrize("spoil", ["certificate", "key", "other key", "gone"])
def test_a_broken_renewal_leaves_the_old_one_in_force(site, spoil):
    before = site.serial
    if spoil == "other key":
        shutil.copyfile(site.authority.issue()[1], site.key)
    elif spoil == "gone":
        site.certificate.unlink()
    else:
        (site.certificate if spoil == "certificate" else site.key).write_text("nonsense\n")
    assert until(lambda: "certificate not renewed" in site.service.err.read_text())
    assert site.serial == before and site.ask("/healthz")[0] == 200
    renewed = site.renew()
    assert until(lambda: site.serial == renewed)
    assert "PRIVATE KEY" not in site.service.err.read_text()


@pytest.mark.parametrize("said", [
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00" * 100,
    b"\x16\x03\x01\xff\xff" + b"\x01" * 400,
])
def test_who_speaks_no_tls_is_let_go_and_nobody_else_notices(site, said):
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as plain:
        plain.sendall(said)
        heard = b""
        try:
            while piece := plain.recv(1000):
                heard += piece
        except ConnectionResetError:
            pass
        assert b"HTTP/1.1" not in heard
    assert site.ask("/healthz")[0] == 200


def test_a_broken_certificate_at_the_start_is_named(tmp_path):
    site = Site(tmp_path, serve=False)
    installation = site.installation

    def refused():
        _, err = installation.run("serve", "--listen", "127.0.0.1:0", status=1)
        return err.decode()
    try:
        shutil.copyfile(site.authority.issue()[1], site.key)
        assert "don't belong together" in refused()
        site.key.write_text("nonsense\n")
        assert "LETHE_TLS_KEY" in refused() and str(site.key) in refused()
        site.certificate.unlink()
        assert "LETHE_TLS_CERTIFICATE" in refused()
        del installation.settings["LETHE_TLS_KEY"]
        assert "go together" in refused()
    finally:
        installation.close()


def test_doctor_tells_how_long_the_certificate_lasts(tmp_path):
    site = Site(tmp_path, serve=False)

    def check():
        checks = site.installation.json("doctor", status=1)["checks"]
        found, = [check for check in checks if check["name"] == "certificate"]
        return found
    try:
        assert check() == {"name": "certificate", "ok": True, "detail": "valid for 29 more days"}
        site.renew(days=5)
        assert check() == {"name": "certificate", "ok": False, "detail": "valid for 4 more days"}
        site.certificate.write_text("nonsense\n")
        assert not check()["ok"]
    finally:
        site.installation.close()
