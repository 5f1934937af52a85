"""What the chapters share: the people, their desks, and what is stored at any moment."""

from .mailbox import Mailbox
from .narrator import Surprise, expect, in_words
from .people import everyone

GROUND_WORDS = {
    "procedure": "a running procedure", "evidence": "evidence", "pool": "the pool",
    "employment": "employment until hand-over", "hold": "a legal hold",
}


class Story:
    """The thirty and those who work with them."""

    def __init__(self, house, narrator):
        self.house, self.narrator = house, narrator
        self.people = everyone()
        self.mail = Mailbox(house.data / "outbox")
        self.vacancies = {}
        self.today = None
        # Filled by the first chapter.
        self.anna = self.lee = self.rita = self.paul = None
        self.erased = set()

    def named(self, family: str):
        return next(one for one in self.people if one.family == family)

    def of(self, vacancy: str):
        return [one for one in self.people if one.vacancy == vacancy]

    def chapter(self, instant: str, title: str):
        """Sets the clock and opens a chapter."""
        self.today = self.house.set_clock(instant)
        self.narrator.chapter(self.today, title)

    def clock(self, instant: str):
        """Moves on within a chapter."""
        self.today = self.house.set_clock(instant)
        self.narrator.say("clock", f"It is {in_words(self.today)}, {instant[11:16]}.")

    def why(self, one, *, erase_on, grounds, desk=None):
        """Prints why an application is here and until when, and checks it. Where somebody may
        ask the API, it must say the same as the command."""
        answer = self.house.explain(one.id)
        if desk is not None:
            told = desk.get(f"/applications/{one.id}/retention").json
            expect(told, answer, f"the API's answer about {one.name}")
        expect([ground["kind"] for ground in answer["grounds"]], grounds, f"grounds of {one.name}")
        expect(answer["eraseOn"], erase_on, f"the day on which {one.name} is erased")
        self.narrator.say("why", f"{one.name}: {' '.join(answer['explanation'])}")

    def gone(self, people):
        """Checks that nothing is known of them any more."""
        for one in people:
            self.house.lethe("explain", one.id, status=1)
            self.erased.add(one.id)

    def stock(self):
        """Tells what is stored now and why; compares the disk with what should be there."""
        kept = self.house.ask("purge", "--dry-run")["kept"]
        living = [one for one in self.people if one.id and one.id not in self.erased]
        documents = sum(len(one.documents) for one in living)
        expect(self.house.stored_files(), documents, "sealed files on the disk")
        grounds = ", ".join(
            f"{entry['count']} for {GROUND_WORDS.get(entry['ground'], entry['ground'])}"
            for entry in kept)
        if not kept and living:
            raise Surprise("applications without a ground are left")
        self.narrator.say(
            "stored", f"{_number(len(living), 'application')}, {_number(documents, 'document')}."
            + (f" Kept: {grounds}." if grounds else " No ground keeps anything any more."))

    def purged(self, report):
        """Tells what a purge did."""
        self.narrator.say(
            "purge", f"{report['due']} due, {report['erased']} erased, {report['failed']} failed,"
            f" in {report['durationMs']} ms.")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
