"""PostgreSQL as its administrator sees it: the stock programs and nothing of ours."""

import glob
import os
import shutil
import subprocess


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
