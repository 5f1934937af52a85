"""The desk's pages among a hundred thousand applications: how long each takes beside the API's
answer to the same question, and what a browser loads for it."""
import dataclasses
import http.client
import json
import re
import time
import urllib.parse

from . import fill
from .figures import interleaved
from .viewing import signed_in

LINES = 50
MOST_KILOBYTES = 100
# Today's page looks at the 200 that ended last.
ENDED = 220
# A beginning of each part of a name, as somebody types it; a seventh of all people have both.
QUESTION = "berta must"
ASSETS = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


@dataclasses.dataclass
class Page:
    """A page, and the call of the API that answers the same; today's has none."""

    path: str
    call: str | None
    name: str = ""
    fields: dict | None = None

    def __post_init__(self):
        self.name = self.name or self.path


class Line:
    """One kept-alive connection. A server that ends it would be measured with a new one each
    time, so that is a fault."""

    def __init__(self, installation):
        self.connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
        self.installation = installation
        self.cookies = {}

    def _ask(self, method, path, body, headers):
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        taken = time.perf_counter() - began
        if answer.status != 200:
            raise SystemExit(f"bench: {method} {path} answered {answer.status} {content[:300]}")
        if self.connection.sock is None:
            raise SystemExit(f"bench: {method} {path} ended the connection")
        return content.decode(), taken * 1000

    def page(self, role, page):
        """What a browser gets, and the milliseconds to its last byte."""
        if role not in self.cookies:
            self.cookies[role] = signed_in(self.installation, role)
        headers = {"Accept": "text/html", "Cookie": self.cookies[role]}
        if page.fields is None:
            return self._ask("GET", page.path, None, headers)
        return self._ask("POST", page.path, urllib.parse.urlencode(page.fields), {
            **headers, "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin"})

    def call(self, role, path):
        """The API's answer, and the milliseconds to its last byte."""
        token = self.installation.staff[role]["token"]
        return self._ask("GET", f"/api/v1{path}", None, {"Authorization": f"Bearer {token}"})

    def asset(self, path):
        return self._ask("GET", path, None, {})[0]


def measure(installation, options, figures):
    times = options.rounds * 20
    figures.part(f"Pages of the desk among {options.applications:,} applications, medians of"
                 f" {times} requests each over one connection")
    # Whatever was measured before may have left them.
    if int(installation.sql("SELECT count(*) FROM application")) < options.applications:
        fill.living(installation, options.applications)
    work(installation)
    line, weights = Line(installation), {}
    for role, pages in everything(installation).items():
        for page in pages:
            weigh(line, role, page, figures, weights)
            beside_the_api(line, role, page, times, figures)
    line.connection.close()


def work(installation):
    """What makes work at the desk: one in ten of those under way is at the interview, and of the
    longest under way some ended yesterday, by the program itself, as many as today's page looks
    at and more. Nobody has told them."""
    yesterday = installation.sql("SELECT current_date - 1")
    oldest = installation.sql(f"""
        SET session_replication_role = replica;
        UPDATE application SET stage = 'interview'
          WHERE standing && '{{procedure}}' AND get_byte(uuid_send(id), 15) % 10 = 0;
        SELECT id FROM application
          WHERE standing && '{{procedure}}' AND received_at < current_date - 1
          ORDER BY received_at LIMIT {ENDED}""").split()
    for application in oldest:
        installation.call("recruiter", "POST", f"/applications/{application}/outcome",
                          {"outcome": "rejected", "endedOn": yesterday})
    if len(oldest) == ENDED:
        # Behind these are all that the fill ended. No page comes to them, so it does no harm that
        # their names are sealed for another table.
        installation.sql("""
            SET session_replication_role = replica;
            INSERT INTO ending (application_id, vacancy_id, stage, received_at, mailable,
                given_name, family_name, opened_at, through)
              SELECT a.id, a.vacancy_id, a.stage, a.received_at, a.mailable, p.given_name,
                p.family_name, now() - interval '10 days', current_date + 4
              FROM application a JOIN applicant p ON p.application_id = a.id
              WHERE a.standing && '{evidence,pool}' ON CONFLICT DO NOTHING""")
    installation.sql("VACUUM ANALYZE;\nCHECKPOINT;")


