-- What a letter tells of, who learns that it didn't arrive, and who may say that somebody was told.

-- Two objections may be decided before the first letter leaves: each letter tells of its own.
ALTER TABLE outbox ADD COLUMN objection_id uuid REFERENCES objection ON DELETE CASCADE;
CREATE INDEX outbox_of_objection ON outbox (objection_id) WHERE objection_id IS NOT NULL;

-- A letter that was given up told nobody that a restriction is lifted (Art. 18(3) GDPR).
GRANT SELECT (application_id, kind, queued_at, given_up_at) ON outbox TO lethe_privacy;
CREATE POLICY whether_it_arrived ON outbox FOR SELECT TO lethe_privacy
  USING (kind = 'liftingAnnounced');

-- That nothing shows a notice is found out after the fortnight in which recruiters still meet the
-- application as well.
GRANT INSERT ON notice TO lethe_privacy;
CREATE POLICY told_after_the_fortnight ON notice FOR INSERT TO lethe_privacy
  WITH CHECK (recorded_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM outcome o WHERE o.id = outcome_id
      AND o.application_id = notice.application_id AND o.superseded_at IS NULL));

-- A letter tells of the restriction that is open, whatever began at the same instant.
GRANT SELECT (id, ended_at) ON restriction TO lethe_mail;
