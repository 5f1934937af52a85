-- What applicants are told about their data, which version of it each of them was shown, and how
-- the page behind one link names and ends all entries of the same address.

-- A version of the privacy notice; its digest covers the text in every language.
CREATE TABLE privacy_notice (
  version text PRIMARY KEY CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32)
);
CREATE TABLE privacy_notice_text (
  version text NOT NULL REFERENCES privacy_notice,
  language text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
  text text NOT NULL CHECK (text <> ''),
  PRIMARY KEY (version, language)
);
-- Since when a version is used; the last row is in force. Going back to a version is a new row.
CREATE TABLE privacy_notice_use (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version text NOT NULL REFERENCES privacy_notice,
  since timestamptz NOT NULL
);
ALTER TABLE privacy_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE privacy_notice FORCE ROW LEVEL SECURITY;
ALTER TABLE privacy_notice_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE privacy_notice_text FORCE ROW LEVEL SECURITY;
ALTER TABLE privacy_notice_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE privacy_notice_use FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON privacy_notice, privacy_notice_text TO lethe_admin;
GRANT SELECT, INSERT (version, since) ON privacy_notice_use TO lethe_admin;
GRANT SELECT ON privacy_notice, privacy_notice_text, privacy_notice_use
  TO lethe_door, lethe_recruiter, lethe_link, lethe_mail;
CREATE POLICY anyone_reads ON privacy_notice FOR SELECT
  TO lethe_door, lethe_recruiter, lethe_link, lethe_mail, lethe_admin USING (true);
CREATE POLICY anyone_reads ON privacy_notice_text FOR SELECT
  TO lethe_door, lethe_recruiter, lethe_link, lethe_mail, lethe_admin USING (true);
CREATE POLICY anyone_reads ON privacy_notice_use FOR SELECT
  TO lethe_door, lethe_recruiter, lethe_link, lethe_mail, lethe_admin USING (true);
CREATE POLICY kept ON privacy_notice FOR INSERT TO lethe_admin WITH CHECK (true);
CREATE POLICY kept ON privacy_notice_text FOR INSERT TO lethe_admin WITH CHECK (true);
CREATE POLICY used ON privacy_notice_use FOR INSERT TO lethe_admin WITH CHECK (true);

-- That, when and how somebody was shown which version (Art. 13, 14 GDPR).
CREATE TABLE informed (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  version text NOT NULL REFERENCES privacy_notice,
  article int NOT NULL CHECK (article IN (13, 14)),
  language text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
  channel text NOT NULL CHECK (channel IN ('email', 'link', 'post')),
  at timestamptz NOT NULL
);
CREATE INDEX informed_of_application ON informed (application_id, at);
ALTER TABLE informed ENABLE ROW LEVEL SECURITY;
ALTER TABLE informed FORCE ROW LEVEL SECURITY;
GRANT SELECT ON informed TO lethe_reviewer, lethe_legal, lethe_privacy;
GRANT SELECT, INSERT ON informed TO lethe_recruiter, lethe_link;
GRANT INSERT ON informed TO lethe_mail;
CREATE POLICY as_the_application ON informed FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY link_sees ON informed FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY by_post ON informed FOR INSERT TO lethe_recruiter
  WITH CHECK (channel = 'post' AND EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY on_the_page ON informed FOR INSERT TO lethe_link WITH CHECK (channel = 'link'
  AND application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY with_a_mail ON informed FOR INSERT TO lethe_mail WITH CHECK (channel = 'email'
  AND EXISTS (SELECT FROM outbox o WHERE o.application_id = informed.application_id));

-- New kinds of letters.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check,
  ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('notice', 'invitation', 'confirmation',
    'receipt', 'acknowledgement', 'renewal', 'reminder', 'proposal'));

-- Letters that somebody prints: kind, question and link, as for mail; words, name and address are
-- put in whenever one is shown, by the login that writes letters.
CREATE TABLE paper_letter (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('acknowledgement', 'rejection', 'invitation', 'renewal')),
  consent_id uuid REFERENCES consent ON DELETE CASCADE,
  link_id uuid REFERENCES link ON DELETE CASCADE,
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL REFERENCES staff,
  -- The last day on which it can be shown.
  through date NOT NULL
);
CREATE INDEX paper_letter_of_application ON paper_letter (application_id, kind);
ALTER TABLE paper_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE paper_letter FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON paper_letter TO lethe_recruiter;
GRANT SELECT ON paper_letter TO lethe_mail;
GRANT SELECT (address) ON applicant TO lethe_mail;
CREATE POLICY recruiter_sees ON paper_letter FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id)
    OR EXISTS (SELECT FROM ending e WHERE e.application_id = paper_letter.application_id));
