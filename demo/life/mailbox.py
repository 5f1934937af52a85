"""Where a sandbox's mail goes: a folder of .eml files, as a mail program would keep them."""

import email
import email.policy
import pathlib
import re
import time

from .desk import Page
from .narrator import Surprise

PATIENCE_SECONDS = 15


class Mailbox:
    """The sandbox's outbox."""

    def __init__(self, folder: pathlib.Path):
        self._folder = folder

    def count(self) -> int:
        return len(list(self._folder.glob("*.eml")))

    def newest(self, one, subject: str):
        """The newest mail to somebody with this in its subject; waits for it to arrive."""
        for _ in range(PATIENCE_SECONDS * 10):
            files = sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
            for file in reversed(files):
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                to = [address.addr_spec for address in mail["To"].addresses]
                if to == [one.email] and subject in mail["Subject"]:
                    return mail
            time.sleep(0.1)
        raise Surprise(f"no mail about '{subject}' arrived for {one.name}")

    def page(self, one, subject: str) -> Page:
        """The page behind the link in that mail."""
        text = words(self.newest(one, subject))
        found = re.search(r"https?://\S+/c/[A-Za-z0-9_-]+", text)
        if found is None:
            raise Surprise(f"the mail to {one.name} holds no link")
        return Page(found.group())


def words(mail) -> str:
    """The plain text of a mail."""
    text = mail.get_body(preferencelist=("plain",)).get_content()
    return "\n".join(text.splitlines())
