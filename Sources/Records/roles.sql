-- The database roles, made once by somebody with CREATEROLE; may be repeated.
-- One login per role of the program, so that none of them ever switches. No login owns anything
-- but lethe_owner, which is used for migrations alone.
DO $$
DECLARE
  login text;
BEGIN
  FOREACH login IN ARRAY ARRAY['lethe_owner', 'lethe_door', 'lethe_recruiter', 'lethe_reviewer',
    'lethe_legal', 'lethe_privacy', 'lethe_admin', 'lethe_auditor', 'lethe_link', 'lethe_mail',
    'lethe_keys', 'lethe_purge', 'lethe_sequencer']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', login);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lethe_standing') THEN
    CREATE ROLE lethe_standing NOLOGIN;
  END IF;
END $$;
-- Dumps see every row: a row policy would leave some out. Whoever may not make such a login does
-- without.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lethe_backup') THEN
    CREATE ROLE lethe_backup LOGIN NOINHERIT BYPASSRLS;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
-- The owner hands the one definer-rights function over to lethe_standing.
GRANT lethe_standing TO lethe_owner;
ALTER ROLE lethe_owner INHERIT;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO lethe_owner WITH GRANT OPTION;
