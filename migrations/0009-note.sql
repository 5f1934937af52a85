-- What recruiters and reviewers write about an application.

CREATE TABLE note (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('interview', 'general', 'recommendation')),
  text sealed NOT NULL,
  verdict sealed,
  written_at timestamptz NOT NULL,
  written_by uuid NOT NULL REFERENCES staff
);
CREATE INDEX note_of_application ON note (application_id, written_at);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON note TO lethe_recruiter, lethe_reviewer;
GRANT SELECT ON note TO lethe_legal, lethe_privacy;
GRANT SELECT, UPDATE (text, verdict) ON note TO lethe_keys;
CREATE POLICY as_the_application ON note FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY written ON note FOR INSERT TO lethe_recruiter, lethe_reviewer
  WITH CHECK (written_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY everything ON note FOR SELECT TO lethe_keys USING (true);
CREATE POLICY rekeying ON note FOR UPDATE TO lethe_keys USING (true);
