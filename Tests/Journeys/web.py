"""HTTP with nothing in between, and somebody on the staff who calls the API."""

import http.client
import json
import urllib.parse


class Answer:
    """What came back."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()

    @property
    def code(self):
        """The stable word of a refusal."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        problem = self.json
        assert problem["status"] == self.status and problem["title"] and problem["type"]
        return problem["type"].rpartition(":")[2]

    def __repr__(self):
        return f"{self.status} {self.body[:600]!r}"


class Web:
    """One service, a connection for each request."""

    def __init__(self, address):
        self.address = address
        self.host, port = urllib.parse.urlsplit(address).netloc.rsplit(":", 1)
        self.port = int(port)

    def ask(self, method, path, body=None, headers=None, seconds=30):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=seconds)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def form(self, path, **fields):
        """Sends a form as the applicant's browser does."""
        return self.ask(
            "POST", path, urllib.parse.urlencode(fields),
            {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})


class Staff:
    """Somebody with a token."""

    def __init__(self, installation, id, token, roles):
        self.installation, self.id, self.token, self.roles = installation, id, token, roles
        self.role = self.reason = None

    def acting(self, role=None, reason=None):
        """The same person naming a role or a reason."""
        other = Staff(self.installation, self.id, self.token, self.roles)
        other.role, other.reason = role, reason
        return other

    def headers(self, more=None):
        headers = {"Authorization": f"Bearer {self.token}"}
        if self.role:
            headers["Lethe-Role"] = self.role
        if self.reason:
            headers["Lethe-Reason"] = self.reason
        return {**headers, **(more or {})}

    def call(self, method, path, json_body=None, body=None, headers=None, web=None):
        """One call of the API, whatever comes of it."""
        headers = dict(headers or {})
        if json_body is not None:
            body = json.dumps(json_body)
            headers.setdefault("Content-Type", "application/json")
        web = web or self.installation.web
        return web.ask(method, "/api/v1" + path, body, self.headers(headers))

    def _expect(self, status, answer):
        assert answer.status == status, answer
        if answer.body and answer.headers["Content-Type"] == "application/json":
            return answer.json
        return answer

    def get(self, path, status=200):
        return self._expect(status, self.call("GET", path))

    def post(self, path, status=204, **fields):
        return self._expect(status, self.call("POST", path, fields))

    def put(self, path, status=204, **fields):
        return self._expect(status, self.call("PUT", path, fields))

    def patch(self, path, status=204, **fields):
        return self._expect(status, self.call("PATCH", path, fields))

    def delete(self, path, status=204):
        return self._expect(status, self.call("DELETE", path))

    # What nearly every journey does.

    def vacancy(self, title="Software engineer", team=(), **fields):
        id = self.post("/vacancies", 201, title=title, **fields)["id"]
        for staff in team:
            self.put(f"/vacancies/{id}/team/{staff.id}", part="interviewer")
        return id

    def receive(self, vacancy=None, given="Ada", family="Lovelace", language="en", **more):
        """A new application's id."""
        email = more.pop("email", f"{given}.{family}@example.org".lower().replace(" ", ""))
        applicant = {"givenName": given, "familyName": family, "language": language}
        applicant.update({"email": email} if email else {})
        applicant.update({k: more.pop(k) for k in ("phone", "address") if k in more})
        fields = {"channel": "form", "applicant": applicant, **more}
        if vacancy:
            fields["vacancyId"] = vacancy
        return self.post("/applications", 201, **fields)["id"]

    def upload(self, application, content, kind="cv", name="cv.pdf", type="application/pdf",
               headers=None, web=None):
        """A document's upload, whatever comes of it."""
        query = urllib.parse.urlencode({"kind": kind, "name": name})
        return self.call(
            "POST", f"/applications/{application}/documents?{query}", body=content,
            headers={"Content-Type": type, **(headers or {})}, web=web)

    def store(self, application, content, **more):
        """A stored document's id."""
        answer = self.upload(application, content, **more)
        assert answer.status == 201, answer
        assert answer.json["bytes"] == len(content)
        return answer.json["id"]
