-- Which entries stand in the journal: the place of each in it, from zero, and the hash of its line.

GRANT USAGE ON SCHEMA public TO lethe_sequencer;

ALTER TABLE ledger
  ADD COLUMN index bigint UNIQUE CHECK (index >= 0),
  ADD COLUMN hash bytea CHECK (octet_length(hash) = 32),
  ADD CONSTRAINT marked_whole CHECK ((index IS NULL) = (hash IS NULL));
CREATE INDEX ledger_waiting ON ledger (number) WHERE index IS NULL;

GRANT SELECT, UPDATE (index, hash),
  INSERT (id, at, actor, function, action, applications, detail, index, hash) ON ledger
  TO lethe_sequencer;
CREATE POLICY sequencer_reads ON ledger FOR SELECT TO lethe_sequencer USING (true);
-- An entry is marked once and never changed again.
CREATE POLICY marked_once ON ledger FOR UPDATE TO lethe_sequencer
  USING (index IS NULL) WITH CHECK (index IS NOT NULL);
-- What a restore took from the database comes back with its mark; of its own it notes in nobody's
-- name.
CREATE POLICY brought_back ON ledger FOR INSERT TO lethe_sequencer
  WITH CHECK (index IS NOT NULL OR actor IS NULL);
