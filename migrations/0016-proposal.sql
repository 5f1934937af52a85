-- That somebody of the pool was proposed for a vacancy, and what they said to it.

CREATE TABLE proposal (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  vacancy_id uuid NOT NULL REFERENCES vacancy,
  proposed_at timestamptz NOT NULL,
  proposed_by uuid NOT NULL REFERENCES staff,
  answered_at timestamptz,
  answer text CHECK (answer IN ('yes', 'no')),
  -- The application that a yes makes, chosen with the yes, so that it is made once. No reference:
  -- the two live and end apart.
  new_application_id uuid UNIQUE,
  carried_out_at timestamptz,
  CHECK ((answered_at IS NULL) = (answer IS NULL)),
  CHECK ((new_application_id IS NOT NULL) = (answer IS NOT DISTINCT FROM 'yes')),
  CHECK (carried_out_at IS NULL OR new_application_id IS NOT NULL),
  -- Nobody is asked twice about the same vacancy.
  CONSTRAINT proposed_once UNIQUE (application_id, vacancy_id)
);
CREATE INDEX proposal_to_carry_out ON proposal (answered_at)
  WHERE answer = 'yes' AND carried_out_at IS NULL;
CREATE INDEX proposal_answered ON proposal (answered_at) WHERE answered_at IS NOT NULL;
ALTER TABLE proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposal FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (carried_out_at) ON proposal TO lethe_recruiter;
GRANT SELECT, UPDATE (answered_at, answer, new_application_id) ON proposal TO lethe_link;
GRANT SELECT ON proposal TO lethe_mail;
CREATE POLICY as_the_application ON proposal FOR SELECT TO lethe_recruiter
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
CREATE POLICY proposed ON proposal FOR INSERT TO lethe_recruiter
  WITH CHECK (answered_at IS NULL
    AND proposed_by = nullif(current_setting('lethe.actor', true), '')::uuid
    AND EXISTS (SELECT FROM application a WHERE a.id = application_id AND a.standing && '{pool}'));
CREATE POLICY carried_out ON proposal FOR UPDATE TO lethe_recruiter
  USING (answer = 'yes' AND carried_out_at IS NULL
    AND EXISTS (SELECT FROM application a WHERE a.id = application_id))
  WITH CHECK (carried_out_at IS NOT NULL);
CREATE POLICY link_sees ON proposal FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);
CREATE POLICY link_answers ON proposal FOR UPDATE TO lethe_link
  USING (answered_at IS NULL
    AND application_id = nullif(current_setting('lethe.application', true), '')::uuid)
  WITH CHECK (answered_at IS NOT NULL);
CREATE POLICY to_be_written_to ON proposal FOR SELECT TO lethe_mail
  USING (EXISTS (SELECT FROM outbox o
    WHERE o.application_id = proposal.application_id AND o.sent_at IS NULL));

-- The page names the vacancy that is proposed.
CREATE POLICY proposed ON vacancy FOR SELECT TO lethe_link
  USING (EXISTS (SELECT FROM proposal p WHERE p.vacancy_id = vacancy.id));

-- A link is about a question for consent or about a proposal.
ALTER TABLE link ALTER COLUMN consent_id DROP NOT NULL;
ALTER TABLE link ADD COLUMN proposal_id uuid REFERENCES proposal ON DELETE CASCADE;
ALTER TABLE link ADD CONSTRAINT link_has_a_purpose
  CHECK (consent_id IS NOT NULL OR proposal_id IS NOT NULL);
CREATE INDEX link_of_proposal ON link (proposal_id) WHERE proposal_id IS NOT NULL;
CREATE POLICY sent_with_a_proposal ON link FOR INSERT TO lethe_recruiter
  WITH CHECK (consent_id IS NULL AND EXISTS (SELECT FROM proposal p WHERE p.id = proposal_id
    AND p.application_id = link.application_id));

-- What the lists of vacancies and of today's work count: those whose procedure runs, by stage.
CREATE INDEX application_running ON application (stage, vacancy_id) INCLUDE (id, standing)
  WHERE standing && '{procedure}';
CREATE INDEX consent_given_by_link ON consent (given_at) WHERE given_channel = 'link';
-- The next end of a ground, without looking at all of them.
CREATE INDEX ground_by_end ON ground (erase_from) WHERE ended_at IS NULL;

-- Whoever puts a team together has to know who may review.
GRANT SELECT (disabled_at) ON staff TO lethe_recruiter;
GRANT SELECT ON staff_role TO lethe_recruiter;
CREATE POLICY recruiter_finds_reviewers ON staff_role FOR SELECT TO lethe_recruiter
  USING (role = 'reviewer');
