"""The journal as an auditor sees it, and what happens when somebody has been at it."""

import base64
import json
import shutil

import pytest

import ledger_reader as reader
import mails
from lethe import seeded
from test_link import invited

MORNING = "2026-03-02T09:00:00+01:00"


@pytest.fixture
def lived(installations, tmp_path):
    """An installation in which something has happened, its journal's copy beside it."""
    installation = installations(LETHE_JOURNAL_COPY=str(tmp_path / "copy"))
    installation.copy = tmp_path / "copy"
    installation.journal = installation.data / "journal"
    installation.clock(MORNING)
    service = installation.serve()
    recruiter = installation.staff("recruiter")
    for number in range(6):
        recruiter.receive(None, given=f"Ada{number}")
    service.stop()
    installation.kept = tmp_path / "kept"
    installation.kept.write_bytes(installation.run("ledger", "checkpoint")[0])
    return installation


def verify(installation, *arguments, status=0):
    out, err = installation.run("ledger", "verify", *arguments, status=status)
    answer = json.loads(out)
    assert answer["verified"] == (status == 0), err.decode()
    assert bool(err) == (status != 0), err.decode()
    return answer, err.decode()


def test_somebody_else_verifies_the_journal(lived):
    signer = reader.Signer(lived.run("ledger", "key")[0].decode())
    origin, size, root = signer.text(lived.kept.read_text()).splitlines()
    assert origin == signer.name and origin.startswith("lethe/")
    said = reader.entries((lived.journal / "log").read_bytes())
    leaves = [leaf for _, leaf in said]
    assert int(size) == len(said) and base64.b64decode(root) == reader.root(leaves)
    assert (lived.copy / "log").read_bytes() == (lived.journal / "log").read_bytes()
    assert (lived.copy / "checkpoint").read_bytes() == lived.kept.read_bytes()
    tile = lived.journal / "tile" / "0" / "000.p" / size
    assert tile.read_bytes() == b"".join(leaves)
    assert "applicationReceived" in [entry["action"] for entry, _ in said]
    assert b"Ada" not in (lived.journal / "log").read_bytes()

    answer, _ = verify(lived, "--checkpoint", lived.kept)
    assert answer == {"entries": len(said), "rootHash": root, "verified": True}
    # The journal goes on, and is still the continuation of what was kept.
    lived.purge()
    answer, _ = verify(lived, "--checkpoint", lived.kept)
    assert answer["entries"] > len(said)


def test_auditors_take_the_checkpoint_through_the_api(installations):
    installation = installations()
    installation.serve()
    auditor, recruiter = installation.staff("auditor"), installation.staff("recruiter")
    signer = reader.Signer(auditor.get("/ledger/key").text)
    assert signer.name in installation.run("ledger", "key")[0].decode()
    sizes = []
    for _ in range(2):
        recruiter.receive(None)
        answer = auditor.get("/ledger/checkpoint")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        sizes.append(int(signer.text(answer.text).splitlines()[1]))
    assert sizes[0] < sizes[1] == len(
        reader.entries((installation.data / "journal" / "log").read_bytes()))
    for path in ("/ledger/checkpoint", "/ledger/key", "/erasures"):
        assert recruiter.call("GET", path).status == 403


def test_what_was_changed_is_found_and_named(lived):
    chance = seeded()
    for turn in range(12):
        backup = lived.home / "backup"
        for folder in (lived.journal, lived.copy):
            shutil.copytree(folder, backup / folder.name)
        file = chance.choice([
            path for folder in (lived.journal, lived.copy) for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in ("lock", "has-copy", "is-copy")])
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        _, words = verify(lived, "--checkpoint", lived.kept, status=1)
        assert str(file.parent) in words or str(lived.journal) in words, (turn, file, words)
        for folder in (lived.journal, lived.copy):
            shutil.rmtree(folder)
            shutil.copytree(backup / folder.name, folder)
        shutil.rmtree(backup)
    verify(lived, "--checkpoint", lived.kept)


def test_rows_that_were_changed_are_found_and_the_others_still_named(lived):
    lived.serve()
    for statement, words in [
        ("UPDATE ledger SET detail = 'other' WHERE index = 2", "entry 2 isn't what was journalled"),
        ("DELETE FROM ledger WHERE index = 4", "no row for entry 4"),
    ]:
        lived.sql(statement)
        _, said = verify(lived, "--checkpoint", lived.kept, status=1)
        assert words in said, said


