-- A receipt names the entry of the ledger that proves the erasure, and the page behind a used link
-- offers it.

ALTER TABLE erasure ADD COLUMN entry_id uuid;
ALTER TABLE spent_link ADD COLUMN application_id uuid;
CREATE INDEX erasure_in_order ON erasure (erased_at, application_id);

GRANT SELECT ON erasure TO lethe_door;
CREATE POLICY behind_a_used_link ON erasure FOR SELECT TO lethe_door
  USING (EXISTS (SELECT FROM spent_link s WHERE s.application_id = erasure.application_id));
GRANT SELECT (id, index) ON ledger TO lethe_door;
CREATE POLICY behind_a_used_link ON ledger FOR SELECT TO lethe_door
  USING (action = 'applicationErased');
