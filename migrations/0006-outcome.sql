-- How procedures ended, how applicants were told, what was handed over, what is held.

CREATE TABLE outcome (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('hired', 'rejected', 'withdrawn', 'offerDeclined')),
  ended_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL REFERENCES staff,
  -- A correction or reopening supersedes; nothing is overwritten.
  superseded_at timestamptz,
  superseded_by uuid REFERENCES staff,
  superseded_because sealed
);
CREATE INDEX outcome_of_application ON outcome (application_id);
CREATE UNIQUE INDEX one_outcome_stands ON outcome (application_id) WHERE superseded_at IS NULL;
ALTER TABLE outcome ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (superseded_at, superseded_by, superseded_because) ON outcome
  TO lethe_recruiter, lethe_privacy;
GRANT SELECT ON outcome TO lethe_reviewer, lethe_legal, lethe_mail, lethe_purge;
GRANT SELECT (application_id, kind, ended_on, superseded_at) ON outcome TO lethe_link;
GRANT SELECT, UPDATE (superseded_because) ON outcome TO lethe_keys;
CREATE POLICY as_the_application ON outcome FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY while_it_ends ON outcome FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM ending e WHERE e.application_id = outcome.application_id));
CREATE POLICY decided ON outcome FOR INSERT TO lethe_recruiter, lethe_privacy
  WITH CHECK (superseded_at IS NULL
    AND recorded_by = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY superseded ON outcome FOR UPDATE TO lethe_recruiter, lethe_privacy
  USING (superseded_at IS NULL) WITH CHECK (superseded_at IS NOT NULL);
CREATE POLICY link_sees ON outcome FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY everything ON outcome FOR SELECT TO lethe_keys, lethe_purge USING (true);
CREATE POLICY rekeying ON outcome FOR UPDATE TO lethe_keys USING (true);

-- That, when and how the applicant was told: the proof § 15(4) AGG asks for.
CREATE TABLE notice (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  outcome_id uuid NOT NULL REFERENCES outcome ON DELETE CASCADE,
  channel text NOT NULL CHECK (channel IN ('email', 'post', 'phone', 'inPerson')),
  sent_on date NOT NULL,
  received_on date,
  proof sealed,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL REFERENCES staff
);
CREATE INDEX notice_of_application ON notice (application_id, recorded_at);
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON notice TO lethe_recruiter;
GRANT SELECT ON notice TO lethe_reviewer, lethe_legal, lethe_privacy, lethe_purge;
GRANT SELECT, UPDATE (proof) ON notice TO lethe_keys;
CREATE POLICY as_the_application ON notice FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY while_it_ends ON notice FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM ending e WHERE e.application_id = notice.application_id));
CREATE POLICY told ON notice FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM outcome o WHERE o.id = outcome_id
    AND o.application_id = notice.application_id AND o.superseded_at IS NULL));
CREATE POLICY everything ON notice FOR SELECT TO lethe_keys, lethe_purge USING (true);
CREATE POLICY rekeying ON notice FOR UPDATE TO lethe_keys USING (true);

-- A named legal matter for which an application is kept; its ground is of kind 'hold'.
CREATE TABLE hold (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  ground_id uuid NOT NULL UNIQUE REFERENCES ground ON DELETE CASCADE,
  matter sealed NOT NULL,
  reason sealed NOT NULL,
  review_on date NOT NULL,
  placed_at timestamptz NOT NULL,
  placed_by uuid NOT NULL REFERENCES staff,
  released_at timestamptz,
  released_by uuid REFERENCES staff,
  released_because sealed
);
CREATE INDEX hold_of_application ON hold (application_id);
ALTER TABLE hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE hold FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (released_at, released_by, released_because) ON hold TO lethe_legal;
GRANT SELECT, INSERT ON hold TO lethe_recruiter;
GRANT SELECT ON hold TO lethe_privacy;
GRANT SELECT, UPDATE (matter, reason, released_because) ON hold TO lethe_keys;
-- Legal works on every hold: releasing one may be what makes the application invisible to it.
CREATE POLICY legal_sees ON hold FOR SELECT TO lethe_legal USING (true);
CREATE POLICY as_the_application ON hold FOR SELECT TO lethe_privacy, lethe_recruiter
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY placed ON hold FOR INSERT TO lethe_legal, lethe_recruiter
  WITH CHECK (released_at IS NULL
    AND placed_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM ground g WHERE g.id = ground_id
      AND g.application_id = hold.application_id AND g.kind = 'hold'));
CREATE POLICY released ON hold FOR UPDATE TO lethe_legal
  USING (released_at IS NULL) WITH CHECK (released_at IS NOT NULL);
CREATE POLICY everything ON hold FOR SELECT TO lethe_keys USING (true);
CREATE POLICY rekeying ON hold FOR UPDATE TO lethe_keys USING (true);

-- What moved on to the personnel file when somebody was hired.
CREATE TABLE hand_over (
  application_id uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  reference sealed,
  documents uuid[] NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL REFERENCES staff
);
ALTER TABLE hand_over ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_over FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON hand_over TO lethe_recruiter;
GRANT SELECT ON hand_over TO lethe_legal, lethe_privacy;
GRANT SELECT, UPDATE (reference) ON hand_over TO lethe_keys;
CREATE POLICY as_the_application ON hand_over FOR SELECT
  TO lethe_recruiter, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY recorded ON hand_over FOR INSERT TO lethe_recruiter
  WITH CHECK (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY everything ON hand_over FOR SELECT TO lethe_keys USING (true);
CREATE POLICY rekeying ON hand_over FOR UPDATE TO lethe_keys USING (true);
