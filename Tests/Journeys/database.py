"""PostgreSQL as its administrator sees it: the stock programs and nothing of ours."""

import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time


def binary(name):
    """The newest installed program of this name."""
    found = sorted(
        glob.glob(f"/usr/lib/postgresql/*/bin/{name}"),
        key=lambda path: int(path.split("/")[4]))
    return found[-1] if found else shutil.which(name)


def query(socket, text, database, user, password=None):
    """Runs SQL; its rows as lists of texts."""
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(
        [binary("psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1",
         "-h", str(socket), "-U", user, "-d", database, "-c", text],
        env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


class Server:
    """A PostgreSQL of somebody else's: logins from outside need a password, `root` doesn't."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="lethe-server-"))
        self.account = []
        if os.geteuid() == 0:
            # PostgreSQL refuses root.
            user = pwd.getpwnam("nobody")
            os.chown(self.home, user.pw_uid, user.pw_gid)
            self.account = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}",
                            "--clear-groups", "--"]
        self.data, self.process = self.home / "data", None
        self.start()

    def start(self):
        if not self.data.exists():
            self._run("initdb", "-D", self.data, "-U", "root", "-A", "scram-sha-256", "-N",
                      "-E", "UTF8", "--no-locale", "--pwfile", self._password())
            rules = "local all root trust\nlocal all all scram-sha-256\n"
            (self.data / "pg_hba.conf").write_text(rules)
        log = open(self.home / "log", "ab")
        self.process = subprocess.Popen(
            [*self.account, binary("postgres"), "-D", str(self.data), "-k", str(self.home),
             "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        log.close()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if subprocess.run([binary("pg_isready"), "-q", "-h", str(self.home)]).returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError((self.home / "log").read_text())

    def _password(self):
        path = self.home / "password"
        path.write_text("unused\n")
        path.chmod(0o644)
        return path

    def _run(self, name, *arguments):
        done = subprocess.run(
            [*self.account, binary(name), *map(str, arguments)], capture_output=True, text=True,
            cwd=self.home, timeout=60)
        assert done.returncode == 0, done.stderr

    def sql(self, text, database="postgres"):
        return query(self.home, text, database, "root")

    def url(self, user, database, password="secret"):
        return f"postgres://{user}:{password}@/{database}?host={self.home}"

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        self.process.wait(timeout=30)

    def close(self):
        if self.process.poll() is None:
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self.home, ignore_errors=True)
