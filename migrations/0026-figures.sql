-- Figures of a year that outlive what they count.

-- How many days after its day an application was erased: 0 is on time.
ALTER TABLE erasure ADD COLUMN late_days int CHECK (late_days >= 0);

-- What arrived and how it ended is counted from the ledger, which names nobody.
CREATE INDEX ledger_of_figures ON ledger (action, at)
  WHERE action IN ('applicationReceived', 'outcomeRecorded', 'outcomeCorrected',
    'procedureReopened');
GRANT SELECT (number, at, action, applications, detail) ON ledger TO lethe_purge;
CREATE POLICY purge_counts ON ledger FOR SELECT TO lethe_purge
  USING (action IN ('applicationReceived', 'outcomeRecorded', 'outcomeCorrected',
    'procedureReopened'));
