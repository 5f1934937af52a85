"""A disk that is small enough to be full."""

import errno
import os
import pathlib
import shutil
import subprocess

import pytest


class SmallDisk:
    """A file system of its own in a mount namespace, for processes started through `prefix`."""

    def __init__(self, folder, megabytes):
        if not shutil.which("unshare"):
            pytest.skip("unshare isn't installed")
        own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        command = (f"mount -t tmpfs -o size={megabytes}m none {folder} && chmod 711 {folder}"
                   " && echo ready && exec sleep 600")
        self.holder = subprocess.Popen(
            ["unshare", *own, "--mount", "sh", "-c", command], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        if self.holder.stdout.readline() != b"ready\n":
            self.close()
            pytest.skip(f"no file system of our own here: {self.holder.stderr.read().decode()}")
        user = ["--user", "--preserve-credentials"] if own else []
        self.prefix = ["nsenter", "--target", str(self.holder.pid), *user, "--mount", "--"]
        self.inside = pathlib.Path(f"/proc/{self.holder.pid}/root{folder}")

    def fill(self):
        """Until nothing more fits."""
        with open(self.inside / "ballast", "wb", buffering=0) as ballast:
            size = 1 << 20
            while size:
                try:
                    while ballast.write(b"\0" * size) == size:
                        pass
                except OSError as error:
                    assert error.errno == errno.ENOSPC
                size //= 2

    def free(self):
        (self.inside / "ballast").unlink()

    def close(self):
        self.holder.kill()
        self.holder.wait()
