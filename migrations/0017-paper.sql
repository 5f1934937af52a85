-- Paper that came by post and goes back once the procedure has ended.

-- The application itself is locked by then, so its ending says that there is paper.
ALTER TABLE ending ADD COLUMN paper boolean NOT NULL DEFAULT false;

-- Endings that are open now. Row security would hide both tables from the owner.
ALTER TABLE ending NO FORCE ROW LEVEL SECURITY;
ALTER TABLE application NO FORCE ROW LEVEL SECURITY;
UPDATE ending SET paper = true FROM application a
  WHERE a.id = ending.application_id AND a.channel = 'post';
ALTER TABLE ending FORCE ROW LEVEL SECURITY;
ALTER TABLE application FORCE ROW LEVEL SECURITY;

CREATE TABLE paper_return (
  application_id uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  returned_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL REFERENCES staff
);
ALTER TABLE paper_return ENABLE ROW LEVEL SECURITY;
ALTER TABLE paper_return FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON paper_return TO lethe_recruiter;
GRANT SELECT ON paper_return TO lethe_legal, lethe_privacy;
CREATE POLICY as_the_application ON paper_return FOR SELECT
  TO lethe_recruiter, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY while_it_ends ON paper_return FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM ending e WHERE e.application_id = paper_return.application_id));
CREATE POLICY returned ON paper_return FOR INSERT TO lethe_recruiter
  WITH CHECK (recorded_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND (EXISTS (SELECT FROM application a WHERE a.id = application_id)
      OR EXISTS (SELECT FROM ending e WHERE e.application_id = paper_return.application_id)));
