-- One person's application: the unit of access, key and erasure.

CREATE TABLE application (
  id uuid PRIMARY KEY,
  vacancy_id uuid REFERENCES vacancy,
  channel text NOT NULL CHECK (channel IN ('form', 'email', 'post', 'upload')),
  source text NOT NULL CHECK (source IN ('applicant', 'agency', 'referral')),
  stage text NOT NULL DEFAULT 'received'
    CHECK (stage IN ('received', 'screening', 'interview', 'offer')),
  received_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES staff,
  -- Public half of the identity that opens the documents; sealing needs no secret.
  recipient bytea NOT NULL CHECK (octet_length(recipient) = 32),
  -- Whether mail can reach the applicant; the address itself is sealed.
  mailable boolean NOT NULL,
  -- The kinds of grounds that stand. NULL while being received; '{}' once nothing stands, final.
  standing text[]
);
CREATE INDEX application_of_vacancy ON application (vacancy_id, received_at DESC, id DESC);
CREATE INDEX application_newest ON application (received_at DESC, id DESC)
  WHERE standing && '{procedure,pool,longerStorage,employment}';
CREATE INDEX application_in_pool ON application (received_at DESC, id DESC)
  WHERE standing && '{pool}';
CREATE INDEX application_kept ON application (received_at DESC, id DESC)
  WHERE standing && '{evidence,legalObligation,hold}';
CREATE INDEX application_of_nothing ON application (id) WHERE standing = '{}';
ALTER TABLE application ENABLE ROW LEVEL SECURITY;
ALTER TABLE application FORCE ROW LEVEL SECURITY;

GRANT SELECT, UPDATE (stage, vacancy_id, mailable) ON application TO lethe_recruiter;
GRANT INSERT (id, vacancy_id, channel, source, received_at, created_at, created_by, recipient,
  mailable) ON application TO lethe_recruiter;
GRANT SELECT ON application TO lethe_reviewer, lethe_legal, lethe_link, lethe_mail;
GRANT SELECT ON application TO lethe_privacy, lethe_keys, lethe_purge;
GRANT DELETE ON application TO lethe_purge;
GRANT UPDATE (recipient) ON application TO lethe_keys;
GRANT SELECT (id, standing), UPDATE (standing) ON application TO lethe_standing;

CREATE POLICY recruiter_sees ON application FOR SELECT TO lethe_recruiter
  USING (standing IS NULL OR standing && '{procedure,pool,longerStorage,employment}');
CREATE POLICY recruiter_receives ON application FOR INSERT TO lethe_recruiter
  WITH CHECK (standing IS NULL);
CREATE POLICY recruiter_works ON application FOR UPDATE TO lethe_recruiter
  USING (standing && '{procedure,pool,longerStorage,employment}');
CREATE POLICY reviewer_sees ON application FOR SELECT TO lethe_reviewer
  USING (standing && '{procedure}'
    AND vacancy_id = ANY (ARRAY(SELECT t.vacancy_id FROM team t)));
CREATE POLICY legal_sees ON application FOR SELECT TO lethe_legal
  USING (standing && '{evidence,legalObligation,hold}');
CREATE POLICY privacy_sees ON application FOR SELECT TO lethe_privacy USING (true);
CREATE POLICY link_sees ON application FOR SELECT TO lethe_link
  USING (id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY keys_sees ON application FOR SELECT TO lethe_keys USING (true);
CREATE POLICY keys_rekeys ON application FOR UPDATE TO lethe_keys USING (true);
CREATE POLICY standing_sees ON application FOR SELECT TO lethe_standing USING (true);
CREATE POLICY standing_writes ON application FOR UPDATE TO lethe_standing USING (true);
CREATE POLICY purge_sees ON application FOR SELECT TO lethe_purge USING (true);

CREATE POLICY of_the_application ON vacancy FOR SELECT TO lethe_link
  USING (id = (SELECT a.vacancy_id FROM application a
    WHERE a.id = nullif(current_setting('lethe.application', true), '')::uuid));

-- The one key of one application. Deleting this row shreds everything else.
CREATE TABLE data_key (
  application_id uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  epoch int NOT NULL REFERENCES epoch ON DELETE RESTRICT,
  wrapped bytea NOT NULL
);
CREATE INDEX data_key_epoch ON data_key (epoch, application_id);
ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE data_key FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON data_key TO lethe_recruiter;
GRANT SELECT ON data_key TO lethe_reviewer, lethe_legal, lethe_privacy, lethe_mail, lethe_purge;
GRANT SELECT, UPDATE (epoch, wrapped) ON data_key TO lethe_keys;
CREATE POLICY as_the_application ON data_key FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY under_the_open_epoch ON data_key FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id)
    AND epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
CREATE POLICY everything ON data_key FOR SELECT TO lethe_keys, lethe_purge USING (true);
CREATE POLICY rewrapping ON data_key FOR UPDATE TO lethe_keys USING (true)
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));

-- Who the applicant is. Every column but the id is sealed.
CREATE TABLE applicant (
  application_id uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  given_name sealed NOT NULL,
  family_name sealed NOT NULL,
  email sealed,
  phone sealed,
  address sealed,
  language sealed NOT NULL,
  external_id sealed
);
ALTER TABLE applicant ENABLE ROW LEVEL SECURITY;
ALTER TABLE applicant FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON applicant TO lethe_recruiter;
GRANT SELECT ON applicant TO lethe_reviewer, lethe_legal, lethe_privacy;
GRANT SELECT (application_id, given_name, family_name, email, language) ON applicant
  TO lethe_mail, lethe_purge;
GRANT SELECT, UPDATE ON applicant TO lethe_keys;
CREATE POLICY as_the_application ON applicant FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY recruiter_names ON applicant FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY recruiter_corrects ON applicant FOR UPDATE TO lethe_recruiter
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY everything ON applicant FOR SELECT TO lethe_keys, lethe_purge USING (true);
CREATE POLICY rekeying ON applicant FOR UPDATE TO lethe_keys USING (true);

-- What an application can be found by: keyed hashes, one row each, tested one by one.
CREATE TABLE search_token (
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  token bytea NOT NULL CHECK (octet_length(token) = 16),
  epoch int NOT NULL REFERENCES epoch ON DELETE RESTRICT,
  PRIMARY KEY (application_id, token)
);
CREATE INDEX search_token_finds ON search_token (token, application_id);
ALTER TABLE search_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_token FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON search_token TO lethe_recruiter;
GRANT SELECT ON search_token TO lethe_reviewer, lethe_legal;
CREATE POLICY as_the_application ON search_token
  TO lethe_recruiter, lethe_reviewer, lethe_legal
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
