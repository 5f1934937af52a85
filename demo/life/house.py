"""The sandbox: its folder, its commands, its server, its clock. Nothing outside the folder."""

import datetime
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from .narrator import Surprise, expect

FIRST_PORT = 8080
MARK = "made-by-the-demo"


def _a_place() -> pathlib.Path:
    """Beside the project; for root somewhere that everyone may pass through, since its database
    server may have to run as another user."""
    named = os.environ.get("LETHE_DEMO")
    if named:
        return pathlib.Path(named).absolute()
    project = pathlib.Path(__file__).resolve().parents[2]
    above = [project, *project.parents]
    if os.geteuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in above):
        return project / "lethe-demo"
    return pathlib.Path("/var/tmp/lethe-demo")


class House:
    """One installation, played with."""

    def __init__(self):
        self.program = os.environ["LETHE"]
        self.place = _a_place()
        self.data = self.place / "data"
        self.log = self.place / "serve.log"
        self.address = ""
        self._server = None
        # Settings of somebody's own installation are none of the demo's.
        self._environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith("LETHE_") or name == "LETHE_POSTGRES_BIN"
        }

    def begin_anew(self) -> bool:
        """Makes the folder; whether an earlier demo had to go for it."""
        was_there = self.place.exists()
        if was_there:
            if not (self.place / MARK).exists():
                raise Surprise(f"{self.place} is there and isn't the demo's. Move it away.")
            self._end_earlier()
        try:
            if was_there:
                shutil.rmtree(self.place)
            self.place.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
        except PermissionError as error:
            raise Surprise(f"this user may not write {error.filename}. Another user's demo?")
        (self.place / MARK).touch()
        return was_there

    def lethe(self, *arguments: str, status: int = 0) -> bytes:
        """Runs a command; what it prints. Any other exit status is a surprise."""
        done = subprocess.run(
            [self.program, *arguments, "--data", str(self.data)], capture_output=True,
            env=self._environment, stdin=subprocess.DEVNULL, timeout=120)
        if done.returncode != status:
            said = done.stderr.decode("utf-8", "replace").strip()[-500:]
            command = f"lethe {' '.join(arguments[:2])}"
            raise Surprise(f"{command} ended with {done.returncode}, not {status}: {said}")
        return done.stdout

    def ask(self, *arguments: str):
        """Runs a command and reads its JSON."""
        return json.loads(self.lethe(*arguments, "--json"))

    def set_clock(self, text: str) -> datetime.date:
        """Sets the sandbox's clock, for every process at once; the day it shows then."""
        now = self.ask("sandbox", "clock", text)["now"]
        return datetime.date.fromisoformat(now[:10])

    def purge(self, due: int):
        """Runs the purge, which erases exactly as many as the dry run found."""
        before = self.ask("purge", "--dry-run")
        expect(before["due"], due, "due by the dry run")
        report = self.ask("purge")
        expect((report["due"], report["erased"], report["failed"]), (due, due, 0), "the purge")
        return report

    def explain(self, application: str):
        """Why an application is here and until when: the answer of `lethe explain`."""
        return self.ask("explain", application)

    def stored_files(self) -> int:
        """How many sealed documents lie on the disk."""
        return sum(1 for file in (self.data / "documents").iterdir() if file.is_file())

    def serve(self):
        """Starts the server in a session of its own, so that it outlives the demo."""
        with open(self.log, "ab") as log:
            self._server = subprocess.Popen(
                [self.program, "serve", "--json", "--listen", f"127.0.0.1:{_free_port()}",
                 "--data", str(self.data)],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                env=self._environment, start_new_session=True)
        (self.place / "serve.pid").write_text(f"{self._server.pid}\n")
        line = self._server.stdout.readline()
        self._server.stdout.close()
        if not line:
            raise Surprise("the server didn't start")
        self.address = json.loads(line)["listening"]

    @property
    def server_pid(self) -> int:
        return self._server.pid

    def stop(self):
        """Ends the server, if it was started."""
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(timeout=30)

    def search(self, marks):
        """In which files of the installation any of the marks is found, the outbox excepted."""
        found = set()
        for folder, _, names in os.walk(self.data):
            if pathlib.Path(folder) == self.data / "outbox":
                continue
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path):
                    continue
                try:
                    content = pathlib.Path(path).read_bytes()
                except FileNotFoundError:
                    continue  # The database removes files of its own meanwhile.
                if any(mark in content for mark in marks):
                    found.add(os.path.relpath(path, self.data))
        return found

    def _end_earlier(self):
        """Ends the server that an earlier demo left, and waits for its database to stop."""
        try:
            pid = int((self.place / "serve.pid").read_text())
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
            # The number may be another process's by now.
            if os.fsencode(self.data) in command.split(b"\0"):
                os.kill(pid, signal.SIGTERM)
        except PermissionError:
            raise Surprise(f"another user's demo runs from {self.place}. Let them stop it.")
        except (FileNotFoundError, ValueError, ProcessLookupError):
            pass
        for _ in range(300):
            if not self._database_runs():
                return
            time.sleep(0.1)
        raise Surprise(f"the database below {self.place} still runs. Stop it and try again.")

    def _database_runs(self) -> bool:
        """Whether the private server is there. Its file alone may be left from a crash."""
        try:
            file = self.data / "postgres" / "data" / "postmaster.pid"
            pid = int(file.read_text().split()[0])
            return pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
        except (FileNotFoundError, ValueError, IndexError, ProcessLookupError):
            return False


def _free_port() -> int:
    """The usual port, or 0, which picks another, where that is taken."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", FIRST_PORT))
        except OSError:
            return 0
    return FIRST_PORT
