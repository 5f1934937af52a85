"""The first summer: a sandbox is made, thirty people apply, the right ones look at them."""

import datetime
import subprocess

from . import papers
from .desk import Desk
from .narrator import expect
from .people import ACCOUNTING, PLACES

MARKED = "Erlenbach"


def house_opens(story):
    house, tell = story.house, story.narrator
    tell.title("Lethe: an application stays only as long as a ground to keep it stands.")
    print("Two years in a sandbox, whose clock can be set. All people are invented.")
    tell.gap()
    if house.begin_anew():
        tell.say("anew", f"The sandbox of an earlier demo in {house.place} has been removed.")
    house.lethe("init", "--sandbox")
    tell.say("made", f"A sandbox in {house.data}: keys, a private PostgreSQL, folders.")
    story.chapter("2026-06-01T09:00:00+02:00", "The house opens")
    house.serve()
    tell.did(f"Lethe serves on {house.address}.")
    story.anna = Desk(house, "Anna Beispiel", "recruiter")
    story.lee = Desk(house, "Lee Muster", "reviewer")
    story.rita = Desk(house, "Rita Recht", "legal")
    story.paul = Desk(house, "Paul Penibel", "privacyOfficer")
    for title, place in PLACES.items():
        vacancy = story.anna.post("/vacancies", {"title": title, "location": place}, 201).json
        story.vacancies[title] = vacancy["id"]
    team = f"/vacancies/{story.vacancies[ACCOUNTING]}/team/{story.lee.id}"
    story.anna.call("PUT", team, {"part": "interviewer"}, 204)
    tell.did("Four people join the staff, and Anna opens three vacancies.")
    tell.table(
        ["who", "role", "meets"],
        [["Anna Beispiel", "recruiter", "what runs, the pool, who was hired"],
         ["Lee Muster", "reviewer", f"{ACCOUNTING} alone, while its procedures run"],
         ["Rita Recht", "legal", "what is kept as evidence, naming a matter"],
         ["Paul Penibel", "privacyOfficer", "what somebody has a reason to ask for"]])
    story.stock()


def thirty_apply(story):
    house, tell = story.house, story.narrator
    story.chapter("2026-06-12T17:00:00+02:00", "Thirty people apply")
    folder = papers.Papers(house.place / "papers")
    cvs = folder.cvs(story.people)
    scan, picture = folder.scan(), folder.picture()
    jonas, mira = story.named(MARKED), story.named("Quendel")
    letter, maker = folder.letter(jonas)
    start = datetime.datetime.fromisoformat("2026-06-02T08:00:00+02:00")
    for place, (one, cv) in enumerate(zip(story.people, cvs)):
        received = start + datetime.timedelta(hours=8 * place)
        story.anna.receive(one, received.isoformat(), story.vacancies)
        story.anna.store(one, "cv", "Lebenslauf.pdf", papers.PDF, cv)
    story.anna.store(jonas, "coverLetter", "Anschreiben.docx", papers.DOCX, letter)
    story.anna.store(jonas, "certificate", "Zeugnisse.pdf", papers.PDF, scan)
    story.anna.store(jonas, "photo", "Foto.png", papers.PNG, picture)
    story.anna.store(mira, "coverLetter", "Anschreiben.docx", papers.DOCX, letter)
    tell.did("Each came with a CV, some with more. The documents were made just now:")
    tell.table(
        ["document", "made by", "bytes"],
        [["30 CVs, PDF, one page each", "Ghostscript", f"{sum(_size(cv) for cv in cvs):,}"],
         [f"certificates, PDF, {papers.SCAN_PAGES} scanned pages", "Ghostscript",
          f"{_size(scan):,}"],
         ["covering letter, DOCX", maker, f"{_size(letter):,}"],
         ["photo, PNG", "Ghostscript", f"{_size(picture):,}"]])
    found = _everyone(story.anna)
    expect(len(found), 30, "applications that Anna lists")
    expect(len(story.anna.get("/applications?q=erlen").json["items"]), 1, "those named Erlen…")
    for document, path in jonas.documents.items():
        same = story.anna.get(f"/applications/{jonas.id}/documents/{document}").bytes
        expect(same == path.read_bytes(), True, f"{path.name} comes back as it went in")
    tell.shows("Jonas Erlenbach's four documents come back byte for byte.")
    story.stock()
    story.why(jonas, erase_on=None, grounds=["procedure"], desk=story.anna)


