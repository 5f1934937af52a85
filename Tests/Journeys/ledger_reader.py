"""Reads journal, checkpoints and receipts with nothing of Lethe's own: hashlib and openssl."""

import base64
import hashlib
import json
import subprocess
import tempfile


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root(leaves):
    """The Merkle tree hash of RFC 6962 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


class Signer:
    """A line NAME+ID+KEY, as signed-note configures verifiers."""

    def __init__(self, line):
        self.name, self.id, key = line.strip().split("+", 2)
        algorithm, self.public = base64.b64decode(key)[0], base64.b64decode(key)[1:]
        assert algorithm == 1 and len(self.public) == 32
        digest = hashlib.sha256(self.name.encode() + b"\n\1" + self.public).hexdigest()
        assert self.id == digest[:8]

    def text(self, note):
        """What a note says, once openssl has verified its signature."""
        text, _, signature = note.rpartition("\n\n")
        text += "\n"
        dash, name, value = signature.strip().split(" ")
        value = base64.b64decode(value)
        assert (dash, name, value[:4].hex()) == ("\u2014", self.name, self.id)
        # The DER head of an Ed25519 public key (RFC 8410).
        der = bytes.fromhex("302a300506032b6570032100") + self.public
        with tempfile.TemporaryDirectory() as folder:
            names = {"key": der, "text": text.encode(), "signature": value[4:]}
            for file, content in names.items():
                with open(f"{folder}/{file}", "wb") as out:
                    out.write(content)
            subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                 f"{folder}/key", "-rawin", "-in", f"{folder}/text", "-sigfile",
                 f"{folder}/signature"], check=True, capture_output=True)
        return text


def entries(log):
    """The entries of a log and their hashes, each compared with the one that stands before it."""
    found = []
    for line in log.splitlines():
        digest, _, entry = line.partition(b" ")
        assert base64.b64decode(digest) == leaf(entry)
        said = json.loads(entry)
        canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert canonical.encode() == entry
        found.append((said, leaf(entry)))
    return found


def facts(text):
    """The lines of a receipt after its first."""
    return dict(line.split(": ", 1) for line in text.splitlines()[1:])
