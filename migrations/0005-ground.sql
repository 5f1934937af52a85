-- Why an application may be kept, and the fortnight in which HR still finishes an ended one.

CREATE TABLE ground (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('procedure', 'evidence', 'pool', 'longerStorage',
    'legalObligation', 'hold', 'employment')),
  since date NOT NULL,
  -- The day from whose 00:00 it no longer stands; NULL while its end is open.
  erase_from date,
  rules_version int REFERENCES retention_rules,
  ended_at timestamptz,
  ended_by text,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT pool_ceiling CHECK (kind <> 'pool'
    OR (erase_from IS NOT NULL AND erase_from <= (since + interval '2 years')::date - 1)),
  CONSTRAINT evidence_has_an_end CHECK (kind <> 'evidence' OR erase_from IS NOT NULL)
);
CREATE INDEX ground_of_application ON ground (application_id);
CREATE INDEX ground_that_ends ON ground (application_id, erase_from) WHERE ended_at IS NULL;
-- Of these kinds an application has at most one open. Not of employment: when the day of a hiring
-- is corrected, the new ground begins before the old one ends.
CREATE UNIQUE INDEX one_of_each ON ground (application_id, kind)
  WHERE ended_at IS NULL AND kind IN ('procedure', 'pool');
ALTER TABLE ground ENABLE ROW LEVEL SECURITY;
ALTER TABLE ground FORCE ROW LEVEL SECURITY;

-- An ended application that whoever ended it may still finish: its name, and nothing more.
CREATE TABLE ending (
  application_id uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  vacancy_id uuid REFERENCES vacancy,
  stage text NOT NULL,
  received_at timestamptz NOT NULL,
  mailable boolean NOT NULL,
  given_name sealed NOT NULL,
  family_name sealed NOT NULL,
  opened_at timestamptz NOT NULL,
  -- The last day on which it is shown.
  through date NOT NULL
);
CREATE INDEX ending_newest ON ending (opened_at DESC, application_id DESC);
CREATE INDEX ending_closes ON ending (through);
ALTER TABLE ending ENABLE ROW LEVEL SECURITY;
ALTER TABLE ending FORCE ROW LEVEL SECURITY;

-- The one place where standing is kept, and the one definer-rights function there is.
GRANT SELECT (application_id, kind, ended_at) ON ground TO lethe_standing;
CREATE POLICY standing_sees ON ground FOR SELECT TO lethe_standing USING (true);
CREATE FUNCTION keep_standing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.application a
    WHERE a.id IN (SELECT c.application_id FROM changed c) ORDER BY a.id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.application a JOIN changed c ON c.application_id = a.id
      WHERE a.standing = '{}' AND c.ended_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'LT001', MESSAGE = 'nothing stands here any more';
  END IF;
  UPDATE public.application a SET standing = s.kinds
  FROM (SELECT g.application_id,
      coalesce(array_agg(DISTINCT g.kind) FILTER (WHERE g.ended_at IS NULL), '{}') AS kinds
    FROM public.ground g
    WHERE g.application_id IN (SELECT c.application_id FROM changed c) GROUP BY 1) s
  WHERE a.id = s.application_id AND a.standing IS DISTINCT FROM s.kinds;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION keep_standing() FROM PUBLIC;
CREATE TRIGGER standing_after_insert AFTER INSERT ON ground
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_standing();
CREATE TRIGGER standing_after_update AFTER UPDATE ON ground
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_standing();
GRANT CREATE ON SCHEMA public TO lethe_standing;
ALTER FUNCTION keep_standing() OWNER TO lethe_standing;
REVOKE CREATE ON SCHEMA public FROM lethe_standing;

