-- Holds of whole vacancies, provisional holds that run out, and what a law asks to keep.

-- A named legal matter for which every application of a vacancy is kept: the comparison matters.
-- Sealed under the key of whoever placed it. Each application gets a hold of its own besides, with
-- its own ground; where one hasn't got it yet, this row protects it already.
CREATE TABLE vacancy_hold (
  id uuid PRIMARY KEY,
  vacancy_id uuid NOT NULL REFERENCES vacancy,
  matter sealed NOT NULL,
  reason sealed NOT NULL,
  review_on date NOT NULL,
  reviewed_because sealed,
  -- The day from whose 00:00 a provisional one no longer stands.
  erase_from date,
  placed_at timestamptz NOT NULL,
  placed_by uuid NOT NULL REFERENCES staff,
  released_at timestamptz,
  -- NULL where time released it.
  released_by uuid REFERENCES staff,
  released_because sealed
);
CREATE INDEX vacancy_hold_open ON vacancy_hold (vacancy_id) WHERE released_at IS NULL;
ALTER TABLE vacancy_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE vacancy_hold FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (review_on, reviewed_because, released_at, released_by,
  released_because) ON vacancy_hold TO lethe_legal;
GRANT SELECT ON vacancy_hold TO lethe_privacy;
-- Whoever lets an application join a vacancy sees that it is held, not what for.
GRANT SELECT (id, vacancy_id, review_on, erase_from, placed_by, released_at, released_by)
  ON vacancy_hold TO lethe_recruiter, lethe_purge;
GRANT UPDATE (released_at) ON vacancy_hold TO lethe_purge;
CREATE POLICY seen ON vacancy_hold FOR SELECT
  TO lethe_legal, lethe_privacy, lethe_recruiter, lethe_purge USING (true);
CREATE POLICY placed ON vacancy_hold FOR INSERT TO lethe_legal
  WITH CHECK (released_at IS NULL
    AND placed_by = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY reviewed_and_released ON vacancy_hold FOR UPDATE TO lethe_legal
  USING (released_at IS NULL) WITH CHECK (true);
CREATE POLICY ran_out ON vacancy_hold FOR UPDATE TO lethe_purge
  USING (released_at IS NULL
    AND erase_from <= nullif(current_setting('lethe.today', true), '')::date)
  WITH CHECK (released_at IS NOT NULL);

-- The hold that a vacancy's hold gives to one application says neither matter nor reason again.
ALTER TABLE hold ADD COLUMN vacancy_hold_id uuid REFERENCES vacancy_hold;
ALTER TABLE hold ALTER COLUMN matter DROP NOT NULL;
ALTER TABLE hold ALTER COLUMN reason DROP NOT NULL;
ALTER TABLE hold ADD CONSTRAINT hold_says_why
  CHECK ((vacancy_hold_id IS NULL) = (matter IS NOT NULL)
    AND (matter IS NULL) = (reason IS NULL));
CREATE UNIQUE INDEX hold_once_for_each_vacancy_hold ON hold (vacancy_hold_id, application_id)
  WHERE vacancy_hold_id IS NOT NULL;
CREATE INDEX hold_open ON hold (review_on) WHERE released_at IS NULL;

-- Provisional holds that ran out so far. Row security would hide both tables from the owner.
ALTER TABLE hold NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ground NO FORCE ROW LEVEL SECURITY;
UPDATE hold SET released_at = g.ended_at FROM ground g
  WHERE g.id = hold.ground_id AND g.ended_at IS NOT NULL AND hold.released_at IS NULL;
ALTER TABLE hold FORCE ROW LEVEL SECURITY;
ALTER TABLE ground FORCE ROW LEVEL SECURITY;

-- The reason for a new day of review is kept with the ledger's entry; the day stands here.
GRANT UPDATE (review_on) ON hold TO lethe_legal;
CREATE POLICY reviewed ON hold FOR UPDATE TO lethe_legal
  USING (released_at IS NULL) WITH CHECK (released_at IS NULL);
-- A recruiter's own hold is placed by the login that holds what it can name, seen or not.
DROP POLICY placed ON hold;
CREATE POLICY placed ON hold FOR INSERT TO lethe_legal
  WITH CHECK (released_at IS NULL AND vacancy_hold_id IS NULL
    AND placed_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM ground g WHERE g.id = ground_id
      AND g.application_id = hold.application_id AND g.kind = 'hold'));
GRANT SELECT (id, application_id, ground_id, vacancy_hold_id, released_at),
  INSERT (id, application_id, ground_id, vacancy_hold_id, review_on, placed_at, placed_by),
  UPDATE (released_at, released_by) ON hold TO lethe_purge;