CREATE POLICY made ON paper_letter FOR INSERT TO lethe_recruiter
  WITH CHECK (made_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
      OR EXISTS (SELECT FROM ending e WHERE e.application_id = paper_letter.application_id)));
CREATE POLICY mail_writes ON paper_letter FOR SELECT TO lethe_mail
  USING (through >= nullif(current_setting('lethe.today', true), '')::date);
CREATE POLICY to_be_printed_for ON application FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM paper_letter p WHERE p.application_id = application.id));
CREATE POLICY to_be_printed_for ON data_key FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM paper_letter p WHERE p.application_id = data_key.application_id));
CREATE POLICY to_be_printed_for ON applicant FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM paper_letter p WHERE p.application_id = applicant.application_id));
CREATE POLICY to_be_printed_for ON ground FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM paper_letter p WHERE p.application_id = ground.application_id));
CREATE POLICY to_be_printed_for ON consent FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM paper_letter p WHERE p.application_id = consent.application_id));

-- A further language is no matter of the schema.
ALTER TABLE consent DROP CONSTRAINT consent_language_check,
  ADD CONSTRAINT consent_language_check CHECK (language ~ '^[a-z]{2}$');
ALTER TABLE link DROP CONSTRAINT link_language_check,
  ADD CONSTRAINT link_language_check CHECK (language ~ '^[a-z]{2}$');
ALTER TABLE spent_link DROP CONSTRAINT spent_link_language_check,
  ADD CONSTRAINT spent_link_language_check CHECK (language ~ '^[a-z]{2}$');

-- The page behind a link lists every pool entry of the same address: the login opens the address
-- of its own application, and meets who carries the same keyed hash. It only reads them; each is
-- withdrawn in its own name.
GRANT SELECT ON data_key TO lethe_link;
GRANT SELECT (application_id, email) ON applicant TO lethe_link;
GRANT SELECT ON search_token TO lethe_link;
CREATE POLICY link_opens ON data_key FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY link_opens ON applicant FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY link_compares ON search_token FOR SELECT TO lethe_link
  USING (token = decode(nullif(current_setting('lethe.address', true), ''), 'hex'));
CREATE POLICY link_lists ON application FOR SELECT TO lethe_link
  USING (standing && '{pool}' AND id = ANY (ARRAY(SELECT s.application_id FROM search_token s)));
CREATE POLICY link_lists ON ground FOR SELECT TO lethe_link
  USING (application_id = ANY (ARRAY(SELECT a.id FROM application a)));
CREATE POLICY link_lists ON vacancy FOR SELECT TO lethe_link
  USING (id = ANY (ARRAY(SELECT a.vacancy_id FROM application a)));

-- Entries that were withdrawn through another entry's link: its page shows what became of each,
-- for a while. Names the application only as long as there is one.
CREATE TABLE joint_receipt (
  id uuid PRIMARY KEY,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  application_id uuid REFERENCES application ON DELETE CASCADE,
  given_on date NOT NULL,
  withdrawn_at timestamptz NOT NULL,
  erased_at timestamptz,
  final_on date,
  shown_through date NOT NULL,
  CHECK ((application_id IS NULL) = (erased_at IS NOT NULL)),
  CHECK ((final_on IS NULL) = (erased_at IS NULL))
);
CREATE INDEX joint_receipt_of_link ON joint_receipt (hash);
CREATE INDEX joint_receipt_of_application ON joint_receipt (application_id);
CREATE INDEX joint_receipt_shown ON joint_receipt (shown_through);
ALTER TABLE joint_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE joint_receipt FORCE ROW LEVEL SECURITY;
GRANT INSERT ON joint_receipt TO lethe_link;
GRANT SELECT ON joint_receipt TO lethe_door;
GRANT SELECT, DELETE, UPDATE (application_id, erased_at, final_on) ON joint_receipt
  TO lethe_purge;
CREATE POLICY written_by_the_link ON joint_receipt FOR INSERT TO lethe_link
  WITH CHECK (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY found_by_hash ON joint_receipt FOR SELECT TO lethe_door USING (true);
CREATE POLICY purge_keeps ON joint_receipt TO lethe_purge USING (true);
