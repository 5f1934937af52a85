-- Mail that really leaves: who carries a letter right now, when it is tried again, and what became
-- of one that cannot be delivered. These instants are real time, but for given_up_at.

ALTER TABLE outbox
  -- Whoever sends it holds the claim; it runs out by itself if they die.
  ADD COLUMN claim uuid,
  ADD COLUMN claimed_until timestamptz,
  ADD COLUMN attempts int NOT NULL DEFAULT 0,
  ADD COLUMN first_tried_at timestamptz,
  -- NULL is at once.
  ADD COLUMN due_at timestamptz,
  ADD COLUMN problem text
    CHECK (problem IN ('unreachable', 'deferred', 'refused', 'badAddress', 'misconfigured')),
  ADD COLUMN given_up_at timestamptz CHECK (given_up_at IS NULL OR problem IS NOT NULL);
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (queued_at, id)
  WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_given_up ON outbox (given_up_at, id)
  WHERE sent_at IS NULL AND given_up_at IS NOT NULL;
GRANT UPDATE (claim, claimed_until, attempts, first_tried_at, due_at, problem, given_up_at)
  ON outbox TO lethe_mail;
ALTER POLICY mail_marks ON outbox USING (sent_at IS NULL AND given_up_at IS NULL)
  WITH CHECK (true);
-- Recruiters see what could not be delivered, and have it tried again or take it out.
GRANT SELECT, DELETE, UPDATE (attempts, first_tried_at, due_at, problem, given_up_at) ON outbox
  TO lethe_recruiter;
CREATE POLICY undelivered ON outbox FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM application a WHERE a.id = outbox.application_id)
    OR EXISTS (SELECT FROM ending e WHERE e.application_id = outbox.application_id));
CREATE POLICY tried_again ON outbox FOR UPDATE TO lethe_recruiter
  USING (sent_at IS NULL AND given_up_at IS NOT NULL)
  WITH CHECK (given_up_at IS NULL);
CREATE POLICY taken_out ON outbox FOR DELETE TO lethe_recruiter
  USING (sent_at IS NULL AND given_up_at IS NOT NULL);

-- Whom the mail login meets: nobody any more once a letter is given up.
ALTER POLICY to_be_written_to ON application
  USING (EXISTS (SELECT FROM outbox o WHERE o.application_id = application.id
    AND o.sent_at IS NULL AND o.given_up_at IS NULL));
ALTER POLICY to_be_written_to ON data_key
  USING (EXISTS (SELECT FROM outbox o WHERE o.application_id = data_key.application_id
    AND o.sent_at IS NULL AND o.given_up_at IS NULL));
ALTER POLICY to_be_written_to ON applicant
  USING (EXISTS (SELECT FROM outbox o WHERE o.application_id = applicant.application_id
    AND o.sent_at IS NULL AND o.given_up_at IS NULL));
ALTER POLICY to_be_written_to ON ground
  USING (EXISTS (SELECT FROM outbox o WHERE o.application_id = ground.application_id
    AND o.sent_at IS NULL AND o.given_up_at IS NULL));
ALTER POLICY to_be_written_to ON outcome
  USING (EXISTS (SELECT FROM outbox o WHERE o.application_id = outcome.application_id
    AND o.sent_at IS NULL AND o.given_up_at IS NULL));
ALTER POLICY to_be_written_to ON consent
  USING (EXISTS (SELECT FROM outbox o WHERE o.application_id = consent.application_id
    AND o.sent_at IS NULL AND o.given_up_at IS NULL));

-- The receipt that follows an erasure is claimed alike; given up, it is deleted.
ALTER TABLE last_mail
  ADD COLUMN claim uuid,
  ADD COLUMN claimed_until timestamptz,
  ADD COLUMN attempts int NOT NULL DEFAULT 0,
  ADD COLUMN first_tried_at timestamptz,
  ADD COLUMN due_at timestamptz,
  ADD COLUMN problem text
    CHECK (problem IN ('unreachable', 'deferred', 'refused', 'badAddress', 'misconfigured'));
CREATE INDEX last_mail_waiting ON last_mail (queued_at, id);
GRANT UPDATE (claim, claimed_until, attempts, first_tried_at, due_at, problem) ON last_mail
  TO lethe_mail;
CREATE POLICY mail_claims ON last_mail FOR UPDATE TO lethe_mail USING (true);

-- The language in which somebody on the staff is spoken and written to. German until they choose,
-- as the installation's law and its days are.
ALTER TABLE staff ADD COLUMN language text NOT NULL DEFAULT 'de'
  CHECK (language ~ '^[a-z]{2}$');
GRANT SELECT (language), UPDATE (language) ON staff TO lethe_door;
CREATE POLICY ones_own_language ON staff FOR UPDATE TO lethe_door
  USING (id = nullif(current_setting('lethe.actor', true), '')::uuid);

-- Mail to the staff: that something waits for them. Counts and titles are put in when it leaves.
CREATE TABLE staff_mail (
  id uuid PRIMARY KEY,
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('digest')),
  -- The office's day it is for: one of a kind a day.
  day date NOT NULL,
  queued_at timestamptz NOT NULL,
  claim uuid,
  claimed_until timestamptz,
  attempts int NOT NULL DEFAULT 0,
  first_tried_at timestamptz,
  due_at timestamptz,
  problem text
    CHECK (problem IN ('unreachable', 'deferred', 'refused', 'badAddress', 'misconfigured')),
  sent_at timestamptz,
  given_up_at timestamptz CHECK (given_up_at IS NULL OR problem IS NOT NULL),
  UNIQUE (staff_id, kind, day)
);
CREATE INDEX staff_mail_waiting ON staff_mail (queued_at, id)
  WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX staff_mail_age ON staff_mail (day);
ALTER TABLE staff_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_mail FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE, UPDATE (claim, claimed_until, attempts, first_tried_at, due_at,
  problem, sent_at, given_up_at) ON staff_mail TO lethe_mail;
CREATE POLICY mail_carries ON staff_mail TO lethe_mail USING (true);

-- The days whose digests have been queued, so that what comes in later waits for the next one.
CREATE TABLE digest_day (
  day date PRIMARY KEY,
  queued_at timestamptz NOT NULL
);
ALTER TABLE digest_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE digest_day FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON digest_day TO lethe_mail;
CREATE POLICY mail_notes ON digest_day TO lethe_mail USING (true);

-- The mail login meets exactly the colleagues to whom something is to be sent.
GRANT SELECT (id, email, language, disabled_at) ON staff TO lethe_mail;
CREATE POLICY to_be_written_to ON staff FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM staff_mail m WHERE m.staff_id = staff.id
    AND m.sent_at IS NULL AND m.given_up_at IS NULL));
GRANT SELECT ON staff_key TO lethe_mail;
CREATE POLICY to_be_written_to ON staff_key FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM staff_mail m WHERE m.staff_id = staff_key.staff_id
    AND m.sent_at IS NULL AND m.given_up_at IS NULL));
