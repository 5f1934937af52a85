"""Applications by the thousand, really sealed, past the program: its own way would take too long
and is not what is measured here."""
import os


def stage(installation, count):
    """Sealed people in a table of their own, numbered from 0."""
    path = os.path.join(installation.folder, "people.copy")
    installation.bench("rows", "--keys", os.path.join(installation.data, "keys"),
                       "--count", count, "--to", path)
    columns = ("id, recipient, epoch, wrapped, given_name, family_name, email, language,"
               " tokens")
    installation.sql(f"""
        DROP TABLE IF EXISTS person;
        CREATE UNLOGGED TABLE person (n int GENERATED ALWAYS AS IDENTITY (START 0 MINVALUE 0),
          id uuid, recipient bytea, epoch int, wrapped bytea, given_name bytea,
          family_name bytea, email bytea, language bytea, tokens bytea[]);
        \\copy person ({columns}) FROM '{path}'
        ANALYZE person;
        """)
    os.remove(path)


# Triggers and foreign keys rest while rows come in; `standing` is written as the trigger would.
ROWS = """
    SET session_replication_role = replica;
    INSERT INTO data_key SELECT id, epoch, wrapped FROM person;
    INSERT INTO applicant (application_id, given_name, family_name, email, language)
      SELECT id, given_name, family_name, email, language FROM person;
    INSERT INTO search_token SELECT DISTINCT id, unnest(tokens), epoch FROM person;
"""


def living(installation, count, vacancies=500, teams=10):
    """Six of ten under way, three rejected, one in the pool, over `vacancies`; the reviewer is on
    some teams."""
    stage(installation, count)
    recruiter, reviewer = (installation.staff[r]["id"] for r in ("recruiter", "reviewer"))
    installation.sql(f"""
        CREATE TEMP TABLE kind AS SELECT n, id,
          CASE WHEN n % 10 < 6 THEN 'procedure' WHEN n % 10 < 9 THEN 'evidence' ELSE 'pool' END
            AS kind FROM person;
        CREATE TEMP TABLE job AS SELECT n, gen_random_uuid() AS id
          FROM generate_series(0, {vacancies - 1}) AS n;
        {ROWS}
        INSERT INTO vacancy (id, title, opened_at, opened_by)
          SELECT id, 'Vacancy ' || n, now(), '{recruiter}' FROM job;
        INSERT INTO team SELECT id, '{reviewer}', 'interviewer', NULL, now(), '{recruiter}'
          FROM job WHERE n < {teams};
        INSERT INTO application (id, vacancy_id, channel, source, received_at, created_at,
            recipient, mailable, standing)
          SELECT p.id, j.id, 'form', 'applicant', now() - p.n * interval '2 minutes', now(),
            p.recipient, true, ARRAY[k.kind]
          FROM person p JOIN kind k USING (n) JOIN job j ON j.n = (p.n / 10) % {vacancies};
        INSERT INTO ground (id, application_id, kind, since, erase_from, rules_version)
          SELECT gen_random_uuid(), id, kind, current_date - 10,
            CASE kind WHEN 'procedure' THEN NULL WHEN 'evidence' THEN current_date + 170
              ELSE current_date + 700 END, 1 FROM kind;
        INSERT INTO outcome (id, application_id, kind, ended_on, recorded_at, recorded_by)
          SELECT gen_random_uuid(), id, 'rejected', current_date - 10, now(), '{recruiter}'
          FROM kind WHERE kind <> 'procedure';
        DROP TABLE person;
        """)
    # One by one: VACUUM runs in no transaction.
    installation.sql("VACUUM ANALYZE;\nCHECKPOINT;")


def due(installation):
    """The staged people as applications whose evidence has run out: sixteen rows each, two
    documents among them."""
    recruiter = installation.staff["recruiter"]["id"]
    installation.sql(f"""
        {ROWS}
        INSERT INTO application (id, channel, source, received_at, created_at, recipient,
            mailable, standing)
          SELECT id, 'form', 'applicant', now() - interval '8 months', now(), recipient, true,
            '{{evidence}}' FROM person;
        INSERT INTO ground (id, application_id, kind, since, erase_from, rules_version, ended_at,
            ended_by)
          SELECT gen_random_uuid(), id, 'procedure', current_date - 240, NULL, NULL, now(),
            'recordOutcome' FROM person
          UNION ALL SELECT gen_random_uuid(), id, 'evidence', current_date - 200,
            current_date - 1, 1, NULL, NULL FROM person;
        INSERT INTO outcome (id, application_id, kind, ended_on, recorded_at, recorded_by)
          SELECT gen_random_uuid(), id, 'rejected', current_date - 200, now(), '{recruiter}'
          FROM person;
        INSERT INTO note (id, application_id, kind, text, written_at, written_by)
          SELECT gen_random_uuid(), id, 'interview', given_name, now(), '{recruiter}'
          FROM person, generate_series(1, 2);
        INSERT INTO document (id, application_id, kind, name, media_type, bytes, header, file,
            received_at, stored_by)
          SELECT gen_random_uuid(), id, 'cv', given_name, 'application/pdf', 4096, wrapped,
            gen_random_uuid(), now(), '{recruiter}' FROM person, generate_series(1, 2);
        """)
    installation.sql("VACUUM ANALYZE;\nCHECKPOINT;")
