"""Mail leaves: every kind of letter, by a real server, whatever that server does meanwhile.

What is guaranteed: a letter is marked as sent after the server has said yes to it, and until then
it is tried again, always under the same Message-ID. So nothing is lost. A server that took a
letter but was never heard, or a sender killed between that yes and the mark, leads to the same
letter once more; nothing else does.
"""

import email.utils
import re
import time

import pytest

from certificates import Authority
from lethe import ROOT, Installation, seeded, until
from postoffice import PostOffice

MORNING = "2026-05-04T09:00:00+02:00"
SOON = "0.3"
ADA = "ada.lovelace@example.org"
KARL = "karl.marx@example.org"
NOTICE = "Reply to your application"


class Office:
    """A sandbox whose mail goes to a server, with a recruiter and a reviewer."""

    def __init__(self, url, serve=True, **settings):
        self.installation = Installation(
            LETHE_SMTP_URL=url, LETHE_COMPANY="Muster GmbH", LETHE_CONTACT="jobs@example.org",
            LETHE_MAIL_FROM="lethe@mail.example.org", LETHE_MAIL_RETRY_SECONDS=SOON, **settings)
        self.installation.clock(MORNING)
        self.recruiter = self.installation.staff("recruiter")
        if serve:
            self.installation.serve()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.installation.close()

    def settled(self):
        """Whether nothing waits any more."""
        return until(lambda: self.metric("lethe_mails_waiting") == 0)

    def rejected(self, given="Ada", family="Lovelace"):
        """Somebody who was rejected today; not told yet."""
        id = self.recruiter.receive(self.recruiter.vacancy("Tailor"), given, family)
        self.recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-05-04")
        return id

    def notice(self, id):
        self.recruiter.post(
            f"/applications/{id}/notice", channel="email", sentOn="2026-05-04", send=True)

    def metric(self, name):
        text = self.installation.web.ask("GET", "/metrics").text
        return int(re.search(rf"^{name} (\d+)$", text, re.M)[1])

    def check(self, name, ok, status=1, *more):
        """What doctor says about one thing."""
        checks = self.installation.json("doctor", *more, status=status)["checks"]
        found, = [check for check in checks if check["name"] == name]
        assert found["ok"] == ok, found
        return found["detail"]

    @property
    def log(self):
        return "".join(service.err.read_text() for service in self.installation.services)


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


# Every kind of letter: what makes it leave, to whom, and its subject.

def _notice(office):
    office.notice(office.rejected())


def _invitation(office):
    id = office.rejected()
    office.recruiter.post(f"/applications/{id}/pool-invitation", 202, language="en")
    return id


def _confirmation(office):
    id = office.rejected()
    office.recruiter.post(
        f"/applications/{id}/pool-consent", channel="post", givenOn="2026-05-04",
        textVersion="2026-1")
    return id


def _acknowledgement(office):
    office.recruiter.receive(None, "Ada", "Lovelace")


def _proposal(office):
    id = _confirmation(office)
    vacancy = office.recruiter.vacancy("Weaver")
    office.recruiter.post(f"/applications/{id}/proposals", 202, vacancyId=vacancy)


def _renewal(office):
    _confirmation(office)
    office.installation.clock("2028-03-04T09:00:00+01:00")


def _reminder(office):
    _renewal(office)
    assert until(lambda: office.installation.sql(
        "SELECT 1 FROM outbox WHERE kind = 'renewal' AND sent_at IS NOT NULL"))
    office.installation.clock("2028-04-03T09:00:00+02:00")


def _withdrawal(office):
    id = _confirmation(office)
    office.recruiter.post(
        f"/applications/{id}/pool-withdrawal", channel="email", receivedAt=MORNING)


def _erasure(office):
    id = _confirmation(office)
    office.installation.clock("2027-01-04T09:00:00+01:00")
    office.installation.purge()
    office.recruiter.post(
        f"/applications/{id}/pool-withdrawal", channel="email",
        receivedAt="2027-01-04T08:00:00+01:00")


UNTIL = {"until": "2027-12-31"}


def _storage_invitation(office):
    id = office.rejected()
    office.recruiter.post(
        f"/applications/{id}/longer-storage-invitation", 202, language="en", **UNTIL)


def _storage_confirmation(office):
    id = office.rejected()
    office.recruiter.post(f"/applications/{id}/longer-storage-consent", channel="post",
                          givenOn="2026-05-04", textVersion="2026-1", **UNTIL)
    return id


def _storage_withdrawal(office):
    id = _storage_confirmation(office)
    office.recruiter.post(
        f"/applications/{id}/longer-storage-withdrawal", channel="phone", receivedAt=MORNING)


