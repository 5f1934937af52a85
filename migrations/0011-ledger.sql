-- Who did what and when, without personal data; and what is left after an erasure.

-- A queue: each entry commits with its act. Its number is taken while the act holds its lock.
CREATE TABLE ledger (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  at timestamptz NOT NULL,
  actor uuid,
  function text NOT NULL,
  action text NOT NULL,
  applications uuid[] NOT NULL DEFAULT '{}',
  detail text
);
ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
GRANT INSERT (id, at, actor, function, action, applications, detail) ON ledger
  TO lethe_door, lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy, lethe_admin,
  lethe_auditor, lethe_link, lethe_mail, lethe_keys, lethe_purge;
GRANT SELECT ON ledger TO lethe_auditor, lethe_privacy;
CREATE POLICY written_in_ones_own_name ON ledger FOR INSERT
  TO lethe_door, lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy, lethe_admin,
  lethe_auditor, lethe_link, lethe_mail, lethe_keys, lethe_purge
  WITH CHECK (actor IS NOT DISTINCT FROM nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY read_by_those_who_answer_for_it ON ledger FOR SELECT
  TO lethe_auditor, lethe_privacy USING (true);

-- Why somebody opened an application: sealed under its key, so it goes with it.
CREATE TABLE stated_reason (
  entry_id uuid NOT NULL,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  text sealed NOT NULL,
  PRIMARY KEY (application_id, entry_id)
);
ALTER TABLE stated_reason ENABLE ROW LEVEL SECURITY;
ALTER TABLE stated_reason FORCE ROW LEVEL SECURITY;
GRANT INSERT ON stated_reason
  TO lethe_legal, lethe_privacy, lethe_recruiter, lethe_reviewer, lethe_keys;
GRANT SELECT ON stated_reason TO lethe_privacy;
GRANT SELECT, UPDATE (text) ON stated_reason TO lethe_keys;
CREATE POLICY stated ON stated_reason FOR INSERT
  TO lethe_legal, lethe_privacy, lethe_recruiter, lethe_keys
  WITH CHECK (true);
CREATE POLICY reviewer_states ON stated_reason FOR INSERT TO lethe_reviewer
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY privacy_reads ON stated_reason FOR SELECT TO lethe_privacy USING (true);
CREATE POLICY everything ON stated_reason FOR SELECT TO lethe_keys USING (true);
CREATE POLICY rekeying ON stated_reason FOR UPDATE TO lethe_keys USING (true);

-- The receipt of an erasure. The id it names means nothing to anyone any more.
CREATE TABLE erasure (
  application_id uuid PRIMARY KEY,
  erased_at timestamptz NOT NULL,
  cause text NOT NULL CHECK (cause IN ('timeRanOut', 'consentWithdrawn', 'request', 'holdReleased',
    'handedOver')),
  documents int NOT NULL,
  -- From this day no backup can open what was erased.
  final_on date NOT NULL
);
CREATE INDEX erasure_newest ON erasure (erased_at);
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON erasure TO lethe_purge;
GRANT SELECT ON erasure TO lethe_auditor, lethe_privacy;
CREATE POLICY certified ON erasure TO lethe_purge USING (true);
CREATE POLICY read_by_those_who_answer_for_it ON erasure FOR SELECT
  TO lethe_auditor, lethe_privacy USING (true);
