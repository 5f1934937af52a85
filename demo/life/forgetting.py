"""Forgetting: on the day, at once on withdrawal, and never while a ground stands."""

from .narrator import expect, in_words
from .opening import MARKED, open_with_age
from .people import ACCOUNTING, DRIVING, SOFTWARE


def six_months_later(story):
    house, tell = story.house, story.narrator
    story.chapter("2027-01-15T23:59:00+01:00", f"Six months after {ACCOUNTING} ended")
    story.purged(house.purge(due=0))
    tell.say("", "The last day of the six months still counts.")
    story.clock("2027-01-16T00:00:00+01:00")
    stays = [story.named(name) for name in ("Thornwick", "Aydemir", "Brandtner")]
    goes = [one for one in story.of(ACCOUNTING) if one not in stays]
    story.purged(house.purge(due=len(goes)))
    story.gone(goes)
    tell.did(f"{len(goes)} of the twelve are erased: keys, rows, files, links. Mira, who was hired,"
             " is among them: what she needs as an employee moved on. Three stay, and why:")
    emily, selin, oliver = stays
    story.why(emily, erase_on="2028-07-19", grounds=["pool"], desk=story.anna)
    story.why(oliver, erase_on=None, grounds=["hold"])
    tell.say("hold", "Oliver's evidence has run out; the hold outlasts it.")
    story.stock()


def decided_late(story):
    tell = story.narrator
    story.chapter("2027-02-23T10:00:00+01:00", "The forgotten one is decided")
    beate = story.named("Lohmühle")
    decision = {"outcome": "rejected", "endedOn": "2026-08-31"}
    path = f"/applications/{beate.id}/outcome"
    problem = story.anna.post(path, decision, 409).json
    expect(problem["eraseOn"], "2027-03-01", "the day that must be confirmed")
    tell.refused(f"Beate's procedure ended on 31 August; she would be erased within a week, on"
                 f" {in_words(problem['eraseOn'])}. Lethe wants that day named: a mistyped year"
                 " would erase at once.")
    story.anna.post(path, decision | {"confirmEraseOn": problem["eraseOn"]})
    story.anna.post(f"/applications/{beate.id}/notice",
                    {"channel": "email", "sentOn": "2027-02-23", "send": True})
    tell.did("Anna names the day and tells Beate. Late, and Lethe says that, too.")
    expect(story.house.explain(beate.id)["alarms"], ["noticeLate"], "Beate's alarms")
    story.why(beate, erase_on="2027-03-01", grounds=["evidence"])
    story.stock()


def over_a_month_end(story):
    house, tell = story.house, story.narrator
    story.chapter("2027-02-28T23:59:00+01:00", "Ended on 31 August, erased on 1 March")
    story.purged(house.purge(due=0))
    story.why(story.named(MARKED), erase_on="2027-03-01", grounds=["evidence"])
    story.clock("2027-03-01T00:00:00+01:00")
    goes = story.of(DRIVING) + story.of(SOFTWARE)
    story.purged(house.purge(due=len(goes)))
    story.gone(goes)
    tell.did("All eighteen who applied for the two other vacancies are erased.")
    story.stock()


def nothing_is_left_to_open(story):
    house, tell = story.house, story.narrator
    story.chapter("2027-03-01T09:00:00+01:00", "What was sealed stays sealed")
    jonas, emily = story.named(MARKED), story.named("Thornwick")
    for document in jonas.documents:
        house.lethe("documents", "sealed", document, status=1)
    house.lethe("keys", "identity", jonas.id, "--reason", "There is none any more", status=1)
    sealed, other = house.place / "sealed.age", house.place / "identity.txt"
    other.touch(mode=0o600)
    other.write_bytes(house.lethe("keys", "identity", emily.id, "--reason", "Shows that it fails"))
    expect(open_with_age(sealed, other), None, "what another's key opens")
    other.unlink()
    sealed.unlink()
    tell.shows("Suppose a backup had kept Jonas' sealed scan. Lethe gives no identity for it any"
               " more (exit 1), and `age` opens it with nobody else's:")
    tell.lines([
        f"$ lethe keys identity {jonas.id} --reason TEXT",
        "There is nothing with this id.",
        "$ age --decrypt -i somebody-elses.txt sealed.age",
        "age: error: no identity matched any of the recipients",
    ])
    story.stock()


def withdrawn_is_erased(story):
    house, tell = story.house, story.narrator
    story.chapter("2027-04-12T14:00:00+02:00", "A hold is released, a yes is taken back")
    oliver, emily, selin = (story.named(name) for name in ("Brandtner", "Thornwick", "Aydemir"))
    story.rita.post(f"/holds/{story.hold}/release", {"reason": "The claim was withdrawn."})
    story.gone([oliver])
    tell.did("The claim is over. Rita releases the hold, and in the same request Oliver is erased:"
             " nothing else kept his application.")
    page = story.pages[emily.family]
    expect("Withdraw consent" in page.look(), True, "Emily's page offers to withdraw")
    receipt = page.decide("withdraw")
    expect("Your application is erased." in receipt, True, "Emily's receipt")
    story.gone([emily])
    story.mail.newest(emily, "erased")
    tell.did("Emily opens her link and withdraws. Erased in the same request, no purge needed; her"
             " page and a last mail are the receipt, and hold no name to look up here.")
    expect(page.look(), receipt, "the receipt stays for 30 days")
    story.stock()
    story.why(selin, erase_on="2028-07-19", grounds=["pool"], desk=story.anna)


def two_years_later(story):
    house, tell = story.house, story.narrator
    story.chapter("2028-07-18T23:59:00+02:00", "Two years after the yes")
    story.purged(house.purge(due=0))
    story.clock("2028-07-19T00:00:00+02:00")
    selin, emily = story.named("Aydemir"), story.named("Thornwick")
    story.purged(house.purge(due=1))
    story.gone([selin])
    story.pages[emily.family].look(404)
    tell.did("Selin consented on 20 July 2026. Two years are a ceiling: it must be gone when 20"
             " July 2028 begins, so it goes the day before. Emily's receipt has gone, too.")
    story.stock()
    expect(len(story.erased), 30, "people forgotten")
    marks = [
        mark.encode() for one in story.people for mark in (one.family, one.email) if mark]
    expect(house.search(marks), set(), "files that hold a name or an address")
    tell.shows("Thirty came, thirty are forgotten. None of their names or addresses is in any file"
               " of the installation (the sandbox's outbox excepted, where sent mail lies).")


def what_can_be_proved(story):
    house, tell = story.house, story.narrator
    story.chapter("2028-07-19T09:00:00+02:00", "What is left can be proved")
    paper, = story.anna.call("GET", "/paper?state=fetch").json["items"]
    story.anna.post(
        f"/papers/{paper['id']}/destroyed", {"how": "returned", "on": str(story.today)})
    tell.did("One of the thirty wrote on paper. Its erasure stayed open until now: Anna sends the"
             f" originals with the label {paper['code']} back, and nothing is left of that either.")
    verified = house.ask("ledger", "verify")
    expect(verified["verified"], True, "whether the ledger verifies")
    epochs = house.ask("keys", "status")
    tell.shows(f"The ledger has {verified['entries']} entries, without a name. Each also stands in"
               " a journal of files outside the database, a tree whose head is signed:")
    tell.lines([
        "$ lethe ledger verify",
        f"{verified['entries']} entries, root {verified['rootHash'][:16]}…: verified",
    ])
    destroyed = epochs["current"] - len(epochs["epochs"])
    tell.shows(f"The master key is in its generation {epochs['current']}; {destroyed} are destroyed,"
               " so that no old backup opens what was erased.")