def _lifting(office):
    officer = office.installation.staff("privacyOfficer").acting(reason="asked")
    id = office.rejected()
    officer.post(f"/applications/{id}/restriction", reason="disputed")
    officer.post(f"/applications/{id}/restriction/announcement", liftOn="2026-05-20")


def _objection(office):
    officer = office.installation.staff("privacyOfficer").acting(reason="asked")
    id = office.rejected()
    objection = officer.post(f"/applications/{id}/objections", 201, against="evidence",
                             receivedOn="2026-05-04", channel="email")["id"]
    officer.post(f"/objections/{objection}/decision", decision="rejected", reason="a suit")


def _digest(office):
    reviewer = office.installation.staff("reviewer")
    vacancy = office.recruiter.vacancy("Tailor", team=[reviewer])
    id = office.recruiter.receive(vacancy)
    office.recruiter.post(f"/applications/{id}/stage", stage="interview")
    office.installation.clock("2026-05-05T07:30:00+02:00")
    return f"staff{office.installation.people}@example.org"


KINDS = {
    "acknowledgement": (_acknowledgement, "Your application has arrived"),
    "rejection": (_notice, NOTICE),
    "invitation": (_invitation, "A question about your application"),
    "confirmation": (_confirmation, "Confirmation about your application"),
    "proposal": (_proposal, "A vacancy that might suit you"),
    "renewal": (_renewal, "A question about your application"),
    "reminder": (_reminder, "Once more: a question about your application"),
    "withdrawalReceipt": (_withdrawal, "Your withdrawal is in effect"),
    "erasureReceipt": (_erasure, "Your application is erased"),
    "storageInvitation": (_storage_invitation, "A question about your application"),
    "storageConfirmation": (_storage_confirmation, "Confirmation about your application"),
    "storageWithdrawalReceipt": (_storage_withdrawal, "Your withdrawal is in effect"),
    "liftingAnnounced": (_lifting, "About the restriction of your application"),
    "objectionDecided": (_objection, "About your objection"),
    "digest": (_digest, "Bewerbungen warten auf Ihre Empfehlung"),
}


def kinds():
    """Every kind there is, as the source declares it: a new one needs a line above."""
    for file in ("Letter.swift", "StaffLetter.swift"):
        source = (ROOT / "Sources" / "Domain" / file).read_text()
        body = source.partition("enum Message")[2].partition("\n  }\n")[0]
        yield from re.findall(r"^    case (\w+)", body, re.M)


def test_no_kind_of_letter_is_forgotten():
    declared = list(kinds())
    assert len(declared) == len(set(declared)) and set(declared) == set(KINDS)


@pytest.mark.parametrize("cause, subject", KINDS.values(), ids=KINDS)
def test_every_kind_of_letter_arrives(cause, subject):
    with PostOffice() as server, Office(server.url) as office:
        made = cause(office)
        address = made if cause is _digest else ADA

        def arrived():
            return [mail for _, to, mail in list(server.taken)
                    if to == address and mail.subject == subject]
        assert until(arrived), server.ids()
        mail, = arrived()
        message = mail.message
        assert message["Auto-Submitted"] == "auto-generated"
        assert str(message["From"]) == "Muster GmbH <lethe@mail.example.org>"
        assert str(message["Reply-To"]) == "Muster GmbH <jobs@example.org>"
        assert re.fullmatch(r"<[0-9a-f-]{36}@mail\.example\.org>", str(message["Message-ID"]))
        assert email.utils.parsedate_to_datetime(str(message["Date"])).year in (2026, 2027, 2028)
        # Whoever is in the pool leaves it with one click of their mail program.
        unsubscribing = cause in (_confirmation, _proposal, _renewal, _reminder)
        assert ("List-Unsubscribe" in message) == unsubscribing
        assert ("List-Unsubscribe-Post" in message) == unsubscribing
        if cause is _digest:
            assert "„Tailor“: 1 Bewerbung" in mail.text
            assert "Lovelace" not in mail.bytes.decode() and "Ada" not in mail.text
        assert office.installation.mails() == [], "a server is set, so nothing goes to the folder"
        assert until(lambda: office.metric("lethe_mails_waiting") == 0)
        # What has left leaves no second time.
        assert len(arrived()) == 1 and office.metric("lethe_mails_failed") == 0


