"""How much memory `serve` takes while sixteen uploads of 25 MiB come in at once."""
from .documents import application, empty

UPLOADS, BYTES = 16, 25 * 1024 * 1024


def measure(installation, options, figures):
    figures.part(f"Memory of serve, {UPLOADS} uploads of 25 MiB at once")
    # A server that has done nothing else yet.
    installation.stop()
    installation.serve()
    path = f"/api/v1/applications/{application(installation)}/documents"
    at_rest = status(installation.server.pid, "VmRSS")
    highest = []
    for _ in range(2):
        installation.bench(
            "put", "--port", installation.port, "--token",
            installation.staff["recruiter"]["token"], "--path", path + "?kind=cv&name=cv.pdf",
            "--bytes", BYTES, "--clients", UPLOADS, "--seconds", max(2, options.seconds))
        empty(installation.documents)
        highest.append(status(installation.server.pid, "VmHWM"))
    figures.note(f"{at_rest:.0f} MB at rest; at its highest, after each of two rounds: "
                 + ", ".join(f"{h:.0f}" for h in highest) + " MB")
    figures.amount("memory of serve", highest[-1], "MB", 150)


def status(process, name):
    """A line of the kernel's account of a process, in megabytes."""
    with open(f"/proc/{process}/status") as file:
        for line in file:
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit(f"bench: there is no {name}")
