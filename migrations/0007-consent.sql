-- Pool consent as rows, and the links by which applicants answer.

CREATE TABLE consent (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  text_version text NOT NULL CHECK (length(text_version) BETWEEN 1 AND 100),
  language text NOT NULL CHECK (language IN ('de', 'en')),
  asked_at timestamptz,
  asked_by uuid REFERENCES staff,
  given_at timestamptz,
  given_on date,
  given_channel text CHECK (given_channel IN ('link', 'post', 'email', 'inPerson')),
  given_recorded_by uuid REFERENCES staff,
  document_id uuid,
  declined_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_channel text CHECK (withdrawn_channel IN ('link', 'post', 'email', 'phone', 'inPerson')),
  withdrawal_received_at timestamptz,
  withdrawn_recorded_by uuid REFERENCES staff,
  -- Whether the applicant's receipt has been queued, so that it goes out exactly once.
  receipt_at timestamptz,
  CHECK (given_at IS NULL OR declined_at IS NULL),
  CHECK (withdrawn_at IS NULL OR given_at IS NOT NULL)
);
CREATE INDEX consent_of_application ON consent (application_id);
ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON consent TO lethe_recruiter, lethe_privacy;
GRANT SELECT, UPDATE (given_at, given_on, given_channel, declined_at, withdrawn_at,
  withdrawn_channel, withdrawal_received_at, receipt_at) ON consent TO lethe_link;
GRANT SELECT ON consent TO lethe_legal, lethe_mail;
GRANT SELECT, UPDATE (receipt_at) ON consent TO lethe_purge;
CREATE POLICY as_the_application ON consent FOR SELECT TO lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
-- As for grounds: a recruiter who ends the pool must still see the row that says so.
CREATE POLICY recruiter_sees ON consent FOR SELECT TO lethe_recruiter USING (true);
CREATE POLICY recruiter_asks ON consent FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id)
    OR EXISTS (SELECT FROM ending e WHERE e.application_id = consent.application_id));
CREATE POLICY recruiter_records ON consent FOR UPDATE TO lethe_recruiter
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id)
    OR EXISTS (SELECT FROM ending e WHERE e.application_id = consent.application_id))
  WITH CHECK (true);
CREATE POLICY privacy_asks ON consent FOR INSERT TO lethe_privacy WITH CHECK (true);
CREATE POLICY privacy_records ON consent FOR UPDATE TO lethe_privacy USING (true);
CREATE POLICY link_sees ON consent FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY link_answers ON consent FOR UPDATE TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY purge_sees ON consent FOR SELECT TO lethe_purge USING (true);
CREATE POLICY purge_receipts ON consent FOR UPDATE TO lethe_purge USING (true);

-- A capability: whoever holds the token acts on this application's consent. Only its hash is here.
CREATE TABLE link (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  consent_id uuid NOT NULL REFERENCES consent ON DELETE CASCADE,
  hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  language text NOT NULL CHECK (language IN ('de', 'en')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Links sent to an address that has since changed.
  voided_at timestamptz
);
CREATE INDEX link_of_application ON link (application_id);
CREATE INDEX link_of_consent ON link (consent_id);
ALTER TABLE link ENABLE ROW LEVEL SECURITY;
ALTER TABLE link FORCE ROW LEVEL SECURITY;
GRANT SELECT ON link TO lethe_door, lethe_mail, lethe_purge;
GRANT SELECT, INSERT, UPDATE (voided_at) ON link TO lethe_recruiter, lethe_privacy;
CREATE POLICY found_by_hash ON link FOR SELECT
  TO lethe_door, lethe_mail, lethe_purge, lethe_recruiter, lethe_privacy USING (true);
CREATE POLICY sent ON link FOR INSERT TO lethe_recruiter, lethe_privacy
  WITH CHECK (EXISTS (SELECT FROM consent c WHERE c.id = consent_id
    AND c.application_id = link.application_id));
CREATE POLICY voided ON link FOR UPDATE TO lethe_recruiter, lethe_privacy USING (true);

-- What is left of a link once its application is erased: a receipt to show, for a while.
CREATE TABLE spent_link (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  withdrawn_at timestamptz NOT NULL,
  erased_at timestamptz NOT NULL,
  final_on date NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en')),
  shown_through date NOT NULL
);
CREATE INDEX spent_link_shown ON spent_link (shown_through);
ALTER TABLE spent_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE spent_link FORCE ROW LEVEL SECURITY;
GRANT SELECT ON spent_link TO lethe_door;
GRANT SELECT, INSERT, DELETE ON spent_link TO lethe_purge;
CREATE POLICY found_by_hash ON spent_link FOR SELECT TO lethe_door USING (true);
CREATE POLICY purge_keeps ON spent_link TO lethe_purge USING (true);
