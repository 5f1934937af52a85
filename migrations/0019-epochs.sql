-- Epochs come and go: what rotating and destroying them needs.

-- When the commit was that left nothing under it; backup life and quarantine run from then.
ALTER TABLE epoch ADD COLUMN emptied_at timestamptz;
ALTER TABLE epoch ADD CONSTRAINT emptied_once_retired
  CHECK (emptied_at IS NULL OR retired_at IS NOT NULL);
GRANT INSERT (number, fingerprint, created_at), UPDATE (retired_at, emptied_at), DELETE ON epoch
  TO lethe_keys;

INSERT INTO timer (name) VALUES ('keys');
GRANT SELECT, UPDATE ON timer TO lethe_keys;

-- Blind indexes are computed under the epoch, so they are computed anew.
GRANT SELECT, INSERT, DELETE ON search_token TO lethe_keys;
CREATE POLICY keys_sees ON search_token FOR SELECT TO lethe_keys USING (true);
CREATE POLICY keys_renews ON search_token FOR INSERT TO lethe_keys
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
CREATE POLICY keys_drops ON search_token FOR DELETE TO lethe_keys USING (true);
CREATE POLICY under_the_open_epoch ON search_token AS RESTRICTIVE FOR INSERT TO lethe_recruiter
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));

GRANT SELECT (id, email_index, email), UPDATE (email_index) ON staff TO lethe_keys;
CREATE POLICY keys_sees ON staff FOR SELECT TO lethe_keys USING (true);
CREATE POLICY keys_renews ON staff FOR UPDATE TO lethe_keys USING (true);

-- A key file without its epoch may go only if this was told.
CREATE INDEX ledger_of_destroyed_epochs ON ledger (number) WHERE action = 'epochDestroyed';

-- While a rotation is under way an address has a mark under each epoch: the setting holds all of
-- them, with commas between.
ALTER POLICY link_compares ON search_token
  USING (token = ANY (ARRAY(SELECT decode(mark, 'hex')
    FROM unnest(string_to_array(nullif(current_setting('lethe.address', true), ''), ',')) AS mark)));

-- Dumps see every row and change none. A server whose administrator made no such login is dumped
-- by a login of its own.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lethe_backup') THEN
    GRANT USAGE ON SCHEMA public TO lethe_backup;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO lethe_backup;
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO lethe_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO lethe_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO lethe_backup;
  END IF;
END $$;
