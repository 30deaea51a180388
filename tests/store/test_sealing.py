"""What is sealed opens only where it was sealed, and follows a change of keys."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from fittingroom.errors import FileRefused, InvalidInput, SealBroken
from fittingroom.server.ground import KEY_FILE, Ground
from fittingroom.server.settings import Settings
from fittingroom.store.key_file import key_file, parse_keys, save_keys, shown
from fittingroom.store.keyring import Keyring, new_secrets
from fittingroom.store.rotating import drop, rotate
from fittingroom.store.shoppers import keep_person, person_of, record_consent
from fittingroom.store.tables import FileRow, JobRow, LookRow, ShopperRow
from store.rows import job, look

PERSON = {"sex": "female", "height_cm": 168.37}
COLUMN = "shopper.sealed_person"


@pytest.fixture
def keyring() -> Keyring:
    held = new_secrets()
    return Keyring(lambda: held)


def test_a_seal_opens_only_in_its_own_place(keyring: Keyring) -> None:
    sealed = keyring.seal(b"168.37", COLUMN, "ann")
    assert keyring.open(sealed, COLUMN, "ann") == b"168.37"
    for column, row in ((COLUMN, "bob"), ("shopper.sealed_photo", "ann"), (COLUMN + "\0ann", "")):
        with pytest.raises(SealBroken):
            keyring.open(sealed, column, row)


@pytest.mark.parametrize("at", [0, 3, 10, 20, -1])
def test_a_changed_byte_is_noticed(keyring: Keyring, at: int) -> None:
    sealed = bytearray(keyring.seal(b"168.37", COLUMN, "ann"))
    sealed[at] ^= 1
    with pytest.raises(SealBroken):
        keyring.open(bytes(sealed), COLUMN, "ann")


@pytest.mark.parametrize("cut", [0, 4, 16, 20])
def test_a_stump_is_refused(keyring: Keyring, cut: int) -> None:
    with pytest.raises(SealBroken):
        keyring.open(keyring.seal(b"168.37", COLUMN, "ann")[:cut], COLUMN, "ann")


def test_equal_values_seal_differently_and_digest_alike(keyring: Keyring) -> None:
    assert keyring.seal(b"92", COLUMN, "ann") != keyring.seal(b"92", COLUMN, "ann")
    assert keyring.digest(b"92") == keyring.digest(b"92")
    assert keyring.digest(b"92") != keyring.digest(b"92", "e-mail")
    other = new_secrets()
    assert keyring.digest(b"92") != Keyring(lambda: other).digest(b"92")


def test_the_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / KEY_FILE
    held = key_file(path)()
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_file(path)() == held == parse_keys(shown(held))
    path.chmod(0o640)
    with pytest.raises(FileRefused, match="chmod 600"):
        key_file(path)()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"root": "AA==", "keys": []}'])
def test_what_is_no_key_file_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(FileRefused) as refused:
        parse_keys(text)
    assert "AA==" not in str(refused.value)


def test_a_short_key_is_refused() -> None:
    document = json.loads(shown(new_secrets()))
    document["keys"][0]["key"] = "AAAA"
    with pytest.raises(FileRefused):
        parse_keys(json.dumps(document))


def test_a_running_service_follows_a_rotation(ground: Ground, settings: Settings) -> None:
    path = settings.folder / KEY_FILE
    with ground.database.write() as session:
        record_consent(session, "ann", "body", granted=True)
        keep_person(session, ground.keyring, "ann", PERSON)
        session.add(job(ground, "job"))
        session.flush()
        session.add(look(ground, "look", "ann", "job"))
        session.add(FileRow(job_key="job", name="look.glb", place="job-look.glb", bytes=1))
    ground.files.write("job-look.glb", b"glTF")
    digest = ground.keyring.digest(b"92")

    done = rotate(path, ground.database, ground.keyring, ground.files)
    assert done["files"] == done[COLUMN] == done["job.sealed_request"] == 1
    with pytest.raises(InvalidInput, match="try again"):
        drop(path, ground.database, ground.keyring, ground.files)
    _age_keys(path)
    assert drop(path, ground.database, ground.keyring, ground.files) == 1

    assert len(key_file(path)().keys) == 1
    fresh = Keyring(key_file(path))
    with ground.database.read() as session:
        assert person_of(session, fresh, "ann") == PERSON
        row = session.get_one(JobRow, "job")
        assert fresh.open_json(row.sealed_request, "job.sealed_request", "job") == {"of": "job"}
        mine = session.get_one(LookRow, "look")
        assert fresh.open_json(mine.sealed_request, "look.sealed_request", "look")
    assert ground.files.read("job-look.glb") == b"glTF"
    assert fresh.digest(b"92") == digest


def test_a_key_that_is_still_needed_is_not_dropped(ground: Ground, settings: Settings) -> None:
    path = settings.folder / KEY_FILE
    with ground.database.write() as session:
        record_consent(session, "ann", "body", granted=True)
        keep_person(session, ground.keyring, "ann", PERSON)
        old = session.get_one(ShopperRow, "ann").sealed_person
    rotate(path, ground.database, ground.keyring, ground.files)
    with ground.database.write() as session:
        session.execute(update(ShopperRow).values(sealed_person=old))
    _age_keys(path)
    with pytest.raises(InvalidInput, match="1 things are sealed with an old key"):
        drop(path, ground.database, ground.keyring, ground.files)
    with ground.database.read() as session:
        assert person_of(session, ground.keyring, "ann") == PERSON


def _age_keys(path: Path) -> None:
    held = key_file(path)()
    aged = [replace(key, made=key.made - timedelta(minutes=5)) for key in held.keys]
    save_keys(path, replace(held, keys=tuple(aged)))
