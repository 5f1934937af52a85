-- What guards the purge: what was announced, how it went, and whether the clock can be believed.

-- On which day it was known that an application is due on another. Goes with the application.
CREATE TABLE announcement (
  application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  due_on date NOT NULL,
  announced_on date NOT NULL,
  PRIMARY KEY (application_id, due_on)
);
ALTER TABLE announcement ENABLE ROW LEVEL SECURITY;
ALTER TABLE announcement FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON announcement TO lethe_purge;
CREATE POLICY announced ON announcement TO lethe_purge USING (true);

-- How each purge went: the board shows the last one. Counts, about nobody.
CREATE TABLE purge_run (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  erased int NOT NULL,
  failed int NOT NULL,
  -- Due, and kept back until a person names the count.
  held_back int NOT NULL
);
CREATE INDEX purge_run_age ON purge_run (at);
ALTER TABLE purge_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE purge_run FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON purge_run TO lethe_purge;
CREATE POLICY kept ON purge_run TO lethe_purge USING (true);

-- The wall clock beside the clock that counts from the machine's start, as last seen, for each
-- start of a machine.
CREATE TABLE clock_reading (
  boot text PRIMARY KEY CHECK (length(boot) BETWEEN 1 AND 100),
  wall timestamptz NOT NULL,
  since_boot_ms bigint NOT NULL
);
ALTER TABLE clock_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE clock_reading FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (wall, since_boot_ms), DELETE ON clock_reading TO lethe_purge;
CREATE POLICY compared ON clock_reading TO lethe_purge USING (true);

-- There while the wall clock can't be believed, until a person says that it is right.
CREATE TABLE clock_doubt (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  kind text NOT NULL CHECK (kind IN ('jumped', 'backwards', 'farAhead')),
  seconds bigint NOT NULL,
  since timestamptz NOT NULL
);
ALTER TABLE clock_doubt ENABLE ROW LEVEL SECURITY;
ALTER TABLE clock_doubt FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON clock_doubt TO lethe_purge;
CREATE POLICY doubted ON clock_doubt TO lethe_purge USING (true);

-- When a hold is to be looked at again: the alarm names days and applications, never the matter.
GRANT SELECT (review_on) ON hold TO lethe_purge;
GRANT SELECT (application_id, ground_id, review_on) ON hold TO lethe_reviewer;
CREATE POLICY reviewer_sees ON hold FOR SELECT TO lethe_reviewer
  USING (EXISTS (SELECT FROM application a WHERE a.id = application_id));
