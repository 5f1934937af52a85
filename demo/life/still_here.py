"""What is left to try: a page to answer, an API to ask, and how to end it all."""

import os

from . import papers
from .desk import Desk, send
from .narrator import expect
from .people import Applicant

VACANCY = "Lagerleitung"


def life_goes_on(story):
    house, tell = story.house, story.narrator
    story.chapter("2028-07-20T09:00:00+02:00", "Life goes on: yours to try")
    clara = Desk(house, "Clara Neumann", "recruiter")
    vacancies = {VACANCY: clara.post("/vacancies", {"title": VACANCY}, 201).json["id"]}
    kim = Applicant("Kim", "Beispielhuber", "de", VACANCY)
    sam = Applicant("Sam", "Musterfrau", "de", VACANCY)
    paper = papers.Papers(house.place / "new")
    for one, cv in zip((kim, sam), paper.cvs([kim, sam])):
        clara.receive(one, str(story.today) + "T08:00:00+02:00", vacancies)
        clara.store(one, "cv", "Lebenslauf.pdf", papers.PDF, cv)
    clara.post(f"/applications/{sam.id}/outcome",
               {"outcome": "rejected", "endedOn": str(story.today)})
    clara.post(f"/applications/{sam.id}/notice",
               {"channel": "email", "sentOn": str(story.today), "send": True})
    clara.post(f"/applications/{sam.id}/pool-invitation", {"language": "de"}, 202)
    page = story.mail.page(sam, "Frage zu Ihrer")
    story.people += [kim, sam]
    tell.did("Clara begins to work here; Kim applies and waits, Sam was rejected and is asked.")
    story.stock()
    expect("Dürfen wir" in page.look(), True, "Sam's page in German")
    english = send(house.address, "GET", f"{page.path}?language=en").text
    expect("May we keep" in english, True, "Sam's page in English")
    _doctor(story)
    _goodbye(story, clara, kim, page)


def _doctor(story):
    report = story.house.ask("doctor")
    wrong = [check["name"] for check in report["checks"] if not check["ok"]]
    expect(wrong, [], "what the doctor minds")
    story.narrator.say("doctor", "`lethe doctor` finds nothing that needs a person.")


def _goodbye(story, clara, kim, page):
    house, tell = story.house, story.narrator
    api = f"{house.address}/api/v1"
    print(f"\n{tell.bold}The server is still running.{tell.plain}")
    print(f"""
  Answer as Sam, in the browser:
    {page.link}
    {page.link}?language=en
  Yes and no are for real here; a yes can be withdrawn on the same page.

  Work as Clara, a recruiter, at the desk (choose a password of 15 characters or more):
    {clara.set_up_link}
  Kim's application waits for her; a colleague is added there by nobody but an administrator:
    {_shown(house.program)} staff add you@example.org --name You --role administrator --data {_shown(house.data)}

  Ask as Clara through the API:
    TOKEN={clara.token}
    curl -H "Authorization: Bearer $TOKEN" {api}/applications
    curl -H "Authorization: Bearer $TOKEN" {api}/applications/{kim.id}/retention
  The whole API: {api}/openapi.yaml

  Let time pass, then purge:
    {_shown(house.program)} sandbox clock 2029-01-21 --data {_shown(house.data)}
    {_shown(house.program)} purge --data {_shown(house.data)}

  Read the mails ({story.mail.count()} .eml files, for any mail program):
    {_shown(house.data)}/outbox/

  Stop it:         kill {house.server_pid}     (its database stops with it)
  Remove it:       rm -r {_shown(house.place)}
  Play it again:   make demo     (starts anew by itself)
""", flush=True)


def _shown(path) -> str:
    """A path as somebody in the project's folder types it."""
    near = os.path.relpath(path)
    return near if not near.startswith("..") else str(path)
