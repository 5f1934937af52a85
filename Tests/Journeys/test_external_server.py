"""The same program on a PostgreSQL that somebody else runs."""

import signal

import pytest

import mails
from database import Server, query
from lethe import until

MORNING = "2026-03-02T09:00:00+01:00"
LOGINS = ["door", "recruiter", "reviewer", "legal", "privacy", "admin", "auditor", "link", "mail",
          "keys", "purge", "owner"]


@pytest.fixture
def server():
    server = Server()
    server.sql("CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'secret'")
    server.sql("CREATE ROLE plain LOGIN PASSWORD 'secret'")
    yield server
    server.close()


def live(installation, papers):
    """One short life, to its erasure."""
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    reviewer, legal = installation.staff("reviewer"), installation.staff("legal")
    vacancy = recruiter.vacancy("Far away", team=[reviewer])
    id = recruiter.receive(vacancy, "Eva", "External", language="de")
    document = recruiter.store(id, papers.pdf)
    reviewer.post(f"/applications/{id}/notes", 201, kind="interview", text="Good")
    got = reviewer.call("GET", f"/applications/{id}/documents/{document}")
    assert got.status == 200 and got.body == papers.pdf
    recruiter.post(f"/applications/{id}/outcome", outcome="rejected", endedOn="2026-03-02")
    recruiter.post(f"/applications/{id}/pool-invitation", 202, language="de")
    mail, = mails.to(installation, "eva.external@example.org", 1)
    assert service.web.form(mail.link, decision="give").status == 200
    assert service.web.form(mail.link, decision="withdraw").status == 200
    assert legal.acting(reason="r").get(f"/applications/{id}")["eraseOn"] == "2026-09-03"
    installation.clock("2026-09-03T00:00:00+02:00")
    assert installation.purge()["erased"] == 1
    assert installation.documents() == []
    assert installation.run("keys", "identity", id, "--reason", "drill", status=1)
    return service, recruiter


def test_a_login_that_may_make_roles_is_enough(installations, server, papers):
    server.sql("CREATE DATABASE jobs OWNER maker")
    installation = installations(made=False, LETHE_DATABASE_URL=server.url("maker", "jobs"))
    for _ in range(2):
        installation.run("init", "--sandbox")
    assert not (installation.data / "postgres").exists() and not installation.keepers
    service, recruiter = live(installation, papers)
    # The logins own nothing, may do nothing to the server, and need their passwords.
    rows = server.sql(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'lethe_%' AND "
        "(rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls)")
    assert rows == []
    owners = server.sql(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'", "jobs")
    assert owners == [["lethe_owner"]]
    unguarded = server.sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND NOT (relrowsecurity AND relforcerowsecurity)", "jobs")
    print("tables without forced row security:", unguarded)
    for name in LOGINS:
        with pytest.raises(AssertionError, match="password authentication failed"):
            query(server.home, "SELECT 1", "jobs", f"lethe_{name}", "wrong")

    # It goes away and comes back.
    server.stop(signal.SIGQUIT)
    assert service.web.ask("GET", "/readyz").status == 503
    assert recruiter.call("GET", "/applications").status == 503
    server.start()
    assert until(lambda: recruiter.call("GET", "/applications").status == 200, 30)
    assert service.stop() == 0


def test_an_administrator_may_run_the_script_instead(installations, server, papers):
    server.sql("CREATE DATABASE jobs")
    installation = installations(made=False, LETHE_DATABASE_URL=server.url("plain", "jobs"))
    _, err = installation.run("init", "--sandbox", status=3)
    assert b"init --print-sql" in err
    script = installation.run("init", "--print-sql")[0].decode()
    assert script == installation.run("init", "--print-sql")[0].decode()
    for _ in range(2):
        server.sql(script, "jobs")
    installation.run("init", "--sandbox")
    live(installation, papers)


def test_another_installations_key_doesnt_open_the_database(installations, server):
    server.sql("CREATE DATABASE jobs OWNER maker")
    settings = {"LETHE_DATABASE_URL": server.url("maker", "jobs")}
    first = installations(**settings)
    second = installations(made=False, **settings)
    _, err = second.run("init", "--sandbox", status=1)
    assert str(second.data / "keys") in err.decode()
    first.clock(MORNING)
    first.purge()


def test_a_server_that_isnt_there_is_said_so(installations):
    installation = installations(
        made=False, LETHE_DATABASE_URL="postgres://maker:topsecret@/jobs?host=/nowhere")
    _, err = installation.run("init", "--sandbox", status=1)
    assert b"can't be reached" in err and b"topsecret" not in err
    installation = installations(made=False, LETHE_DATABASE_URL="nonsense")
    _, err = installation.run("init", "--sandbox", status=1)
    assert err.strip()
