"""Outcomes: hired, rejected, withdrawn, offer declined. Each starts its own clock, or none."""

from .narrator import expect, in_words
from .people import ACCOUNTING, DRIVING, SOFTWARE

OUTCOME_WORDS = {
    "hired": "hired", "offerDeclined": "offer declined", "withdrawn": "withdrawn",
    "rejected": "rejected",
}


def accounting_ends(story):
    house, tell = story.house, story.narrator
    story.chapter("2026-07-15T16:00:00+02:00", f"{ACCOUNTING} ends")
    people = story.of(ACCOUNTING)
    nadia = story.named("Fenwick")
    for one in people:
        outcome = "withdrawn" if one is nadia else one.outcome
        _decide(story, one, outcome)
    story.anna.post(
        f"/applications/{nadia.id}/outcome/correction",
        {"outcome": "rejected", "endedOn": "2026-07-15", "reason": "Two letters were mixed up."})
    tell.did("Anna records an outcome for each. One was wrong, `withdrawn` for Nadia Fenwick, and"
             " is corrected; what stood before is kept as superseded.")
    _close(story, ACCOUNTING)
    _count(story, people)
    told = _tell_rejected(story, people)
    tell.did(f"{told} rejections leave as mail; one, to Greta Sommerfeld, who gave no address,"
             " as a letter.")
    tomasz, mira = story.named("Wrobelski"), story.named("Quendel")
    story.anna.get(f"/applications/{tomasz.id}", 404)
    tell.refused("Anna opens a rejected application: 404. It is evidence now, no longer a file to"
                 " read. For 14 days she sees its name and what is left to do:")
    endings = story.anna.get("/endings").json["items"]
    expect(len(endings), 11, "endings")
    open_tasks = sum(1 for ending in endings if "invitation" in ending["tasks"])
    tell.lines([
        f"GET /endings: {len(endings)} names, {open_tasks} of them could be invited to the pool"])
    story.rita.get(f"/applications/{tomasz.id}", 428)
    story.rita.get(f"/applications/{tomasz.id}", because="Matter 12/2026")
    tell.shows("Rita may open it, but only by naming the matter.")
    story.stock()
    story.why(tomasz, erase_on="2027-01-16", grounds=["evidence"])
    story.why(mira, erase_on=None, grounds=["employment"], desk=story.anna)


def two_more_end(story):
    tell = story.narrator
    story.chapter("2026-08-31T16:00:00+02:00", "On the last day of August the other two end")
    beate, jonas, marek = (story.named(name) for name in ("Lohmühle", "Erlenbach", "Szymborski"))
    people = [one for one in story.of(DRIVING) + story.of(SOFTWARE) if one is not beate]
    for one in people:
        _decide(story, one, one.outcome)
    for vacancy in (DRIVING, SOFTWARE):
        _close(story, vacancy)
    _count(story, people)
    _tell_rejected(story, [one for one in people if one is not marek])
    tell.did("Everybody who was rejected is told, but for one; and one, Beate Lohmühle, is"
             " forgotten altogether. Both ring:")
    for one, alarm in ((marek, "noticeMissing"), (beate, "openEnded")):
        expect(story.house.explain(one.id)["alarms"], [alarm], f"alarms of {one.name}")
    story.why(marek, erase_on="2027-03-01", grounds=["evidence"])
    story.why(beate, erase_on=None, grounds=["procedure"], desk=story.anna)
    _tell_rejected(story, [marek])
    tell.did("Marek is told after all. Beate's application stays, and goes on ringing.")
    story.why(jonas, erase_on="2027-03-01", grounds=["evidence"])
    tell.say("month", "Six months from 31 August would be 31 February. The period ends with the"
             " last day of that month, 28 February (§ 188(3) BGB).")
    story.stock()


def hired_move_on(story):
    tell = story.narrator
    story.chapter("2026-10-01T09:00:00+02:00", "Who was hired begins to work")
    mira, rashid = story.named("Quendel"), story.named("Calloway")
    for one in (mira, rashid):
        cv = next(id for id, path in one.documents.items() if path.suffix == ".pdf")
        story.anna.post(f"/applications/{one.id}/hand-over",
                        {"reference": "P-2026-17", "documents": [cv]})
    tell.did("Their CVs move on to the personnel file; Anna records the hand-over. The rest becomes"
             " evidence: it is the comparison if somebody else sues.")
    story.why(mira, erase_on="2027-01-16", grounds=["evidence"])
    story.why(rashid, erase_on="2027-03-01", grounds=["evidence"])
    story.stock()


def _decide(story, one, outcome: str):
    story.anna.post(f"/applications/{one.id}/outcome",
                    {"outcome": outcome, "endedOn": str(story.today)})


def _close(story, vacancy: str):
    story.anna.post(f"/vacancies/{story.vacancies[vacancy]}/close", None)


def _count(story, people):
    """A table of what became of them, and until when each kind is kept."""
    rows = []
    for outcome, words in OUTCOME_WORDS.items():
        those = [one for one in people if one.outcome == outcome]
        days = {story.house.explain(one.id)["eraseOn"] for one in those}
        expect(len(days) <= 1, True, f"one day for all who are {words}")
        if those:
            day = days.pop()
            rows.append([words, len(those), in_words(day) if day else "a hand-over is recorded"])
    story.narrator.table(["outcome", "people", "erased on, or after"], rows)


def _tell_rejected(story, people) -> int:
    """Sends the rejections, or records the letter; how many went by mail."""
    mailed, today = 0, str(story.today)
    for one in people:
        if one.outcome != "rejected":
            continue
        notice = {"channel": "email" if one.email else "post", "sentOn": today}
        if one.email:
            notice["send"] = True
            mailed += 1
        story.anna.post(f"/applications/{one.id}/notice", notice)
        if one.email:
            subject = "Antwort auf" if one.language == "de" else "Reply to"
            story.mail.newest(one, subject)
    return mailed
