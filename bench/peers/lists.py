"""A list of fifty among a hundred thousand, against the same transaction in pgbench."""
from . import fill
from .figures import interleaved
from .statements import listing

ROLES = {"recruiter": "newest(\n    _ filter", "reviewer": "newestOfMyTeams("}
CONNECTIONS = 8


def transaction(installation, role, function):
    """What the program sends: the settings, the page, the open grounds, the entry."""
    staff = installation.staff[role]["id"]
    page = listing(function, 51)
    today = installation.sql("SELECT current_date")
    options = f"-c role=lethe_{role}"
    settings = (f"SELECT set_config('lethe.actor', '{staff}', true),"
                f" set_config('lethe.today', '{today}', true)")
    ids = installation.sql(f"BEGIN;\n{settings};\nSELECT string_agg(id::text, ',') FROM"
                           f" ({page}) AS p;\nCOMMIT;", options).splitlines()[-1]
    count = ids.count(",") + 1
    if count != 51:
        raise SystemExit(f"bench: the {role}'s page has {count} lines")
    shown = ids.rsplit(",", 1)[0]
    grounds = ("SELECT application_id, id, kind, since, erase_from, ended_at FROM ground"
               f" WHERE application_id = ANY('{{{shown}}}'::uuid[]) AND ended_at IS NULL")
    entry = ("INSERT INTO ledger (id, at, actor, function, action, applications, detail) VALUES"
             f" (gen_random_uuid(), now(), '{staff}', '{role}', 'applicationsListed', '{{}}',"
             " '50')")
    return f"BEGIN;\n{settings};\n{page};\n{grounds};\n{entry};\nCOMMIT;\n", options


def measure(installation, options, figures):
    figures.part(f"List of 50 among {options.applications:,} applications, "
                 f"{CONNECTIONS} connections")
    fill.living(installation, options.applications)
    for role, function in ROLES.items():
        script, login = transaction(installation, role, function)

        def over_http():
            tally = installation.bench(
                "get", "--port", installation.port, "--token", installation.staff[role]["token"],
                "--path", "/api/v1/applications", "--clients", CONNECTIONS,
                "--seconds", options.seconds)
            return tally["operations"] / tally["seconds"]

        def in_pgbench():
            return installation.pgbench(script, CONNECTIONS, options.seconds, login)

        (ours, theirs), (ratio,) = interleaved(options.rounds, over_http, in_pgbench)
        figures.note(f"{role}: {ours:,.0f} requests/s, pgbench {theirs:,.0f} transactions/s")
        figures.ratio(f"list, {role}", "pgbench, same transaction", ratio, least=0.4)
