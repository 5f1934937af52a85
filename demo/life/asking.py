"""The pool: a question that may be answered with yes or no, and a yes that may be taken back."""

from .mailbox import words
from .narrator import expect, in_words

QUESTION = {"de": "Frage zu Ihrer", "en": "question about"}
THANKS = {"de": "Danke. Ihre Bewerbung ist im Pool.", "en": "Thank you. Your application is in"}
CONFIRMATION = {"de": "Bestätigung", "en": "Confirmation"}
# Two years after a consent of 20 July 2026 it must be gone: so it goes the day before.
POOL_ENDS = "2028-07-19"


def five_are_asked(story):
    tell = story.narrator
    story.chapter("2026-07-20T11:00:00+02:00", "Some are asked about later vacancies")
    emily, selin, tomasz = (story.named(name) for name in ("Thornwick", "Aydemir", "Wrobelski"))
    leonie, greta = story.named("Drosselbart"), story.named("Sommerfeld")
    asked = [emily, selin, tomasz, leonie]
    for one in asked:
        story.anna.post(f"/applications/{one.id}/pool-invitation", {"language": one.language}, 202)
    tell.did("Anna invites four of the rejected. The question comes by mail, alone, after the"
             " procedure, and works without a login. The mail to Emily says:")
    mail = story.mail.newest(emily, QUESTION["en"])
    expect(emily.vacancy in words(mail), True, "the mail names the vacancy")
    tell.lines(["", *_quoted(mail), ""])
    pages = {one.family: story.mail.page(one, QUESTION[one.language]) for one in asked}
    page = pages[emily.family]
    expect(page.look() == page.look() and "May we keep your" in page.look(), True, "the page asks")
    expect(emily.name in page.look(), False, "the page names nobody")
    tell.shows("Looking at the page changes nothing, however often a mail scanner does it.")
    for one in (emily, selin):
        expect(THANKS[one.language] in pages[one.family].decide("give"), True, f"{one.name}'s yes")
        story.mail.newest(one, CONFIRMATION[one.language])
    expect("Your no is recorded" in pages[tomasz.family].decide("decline"), True, "Tomasz's no")
    story.anna.post(f"/applications/{tomasz.id}/pool-invitation", {"language": "en"}, 409)
    story.anna.post(f"/applications/{greta.id}/pool-consent",
                    {"channel": "post", "givenOn": "2026-07-20", "textVersion": "2026-1"})
    tell.did("Emily and Selin say yes, Tomasz says no, Leonie says nothing. Greta, who writes"
             " letters, sent hers back signed: the same effect.")
    tell.refused("Anna asks Tomasz again: 409. After a no it is his to begin.")
    pool = story.anna.get("/pool").json["items"]
    expect(len(pool), 3, "applications in the pool")
    story.stock()
    story.why(selin, erase_on=POOL_ENDS, grounds=["evidence", "pool"], desk=story.anna)
    story.why(tomasz, erase_on="2027-01-16", grounds=["evidence"])
    # Emily's page opens again in two chapters; she keeps the mail.
    story.pages = pages


def some_take_it_back(story):
    tell = story.narrator
    story.chapter("2026-09-02T08:30:00+02:00", "Two take it back, and a lawyer's letter comes")
    pia, greta, oliver = (story.named(name) for name in ("Hellweg", "Sommerfeld", "Brandtner"))
    story.anna.post(f"/applications/{pia.id}/pool-invitation", {"language": "de"}, 202)
    page = story.mail.page(pia, QUESTION["de"])
    page.decide("give")
    mail = story.mail.newest(pia, CONFIRMATION["de"])
    expect(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click", "the mail's header")
    story.clock("2026-09-10T08:30:00+02:00")
    expect("Ihr Widerruf gilt" in page.unsubscribe(), True, "Pia's receipt")
    tell.did("Pia Hellweg said yes, and a week later presses `unsubscribe` in her mail program."
             " Withdrawn at once; but evidence still stands, and her receipt says so:")
    tell.lines(["", *_quoted(story.mail.newest(pia, "Widerruf")), ""])
    story.why(pia, erase_on="2027-03-01", grounds=["evidence"])
    story.anna.post(f"/applications/{greta.id}/pool-withdrawal",
                    {"channel": "post", "receivedAt": "2026-09-09T10:00:00+02:00"})
    tell.did("Greta's letter has the same effect.")
    story.why(greta, erase_on="2027-01-16", grounds=["evidence"])
    story.hold = story.rita.post(
        f"/applications/{oliver.id}/holds",
        {"matter": "ArbG Berlin 7 Ca 1234/26", "reason": "Claim under § 15 AGG has been raised.",
         "reviewOn": "2027-03-31"}, 201).json["id"]
    tell.did("Oliver Brandtner's lawyer raises a claim. Rita places a hold, for that matter alone.")
    story.why(oliver, erase_on=None, grounds=["evidence", "hold"])
    story.stock()


def _quoted(mail, paragraphs: int = 4):
    """The beginning of a mail, as its reader sees it."""
    beginning = "\n\n".join(words(mail).strip().split("\n\n")[:paragraphs])
    return [f"| {line}" for line in beginning.splitlines()]
