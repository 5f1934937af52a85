"""Drives the built program as its users do: commands, HTTP, its mails.

An `Installation` is a data directory with its processes; `close` ends every one of them by its
number and removes the directory.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

from web import Staff, Web

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What starts commands elsewhere, such as in another mount namespace.
PREFIX = []
PROGRAM = os.environ.get("LETHE_BINARY", str(ROOT / ".build" / "debug" / "lethe"))


def environment(**more):
    """Ours, without settings somebody made for another installation."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LETHE_")}
    return {**clean, "LETHE_QUICK_START": "true", **more}


def seeded():
    """Chance that can be repeated: LETHE_TEST_SEED is what a failing test printed."""
    seed = int(os.environ.get("LETHE_TEST_SEED") or random.randrange(2**32))
    print("LETHE_TEST_SEED =", seed)
    return random.Random(seed)


def until(happens, seconds=20.0, pause=0.02):
    """Waits for a condition and returns what it answered, or whatever it says at the end."""
    end = time.monotonic() + seconds
    while True:
        answer = happens()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(pause)


class Installation:
    """A data directory, sandbox by default, and what runs on it."""

    def __init__(self, sandbox=True, made=True, data=None, **settings):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="lethe-journey-"))
        self.data = pathlib.Path(data) if data else self.home / "data"
        self.settings = settings
        self.services = []
        self.people = 0
        if made:
            self.run("init", *(["--sandbox"] if sandbox else []))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Commands.

    def start(self, *arguments, **options):
        """A command under way, its output in pipes unless told otherwise."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(
            [*PREFIX, PROGRAM, *map(str, arguments), "--data", str(self.data)],
            env=environment(**self.settings), stdin=subprocess.DEVNULL, **options)

    def run(self, *arguments, status=0, seconds=120):
        """Runs a command to its end, which has this status, whatever it is if `None`; what it
        wrote, as bytes."""
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert status in (process.returncode, None), (arguments, process.returncode, err.decode())
        return out, err

    def json(self, *arguments, status=0):
        """A command's one JSON object."""
        return json.loads(self.run(*arguments, "--json", status=status)[0])

    def clock(self, instant):
        """Sets the sandbox's clock: an instant, a day, or `real`."""
        return self.json("sandbox", "clock", instant)["now"]

    def purge(self, *arguments, status=0):
        return self.json("purge", *arguments, status=status)

    def staff(self, *roles):
        """Somebody new with a token."""
        self.people += 1
        made = self.json(
            "staff", "add", f"staff{self.people}@example.org", "--name", f"Staff {self.people}",
            *[word for role in roles for word in ("--role", role)], "--token")
        return Staff(self, made["id"], made["token"], roles)

    # The service.

    def serve(self, *arguments):
        """Starts `serve` on a port of its own; returns once it listens."""
        service = Service(self, *arguments)
        self.services.append(service)
        service.wait()
        return service

    @property
    def web(self):
        """HTTP to the service started last."""
        return self.services[-1].web

    # What lies in the directory.

    def mails(self):
        """The mails in `outbox/`, oldest first."""
        from mails import read
        return read(self.data / "outbox")

    def documents(self):
        return sorted(path.name for path in (self.data / "documents").iterdir())

    def sql(self, text, database="lethe"):
        """Rows of the private server, read and written by its superuser."""
        password = (self.data / "keys" / "postgres.password").read_text().strip()
        from database import query
        return query(self.data / "postgres" / "run", text, database, "postgres", password)

    @property
    def postmaster(self):
        """The process number of the private server, if one runs."""
        try:
            return int((self.data / "postgres/data/postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    @property
    def keepers(self):
        """The process numbers of the keepers of this directory, from `/proc`."""
        mine = str(self.data / "postgres").encode()
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit() and mine in command_line(entry.name):
                if b"keeper" in command_line(entry.name):
                    found.append(int(entry.name))
        return found

    def close(self):
        """Ends what runs and removes the directory."""
        for service in self.services:
            service.kill()
        # The last user has gone, so the keeper stops the server and goes too.
        if not until(lambda: not self.keepers and not alive(self.postmaster), 15):
            for pid in [*self.keepers, self.postmaster]:
                if alive(pid):
                    os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)


class Service:
    """A `serve` that runs."""

    def __init__(self, installation, *arguments):
        number = len(installation.services)
        self.out = installation.home / f"serve{number}.out"
        self.err = installation.home / f"serve{number}.err"
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.process = installation.start(
                "serve", "--listen", "127.0.0.1:0", *arguments, stdout=out, stderr=err)

    def wait(self):
        until(lambda: self.out.read_text().endswith("\n") or self.process.poll() is not None, 60)
        text = self.out.read_text()
        assert text.startswith("listening on "), self.err.read_text()
        self.address = text.split()[2]
        self.web = Web(self.address)

    def stop(self, seconds=10):
        """Asks it to end; its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=seconds)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def command_line(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def alive(pid):
    """Whether a process runs; a dead one that nobody has fetched yet doesn't."""
    if not pid:
        return False
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
