-- Holds on what is restricted, holds that come between an act and its decision, and words that go
-- once their hold is over.

-- While an application is restricted, legal sees nothing of it, and may hold it all the same (Art.
-- 18(2) GDPR: for legal claims). The key is lent for the hold's own words; no row about the person
-- comes with it.
CREATE POLICY while_it_is_held ON data_key FOR SELECT TO lethe_legal
  USING (EXISTS (SELECT FROM ground g WHERE g.application_id = data_key.application_id
    AND g.kind IN ('hold', 'legalObligation') AND g.ended_at IS NULL));

-- Whoever takes a consent back meets a hold on the vacancy that was placed a moment before: that
-- there is one, not what for.
GRANT SELECT (id, vacancy_id, erase_from, released_at) ON vacancy_hold TO lethe_link;
GRANT SELECT (application_id, vacancy_hold_id) ON hold TO lethe_link;
CREATE POLICY of_the_application ON vacancy_hold FOR SELECT TO lethe_link
  USING (vacancy_id = (SELECT a.vacancy_id FROM application a
    WHERE a.id = nullif(current_setting('lethe.application', true), '')::uuid));
CREATE POLICY link_meets ON hold FOR SELECT TO lethe_link
  USING (application_id = nullif(current_setting('lethe.application', true), '')::uuid);

-- A hold on an application takes its words along when the application goes. One on a vacancy has
-- nobody to go with: its words go once it was released and no part of it is open.
ALTER TABLE vacancy_hold
  ADD COLUMN words_gone_at timestamptz,
  ALTER COLUMN matter DROP NOT NULL,
  ALTER COLUMN reason DROP NOT NULL,
  ADD CONSTRAINT says_why_while_it_stands CHECK (CASE WHEN words_gone_at IS NULL
    THEN matter IS NOT NULL AND reason IS NOT NULL
    ELSE released_at IS NOT NULL
      AND num_nonnulls(matter, reason, reviewed_because, released_because) = 0 END);
CREATE INDEX vacancy_hold_with_words ON vacancy_hold (id)
  WHERE released_at IS NOT NULL AND words_gone_at IS NULL;
GRANT SELECT (words_gone_at), UPDATE (words_gone_at, matter, reason, reviewed_because,
  released_because) ON vacancy_hold TO lethe_purge;
CREATE POLICY words_go ON vacancy_hold FOR UPDATE TO lethe_purge
  USING (released_at IS NOT NULL AND words_gone_at IS NULL)
  WITH CHECK (words_gone_at IS NOT NULL);
