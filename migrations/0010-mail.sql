-- Mail that waits: what to say to which application. Words and address are put in when it leaves.

CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('notice', 'invitation', 'confirmation', 'receipt')),
  consent_id uuid REFERENCES consent ON DELETE CASCADE,
  link_id uuid REFERENCES link ON DELETE CASCADE,
  queued_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (queued_at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_of_application ON outbox (application_id);
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
GRANT INSERT ON outbox TO lethe_recruiter, lethe_privacy, lethe_link;
GRANT SELECT, UPDATE (sent_at) ON outbox TO lethe_mail;
GRANT SELECT (application_id, sent_at) ON outbox TO lethe_purge;
CREATE POLICY queued ON outbox FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id)
    OR EXISTS (SELECT FROM ending e WHERE e.application_id = outbox.application_id)
    OR EXISTS (SELECT FROM consent c WHERE c.id = consent_id
      AND c.application_id = outbox.application_id));
CREATE POLICY privacy_queues ON outbox FOR INSERT TO lethe_privacy WITH CHECK (true);
CREATE POLICY link_queues ON outbox FOR INSERT TO lethe_link
  WITH CHECK (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY mail_reads ON outbox FOR SELECT TO lethe_mail USING (true);
CREATE POLICY mail_marks ON outbox FOR UPDATE TO lethe_mail USING (sent_at IS NULL)
  WITH CHECK (sent_at IS NOT NULL);
CREATE POLICY purge_counts ON outbox FOR SELECT TO lethe_purge USING (true);

-- The mail login meets exactly the people to whom something is to be sent.
CREATE POLICY to_be_written_to ON application FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = application.id AND o.sent_at IS NULL));
CREATE POLICY to_be_written_to ON data_key FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = data_key.application_id AND o.sent_at IS NULL));
CREATE POLICY to_be_written_to ON applicant FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = applicant.application_id AND o.sent_at IS NULL));
CREATE POLICY to_be_written_to ON ground FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = ground.application_id AND o.sent_at IS NULL));
CREATE POLICY to_be_written_to ON outcome FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = outcome.application_id AND o.sent_at IS NULL));
CREATE POLICY to_be_written_to ON consent FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = consent.application_id AND o.sent_at IS NULL));

-- The receipt that follows an erasure, under a key of its own, pointing at nobody.
CREATE TABLE last_mail (
  id uuid PRIMARY KEY,
  epoch int NOT NULL REFERENCES epoch ON DELETE RESTRICT,
  wrapped bytea NOT NULL,
  envelope sealed NOT NULL,
  queued_at timestamptz NOT NULL,
  discard_at timestamptz NOT NULL
);
CREATE INDEX last_mail_epoch ON last_mail (epoch);
CREATE INDEX last_mail_age ON last_mail (discard_at);
ALTER TABLE last_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE last_mail FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON last_mail TO lethe_purge;
GRANT SELECT, DELETE ON last_mail TO lethe_mail;
GRANT SELECT, UPDATE (epoch, wrapped) ON last_mail TO lethe_keys;
CREATE POLICY purge_queues ON last_mail FOR INSERT TO lethe_purge
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
CREATE POLICY purge_discards ON last_mail FOR DELETE TO lethe_purge USING (true);
CREATE POLICY seen ON last_mail FOR SELECT TO lethe_purge, lethe_mail, lethe_keys USING (true);
CREATE POLICY mail_delivers ON last_mail FOR DELETE TO lethe_mail USING (true);
CREATE POLICY rewrapping ON last_mail FOR UPDATE TO lethe_keys USING (true)
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