CREATE POLICY purge_sees ON hold FOR SELECT TO lethe_purge USING (true);
CREATE POLICY with_the_vacancy ON hold FOR INSERT TO lethe_recruiter, lethe_purge
  WITH CHECK (released_at IS NULL
    AND EXISTS (SELECT FROM vacancy_hold v JOIN application a ON a.vacancy_id = v.vacancy_id
      WHERE v.id = hold.vacancy_hold_id AND a.id = hold.application_id
        AND v.released_at IS NULL AND v.placed_by = hold.placed_by)
    AND EXISTS (SELECT FROM ground g WHERE g.id = ground_id
      AND g.application_id = hold.application_id AND g.kind = 'hold'));
-- What ran out by itself, and what a release of the vacancy's hold has left to do.
CREATE POLICY purge_releases ON hold FOR UPDATE TO lethe_purge
  USING (released_at IS NULL) WITH CHECK (released_at IS NOT NULL);

DROP POLICY recruiter_adds ON ground;
CREATE POLICY recruiter_adds ON ground FOR INSERT TO lethe_recruiter
  WITH CHECK (ended_at IS NULL AND kind NOT IN ('hold', 'legalObligation')
    AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
      OR EXISTS (SELECT FROM ending e WHERE e.application_id = ground.application_id)));
GRANT INSERT ON ground TO lethe_purge;
CREATE POLICY with_the_vacancy ON ground FOR INSERT TO lethe_recruiter, lethe_purge
  WITH CHECK (ended_at IS NULL AND kind = 'hold'
    AND EXISTS (SELECT FROM vacancy_hold v JOIN application a ON a.vacancy_id = v.vacancy_id
      WHERE a.id = ground.application_id AND v.released_at IS NULL
        AND v.erase_from IS NOT DISTINCT FROM ground.erase_from));

-- An act that ended the last ground is final; time alone ends nothing that a vacancy's hold keeps.
CREATE POLICY held_with_its_vacancy ON application AS RESTRICTIVE FOR DELETE TO lethe_purge
  USING (standing = '{}' OR NOT EXISTS (SELECT FROM vacancy_hold v
    WHERE v.vacancy_id = application.vacancy_id AND v.released_at IS NULL
      AND coalesce(v.erase_from, 'infinity')
        > nullif(current_setting('lethe.today', true), '')::date));

-- What a law asks to keep, until which day; its ground is of kind 'legalObligation'.
CREATE TABLE legal_obligation (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  ground_id uuid NOT NULL UNIQUE REFERENCES ground ON DELETE CASCADE,
  law sealed NOT NULL,
  reason sealed,
  placed_at timestamptz NOT NULL,
  placed_by uuid NOT NULL REFERENCES staff,
  ended_at timestamptz,
  -- NULL where time ended it.
  ended_by uuid REFERENCES staff,
  ended_because sealed
);
CREATE INDEX legal_obligation_of_application ON legal_obligation (application_id);
ALTER TABLE legal_obligation ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_obligation FORCE ROW LEVEL SECURITY;
ALTER TABLE ground ADD CONSTRAINT obligation_has_an_end
  CHECK (kind <> 'legalObligation' OR erase_from IS NOT NULL);
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by, ended_because) ON legal_obligation
  TO lethe_legal;
GRANT SELECT ON legal_obligation TO lethe_privacy;
GRANT SELECT, UPDATE (law, reason, ended_because) ON legal_obligation TO lethe_keys;
GRANT SELECT (ground_id, ended_at), UPDATE (ended_at) ON legal_obligation TO lethe_purge;
-- Ending one may be what makes the application invisible.
CREATE POLICY legal_sees ON legal_obligation FOR SELECT TO lethe_legal USING (true);
CREATE POLICY as_the_application ON legal_obligation FOR SELECT TO lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY placed ON legal_obligation FOR INSERT TO lethe_legal
  WITH CHECK (ended_at IS NULL
    AND placed_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM ground g WHERE g.id = ground_id
      AND g.application_id = legal_obligation.application_id AND g.kind = 'legalObligation'));
CREATE POLICY ended ON legal_obligation FOR UPDATE TO lethe_legal
  USING (ended_at IS NULL) WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY purge_sees ON legal_obligation FOR SELECT TO lethe_purge USING (true);
CREATE POLICY ran_out ON legal_obligation FOR UPDATE TO lethe_purge
  USING (ended_at IS NULL) WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY everything ON legal_obligation FOR SELECT TO lethe_keys USING (true);
CREATE POLICY rekeying ON legal_obligation FOR UPDATE TO lethe_keys USING (true);
CREATE POLICY legal_obliges ON ground FOR INSERT TO lethe_legal
  WITH CHECK (ended_at IS NULL AND kind = 'legalObligation');
CREATE POLICY legal_ends_obligations ON ground FOR UPDATE TO lethe_legal
  USING (ended_at IS NULL AND kind = 'legalObligation') WITH CHECK (ended_at IS NOT NULL);