def team_reviews(story):
    tell = story.narrator
    story.chapter("2026-06-22T10:00:00+02:00", "The right people look at them")
    theirs, others = story.named("Thornwick"), story.named(MARKED)
    seen = _everyone(story.lee)
    expect(len(seen), 12, "applications that Lee lists")
    tell.shows(f"Lee lists {len(seen)} applications: those of {ACCOUNTING}, the vacancy on whose"
               " team Lee is. Anna lists 30.")
    story.lee.post(f"/applications/{theirs.id}/notes",
                   {"kind": "recommendation", "text": "Clear answers.", "verdict": "yes"}, 201)
    story.anna.post(f"/applications/{theirs.id}/stage", {"stage": "interview"})
    opened = story.lee.get(f"/applications/{theirs.id}").json
    expect(opened["notes"][0]["verdict"], "yes", "Lee's recommendation")
    tell.did("Lee recommends Emily Thornwick; Anna moves her to the stage `interview`.")
    story.lee.get(f"/applications/{others.id}", 404)
    tell.refused("Lee opens an application for another vacancy: 404, as if it weren't there.")
    story.paul.get(f"/applications/{theirs.id}", 428)
    tell.refused("Paul opens one without saying why: 428, a reason is needed.")
    wrong = story.named("Okonjo")
    change = {"phone": "+49 30 5550123"}
    story.anna.call("PATCH", f"/applications/{wrong.id}/applicant", change, 204)
    tell.did(f"{wrong.name} wrote that a phone number was missing; Anna adds it.")
    story.stock()


def what_the_disk_knows(story):
    house, tell = story.house, story.narrator
    story.chapter("2026-06-22T18:00:00+02:00", "What the disk knows of them")
    jonas = story.named(MARKED)
    scan = next(path for path in jonas.documents.values() if path.name == "certificates.pdf")
    middle = scan.read_bytes()[5_000_000:5_000_064]
    found = house.search([jonas.family.encode(), jonas.email.encode(), middle])
    expect(found, set(), "files that hold Jonas' name, address or scan in clear")
    tell.shows("Jonas' name, his e-mail address and a piece of his scan are found in no file of"
               " the installation: no table, index, write-ahead log or document.")
    document = next(id for id, path in jonas.documents.items() if path == scan)
    sealed = house.place / "sealed.age"
    sealed.write_bytes(house.lethe("documents", "sealed", document))
    identity = house.place / "identity.txt"
    identity.touch(mode=0o600)
    identity.write_bytes(house.lethe(
        "keys", "identity", jonas.id, "--reason", "Shows that the stock tool opens it"))
    opened = open_with_age(sealed, identity)
    expect(opened == scan.read_bytes(), True, "what age opens is the scan")
    tell.did("While its key lives, a stored document opens without Lethe, with the stock `age`"
             " command. Break glass; the ledger keeps that it was done:")
    tell.lines([
        f"$ lethe documents sealed {document} > sealed.age",
        f"$ lethe keys identity {jonas.id} --reason TEXT > identity.txt",
        "$ age --decrypt -i identity.txt sealed.age > scan.pdf",
        f"{len(opened):,} bytes, the same as were uploaded",
    ])
    # The key must not outlive the application here. The sealed file stays, as in a backup.
    identity.unlink()


def open_with_age(sealed, identity):
    """What the stock age command makes of a file; `None` if it doesn't open."""
    done = subprocess.run(
        ["age", "--decrypt", "-i", str(identity), str(sealed)], capture_output=True, timeout=60)
    return done.stdout if done.returncode == 0 else None


def _everyone(desk):
    """All pages of the list of applications."""
    items, cursor = [], ""
    while True:
        page = desk.get(f"/applications?limit=20{cursor}").json
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = f"&cursor={page['next']}"


def _size(path) -> int:
    return path.stat().st_size
