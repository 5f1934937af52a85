"""Erasing what is due, against raw SQL and raw unlinking of the same."""
import os
import subprocess
import time
import uuid

from . import fill
from .figures import interleaved

BATCH = 500

# By keyset, a transaction each, inside the server: nothing travels, nothing is decided.
RAW = """
DO $$
DECLARE
  ids uuid[];
  last uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  LOOP
    ids := ARRAY(SELECT g.application_id FROM ground g WHERE g.ended_at IS NULL
      AND g.erase_from <= current_date AND g.application_id > last
      ORDER BY g.application_id LIMIT {batch});
    EXIT WHEN cardinality(ids) = 0;
    last := ids[cardinality(ids)];
    DELETE FROM {table} WHERE {column} = ANY(ids);
    COMMIT;
  END LOOP;
END $$;
"""


def measure(installation, options, figures):
    count = options.due
    figures.part(f"Purge of {count:,} due applications, two documents each")
    fill.stage(installation, count)

    def timed(table, column):
        refill(installation)
        start = time.monotonic()
        installation.sql(RAW.format(batch=BATCH, table=table, column=column))
        return count / (time.monotonic() - start)

    def by_program():
        refill(installation)
        make_files(installation, installation.sql("SELECT file FROM document").split())
        before = int(installation.sql("SELECT coalesce(max(number), 0) FROM ledger"))
        # Nobody announced so many: a person names the count.
        report = installation.lethe("purge", "--confirm", str(count), "--json")
        if report["erased"] != count or report["failed"]:
            raise SystemExit(f"bench: the purge says {report}")
        if os.listdir(installation.documents):
            raise SystemExit("bench: the purge left files")
        erasing, unlinking = phases(installation, before)
        unlinked.append(2 * count / unlinking)
        return count / erasing

    def raw_unlink():
        make_files(installation, [str(uuid.uuid4()) for _ in range(2 * count)])
        start = time.monotonic()
        for entry in os.listdir(installation.documents):
            os.unlink(os.path.join(installation.documents, entry))
        return 2 * count / (time.monotonic() - start)

    unlinked = []
    rounds = max(3, options.rounds // 2)
    medians, (rows, keys, _) = interleaved(
        rounds, by_program, lambda: timed("application", "id"),
        lambda: timed("data_key", "application_id"), raw_unlink)
    unlinked.sort()
    ours = unlinked[len(unlinked) // 2]
    figures.note("applications/s: the purge {:,.0f}, raw SQL {:,.0f}, raw keys {:,.0f};"
                 " files/s: the purge {:,.0f}, raw unlink {:,.0f}".format(
                     *medians[:3], ours, medians[3]))
    figures.ratio("purge", "raw SQL batches", rows, least=0.6)
    figures.ratio("shredding", "raw key deletion", keys, least=0.6)
    figures.ratio("unlinking", "raw unlink", ours / medians[3], least=0.7)
    clear(installation)


def phases(installation, before):
    """Seconds spent erasing and unlinking, by the ledger: each batch writes when it began, and the
    run when it had unlinked. The last batch took as long as the others did on average."""
    first, last, batches, end = installation.sql(f"""
        SELECT extract(epoch FROM min(at) FILTER (WHERE action = 'applicationErased')),
          extract(epoch FROM max(at) FILTER (WHERE action = 'applicationErased')),
          count(*) FILTER (WHERE action = 'applicationErased'),
          extract(epoch FROM max(at) FILTER (WHERE action = 'purgeRun'))
        FROM ledger WHERE number > {before}""").split("|")
    first, last, end, batches = float(first), float(last), float(end), int(batches)
    one = (last - first) / (batches - 1)
    return one * batches, end - last - one


def clear(installation):
    installation.sql("""
        SET session_replication_role = replica;
        TRUNCATE application, data_key, applicant, search_token, ground, outcome, note, document,
          doomed_file, erasure CASCADE;""")
    for entry in os.listdir(installation.documents):
        os.unlink(os.path.join(installation.documents, entry))


def refill(installation):
    clear(installation)
    fill.due(installation)


def make_files(installation, names):
    payload = os.urandom(4096)
    for name in names:
        with open(os.path.join(installation.documents, name), "wb") as file:
            file.write(payload)
    # This file system alone; a sync of all of them would wait for whoever else is writing.
    subprocess.run(["sync", "-f", installation.documents], check=True)
