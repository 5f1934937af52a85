"""Somebody in front of the desk, with a cookie and an authenticator app, without a browser."""

import base64
import hashlib
import hmac
import re
import struct
import time
import urllib.parse

PASSWORD = "a sentence nobody guesses"


def app_code(secret, ahead=0):
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class DeskVisitor:
    """Keeps the one cookie there is."""

    def __init__(self, web):
        self.web, self.cookie, self.set_cookie = web, None, None
        self.secret, self.codes, self.step = None, [], 0

    def ask(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.cookie:
            headers["Cookie"] = f"__Host-lethe={self.cookie}"
        answer = self.web.ask(method, path, body, headers)
        self.set_cookie = answer.headers["Set-Cookie"]
        if self.set_cookie:
            self.cookie = re.match(r"__Host-lethe=([^;]*)", self.set_cookie)[1] or None
        return answer

    def get(self, path, status=200):
        answer = self.ask("GET", path)
        assert answer.status == status, answer
        return answer

    def send(self, path, origin=None, **fields):
        """Sends a form as a page of ours does, unless its origin is told."""
        pairs = [(name, value) for name, values in fields.items()
                 for value in (values if isinstance(values, list) else [values])]
        headers = {"Content-Type": "application/x-www-form-urlencoded",
                   **({"Sec-Fetch-Site": "same-origin"} if origin is None else origin)}
        return self.ask("POST", path, urllib.parse.urlencode(pairs), headers)

    def sign_in(self, email, password=PASSWORD):
        return self.send("/sign-in", email=email, password=password)

    def set_up(self, link, password=PASSWORD, **fields):
        """Chooses a password; enrols a second factor where one is asked for."""
        answer = self.send(urllib.parse.urlsplit(link).path, password=password, **fields)
        assert answer.status == 303, answer
        if answer.headers["Location"].startswith("/second-factor"):
            self.enrol()
        return self

    def enrol(self):
        page = self.get("/second-factor").text
        assert 'role="img"' in page and "<path d=" in page
        self.secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1]
        answer = self.send("/second-factor", code=app_code(self.secret))
        assert answer.status == 200, answer
        self.codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", answer.text)
        assert len(set(self.codes)) == 10

    def is_in(self):
        return self.ask("GET", "/account").status == 200


def own(installation, email, *roles):
    """Somebody new who has set up their account."""
    made = installation.json(
        "staff", "add", email, "--name", "Kim Muster",
        *[word for role in roles for word in ("--role", role)])
    visitor = DeskVisitor(installation.web).set_up(made["setupLink"])
    visitor.id = made["id"]
    return visitor
