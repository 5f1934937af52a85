-- People who log in, what they may do at all, and the tokens they carry.

CREATE TABLE staff (
  id uuid PRIMARY KEY,
  email_index bytea NOT NULL UNIQUE,
  email sealed NOT NULL,
  name sealed NOT NULL,
  added_at timestamptz NOT NULL,
  disabled_at timestamptz
);
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff FORCE ROW LEVEL SECURITY;
GRANT SELECT (id, disabled_at) ON staff TO lethe_door;
GRANT SELECT (id, name) ON staff TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy;
GRANT SELECT, INSERT, UPDATE (disabled_at) ON staff TO lethe_admin;
CREATE POLICY colleagues ON staff FOR SELECT
  TO lethe_door, lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy, lethe_admin
  USING (true);
CREATE POLICY admin_adds ON staff FOR INSERT TO lethe_admin WITH CHECK (disabled_at IS NULL);
CREATE POLICY admin_disables ON staff FOR UPDATE TO lethe_admin USING (true);

-- The data key of one member of staff, wrapped under an epoch.
CREATE TABLE staff_key (
  staff_id uuid PRIMARY KEY REFERENCES staff ON DELETE CASCADE,
  epoch int NOT NULL REFERENCES epoch ON DELETE RESTRICT,
  wrapped bytea NOT NULL
);
CREATE INDEX staff_key_epoch ON staff_key (epoch);
ALTER TABLE staff_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_key FORCE ROW LEVEL SECURITY;
GRANT SELECT ON staff_key TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy;
GRANT SELECT, INSERT ON staff_key TO lethe_admin;
GRANT SELECT, UPDATE (epoch, wrapped) ON staff_key TO lethe_keys;
CREATE POLICY colleagues ON staff_key FOR SELECT
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy, lethe_admin, lethe_keys
  USING (true);
CREATE POLICY under_the_open_epoch ON staff_key FOR INSERT TO lethe_admin
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));
CREATE POLICY rewrapping ON staff_key FOR UPDATE TO lethe_keys USING (true)
  WITH CHECK (epoch = (SELECT e.number FROM epoch e WHERE e.retired_at IS NULL));

CREATE TABLE staff_role (
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('administrator', 'recruiter', 'reviewer', 'legal',
    'privacyOfficer', 'auditor', 'intake')),
  granted_at timestamptz NOT NULL,
  PRIMARY KEY (staff_id, role)
);
ALTER TABLE staff_role ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_role FORCE ROW LEVEL SECURITY;
GRANT SELECT ON staff_role TO lethe_door;
GRANT SELECT, INSERT, DELETE ON staff_role TO lethe_admin;
CREATE POLICY door_asks ON staff_role FOR SELECT TO lethe_door USING (true);
CREATE POLICY admin_decides ON staff_role TO lethe_admin USING (true);

-- Only a token's hash is kept.
CREATE TABLE token (
  id uuid PRIMARY KEY,
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
ALTER TABLE token ENABLE ROW LEVEL SECURITY;
ALTER TABLE token FORCE ROW LEVEL SECURITY;
GRANT SELECT ON token TO lethe_door;
GRANT SELECT, INSERT, UPDATE (revoked_at) ON token TO lethe_admin;
CREATE POLICY door_asks ON token FOR SELECT TO lethe_door USING (true);
CREATE POLICY admin_issues ON token TO lethe_admin USING (true);

-- First answers of creating calls, repeated when the same key comes again. Ids only.
CREATE TABLE first_answer (
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  key_hash bytea NOT NULL,
  call text NOT NULL,
  created_id uuid NOT NULL,
  number bigint,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (staff_id, key_hash)
);
CREATE INDEX first_answer_age ON first_answer (given_at);
ALTER TABLE first_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE first_answer FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON first_answer
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy;
GRANT SELECT, DELETE ON first_answer TO lethe_purge;
CREATE POLICY ones_own ON first_answer
  TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY purge_clears ON first_answer TO lethe_purge USING (true);