def test_a_rolled_back_journal_is_found_against_what_was_kept(lived):
    early = {folder: folder.with_name(folder.name + "-early")
             for folder in (lived.journal, lived.copy)}
    for folder, to in early.items():
        shutil.copytree(folder, to)
    lived.purge()
    lived.kept.write_bytes(lived.run("ledger", "checkpoint")[0])
    for folder, to in early.items():
        shutil.rmtree(folder)
        shutil.copytree(to, folder)
    _, words = verify(lived, "--checkpoint", lived.kept, status=1)
    assert "truncated" in words, words


@pytest.mark.parametrize("content", ["", "lethe/x\n0\nAAAA\n", "missing", "other"])
def test_a_checkpoint_that_is_none_or_anothers_verifies_nothing(lived, installations, content):
    path = lived.home / "given"
    if content == "other":
        other = installations()
        path.write_bytes(other.run("ledger", "checkpoint")[0])
    elif content != "missing":
        path.write_text(content)
    if content == "missing":
        _, err = lived.run("ledger", "verify", "--checkpoint", path, status=1)
        assert str(path) in err.decode()
    else:
        _, words = verify(lived, "--checkpoint", path, status=1)
        assert "checkpoint" in words


def test_a_damaged_journal_refuses_everything_but_verify_and_doctor(lived):
    for folder in (lived.journal, lived.copy):
        log = folder / "log"
        log.write_bytes(log.read_bytes()[:-40])
    _, err = lived.run("purge", status=3)
    assert str(lived.journal / "log") in err.decode()
    _, words = verify(lived, status=1)
    assert "truncated" in words
    lived.run("doctor", status=1)
    _, err = lived.run("ledger", "checkpoint", status=3)
    assert str(lived.journal / "log") in err.decode()


def test_a_copy_that_is_gone_is_named_and_filled_again(lived):
    shutil.rmtree(lived.copy)
    _, err = lived.run("purge", status=3)
    assert str(lived.copy) in err.decode()
    _, words = verify(lived, status=1)
    assert str(lived.copy) in words
    # An empty folder may be where its disk isn't mounted.
    lived.copy.mkdir()
    _, err = lived.run("purge", status=3)
    assert str(lived.copy) in err.decode() and "has-copy" in err.decode()
    assert not list(lived.copy.iterdir())
    (lived.journal / "has-copy").unlink()
    lived.purge()
    assert (lived.copy / "log").read_bytes() == (lived.journal / "log").read_bytes()
    verify(lived, "--checkpoint", lived.kept)


def test_every_erasure_has_a_receipt_that_anybody_can_check(house, papers):
    id, address, mail = invited(house, papers, "en", "Rita")
    house.web.form(mail.link, decision="give")
    link = mails.to(house.installation, address, 2)[-1].link
    assert house.web.ask("GET", link + "/receipt").status == 404
    house.installation.clock("2026-11-05T00:00:00+01:00")
    house.installation.purge()
    page = house.web.form(link, decision="withdraw")
    assert f'{link}/receipt?language=en" download="receipt.txt"' in page.text

    signer = reader.Signer(house.auditor.get("/ledger/key").text)
    saved = house.web.ask("GET", link + "/receipt?language=de")
    assert saved.status == 200
    assert saved.headers["Content-Disposition"] == 'attachment; filename="Nachweis.txt"'
    facts = reader.facts(signer.text(saved.text))
    assert facts["application"] == id and facts["cause"] == "consentWithdrawn"
    assert facts["erased"].startswith("2026-11-04T23:00:00") and facts["documents"] == "1"
    assert house.auditor.get(f"/erasures/{id}/receipt").text == saved.text
    entry, leaf = reader.entries(
        (house.installation.data / "journal" / "log").read_bytes())[int(facts["index"])]
    assert entry["id"] == facts["entry"] and entry["applications"] == [id]

    last = mails.to(house.installation, address, 3)[-1]
    attached, = last.message.iter_attachments()
    assert attached.get_filename() == "receipt.txt"
    mailed = reader.facts(signer.text(attached.get_payload(decode=True).decode()))
    assert mailed["entry"] == facts["entry"]
    for secret in ("Rita", "Weaver", "Tailor", address):
        assert secret not in saved.text

    listed = house.auditor.get("/erasures?limit=200")["items"]
    assert [one["index"] for one in listed if one["application"] == id] == [int(facts["index"])]
    house.installation.clock("2026-12-06T00:00:00+01:00")
    assert house.web.ask("GET", link + "/receipt").status == 404
