-- The originals of an application on paper: where they are and what becomes of them. A row outlives
-- its application until somebody has confirmed that the paper is gone, and what then stays of it
-- says only that and when.

CREATE TABLE paper (
  id uuid PRIMARY KEY,
  -- What stands on the label: nobody takes two of these letters for one another.
  code text NOT NULL UNIQUE CHECK (code ~ '^[34679ACDEFGHJKMNPQRTWXY]{8}$'),
  -- No reference, since it outlives the application; means nothing once that is erased.
  application_id uuid NOT NULL UNIQUE,
  plan text NOT NULL CHECK (plan IN ('return', 'shred')),
  -- Security levels of ISO/IEC 21964: how small the pieces are.
  class text NOT NULL CHECK (class IN ('P-4', 'P-5')),
  -- Where it is, under a key of its own: needed when the application's key is gone.
  epoch int REFERENCES epoch ON DELETE RESTRICT,
  wrapped bytea,
  location sealed,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid REFERENCES staff,
  erased_at timestamptz,
  done_at timestamptz,
  done_on date,
  done_by uuid REFERENCES staff,
  how text CHECK (how IN ('returned', 'shredded')),
  CONSTRAINT sealed_under_a_key
    CHECK ((location IS NULL) = (epoch IS NULL) AND (location IS NULL) = (wrapped IS NULL)),
  CONSTRAINT gone_somehow_on_a_day
    CHECK ((done_at IS NULL) = (how IS NULL) AND (done_at IS NULL) = (done_on IS NULL)),
  CONSTRAINT what_is_gone_is_nowhere CHECK (done_at IS NULL OR location IS NULL)
);
CREATE INDEX paper_to_fetch ON paper (erased_at, id) WHERE done_at IS NULL AND erased_at IS NOT NULL;
CREATE INDEX paper_kept ON paper (recorded_at, id) WHERE done_at IS NULL;
CREATE INDEX paper_epoch ON paper (epoch);

-- What is known already: applications by post, and what was given back of them. Row security would
-- hide the tables from the owner.
ALTER TABLE application NO FORCE ROW LEVEL SECURITY;
ALTER TABLE paper_return NO FORCE ROW LEVEL SECURITY;
INSERT INTO paper (id, code, application_id, plan, class, recorded_at, recorded_by,
  done_at, done_on, done_by, how)
SELECT gen_random_uuid(), c.code, a.id, 'return', 'P-4', coalesce(r.recorded_at, a.created_at),
  coalesce(r.recorded_by, a.created_by), r.recorded_at, r.returned_on, r.recorded_by,
  CASE WHEN r.application_id IS NOT NULL THEN 'returned' END
FROM application a
LEFT JOIN paper_return r ON r.application_id = a.id
CROSS JOIN LATERAL (SELECT string_agg(
    substr('34679ACDEFGHJKMNPQRTWXY', 1 + floor(random() * 23)::int, 1), '') AS code
  FROM generate_series(1, 8) WHERE a.id IS NOT NULL) AS c
WHERE a.channel = 'post' OR r.application_id IS NOT NULL;
ALTER TABLE application FORCE ROW LEVEL SECURITY;
DROP TABLE paper_return;
ALTER TABLE ending DROP COLUMN paper;

ALTER TABLE paper ENABLE ROW LEVEL SECURITY;
ALTER TABLE paper FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (plan, class, epoch, wrapped, location, recorded_at, recorded_by,
  done_at, done_on, done_by, how) ON paper TO lethe_recruiter;
GRANT SELECT, UPDATE (class, epoch, wrapped, location, done_at, done_on, done_by, how) ON paper
  TO lethe_privacy;
GRANT SELECT ON paper TO lethe_legal;
GRANT SELECT, UPDATE (epoch, wrapped) ON paper TO lethe_keys;
GRANT SELECT, UPDATE (erased_at) ON paper TO lethe_purge;

-- Whoever fetches paper sees all that there is of it: a label, a place, no name.
CREATE POLICY fetched_by ON paper FOR SELECT TO lethe_recruiter, lethe_privacy USING (true);
CREATE POLICY as_the_application ON paper FOR SELECT TO lethe_legal
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY recorded ON paper FOR INSERT TO lethe_recruiter
  WITH CHECK (recorded_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND (epoch IS NULL OR epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL))
    AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
      OR EXISTS (SELECT FROM ending e WHERE e.application_id = paper.application_id)));
CREATE POLICY moved_or_gone ON paper FOR UPDATE TO lethe_recruiter USING (done_at IS NULL)
  WITH CHECK (epoch IS NULL
    OR epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
CREATE POLICY gone ON paper FOR UPDATE TO lethe_privacy USING (done_at IS NULL)
  WITH CHECK (done_at IS NOT NULL);
CREATE POLICY seen ON paper FOR SELECT TO lethe_keys, lethe_purge USING (true);
CREATE POLICY rewrapping ON paper FOR UPDATE TO lethe_keys USING (true)
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
CREATE POLICY erased ON paper FOR UPDATE TO lethe_purge USING (erased_at IS NULL)
  WITH CHECK (erased_at IS NOT NULL);
