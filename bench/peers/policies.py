"""The list statements under row security, against the same statements by hand."""
import json

from .figures import interleaved
from .lists import ROLES
from .statements import listing

# Reading one of these from end to end, or hashing one, is what no list may come to.
LARGE = {"application", "applicant", "data_key", "ground", "search_token"}


def page(statement):
    """The part that picks the page: one table, where policies decide what is seen at all."""
    start = statement.index("(") + 1
    return statement[start:statement.index(") SELECT p.id")].strip()


def by_hand(installation, role, statement):
    """What somebody would write who had no policies: the conditions, once, where the page is
    picked. Names and keys are then joined to it without a look at the application again."""
    if role == "recruiter":
        return statement  # It names its grounds itself.
    staff = installation.staff[role]["id"]
    return statement.replace(
        "WHERE a.vacancy_id = t.vacancy_id",
        f"WHERE t.staff_id = '{staff}' AND coalesce(t.until, 'infinity') >= current_date"
        " AND a.vacancy_id = t.vacancy_id AND a.standing && '{procedure}'")


def measure(installation, options, figures):
    figures.part("Row security, one connection, median of interleaved pairs")
    if installation.sql("SELECT count(*) FROM application") == "0":
        figures.note("needs the applications of `lists`: --only lists,policies")
        return
    for role, function in ROLES.items():
        statement = listing(function, 51)
        login, free = sign_in(installation, role)
        for name, text in (("page", page(statement)), ("page with names and keys", statement)):
            def under_policies():
                return 1 / installation.pgbench(text + ";\n", 1, options.seconds, login)

            def without():
                return 1 / installation.pgbench(
                    by_hand(installation, role, text) + ";\n", 1, options.seconds, free)

            (ours, theirs), (ratio,) = interleaved(
                max(5, options.rounds), under_policies, without)
            figures.note(f"{role}'s {name}: {ours * 1000:.2f} ms under policies,"
                         f" {theirs * 1000:.2f} ms by hand")
            figures.ratio(f"{role}'s {name}", "the same by hand", ratio, most=1.10)
        figures.amount(f"{role}'s plan, whole tables read", scans(installation, statement, login),
                       "", 1)


def sign_in(installation, role):
    """The options of a session under the role's policies, and of one that has the same rights and
    no policies. A superuser would not do: it skips the checks of rights as well."""
    installation.sql(f"""
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'by_hand_{role}') THEN
            CREATE ROLE by_hand_{role} BYPASSRLS INHERIT IN ROLE lethe_{role};
          END IF;
        END $$;""")
    today = installation.sql("SELECT current_date")
    return (f"-c role=lethe_{role} -c lethe.actor={installation.staff[role]['id']}"
            f" -c lethe.today={today}", f"-c role=by_hand_{role}")


def scans(installation, statement, login):
    """Large tables that the plan reads from end to end, and hashed subplans."""
    plan = json.loads(installation.sql(f"EXPLAIN (FORMAT JSON) {statement};", login))
    found, rest = 0, [plan[0]["Plan"]]
    while rest:
        node = rest.pop()
        rest += node.get("Plans", [])
        found += node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE
        found += "hashed SubPlan" in json.dumps({k: v for k, v in node.items() if k != "Plans"})
    return found
