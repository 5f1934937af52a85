"""Who applies, for what, and what is to become of them. All of them are invented."""

from dataclasses import dataclass, field

ACCOUNTING, DRIVING, SOFTWARE = "Buchhaltung", "Auslieferung", "Software engineer"

PLACES = {ACCOUNTING: "Berlin", DRIVING: "Leipzig", SOFTWARE: "Berlin"}


@dataclass
class Applicant:
    """One person and their one application."""

    given: str
    family: str
    language: str
    vacancy: str
    outcome: str = "rejected"
    writes_mail: bool = True
    id: str = ""
    # Of what is stored of them: our own copy's path by the document's id.
    documents: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def email(self):
        if not self.writes_mail:
            return None
        plain = f"{self.given}.{self.family}".lower().translate(
            str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
        return f"{plain}@example.org"


def everyone():
    """The thirty, in the order in which they apply."""
    accounting = [
        Applicant("Mira", "Quendel", "de", ACCOUNTING, "hired"),
        Applicant("Henrik", "Aldermann", "de", ACCOUNTING, "offerDeclined"),
        Applicant("Sophie", "Lindqvist", "en", ACCOUNTING, "withdrawn"),
        Applicant("Emily", "Thornwick", "en", ACCOUNTING),
        Applicant("Selin", "Aydemir", "de", ACCOUNTING),
        Applicant("Tomasz", "Wrobelski", "en", ACCOUNTING),
        Applicant("Greta", "Sommerfeld", "de", ACCOUNTING, writes_mail=False),
        Applicant("Oliver", "Brandtner", "de", ACCOUNTING),
        Applicant("Nadia", "Fenwick", "en", ACCOUNTING),
        Applicant("Jürgen", "Weißbach", "de", ACCOUNTING),
        Applicant("Leonie", "Drosselbart", "de", ACCOUNTING),
        Applicant("Ayo", "Okonjo", "en", ACCOUNTING),
    ]
    driving = [
        Applicant("Jonas", "Erlenbach", "de", DRIVING),
        Applicant("Beate", "Lohmühle", "de", DRIVING),
        Applicant("Pia", "Hellweg", "de", DRIVING),
        Applicant("Marek", "Szymborski", "de", DRIVING),
        Applicant("Fatma", "Yildirim", "de", DRIVING),
        Applicant("Kurt", "Birkenhain", "de", DRIVING),
        Applicant("Svenja", "Petersdorf", "de", DRIVING),
        Applicant("Dario", "Castellano", "en", DRIVING),
        Applicant("Uwe", "Tannhof", "de", DRIVING, "withdrawn"),
    ]
    software = [
        Applicant("Rashid", "Calloway", "en", SOFTWARE, "hired"),
        Applicant("Ingrid", "Halvorsen", "en", SOFTWARE, "offerDeclined"),
        Applicant("Wei", "Zhongming", "en", SOFTWARE),
        Applicant("Priya", "Raghunath", "en", SOFTWARE),
        Applicant("Lukas", "Fichtelberg", "de", SOFTWARE),
        Applicant("Chloe", "Marchetti", "en", SOFTWARE),
        Applicant("Anselm", "Köhlerberg", "de", SOFTWARE),
        Applicant("Yuki", "Tanabara", "en", SOFTWARE),
        Applicant("Finn", "Osterkamp", "de", SOFTWARE),
    ]
    # Interleaved: people don't apply one vacancy after another.
    rest = [one for pair in zip(driving, software) for one in pair]
    return accounting[:6] + rest + accounting[6:]
