-- What leaves the house: which documents of somebody hired were exported for the personnel file,
-- and what legal may read to export a matter.

-- A document that arrived outside whole. Only these leave the application with the hand-over.
-- No reference to the document: that it was exported stays true when it is gone.
CREATE TABLE hand_over_export (
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  document_id uuid NOT NULL,
  exported_at timestamptz NOT NULL,
  exported_by uuid NOT NULL REFERENCES staff,
  PRIMARY KEY (application_id, document_id)
);
ALTER TABLE hand_over_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_over_export FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON hand_over_export TO lethe_recruiter;
GRANT SELECT ON hand_over_export TO lethe_legal, lethe_privacy;
CREATE POLICY as_the_application ON hand_over_export FOR SELECT
  TO lethe_recruiter, lethe_legal, lethe_privacy
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY exported ON hand_over_export FOR INSERT TO lethe_recruiter
  WITH CHECK (exported_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM application a WHERE a.id = application_id
      AND a.standing && '{employment}'));

-- What the applicant was written, and for what they were proposed, belongs to a matter.
GRANT SELECT ON outbox, paper_letter, proposal TO lethe_legal;
CREATE POLICY legal_exports ON outbox FOR SELECT TO lethe_legal
  USING (EXISTS (SELECT FROM application a WHERE a.id = outbox.application_id));
CREATE POLICY legal_exports ON paper_letter FOR SELECT TO lethe_legal
  USING (EXISTS (SELECT FROM application a WHERE a.id = paper_letter.application_id));
CREATE POLICY legal_exports ON proposal FOR SELECT TO lethe_legal
  USING (EXISTS (SELECT FROM application a WHERE a.id = proposal.application_id));

-- Legal reads the entries about the applications of an export, and no other: those that are named
-- and that it sees itself.
GRANT SELECT ON ledger TO lethe_legal;
CREATE POLICY legal_exports ON ledger FOR SELECT TO lethe_legal
  USING (applications && ARRAY(SELECT a.id FROM application a
    WHERE a.id = ANY (nullif(current_setting('lethe.exported', true), '')::uuid[])));
