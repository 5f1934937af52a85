"""What the journeys share: installations that end with their test, real documents, staff."""

import signal

import pytest

import papers as paper_mill
from lethe import Installation

# Whoever ends the tests ends what they started, too.
signal.signal(signal.SIGTERM, signal.default_int_handler)
ROLES = ["administrator", "recruiter", "reviewer", "legal", "privacyOfficer", "auditor"]


@pytest.fixture(scope="session")
def papers(tmp_path_factory):
    """Real documents, made by the programs that make such."""
    return paper_mill.make(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def installations():
    """Makes installations; ends them with the test."""
    made = []

    def make(**options):
        made.append(Installation(**options))
        return made[-1]
    yield make
    for installation in made:
        installation.close()


@pytest.fixture(scope="session")
def browser():
    """Chromium, the same for all journeys."""
    from browser import Browser
    browser = Browser()
    yield browser
    browser.close()


class House:
    """A sandbox that serves, with somebody in every role."""

    def __init__(self, **settings):
        # Journeys purge when they mean to, and count what went.
        self.installation = Installation(**{"LETHE_PURGE_SECONDS": "86400", **settings})
        try:
            self.installation.clock("2026-03-02T09:00:00+01:00")
            self.service = self.installation.serve()
            self.people = {role: self.installation.staff(role) for role in ROLES}
        except BaseException:
            self.installation.close()
            raise

    def __getattr__(self, role):
        try:
            return self.people[role]
        except KeyError:
            raise AttributeError(role) from None

    @property
    def web(self):
        return self.installation.web


@pytest.fixture(scope="module")
def house():
    house = House()
    yield house
    house.installation.close()
