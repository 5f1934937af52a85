-- The installation: who it is, its clock zone, its keys' fingerprints, its rules, its timers.

GRANT USAGE ON SCHEMA public TO lethe_door, lethe_recruiter, lethe_reviewer, lethe_legal,
  lethe_privacy, lethe_admin, lethe_auditor, lethe_link, lethe_mail, lethe_keys, lethe_purge,
  lethe_standing;

-- Sealed under a data key, bound to table, column and row: version, 24 bytes nonce, text, 16 bytes tag.
CREATE DOMAIN sealed AS bytea CHECK (octet_length(VALUE) >= 41);

CREATE TABLE installation (
  id uuid PRIMARY KEY,
  only_one boolean NOT NULL DEFAULT true UNIQUE CHECK (only_one),
  sandbox boolean NOT NULL,
  time_zone text NOT NULL,
  created_at timestamptz NOT NULL
);
GRANT SELECT ON installation TO lethe_door;

-- A generation of the master key. The key itself is a file; this is how a wrong file is noticed.
CREATE TABLE epoch (
  number int PRIMARY KEY CHECK (number > 0),
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 16),
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);
CREATE UNIQUE INDEX one_epoch_is_open ON epoch ((true)) WHERE retired_at IS NULL;
GRANT SELECT ON epoch TO lethe_door, lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy,
  lethe_admin, lethe_link, lethe_mail, lethe_keys, lethe_purge;

-- Fingerprints of the key files that belong to no epoch.
CREATE TABLE key_file (
  name text PRIMARY KEY,
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 16)
);
GRANT SELECT ON key_file TO lethe_door;

-- How long things are kept. A new version is a new row; the newest one rules new grounds.
CREATE TABLE retention_rules (
  version int PRIMARY KEY CHECK (version > 0),
  hired_months int NOT NULL CHECK (hired_months BETWEEN 0 AND 120),
  rejected_months int NOT NULL CHECK (rejected_months BETWEEN 0 AND 120),
  withdrawn_months int NOT NULL CHECK (withdrawn_months BETWEEN 0 AND 120),
  offer_declined_months int NOT NULL CHECK (offer_declined_months BETWEEN 0 AND 120),
  pool_months int NOT NULL CHECK (pool_months BETWEEN 1 AND 24)
);
INSERT INTO retention_rules VALUES (1, 6, 6, 6, 6, 24);
GRANT SELECT ON retention_rules TO lethe_recruiter, lethe_reviewer, lethe_legal, lethe_privacy,
  lethe_link, lethe_mail, lethe_purge;

-- One row per timer: who runs it until when (wall clock), and when it last succeeded.
CREATE TABLE timer (
  name text PRIMARY KEY,
  claimed_until timestamptz,
  finished_at timestamptz,
  succeeded_at timestamptz
);
INSERT INTO timer (name) VALUES ('purge'), ('mail');
GRANT SELECT, UPDATE ON timer TO lethe_purge, lethe_mail;
