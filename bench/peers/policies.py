"""The list statements under row security, against the same statements by hand."""
from .figures import interleaved
from .lists import ROLES
from .statements import listing


def by_hand(installation, role, statement):
    """What somebody would write who had no policies: the conditions, where they are needed."""
    if role == "recruiter":
        return statement  # It names its grounds itself.
    staff = installation.staff[role]["id"]
    return statement.replace(
        "WHERE a.vacancy_id = t.vacancy_id",
        f"WHERE t.staff_id = '{staff}' AND coalesce(t.until, 'infinity') >= current_date"
        " AND a.vacancy_id = t.vacancy_id AND a.standing && '{procedure}'")


def measure(installation, options, figures):
    figures.part("Row security, one connection, median of interleaved pairs")
    today = installation.sql("SELECT current_date")
    for role, function in ROLES.items():
        statement = listing(function, 51)
        login = (f"-c role=lethe_{role} -c lethe.actor={installation.staff[role]['id']}"
                 f" -c lethe.today={today}")

        def under_policies():
            return 1 / installation.pgbench(statement + ";\n", 1, options.seconds, login)

        def without():
            return 1 / installation.pgbench(
                by_hand(installation, role, statement) + ";\n", 1, options.seconds)

        (ours, theirs), (ratio,) = interleaved(max(5, options.rounds), under_policies, without)
        figures.note(f"{role}: {ours * 1000:.2f} ms under policies, {theirs * 1000:.2f} ms by hand")
        figures.ratio(f"list under policies, {role}", "the same by hand", ratio, most=1.10)
