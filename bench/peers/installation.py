"""A throw-away installation that serves while it is measured."""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILT = os.environ.get("LETHE_BENCH_BUILD", os.path.join(ROOT, ".build", "release"))


class Installation:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="lethe-bench-")
        self.data = os.path.join(self.folder, "data")
        self.documents = os.path.join(self.data, "documents")
        self.server = None
        # Purges are part of what is measured: none runs by itself.
        self.environment = dict(os.environ, LETHE_DATA=self.data, LETHE_PURGE_SECONDS="1000000")

    def __enter__(self):
        try:
            self.lethe("init")
            self.staff = {role: self.lethe("staff", "add", f"{role}@example.org", "--name", role,
                                           "--role", role, "--token", "--json")
                          for role in ("recruiter", "reviewer")}
            self.serve()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def serve(self):
        self.log = open(os.path.join(self.folder, "serve.log"), "w")
        self.server = subprocess.Popen(
            [f"{BUILT}/lethe", "serve", "--listen", "127.0.0.1:0"], env=self.environment,
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.server.stdout.readline()
        found = re.search(r":(\d+)$", line.strip())
        if not found:
            raise SystemExit(f"serve did not start: {open(self.log.name).read()}")
        self.port = int(found.group(1))

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()
        self.server = None

    def lethe(self, *arguments):
        done = subprocess.run([f"{BUILT}/lethe", *arguments], env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise SystemExit(f"lethe {arguments[0]} failed: {done.stderr}")
        return json.loads(done.stdout) if "--json" in arguments else done.stdout

    def bench(self, command, *arguments):
        """The measuring program; answers what it prints."""
        done = subprocess.run([f"{BUILT}/bench", command, *map(str, arguments)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise SystemExit(f"bench {command} failed: {done.stderr}")
        return json.loads(done.stdout)

    def call(self, role, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.staff[role]['token']}",
                     "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}")
        return json.loads(text) if text else None

    # The database, as the one who may do everything.

    def postgres(self, options=""):
        """The environment in which PostgreSQL's own programs meet the private server."""
        with open(os.path.join(self.data, "keys", "postgres.password")) as file:
            password = file.read().strip()
        # A long path has its socket elsewhere; the server's own file says where.
        with open(os.path.join(self.data, "postgres", "data", "postmaster.pid")) as file:
            lines = file.read().splitlines()
        return dict(os.environ, PGHOST=lines[4], PGPORT=lines[3], PGUSER="postgres",
                    PGPASSWORD=password, PGDATABASE="lethe", PGOPTIONS=options)

    def sql(self, text, options=""):
        done = subprocess.run(["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"],
                              input=text, env=self.postgres(options), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise SystemExit(f"psql failed: {done.stderr}")
        return done.stdout.strip()

    def pgbench(self, script, clients, seconds, options=""):
        """Transactions a second."""
        path = os.path.join(self.folder, "script.sql")
        with open(path, "w") as file:
            file.write(script)
        done = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2)),
             "-T", str(max(1, round(seconds))), "-f", path],
            env=self.postgres(options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        failed = re.search(r"number of failed transactions: ([1-9]\d*)", done.stdout)
        if done.returncode != 0 or not found or failed:
            raise SystemExit(f"pgbench failed: {done.stdout}{done.stderr}")
        return float(found.group(1))
