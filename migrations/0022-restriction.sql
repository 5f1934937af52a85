-- What applicants can ask for besides erasure: that processing is restricted (Art. 18 GDPR), that
-- something ends because they object (Art. 21), that something is kept longer (Art. 6(1)(a)).

-- Kept, but shown to and changed by nobody except as the article allows.
CREATE TABLE restriction (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  -- NULL where a restore repeated it: the words were lost with the backup's younger days.
  reason sealed,
  placed_at timestamptz NOT NULL,
  placed_by uuid REFERENCES staff,
  -- That the applicant is told before it is lifted (Art. 18(3)), and the day they are told.
  announced_at timestamptz,
  announced_by uuid REFERENCES staff,
  lift_on date,
  -- How they were told, where no mail could.
  told_on date,
  told_channel text CHECK (told_channel IN ('email', 'post', 'phone', 'inPerson')),
  ended_at timestamptz,
  ended_by uuid REFERENCES staff,
  CHECK ((announced_at IS NULL) = (lift_on IS NULL)),
  CHECK ((told_on IS NULL) = (told_channel IS NULL)),
  CONSTRAINT told_before_it_is_lifted CHECK (ended_at IS NULL OR announced_at IS NOT NULL)
);
CREATE INDEX restriction_of_application ON restriction (application_id);
CREATE UNIQUE INDEX one_restriction_at_a_time ON restriction (application_id)
  WHERE ended_at IS NULL;
ALTER TABLE restriction ENABLE ROW LEVEL SECURITY;
ALTER TABLE restriction FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (announced_at, announced_by, lift_on, told_on, told_channel,
  ended_at, ended_by) ON restriction TO lethe_privacy;
GRANT SELECT, UPDATE (reason) ON restriction TO lethe_keys;
GRANT SELECT (application_id, ended_at) ON restriction TO lethe_standing, lethe_purge;
GRANT SELECT (application_id, placed_at, lift_on) ON restriction TO lethe_mail;
CREATE POLICY privacy_sees ON restriction FOR SELECT TO lethe_privacy USING (true);
CREATE POLICY placed ON restriction FOR INSERT TO lethe_privacy
  WITH CHECK (ended_at IS NULL AND announced_at IS NULL
    AND placed_by = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY announced_and_lifted ON restriction FOR UPDATE TO lethe_privacy
  USING (ended_at IS NULL) WITH CHECK (true);
CREATE POLICY everything ON restriction FOR SELECT
  TO lethe_keys, lethe_standing, lethe_purge, lethe_mail USING (true);
CREATE POLICY rekeying ON restriction FOR UPDATE TO lethe_keys USING (true);

-- While one is open, it is all that stands: so every policy that asks for a kind of ground hides
-- the application, and only lethe_privacy still meets it. Lifting counts the grounds anew.
CREATE OR REPLACE FUNCTION keep_standing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.application a
    WHERE a.id IN (SELECT c.application_id FROM changed c) ORDER BY a.id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.application a JOIN changed c ON c.application_id = a.id
      WHERE a.standing = '{}' AND c.ended_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'LT001', MESSAGE = 'nothing stands here any more';
  END IF;
  UPDATE public.application a SET standing = s.kinds
  FROM (SELECT c.application_id,
      CASE WHEN EXISTS (SELECT FROM public.restriction r
          WHERE r.application_id = c.application_id AND r.ended_at IS NULL)
        THEN '{restriction}'
        ELSE coalesce((SELECT array_agg(DISTINCT g.kind) FROM public.ground g
          WHERE g.application_id = c.application_id AND g.ended_at IS NULL), '{}')
      END AS kinds
    FROM (SELECT DISTINCT n.application_id FROM changed n) AS c) AS s
  WHERE a.id = s.application_id AND a.standing IS DISTINCT FROM s.kinds;
  -- The fortnight goes on, unseen.
  IF TG_TABLE_NAME = 'restriction' THEN
    UPDATE public.ending e SET restricted = NOT e.restricted
    WHERE e.application_id IN (SELECT c.application_id FROM changed c)
      AND e.restricted <> EXISTS (SELECT FROM public.restriction r
        WHERE r.application_id = e.application_id AND r.ended_at IS NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER standing_after_insert AFTER INSERT ON restriction
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_standing();
CREATE TRIGGER standing_after_update AFTER UPDATE ON restriction
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_standing();

ALTER TABLE ending ADD COLUMN restricted boolean NOT NULL DEFAULT false;
GRANT SELECT (application_id, restricted), UPDATE (restricted) ON ending TO lethe_standing;
CREATE POLICY standing_hides ON ending TO lethe_standing USING (true);
ALTER POLICY recruiter_sees ON ending TO lethe_recruiter USING (NOT restricted);
CREATE POLICY privacy_sees ON ending FOR SELECT TO lethe_privacy USING (true);

-- Nobody erases it, and who still sees it changes nothing: a withdrawal alone ends grounds.
CREATE POLICY not_while_restricted ON application AS RESTRICTIVE FOR DELETE TO lethe_purge
  USING (NOT EXISTS (SELECT FROM restriction r
    WHERE r.application_id = application.id AND r.ended_at IS NULL));
CREATE POLICY not_while_restricted ON ground AS RESTRICTIVE FOR INSERT TO lethe_privacy, lethe_link
  WITH CHECK (NOT EXISTS (SELECT FROM application a
    WHERE a.id = application_id AND a.standing && '{restriction}'));
CREATE POLICY not_while_restricted ON outcome AS RESTRICTIVE FOR INSERT TO lethe_privacy
  WITH CHECK (NOT EXISTS (SELECT FROM application a
    WHERE a.id = application_id AND a.standing && '{restriction}'));
CREATE POLICY neither_while_restricted ON outcome AS RESTRICTIVE FOR UPDATE TO lethe_privacy
  USING (NOT EXISTS (SELECT FROM application a
    WHERE a.id = application_id AND a.standing && '{restriction}'));
CREATE POLICY not_while_restricted ON document AS RESTRICTIVE FOR DELETE TO lethe_privacy
  USING (NOT EXISTS (SELECT FROM application a
    WHERE a.id = application_id AND a.standing && '{restriction}'));
CREATE POLICY not_while_restricted ON consent AS RESTRICTIVE FOR INSERT TO lethe_privacy
  WITH CHECK (NOT EXISTS (SELECT FROM application a
    WHERE a.id = application_id AND a.standing && '{restriction}'));

-- An applicant objects: to being kept as evidence, which is decided; to being contacted, which is
-- not.
CREATE TABLE objection (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  against text NOT NULL CHECK (against IN ('evidence', 'contact')),
  received_on date NOT NULL,
  channel text NOT NULL CHECK (channel IN ('email', 'post', 'phone', 'inPerson')),
  text sealed,
  -- The last day on which an answer is in time (Art. 12(3) GDPR).
  answer_by date,
  recorded_at timestamptz NOT NULL,
  -- NULL where it came with the objection to another application of the same address.
  recorded_by uuid REFERENCES staff,
  decided_at timestamptz,
  decision text CHECK (decision IN ('upheld', 'rejected')),
  decided_by uuid REFERENCES staff,
  reason sealed,
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK ((against = 'evidence') = (answer_by IS NOT NULL)),
  CHECK (against = 'evidence' OR decision IS NULL)
);
CREATE INDEX objection_of_application ON objection (application_id);
CREATE UNIQUE INDEX one_objection_waits ON objection (application_id)
  WHERE against = 'evidence' AND decided_at IS NULL;
CREATE UNIQUE INDEX never_contacted ON objection (application_id) WHERE against = 'contact';
ALTER TABLE objection ENABLE ROW LEVEL SECURITY;
ALTER TABLE objection FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON objection TO lethe_recruiter;
GRANT SELECT, INSERT, UPDATE (decided_at, decision, decided_by, reason) ON objection
  TO lethe_privacy;
GRANT SELECT, INSERT ON objection TO lethe_link;
GRANT SELECT ON objection TO lethe_legal, lethe_reviewer, lethe_mail, lethe_purge;
GRANT SELECT, UPDATE (text, reason) ON objection TO lethe_keys;
CREATE POLICY as_the_application ON objection FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY while_it_ends ON objection FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM ending e WHERE e.application_id = objection.application_id));
CREATE POLICY received ON objection FOR INSERT TO lethe_recruiter
  WITH CHECK (decided_at IS NULL
    AND recorded_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
      OR EXISTS (SELECT FROM ending e WHERE e.application_id = objection.application_id)));
