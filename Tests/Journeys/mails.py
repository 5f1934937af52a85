"""Mails, read with Python's own parser: a sandbox's, or what a server took."""

import email
import email.policy
import re
import urllib.parse


class Mail:
    """One mail."""

    def __init__(self, content, path=None):
        self.path, self.bytes = path, content
        self.message = email.message_from_bytes(self.bytes, policy=email.policy.default)
        self.to = self.message["To"]
        self.subject = str(self.message["Subject"])
        self.text = self.message.get_body(("plain",)).get_content()
        self.html = self.message.get_body(("html",)).get_content()

    @property
    def words(self):
        """The plain text in one line, wherever it was wrapped."""
        return " ".join(self.text.split())

    @property
    def link(self):
        """The path of the applicant's link; `None` where there is none."""
        found = re.search(r"https?://\S+/c/[\w-]+", self.text)
        return found and urllib.parse.urlsplit(found[0]).path

    @property
    def unsubscribe(self):
        """Where one click withdraws, and the form it sends (RFC 8058)."""
        target = str(self.message["List-Unsubscribe"]).strip("<>")
        field, _, value = str(self.message["List-Unsubscribe-Post"]).partition("=")
        return urllib.parse.urlsplit(target).path, {field: value}

    def is_to(self, address):
        return address in [one.addr_spec for one in self.to.addresses]


def read(folder):
    paths = sorted(folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [Mail(path.read_bytes(), path) for path in paths]


ACKNOWLEDGED = ("Ihre Bewerbung ist angekommen", "Your application has arrived")


def acknowledgement(installation, address):
    """The one mail that told this address of its application and of its data."""
    mail, = to(installation, address, 1, acknowledged=True)
    return mail


def to(installation, address, count=None, acknowledged=False):
    """The mails to one address, oldest first, but the acknowledgement, which everybody gets;
    exactly so many, if a number is given."""
    from lethe import until
    found = []

    def come():
        found[:] = [mail for mail in installation.mails()
                    if mail.is_to(address) and (mail.subject in ACKNOWLEDGED) == acknowledged]
        return count is None or len(found) >= count
    until(come, 15)
    assert count is None or len(found) == count, [mail.subject for mail in found]
    return found
