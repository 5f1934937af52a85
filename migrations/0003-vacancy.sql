-- Open jobs and the people who review for them.

CREATE TABLE vacancy (
  id uuid PRIMARY KEY,
  title text NOT NULL CHECK (title <> '' AND length(title) <= 200),
  location text CHECK (length(location) <= 200),
  opened_at timestamptz NOT NULL,
  opened_by uuid NOT NULL REFERENCES staff,
  closed_at timestamptz,
  closed_by uuid REFERENCES staff
);
CREATE INDEX vacancy_newest ON vacancy (opened_at DESC, id);
ALTER TABLE vacancy ENABLE ROW LEVEL SECURITY;
ALTER TABLE vacancy FORCE ROW LEVEL SECURITY;

CREATE TABLE team (
  vacancy_id uuid NOT NULL REFERENCES vacancy ON DELETE CASCADE,
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  part text NOT NULL CHECK (part IN ('hiringManager', 'interviewer', 'worksCouncil',
    'disabilityRepresentative')),
  until date,
  added_at timestamptz NOT NULL,
  added_by uuid NOT NULL REFERENCES staff,
  PRIMARY KEY (vacancy_id, staff_id)
);
CREATE INDEX team_of_one ON team (staff_id, vacancy_id);
ALTER TABLE team ENABLE ROW LEVEL SECURITY;
ALTER TABLE team FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON team TO lethe_recruiter;
GRANT SELECT ON team TO lethe_reviewer;
CREATE POLICY recruiter_staffs ON team TO lethe_recruiter USING (true);
-- Membership counts through its last day; an unset day is no membership.
CREATE POLICY reviewer_finds_own ON team FOR SELECT TO lethe_reviewer
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid
    AND coalesce(until, 'infinity') >= nullif(current_setting('lethe.today', true), '')::date);

GRANT SELECT, INSERT, UPDATE (closed_at, closed_by) ON vacancy TO lethe_recruiter;
GRANT SELECT ON vacancy TO lethe_reviewer, lethe_legal, lethe_privacy, lethe_admin, lethe_mail,
  lethe_link, lethe_purge;
CREATE POLICY everyone_here ON vacancy FOR SELECT
  TO lethe_recruiter, lethe_legal, lethe_privacy, lethe_admin, lethe_mail, lethe_purge
  USING (true);
CREATE POLICY recruiter_opens ON vacancy FOR INSERT TO lethe_recruiter
  WITH CHECK (closed_at IS NULL);
CREATE POLICY recruiter_closes ON vacancy FOR UPDATE TO lethe_recruiter USING (true);
CREATE POLICY on_the_team ON vacancy FOR SELECT TO lethe_reviewer
  USING (id = ANY (ARRAY(SELECT t.vacancy_id FROM team t)));