def everything(installation):
    """The pages of each role. Both open the same vacancy and the same application, of a team the
    reviewer is on; nobody has sent a document."""
    reviewer = installation.staff["reviewer"]["id"]
    vacancy, application = installation.sql(f"""
        SELECT a.vacancy_id, a.id FROM application a JOIN team t USING (vacancy_id)
        WHERE t.staff_id = '{reviewer}' AND a.standing && '{{procedure}}'
          AND NOT EXISTS (SELECT FROM document d WHERE d.application_id = a.id)
        ORDER BY a.received_at DESC LIMIT 1""").split("|")
    limit = f"limit={LINES}"
    question = urllib.parse.urlencode({"q": QUESTION})
    both = [
        Page("/", None),
        Page("/vacancies", "/vacancies"),
        Page(f"/vacancies/{vacancy}", f"/applications?vacancy={vacancy}&{limit}",
             "/vacancies/{id}"),
        Page("/search", f"/applications?{question}&{limit}", "POST /search",
             {"question": QUESTION}),
        Page(f"/applications/{application}", f"/applications/{application}",
             "/applications/{id}"),
    ]
    recruiters = [Page("/pool", f"/pool?{limit}"), Page("/endings", f"/endings?{limit}")]
    return {"recruiter": both + recruiters, "reviewer": both}


def weigh(line, role, page, figures, weights):
    """HTML, stylesheet and script as they travel, in kilobytes of a thousand bytes. Images of
    documents don't count, and there are none."""
    source, _ = line.page(role, page)
    assets = ASSETS.findall(source)
    if len(assets) != 2:
        raise SystemExit(f"bench: {page.name} has not one stylesheet and one script: {assets}")
    for asset in assets:
        if asset not in weights:
            weights[asset] = len(line.asset(asset).encode())
    html, rest = len(source.encode()), sum(weights[asset] for asset in assets)
    shown = "" if page.call is None else f", {same(line, role, page, source)} shown"
    figures.note(f"{role}'s {page.name}: {html:,} bytes of HTML{shown};"
                 f" {rest:,} of stylesheet and script")
    figures.amount(f"weight, {role}'s {page.name}", (html + rest) / 1000, "kB",
                   MOST_KILOBYTES)


# The desk's list goes on on a next page; the API answers with all of it.
VACANCIES_ON_A_PAGE = 100


def same(line, role, page, source):
    """How many things the API answers, each of which the page must show: a page of something else
    is not measured beside it."""
    answer = json.loads(line.call(role, page.call)[0])
    items = answer.get("items", [answer])
    if page.name == "/vacancies":
        items = items[:VACANCIES_ON_A_PAGE]
    missing = [item["id"] for item in items if item["id"] not in source]
    if not items:
        raise SystemExit(f"bench: {role}'s {page.name} is empty; it takes --applications 3000")
    if missing:
        raise SystemExit(f"bench: {role}'s {page.name} lacks {len(missing)} of {len(items)}")
    return len(items)


def beside_the_api(line, role, page, times, figures):
    def at_the_desk():
        return line.page(role, page)[1]

    def by_the_api():
        return line.call(role, page.call)[1]

    if page.call is None:
        (ours,), _ = interleaved(times, at_the_desk)
        figures.note(f"{role}'s {page.name}: {ours:.1f} ms; no call of the API answers this")
        return
    (ours, theirs), (ratio,) = interleaved(times, at_the_desk, by_the_api)
    figures.note(f"{role}'s {page.name}: {ours:.1f} ms, the API {theirs:.1f} ms")
    figures.ratio(f"time, {role}'s {page.name}", "the same from the API", ratio)
