"""A real mail server (aiosmtpd) that a test can make slow, unwilling or dead.

`PostOffice` runs in a thread of the test. As a program it serves tests in other languages:
`postoffice.py '{"login": ["user", "secret"], "replies": {"RCPT": ["550 no"]}}'` prints its port,
then a line of JSON for each mail it has taken.
"""

import asyncio
import json
import socket
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult

from mails import Mail


class Conversation(SMTP):
    """One client; leaves in the middle of DATA if it is told to."""

    office = None

    async def smtp_DATA(self, arg):
        if self.office.take("cut"):
            await self.push("354 go ahead")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class PostOffice:
    """Takes mail on a port of its own.

    `tls` is `("starttls" or "implicit", certificate, key)`. `replies` maps MAIL, RCPT and DATA to
    replies that are used up one by one before it is willing. `hold` keeps the next answer to DATA
    back for so many seconds; `swallow` takes a mail and hangs up without a word; `cut` hangs up in
    its middle.
    """

    def __init__(self, tls=None, login=None, replies=None, hold=0.0, port=0, cut=0, swallow=0):
        self.login, self.hold = login, hold
        self.replies = {verb: list(all) for verb, all in (replies or {}).items()}
        self.counts = {"cut": cut, "swallow": swallow}
        # What was taken: (Message-ID, recipient, Mail), and what was offered to us.
        self.taken, self.logins, self.connections = [], [], 0
        self.on_taken = lambda mail: None
        self._tls, self._ready = tls, threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(port,), daemon=True)
        self._thread.start()
        assert self._ready.wait(20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _run(self, port):
        asyncio.set_event_loop(self._loop)
        context = None
        if self._tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._tls[1:])
        implicit = self._tls and self._tls[0] == "implicit"

        def conversation():
            self.connections += 1
            made = Conversation(
                self, hostname="mx.example.org", loop=self._loop,
                tls_context=None if implicit else context,
                require_starttls=bool(context) and not implicit,
                authenticator=self._authenticate if self.login else None,
                auth_required=bool(self.login), auth_require_tls=bool(context) and not implicit)
            made.office = self
            return made
        # Held until it is closed: whoever takes a port that is free for a moment answers for us.
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._held.bind(("127.0.0.1", port))
        self.port = self._held.getsockname()[1]

        async def listen():
            self._server = await self._loop.create_server(
                conversation, "127.0.0.1", self.port, reuse_port=True,
                ssl=context if implicit else None)
        self._listen = listen
        self._loop.run_until_complete(listen())
        self._ready.set()
        self._loop.run_forever()
        self._held.close()

    def leave(self):
        """Nobody answers any more, and nobody else can take the port."""
        from lethe import until
        self._loop.call_soon_threadsafe(self._hang_up)
        assert until(lambda: not self._answers())

    def _hang_up(self):
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def come_back(self):
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(20)

    def _answers(self):
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def close(self):
        """Hangs up on everybody; the port is free afterwards."""
        def end():
            self._hang_up()
            self._loop.call_later(0.05, self._loop.stop)
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(end)
            self._thread.join(10)

    def take(self, what):
        """Whether one more of a limited number is left."""
        if self.counts[what] > 0:
            self.counts[what] -= 1
            return True
        return False

    def _authenticate(self, server, session, envelope, mechanism, data):
        given = (data.login.decode(), data.password.decode())
        self.logins.append(given)
        # What is not handled here gets the library's own refusal, 535.
        return AuthResult(success=given == tuple(self.login), handled=False)

    def _reply(self, verb):
        waiting = self.replies.get(verb)
        return waiting.pop(0) if waiting else None

    # What aiosmtpd asks.

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.greeted_as = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        reply = self._reply("MAIL")
        if reply:
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self._reply("RCPT")
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        hold, self.hold = self.hold, 0.0
        if hold:
            await asyncio.sleep(hold)
        reply = self._reply("DATA")
        if reply:
            return reply
        mail = Mail(envelope.content)
        self.taken.append((str(mail.message["Message-ID"]), envelope.rcpt_tos[0], mail))
        self.on_taken(mail)
        if self.take("swallow"):
            server.transport.abort()
            await asyncio.sleep(3600)
        return "250 taken"

    # What tests ask.

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self, subject=None):
        """The Message-ID of each mail taken, as often as it was."""
        return [id for id, _, mail in list(self.taken) if subject in (None, mail.subject)]

    def to(self, address, subject=None, count=1, seconds=20):
        """The mails to one address; waits until there are exactly so many."""
        from lethe import until

        def found():
            return [mail for _, to, mail in list(self.taken)
                    if to == address and subject in (None, mail.subject)]
        until(lambda: len(found()) >= count, seconds)
        mails = found()
        assert len(mails) == count, [mail.subject for mail in mails]
        return mails


def main():
    wishes = json.loads(sys.argv[1])
    office = PostOffice(**wishes)
    office.on_taken = lambda mail: print(
        json.dumps({"id": str(mail.message["Message-ID"]), "bytes": mail.bytes.decode("ascii")}),
        flush=True)
    print(office.port, flush=True)
    # Ends with whoever started it.
    sys.stdin.read()


if __name__ == "__main__":
    main()
