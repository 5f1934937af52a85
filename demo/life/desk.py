"""How people reach Lethe: staff through the API with a token, applicants through their link."""

import http.client
import json
import urllib.parse

from .narrator import Surprise


class Answer:
    """Status, fields and bytes of one answer."""

    def __init__(self, response):
        self.status = response.status
        self.fields = response.headers
        self.bytes = response.read()

    @property
    def json(self):
        return json.loads(self.bytes)

    @property
    def text(self) -> str:
        return self.bytes.decode("utf-8")


def send(address, method, path, body=None, fields=None, status=200) -> Answer:
    """One request; any other status than the one that was to come is a surprise."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    try:
        connection.request(method, path, body=body, headers=fields or {})
        answer = Answer(connection.getresponse())
    finally:
        connection.close()
    if answer.status != status:
        said = answer.bytes[:400].decode("utf-8", "replace")
        # A token in a path opens somebody's page; it is nobody's business here.
        named = "/c/…" if path.startswith("/c/") else path.partition("?")[0]
        raise Surprise(f"{method} {named} answered {answer.status}, not {status}: {said}")
    return answer


class Desk:
    """Somebody on the staff at work."""

    def __init__(self, house, name: str, role: str):
        email = f"{name.split()[0].lower()}@example.org"
        made = house.ask("staff", "add", email, "--name", name, "--role", role, "--token")
        self.name, self.role, self.email = name, role, email
        self.id, self.token = made["id"], made["token"]
        self.set_up_link = made["setupLink"]
        self._house = house

    def call(self, method, path, body=None, status=200, because=None, **fields) -> Answer:
        """One call of the API. `because` names the matter that some roles must name."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        fields["Authorization"] = f"Bearer {self.token}"
        if because:
            fields["Lethe-Reason"] = urllib.parse.quote(because)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            fields["Content-Type"] = "application/json"
        return send(self._house.address, method, f"/api/v1{path}", body, fields, status)

    def get(self, path, status=200, **more) -> Answer:
        return self.call("GET", path, status=status, **more)

    def post(self, path, body, status=204, **more) -> Answer:
        return self.call("POST", path, body, status, **more)

    def receive(self, one, received: str, vacancies) -> str:
        """Takes in an application; its id."""
        person = {"givenName": one.given, "familyName": one.family, "language": one.language}
        if one.email:
            person["email"] = one.email
        application = {
            "vacancyId": vacancies[one.vacancy], "channel": "email" if one.email else "post",
            "receivedAt": received, "applicant": person,
        }
        one.id = self.post("/applications", application, 201).json["id"]
        return one.id

    def store(self, one, kind: str, name: str, media: str, path) -> str:
        """Stores a document as it is; its id."""
        content = path.read_bytes()
        query = urllib.parse.urlencode({"kind": kind, "name": name})
        answer = self.post(
            f"/applications/{one.id}/documents?{query}", content, 201, Content_Type=media).json
        if answer["bytes"] != len(content):
            raise Surprise(f"{name}: {len(content)} bytes went in, {answer['bytes']} are stored")
        one.documents[answer["id"]] = path
        return answer["id"]


class Page:
    """An applicant's page, known by its link alone."""

    def __init__(self, link: str):
        parts = urllib.parse.urlsplit(link)
        self.link, self.path = link, parts.path
        self._address = f"{parts.scheme}://{parts.netloc}"

    def look(self, status=200) -> str:
        return send(self._address, "GET", self.path, status=status).text

    def decide(self, decision: str) -> str:
        return self._form(self.path, {"decision": decision})

    def unsubscribe(self) -> str:
        """What a mail program sends for its reader (RFC 8058)."""
        return self._form(f"{self.path}/withdraw", {"List-Unsubscribe": "One-Click"})

    def _form(self, path: str, values) -> str:
        fields = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode(values).encode()
        return send(self._address, "POST", path, body, fields).text
