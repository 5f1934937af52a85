-- Retention rules change at a desk: a new version is a new row, and says why.

ALTER TABLE retention_rules
  -- NULL for the version an installation begins with.
  ADD COLUMN set_at timestamptz,
  ADD COLUMN reason text CHECK (reason <> '' AND length(reason) <= 2000),
  -- When what stands had been brought in line with it: shortened, never lengthened.
  ADD COLUMN applied_at timestamptz,
  ADD CONSTRAINT set_for_a_reason CHECK ((set_at IS NULL) = (reason IS NULL));
UPDATE retention_rules SET applied_at = now();
GRANT INSERT (version, hired_months, rejected_months, withdrawn_months, offer_declined_months,
  pool_months, set_at, reason) ON retention_rules TO lethe_privacy;
GRANT UPDATE (applied_at) ON retention_rules TO lethe_purge;

-- The login that erases also shortens: the new ground begins before the old one ends.
GRANT INSERT ON ground TO lethe_purge;
CREATE POLICY purge_shortens ON ground FOR INSERT TO lethe_purge
  WITH CHECK (ended_at IS NULL AND kind = 'evidence' AND EXISTS (SELECT FROM ground g
    WHERE g.application_id = ground.application_id AND g.kind = 'evidence'
      AND g.ended_at IS NULL AND g.erase_from > ground.erase_from));
