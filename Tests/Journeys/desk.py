"""Somebody signed in at the desk."""

import hashlib
import secrets


def signed_in(installation, staff):
    """The `Cookie` header of a session that begins now, without the way through sign-in."""
    token = "lethe_" + secrets.token_urlsafe(32)
    hash = hashlib.sha256(token.encode()).hexdigest()
    installation.sql(
        "INSERT INTO session (id, staff_id, hash, begun_at, seen_at, awaits_code, role, language)"
        f" VALUES (gen_random_uuid(), '{staff.id}', '\\x{hash}', now(), now(), false,"
        f" '{staff.roles[0]}', 'en')")
    return f"__Host-lethe={token}"
