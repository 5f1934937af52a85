"""Uploads and downloads, against files without HTTP and database, and nginx's plain PUT."""
import os
import shutil
import subprocess
import time

from .figures import interleaved

SIZES = {"100 KB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
CLIENTS = (1, 4, 16)
HELD_TO_THE_GOAL = ("1 MB", "10 MB")


def measure(installation, options, figures):
    path = f"/api/v1/applications/{application(installation)}/documents"
    with Nginx(installation) as nginx:
        figures.part("Uploads, durable before the answer")
        if not nginx.port:
            figures.note("nginx with WebDAV is not installed (apt-get install nginx-light)")
        for name, size in SIZES.items():
            for clients in CLIENTS:
                upload(installation, options, figures, nginx, path, name, size, clients)
    figures.part("Downloads, opened")
    for name, size in SIZES.items():
        for clients in CLIENTS:
            download(installation, options, figures, path, name, size, clients)


def application(installation):
    vacancy = installation.call("recruiter", "POST", "/vacancies", {"title": "Bench"})["id"]
    return installation.call("recruiter", "POST", "/applications", {
        "vacancyId": vacancy, "channel": "form",
        "applicant": {"givenName": "Berta", "familyName": "Bench"}})["id"]


def rate(tally):
    return tally["bytes"] / tally["seconds"] / 1e6


def upload(installation, options, figures, nginx, path, name, size, clients):
    effort = ("--bytes", size, "--clients", clients, "--seconds", options.seconds)
    folder = os.path.join(installation.folder, "sealed")

    def over_http():
        tally = installation.bench(
            "put", "--port", installation.port, "--token",
            installation.staff["recruiter"]["token"], "--path", path + "?kind=cv&name=cv.pdf",
            *effort)
        empty(installation.documents)
        return rate(tally)

    def to_file():
        os.makedirs(folder, exist_ok=True)
        tally = installation.bench("seal", "--folder", folder, *effort)
        empty(folder)
        return rate(tally)

    def to_nginx():
        tally = installation.bench(
            "put", "--port", nginx.port, "--method", "PUT", "--path", "/{uuid}", *effort)
        empty(nginx.folder)
        return rate(tally)

    held = clients == 4 and name in HELD_TO_THE_GOAL
    measures = [over_http, to_file] + ([to_nginx] if nginx.port and clients == 4 else [])
    medians, ratios = interleaved(options.rounds, *measures)
    label = f"upload {name}, {clients} client{'s' if clients > 1 else ''}"
    figures.note(f"{label}: " + ", ".join(f"{m:,.0f}" for m in medians) + " MB/s")
    figures.ratio(label, "sealing to an fsynced file", ratios[0], least=0.5 if held else None)
    if len(ratios) > 1:
        figures.ratio(label, "nginx's plain PUT, unsynced", ratios[1],
                      least=0.35 if held else None)


def download(installation, options, figures, path, name, size, clients):
    effort = ("--clients", clients, "--seconds", options.seconds)
    folder = os.path.join(installation.folder, "sealed")
    token = installation.staff["recruiter"]["token"]
    installation.bench("put", "--port", installation.port, "--token", token, "--path",
                       path + "?kind=cv&name=cv.pdf", "--bytes", size, "--clients", clients,
                       "--seconds", 0)
    kept = installation.sql("SELECT id FROM document ORDER BY received_at DESC"
                            f" LIMIT {clients}").split()
    paths = [argument for id in kept for argument in ("--path", f"{path}/{id}")]

    def over_http():
        return rate(installation.bench("get", "--port", installation.port, "--token", token,
                                       *paths, *effort))

    def from_file():
        os.makedirs(folder, exist_ok=True)
        tally = installation.bench("open", "--folder", folder, "--bytes", size, *effort)
        empty(folder)
        return rate(tally)

    medians, (ratio,) = interleaved(options.rounds, over_http, from_file)
    held = name in HELD_TO_THE_GOAL
    label = f"download {name}, {clients} client{'s' if clients > 1 else ''}"
    figures.note(f"{label}: " + ", ".join(f"{m:,.0f}" for m in medians) + " MB/s")
    figures.ratio(label, "reading and opening the file", ratio, least=0.5 if held else None)
    empty(installation.documents)


def empty(folder):
    for entry in os.scandir(folder):
        os.unlink(entry.path)


class Nginx:
    """A server that takes PUT; its `port` is None where there is none."""

    def __init__(self, installation):
        self.base = os.path.join(installation.folder, "nginx")
        self.folder = os.path.join(self.base, "files")
        self.process = None
        self.port = None

    def __enter__(self):
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            return self
        version = subprocess.run([program, "-V"], stderr=subprocess.PIPE, text=True).stderr
        if "http_dav_module" not in version:
            return self
        os.makedirs(self.folder)
        self.port = free_port()
        account = "user root;" if os.geteuid() == 0 else ""
        with open(os.path.join(self.base, "nginx.conf"), "w") as file:
            file.write(f"""{account} worker_processes 2; daemon off; pid nginx.pid;
                error_log stderr; events {{ worker_connections 256; }}
                http {{ access_log off; client_max_body_size 100m; keepalive_requests 1000000;
                  client_body_temp_path incoming; fastcgi_temp_path t1; proxy_temp_path t2;
                  scgi_temp_path t3; uwsgi_temp_path t4;
                  server {{ listen 127.0.0.1:{self.port};
                    location / {{ root files; dav_methods PUT; }} }} }}""")
        self.process = subprocess.Popen([program, "-p", self.base, "-c", "nginx.conf"],
                                        stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        if self.process.poll() is not None:
            self.port = None
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def free_port():
    import socket
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
