-- How the staff prove who they are, and the sessions they have then.

-- The door finds people by their address and shows them their name; it still lists nobody.
GRANT SELECT (email_index, email, name) ON staff TO lethe_door;
GRANT SELECT ON staff_key TO lethe_door;
CREATE POLICY door_opens ON staff_key FOR SELECT TO lethe_door USING (true);

-- Who administers the staff sees in which teams somebody takes part.
GRANT SELECT ON team TO lethe_admin;
CREATE POLICY admin_sees ON team FOR SELECT TO lethe_admin USING (true);

-- What somebody chose once they were let in. The hash of the password is sealed under their own
-- key, so that the database alone is nothing to guess at.
CREATE TABLE account (
  staff_id uuid PRIMARY KEY REFERENCES staff ON DELETE CASCADE,
  password sealed NOT NULL,
  password_set_at timestamptz NOT NULL,
  -- Short ones are allowed beside a second factor alone.
  short_password boolean NOT NULL
);
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON account TO lethe_door;
GRANT SELECT (staff_id, password_set_at) ON account TO lethe_admin;
CREATE POLICY door_asks ON account FOR SELECT TO lethe_door USING (true);
CREATE POLICY ones_own ON account FOR INSERT TO lethe_door
  WITH CHECK (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY ones_own_still ON account FOR UPDATE TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY admin_sees ON account FOR SELECT TO lethe_admin USING (true);

-- The secret an authenticator app shares (RFC 6238). A step is accepted once.
CREATE TABLE second_factor (
  staff_id uuid PRIMARY KEY REFERENCES staff ON DELETE CASCADE,
  secret sealed NOT NULL,
  enrolled_at timestamptz NOT NULL,
  last_step bigint NOT NULL
);
ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factor FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor TO lethe_door;
GRANT SELECT (staff_id, enrolled_at) ON second_factor TO lethe_admin;
CREATE POLICY door_asks ON second_factor FOR SELECT TO lethe_door USING (true);
CREATE POLICY ones_own ON second_factor FOR INSERT TO lethe_door
  WITH CHECK (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY ones_own_still ON second_factor FOR UPDATE TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY ones_own_ends ON second_factor FOR DELETE TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY admin_sees ON second_factor FOR SELECT TO lethe_admin USING (true);

-- Stand in for the app, each once: a used one is deleted.
CREATE TABLE recovery_code (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE
);
CREATE INDEX recovery_code_staff ON recovery_code (staff_id);
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_code FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON recovery_code TO lethe_door;
CREATE POLICY ones_own ON recovery_code TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);

-- Who is signed in, by the hash of the token in their cookie. All instants are the machine's own.
CREATE TABLE session (
  id uuid PRIMARY KEY,
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  begun_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  -- The password was right, and the code is still to come; so many were wrong.
  awaits_code boolean NOT NULL,
  wrong_codes int NOT NULL DEFAULT 0,
  -- The last proof of a second factor.
  confirmed_at timestamptz,
  role text,
  language text NOT NULL,
  -- The secret of a second factor that is being enrolled.
  enrolling sealed
);
CREATE INDEX session_staff ON session (staff_id);
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO lethe_door;
GRANT SELECT (id, staff_id), DELETE ON session TO lethe_admin;
GRANT SELECT (id, begun_at, seen_at), DELETE ON session TO lethe_purge;
CREATE POLICY door_asks ON session FOR SELECT TO lethe_door USING (true);
CREATE POLICY ones_own ON session FOR INSERT TO lethe_door
  WITH CHECK (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY ones_own_still ON session FOR UPDATE TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY ones_own_ends ON session FOR DELETE TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY admin_ends ON session TO lethe_admin USING (true);
CREATE POLICY purge_clears ON session TO lethe_purge USING (true);

-- Lets somebody choose their password, once. The one that names nobody makes the first
-- administrator. A new one takes the place of the old.
CREATE TABLE set_up_link (
  id uuid PRIMARY KEY,
  staff_id uuid REFERENCES staff ON DELETE CASCADE,
  hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (staff_id)
);
ALTER TABLE set_up_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE set_up_link FORCE ROW LEVEL SECURITY;
GRANT SELECT, DELETE ON set_up_link TO lethe_door;
GRANT SELECT, INSERT, DELETE ON set_up_link TO lethe_admin;
GRANT SELECT (expires_at), DELETE ON set_up_link TO lethe_purge;
CREATE POLICY door_asks ON set_up_link FOR SELECT TO lethe_door USING (true);
CREATE POLICY ones_own_ends ON set_up_link FOR DELETE TO lethe_door
  USING (staff_id = nullif(current_setting('lethe.actor', true), '')::uuid);
CREATE POLICY admin_makes ON set_up_link TO lethe_admin USING (true);
CREATE POLICY purge_clears ON set_up_link TO lethe_purge USING (true);

-- How often something was tried, by keyed hashes of account and address: nobody is named. Written
-- before the try is looked at, so that many at once count as many.
CREATE TABLE attempt (
  bucket bytea PRIMARY KEY CHECK (octet_length(bucket) = 16),
  failures int NOT NULL,
  tried_at timestamptz NOT NULL,
  succeeded_at timestamptz
);
ALTER TABLE attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempt FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON attempt TO lethe_door;
GRANT SELECT, DELETE ON attempt TO lethe_purge;
CREATE POLICY door_counts ON attempt TO lethe_door USING (true);
CREATE POLICY purge_clears ON attempt TO lethe_purge USING (true);
