-- Documents: the age header here, the encrypted payload in a file. Neither opens alone.

CREATE TABLE document (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('cv', 'coverLetter', 'certificate', 'photo', 'portfolio',
    'other')),
  name sealed NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes > 0),
  header bytea NOT NULL,
  -- The payload's random file name, which says nothing.
  file uuid NOT NULL UNIQUE,
  received_at timestamptz NOT NULL,
  stored_by uuid REFERENCES staff
);
CREATE INDEX document_of_application ON document (application_id, received_at);
ALTER TABLE document ENABLE ROW LEVEL SECURITY;
ALTER TABLE document FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON document TO lethe_recruiter;
GRANT SELECT ON document TO lethe_reviewer, lethe_legal;
GRANT SELECT, DELETE ON document TO lethe_privacy;
GRANT SELECT (id, application_id, file, bytes, header) ON document TO lethe_purge;
GRANT SELECT, UPDATE (name, header) ON document TO lethe_keys;
CREATE POLICY as_the_application ON document FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY stored ON document FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY removed ON document FOR DELETE TO lethe_recruiter, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY everything ON document FOR SELECT TO lethe_keys, lethe_purge USING (true);
CREATE POLICY rekeying ON document FOR UPDATE TO lethe_keys USING (true);

-- Files whose rows are gone and which are to be unlinked; struck from here once they are.
CREATE TABLE doomed_file (
  file uuid PRIMARY KEY,
  doomed_at timestamptz NOT NULL
);
ALTER TABLE doomed_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE doomed_file FORCE ROW LEVEL SECURITY;
GRANT INSERT ON doomed_file TO lethe_recruiter, lethe_privacy;
GRANT SELECT, INSERT, DELETE ON doomed_file TO lethe_purge;
CREATE POLICY doomed ON doomed_file FOR INSERT TO lethe_recruiter, lethe_privacy WITH CHECK (true);
CREATE POLICY purge_unlinks ON doomed_file TO lethe_purge USING (true);

-- Applications that lost a document or note and therefore need a new key, lest an old backup
-- open what was deleted.
CREATE TABLE rekeying (
  application_id uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  asked_at timestamptz NOT NULL
);
ALTER TABLE rekeying ENABLE ROW LEVEL SECURITY;
ALTER TABLE rekeying FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON rekeying TO lethe_recruiter, lethe_privacy;
GRANT SELECT, DELETE ON rekeying TO lethe_keys;
CREATE POLICY asked ON rekeying TO lethe_recruiter, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY keys_does ON rekeying TO lethe_keys USING (true);
