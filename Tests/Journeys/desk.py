"""Somebody signed in at the desk, over HTTP: what a browser does without scripts."""

import hashlib
import html
import html.parser
import re
import secrets
import urllib.parse

PASSWORD = "a quiet lighthouse at noon"


class Form(html.parser.HTMLParser):
    """One form of a page: where it goes, and what it sends unless something is changed."""

    def __init__(self, page, action):
        super().__init__()
        self.action, self.fields, self._inside, self._choice = action, [], False, None
        self.found = False
        self.feed(page)
        assert self.found, f"no form leads to {action}"

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("action") == self.action and not self.found:
            self._inside = self.found = True
        if not self._inside:
            return
        kind = given.get("type", "text")
        if tag == "input" and "name" in given:
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((given["name"], given.get("value", "on")))
        if tag == "select":
            self._choice = given["name"]
        if tag == "option" and ("selected" in given or not self._has(self._choice)):
            self.fields = [field for field in self.fields if field[0] != self._choice]
            self.fields.append((self._choice, given.get("value", "")))
        if tag == "textarea":
            self.fields.append((given["name"], ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False

    def _has(self, name):
        return any(field[0] == name for field in self.fields)

    def filled(self, **values):
        """What is sent when these fields say this; a list sends several, `None` nothing."""
        sent = [field for field in self.fields if field[0] not in values]
        for name, value in values.items():
            several = value if isinstance(value, list) else [] if value is None else [value]
            sent += [(name, one) for one in several]
        return sent


class Page:
    """What the desk answered."""

    def __init__(self, desk, path, answer):
        self.desk, self.path, self.status = desk, path, answer.status
        self.location, self.source = answer.headers.get("Location"), answer.text
        self.headers = answer.headers

    @property
    def words(self):
        """The main part, as one line of words."""
        main = self.source.rpartition("<main")[2]
        text = re.sub(r"<[^>]+>", " ", main)
        return " ".join(html.unescape(text).split())

    def send(self, action, **values):
        """Sends one of the page's forms."""
        return self.desk.send(action, Form(self.source, action).filled(**values))


class Desk:
    """A browser's cookie, and whose it is."""

    def __init__(self, installation, name, *roles):
        self.installation, self.name, self.cookie = installation, name, None
        address = f"{name.lower()}{len(roles)}@example.org"
        made = installation.json(
            "staff", "add", address, "--name", name,
            *[word for role in roles for word in ("--role", role)])
        self.id = made["id"]
        path = urllib.parse.urlsplit(made["setupLink"]).path
        assert self.send(path, [("password", PASSWORD)]).status == 303
        assert self.cookie

    def _ask(self, method, path, body=None, headers=None):
        headers = {"Accept": "text/html", "Accept-Language": "en", **(headers or {})}
        if self.cookie:
            headers["Cookie"] = self.cookie
        answer = self.installation.web.ask(method, path, body, headers)
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = line.partition(";")[0]
        return Page(self, path, answer)

    def open(self, path):
        return self._ask("GET", path)

    def send(self, path, fields):
        """Sends a form as a browser does."""
        return self._ask("POST", path, urllib.parse.urlencode(fields), {
            "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})


def signed_in(installation, staff):
    """The `Cookie` header of a session that begins now, without the way through sign-in."""
    token = "lethe_" + secrets.token_urlsafe(32)
    hash = hashlib.sha256(token.encode()).hexdigest()
    installation.sql(
        "INSERT INTO session (id, staff_id, hash, begun_at, seen_at, awaits_code, role, language)"
        f" VALUES (gen_random_uuid(), '{staff.id}', '\\x{hash}', now(), now(), false,"
        f" '{staff.roles[0]}', 'en')")
    return f"__Host-lethe={token}"