GRANT SELECT, INSERT, UPDATE (ended_at, ended_by) ON ground TO lethe_recruiter, lethe_privacy;
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by) ON ground TO lethe_legal;
GRANT SELECT ON ground TO lethe_reviewer, lethe_mail;
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by) ON ground TO lethe_link;
GRANT SELECT, UPDATE (ended_at, ended_by) ON ground TO lethe_purge;
-- Reading never tests ended_at, or ending the row would fail: the new row must stay visible.
CREATE POLICY recruiter_sees ON ground FOR SELECT TO lethe_recruiter USING (true);
CREATE POLICY as_the_application ON ground FOR SELECT TO lethe_reviewer, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY legal_sees ON ground FOR SELECT TO lethe_legal USING (true);
CREATE POLICY link_sees ON ground FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY purge_sees ON ground FOR SELECT TO lethe_purge USING (true);

CREATE POLICY recruiter_adds ON ground FOR INSERT TO lethe_recruiter WITH CHECK (ended_at IS NULL
  AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
    OR EXISTS (SELECT FROM ending e WHERE e.application_id = ground.application_id)));
CREATE POLICY recruiter_ends ON ground FOR UPDATE TO lethe_recruiter
  USING (ended_at IS NULL AND kind NOT IN ('hold', 'legalObligation')
    AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
      OR EXISTS (SELECT FROM ending e WHERE e.application_id = ground.application_id)))
  WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY privacy_adds ON ground FOR INSERT TO lethe_privacy
  WITH CHECK (ended_at IS NULL AND kind NOT IN ('hold', 'legalObligation'));
CREATE POLICY privacy_ends ON ground FOR UPDATE TO lethe_privacy
  USING (ended_at IS NULL AND kind NOT IN ('hold', 'legalObligation'))
  WITH CHECK (ended_at IS NOT NULL);
-- Legal may hold anything it can name: the hold itself then lets it in.
CREATE POLICY legal_holds ON ground FOR INSERT TO lethe_legal
  WITH CHECK (ended_at IS NULL AND kind = 'hold');
CREATE POLICY legal_releases ON ground FOR UPDATE TO lethe_legal
  USING (ended_at IS NULL AND kind = 'hold') WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY link_gives ON ground FOR INSERT TO lethe_link WITH CHECK (ended_at IS NULL
  AND kind = 'pool'
  AND application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY link_withdraws ON ground FOR UPDATE TO lethe_link
  USING (ended_at IS NULL AND kind IN ('pool', 'longerStorage')
    AND application_id = nullif(current_setting('lethe.application', true), '')::uuid)
  WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY purge_ends ON ground FOR UPDATE TO lethe_purge
  USING (ended_at IS NULL) WITH CHECK (ended_at IS NOT NULL);

-- The database itself refuses to erase early, and refuses when no day was named.
CREATE POLICY purge_erases ON application FOR DELETE TO lethe_purge
  USING (nullif(current_setting('lethe.today', true), '') IS NOT NULL
    AND NOT EXISTS (SELECT FROM ground g
      WHERE g.application_id = application.id AND g.ended_at IS NULL
        AND coalesce(g.erase_from, 'infinity')
          > nullif(current_setting('lethe.today', true), '')::date));

GRANT SELECT, INSERT, DELETE ON ending TO lethe_recruiter, lethe_privacy;
GRANT SELECT, DELETE ON ending TO lethe_purge;
GRANT SELECT, UPDATE (given_name, family_name) ON ending TO lethe_keys;
CREATE POLICY recruiter_sees ON ending FOR SELECT TO lethe_recruiter, lethe_privacy USING (true);
CREATE POLICY opened_by_an_outcome ON ending FOR INSERT TO lethe_recruiter, lethe_privacy
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY recruiter_closes ON ending FOR DELETE TO lethe_recruiter, lethe_privacy
  USING (true);
CREATE POLICY purge_closes ON ending TO lethe_purge USING (true);
CREATE POLICY rekeying ON ending FOR SELECT TO lethe_keys USING (true);
CREATE POLICY rekeys ON ending FOR UPDATE TO lethe_keys USING (true);

-- Who may finish an ending may open its name, so the key follows the ending.
CREATE POLICY while_it_ends ON data_key FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM ending e WHERE e.application_id = data_key.application_id));