CREATE POLICY privacy_receives ON objection FOR INSERT TO lethe_privacy
  WITH CHECK (decided_at IS NULL
    AND recorded_by = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY decided ON objection FOR UPDATE TO lethe_privacy
  USING (decided_at IS NULL) WITH CHECK (decided_at IS NOT NULL);
CREATE POLICY everything ON objection FOR SELECT TO lethe_keys, lethe_mail, lethe_purge
  USING (true);
CREATE POLICY rekeying ON objection FOR UPDATE TO lethe_keys USING (true);
-- A person objects, not an application: it counts for all that carry the same address.
CREATE POLICY link_sees ON objection FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid
    OR application_id = ANY (ARRAY(SELECT s.application_id FROM search_token s)));
CREATE POLICY comes_with_another ON objection FOR INSERT TO lethe_link
  WITH CHECK (against = 'contact' AND recorded_by IS NULL
    AND application_id = nullif(current_setting('lethe.application', true), '')::uuid);

-- An objection that is upheld erases; so may causes to come.
ALTER TABLE erasure DROP CONSTRAINT erasure_cause_check,
  ADD CONSTRAINT erasure_cause_check CHECK (cause ~ '^[a-zA-Z]{1,40}$');

-- What a consent is for, and until when where it names a day itself.
ALTER TABLE consent
  ADD COLUMN purpose text NOT NULL DEFAULT 'pool' CHECK (purpose IN ('pool', 'longerStorage')),
  ADD COLUMN until date,
  ADD CONSTRAINT longer_storage_names_its_day
    CHECK ((purpose = 'longerStorage') = (until IS NOT NULL));
ALTER TABLE ground ADD CONSTRAINT longer_storage_has_an_end
  CHECK (kind <> 'longerStorage' OR erase_from IS NOT NULL);
ALTER POLICY link_gives ON ground WITH CHECK (ended_at IS NULL
  AND kind IN ('pool', 'longerStorage')
  AND application_id = nullif(current_setting('lethe.application', true), '')::uuid);

-- The letters that go with all this.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check,
  ADD CONSTRAINT outbox_kind_check CHECK (kind ~ '^[a-zA-Z]{1,40}$');
GRANT SELECT (kind) ON outbox TO lethe_purge;
ALTER TABLE paper_letter DROP CONSTRAINT paper_letter_kind_check,
  ADD CONSTRAINT paper_letter_kind_check CHECK (kind ~ '^[a-zA-Z]{1,40}$');
