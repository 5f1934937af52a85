"""The database seen while something else works on it: when to kill, and what a kill left."""

import subprocess
import time

import lethe


class Watch:
    """A psql that stays open, and with it the private server. Asking takes less than a
    millisecond; whatever it locks is locked until it ends."""

    def __init__(self, installation):
        self.process = subprocess.Popen(
            [*lethe.PREFIX, lethe.PROGRAM, "database", "run", "--as", "administrator",
             "--data", str(installation.data), "--",
             "psql", "-X", "-q", "-A", "-t", "-F", "\t"],
            env=lethe.environment(**installation.settings), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.known = self.purging()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)

    def ask(self, text):
        """Rows as lists of texts."""
        self.process.stdin.write(text + ";\n\\echo -- all\n")
        self.process.stdin.flush()
        found = []
        for line in self.process.stdout:
            if line == "-- all\n":
                return found
            found.append(line.rstrip("\n").split("\t"))
        raise AssertionError("the database has gone")

    def number(self, text):
        return int(self.ask(text)[0][0])

    def lock(self, application):
        """As if somebody's act had it."""
        self.ask("SELECT pg_advisory_lock(('x' || left(replace("
                 f"'{application}', '-', ''), 16))::bit(64)::bigint)")

    def unlock(self):
        self.ask("SELECT pg_advisory_unlock_all()")

    # Moments.

    def purging(self):
        return {pid for pid, in self.ask(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'lethe_purge'")}

    def purge_begins(self):
        """Whether a purge that wasn't there before is at work."""
        return bool(self.purging() - self.known)

    def grown(self, text, from_=None):
        """What tells whether a count has grown since now."""
        before = self.number(text) if from_ is None else from_
        return lambda: self.number(text) > before


def wait(happens, unless, seconds=30):
    """Waits for a moment, closely; whether it came before the other thing did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        if unless():
            return False
        time.sleep(0.0005)
    raise AssertionError("neither happened")
