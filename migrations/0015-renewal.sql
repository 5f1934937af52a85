-- Pool consent is renewed by a new consent, never by a changed date.

-- The consent that a question would renew; each is asked for once.
ALTER TABLE consent ADD COLUMN renews uuid REFERENCES consent ON DELETE CASCADE;
CREATE UNIQUE INDEX one_renewal_each ON consent (renews);

-- The new ground begins before the old one ends, so two may be open until the commit.
DROP INDEX one_of_each;
CREATE UNIQUE INDEX one_of_each ON ground (application_id, kind)
  WHERE ended_at IS NULL AND kind = 'procedure';
ALTER TABLE ground ADD CONSTRAINT one_pool EXCLUDE USING btree (application_id WITH =)
  WHERE (ended_at IS NULL AND kind = 'pool') DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ground_pool_ends ON ground (erase_from) WHERE ended_at IS NULL AND kind = 'pool';

-- What was sent of a renewal: the request and its reminders, by how many days before the end they
-- were due.
CREATE TABLE renewal_letter (
  consent_id uuid NOT NULL REFERENCES consent ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  days int NOT NULL CHECK (days > 0),
  queued_at timestamptz NOT NULL,
  PRIMARY KEY (consent_id, days)
);
CREATE INDEX renewal_letter_of_application ON renewal_letter (application_id);
ALTER TABLE renewal_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE renewal_letter FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON renewal_letter TO lethe_purge;
CREATE POLICY timer_sends ON renewal_letter TO lethe_purge USING (true);

-- The timer asks in the login that sees what ends.
GRANT INSERT (id, application_id, text_version, language, asked_at, renews) ON consent
  TO lethe_purge;
GRANT INSERT ON link, outbox TO lethe_purge;
CREATE POLICY timer_asks ON consent FOR INSERT TO lethe_purge WITH CHECK (renews IS NOT NULL
  AND EXISTS (SELECT FROM ground g WHERE g.application_id = consent.application_id
    AND g.kind = 'pool' AND g.ended_at IS NULL));
CREATE POLICY timer_asks ON link FOR INSERT TO lethe_purge
  WITH CHECK (EXISTS (SELECT FROM consent c WHERE c.id = consent_id
    AND c.application_id = link.application_id AND c.renews IS NOT NULL));
CREATE POLICY timer_asks ON outbox FOR INSERT TO lethe_purge
  WITH CHECK (kind IN ('renewal', 'reminder'));

INSERT INTO timer (name) VALUES ('renewal');