def test_starttls_and_a_login(authority):
    chain, key = authority.issue()
    with PostOffice(tls=("starttls", chain, key), login=("lethe", "p@ss:w/rd")) as server:
        url = f"smtp://lethe:p%40ss%3Aw%2Frd@127.0.0.1:{server.port}?tls=required"
        with Office(url, LETHE_SMTP_CA=str(authority.certificate)) as office:
            assert "STARTTLS" in office.check("mail", True) and not server.taken
            office.notice(office.rejected())
            server.to(ADA, NOTICE)
            assert set(server.logins) == {("lethe", "p@ss:w/rd")}


def test_encrypted_from_the_first_byte(authority):
    chain, key = authority.issue(rsa=True)
    with PostOffice(tls=("implicit", chain, key), login=("lethe", "secret")) as server:
        url = f"smtps://lethe:secret@127.0.0.1:{server.port}"
        with Office(url, LETHE_SMTP_CA=str(authority.certificate)) as office:
            assert "encrypted" in office.check("mail", True)
            office.notice(office.rejected())
            server.to(ADA, NOTICE)


def test_a_wrong_password_is_named_and_the_letters_wait():
    with PostOffice(login=("lethe", "right-secret")) as server:
        url = f"smtp://lethe:wrong-secret@127.0.0.1:{server.port}"
        with Office(url) as office:
            assert "refuses user or password" in office.check("mail", False)
            office.notice(office.rejected())
            assert until(lambda: "refuses user or password" in office.log)
            assert office.metric("lethe_mails_failed") == 0, "a person can put that right"
            assert office.metric("lethe_mails_waiting") >= 1 and not server.taken
            server.login = ("lethe", "wrong-secret")
            server.to(ADA, NOTICE)
            said = office.log + "".join(map(str, office.installation.run("doctor", status=1)))
            assert "wrong-secret" not in said


def test_without_encryption_nothing_leaves_that_should_have_it(authority):
    with PostOffice() as server:
        with Office(f"{server.url}?tls=required") as office:
            assert "offers no STARTTLS" in office.check("mail", False)
            office.notice(office.rejected())
            assert until(lambda: "offers no STARTTLS" in office.log)
            assert not server.taken


@pytest.mark.parametrize("name, trusted", [("127.0.0.1", False), ("elsewhere.example.org", True)])
def test_a_certificate_that_is_not_the_servers_is_refused(authority, name, trusted):
    chain, key = authority.issue(name)
    with PostOffice(tls=("starttls", chain, key)) as server:
        more = {"LETHE_SMTP_CA": str(authority.certificate)} if trusted else {}
        with Office(f"{server.url}?tls=required", serve=False, **more) as office:
            assert "certificate is not trusted" in office.check("mail", False)
            assert not server.taken


@pytest.fixture
def post():
    """A server, and an office whose first letter is still to be written to Ada."""
    with PostOffice() as server, Office(server.url) as office:
        id = office.rejected()
        assert office.settled()
        yield server, office, id


def test_what_is_put_off_leaves_later_under_the_same_id(post):
    server, office, id = post
    server.replies = {"RCPT": ["451 4.7.1 greylisted"], "DATA": ["452 4.3.1 full"]}
    office.notice(id)
    server.to(ADA, NOTICE)
    assert server.replies == {"RCPT": [], "DATA": []}
    assert office.settled() and office.metric("lethe_mails_failed") == 0
    assert len(server.ids(NOTICE)) == 1


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_what_is_refused_for_good_is_given_up_and_seen(post, verb):
    server, office, id = post
    server.replies = {verb: ["550 5.1.1 nobody of that name"]}
    office.notice(id)
    assert until(lambda: office.metric("lethe_mails_failed") == 1)
    assert "1 mails could not be delivered" in office.check("undelivered mail", False)
    # The next one isn't kept by it.
    office.notice(office.rejected("Karl", "Marx"))
    server.to(KARL, NOTICE)
    assert not server.ids(NOTICE)[1:]
    assert ADA not in office.log and "nobody of that name" not in office.log


def test_a_sender_that_is_refused_is_not_the_recipients_fault(post):
    server, office, id = post
    server.replies = {"MAIL": ["553 5.7.1 not yours"]}
    office.notice(id)
    server.to(ADA, NOTICE)
    assert "refuses the sender (553)" in office.log
    assert office.metric("lethe_mails_failed") == 0


def test_a_server_that_dies_in_the_middle_of_a_letter_gets_it_again(post):
    server, office, id = post
    server.counts["cut"] = 2
    office.notice(id)
    server.to(ADA, NOTICE)
    assert server.counts["cut"] == 0


def test_a_server_that_took_it_without_a_word_gets_it_once_more_under_the_same_id(post):
    server, office, id = post
    server.counts["swallow"] = 1
    office.notice(id)
    assert until(lambda: len(server.ids(NOTICE)) == 2)
    assert len(set(server.ids(NOTICE))) == 1
    assert office.settled()


