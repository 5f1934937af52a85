"""Sign-in with a wrong password for nobody, for a disabled and for a real account: as long."""
import http.client
import statistics
import time
import urllib.parse

TRIES = 200
KINDS = {"unknown": "nobody@example.org", "disabled": "disabled@example.org",
         "real": "real@example.org"}


def attempt(port, email):
    body = urllib.parse.urlencode({"email": email, "password": "not the password at all"})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("POST", "/sign-in", body, {
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - began
    connection.close()
    if answer.status != 422:
        raise SystemExit(f"bench: sign-in answered {answer.status}")
    return taken * 1000


def measure(installation, options, figures):
    figures.part(f"Sign-in, {TRIES} tries each, interleaved")
    for name in ("disabled", "real"):
        made = installation.lethe("staff", "add", KINDS[name], "--name", name, "--role",
                                  "recruiter", "--json")
        path = urllib.parse.urlsplit(made["setupLink"]).path
        connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
        connection.request("POST", path, urllib.parse.urlencode(
            {"password": "a sentence nobody guesses"}), {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin"})
        if connection.getresponse().status != 303:
            raise SystemExit("bench: an account could not be set up")
        connection.close()
    installation.sql("UPDATE staff SET disabled_at = now() WHERE id ="
                     " (SELECT staff_id FROM account ORDER BY password_set_at LIMIT 1)")
    times = {name: [] for name in KINDS}
    for _ in range(TRIES):
        for name, email in KINDS.items():
            # Without waiting: how long somebody waits depends on the count alone.
            installation.sql("UPDATE attempt SET failures = 0")
            times[name].append(attempt(installation.port, email))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, value in medians.items():
        spread = statistics.quantiles(times[name], n=4)
        figures.note(f"{name}: {value:.1f} ms (quartiles {spread[0]:.1f} and {spread[2]:.1f})")
    figures.ratio("sign-in, unknown", "a real account", medians["unknown"] / medians["real"],
                  most=1.05)
    figures.ratio("sign-in, disabled", "a real account", medians["disabled"] / medians["real"],
                  most=1.05)