def test_a_server_that_is_away_is_waited_for(post):
    server, office, id = post
    server.leave()
    assert "Nothing answers there" in office.check("mail", False)
    office.notice(id)
    office.notice(office.rejected("Karl", "Marx"))
    assert until(lambda: "Nothing answers there" in office.log)
    server.come_back()
    server.to(ADA, NOTICE)
    server.to(KARL, NOTICE)


def test_a_slow_server_holds_nobody_up():
    with PostOffice() as server, Office(server.url, LETHE_SMTP_SECONDS="2") as office:
        id = office.rejected()
        assert office.settled()
        server.hold = 30.0
        office.notice(id)
        assert until(lambda: server.hold == 0)
        # Meanwhile everybody else is served.
        assert office.recruiter.get("/vacancies")
        assert until(lambda: "took too long" in office.log)
        server.to(ADA, NOTICE)


def test_the_service_ends_in_time_while_a_server_hangs(post):
    server, office, id = post
    server.hold = 60.0
    office.notice(id)
    assert until(lambda: server.hold == 0)
    office.installation.services[-1].stop(10)
    assert not server.ids(NOTICE)


def test_whoever_is_erased_meanwhile_is_written_to_no_more(post):
    server, office, id = post
    server.replies = {"RCPT": ["451 later"] * 1000}
    office.notice(id)
    assert until(lambda: len(server.replies["RCPT"]) < 1000)
    office.installation.clock("2027-01-04T09:00:00+01:00")
    assert office.installation.purge()["erased"] == 1
    server.replies = {}
    other = office.recruiter.receive(None, "Karl", "Marx")
    office.recruiter.post(f"/applications/{other}/pool-invitation", 202, language="en")
    server.to(KARL, "A question about your application")
    assert office.settled() and not server.ids(NOTICE)


def test_two_processes_on_one_database_send_each_letter_once():
    with PostOffice() as server, Office(server.url, serve=False) as office:
        first, second = office.installation.serve(), office.installation.serve()
        for number in range(12):
            office.notice(office.rejected(f"Nora{number}", "Number"))
        assert until(lambda: len(server.ids(NOTICE)) >= 12)
        assert office.settled()
        assert len(server.ids(NOTICE)) == 12 and len(set(server.ids())) == len(server.ids())
        assert first.stop() == 0 and second.stop() == 0


def test_a_sender_killed_again_and_again_loses_nothing():
    chance, letters, kills = seeded(), 20, 5
    with PostOffice() as server:
        server.leave()
        with Office(server.url) as office:
            for number in range(letters):
                office.notice(office.rejected(f"Nora{number}", "Number"))
            server.come_back()
            for _ in range(kills):
                office.installation.services[-1].kill()
                office.installation.serve()
                seen = len(server.ids())
                until(lambda: len(server.ids()) > seen, 5, 0.002)
                time.sleep(chance.random() * 0.2)
            # A letter on its way when its sender was killed is claimed for half a minute more.
            assert until(lambda: len(set(server.ids(NOTICE))) == letters, 90)
            assert until(lambda: office.metric("lethe_mails_waiting") == 0, 90)
            twice = len(server.ids()) - len(set(server.ids()))
            print("sent twice:", twice, "in", kills, "kills")
            assert 0 <= twice <= kills, "at most the one letter that was on its way"


def test_doctor_sends_a_mail_to_try_it_out():
    with PostOffice() as server, Office(server.url, serve=False) as office:
        office.check("trial mail", True, 1, "--mail-to", "me@example.org")
        mail, = server.to("me@example.org")
        assert "doctor" in mail.text
    unwilling = PostOffice(replies={"RCPT": ["550 no"]})
    with unwilling as server, Office(server.url, serve=False) as office:
        said = office.check("trial mail", False, 1, "--mail-to", "me@example.org")
        assert "(550)" in said and "me@example.org" not in said


@pytest.mark.parametrize("url, says", [
    ("http://mail.example.org", "is not smtp://"),
    ("smtp://", "is not smtp://"),
    ("smtp://mail.example.org:99999", "is not smtp://"),
    ("smtp://mail.example.org?tls=perhaps", "?tls=none or ?tls=required"),
    ("smtp://lethe:hidden-word@mail.example.org?tls=none", "password unencrypted"),
])
def test_an_address_that_cannot_be_used_is_refused_without_showing_it(installations, url, says):
    installation = installations(LETHE_SMTP_URL=url)
    _, err = installation.run("serve", "--listen", "127.0.0.1:0", status=1)
    assert says in err.decode() and "hidden-word" not in err.decode()
