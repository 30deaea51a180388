"""After an erasure nothing is left, whichever file of the store one reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from fittingroom.server.ground import Ground
from fittingroom.server.settings import Settings
from fittingroom.store.erasing import erase_body, erase_look, erase_shopper, sweep_files
from fittingroom.store.feedback import feedback_of, keep_feedback
from fittingroom.store.retention import purge
from fittingroom.store.shoppers import (
    find_shopper,
    keep_person,
    keep_photo,
    now,
    person_of,
    record_consent,
)
from fittingroom.store.tables import (
    ConsentRow,
    FileRow,
    JobRow,
    LoginCodeRow,
    LookRow,
    ShareRow,
    ShopperRow,
    Table,
    TallyRow,
)
from store.rows import job, look

TABLES = Table.metadata.tables
PERSON = {"sex": "female", "height_cm": 168.37, "bust_girth_cm": 91.73}


@pytest.fixture
def shoppers(ground: Ground) -> Ground:
    """Keep two shoppers: each a look of their own, and one they share the job of."""
    for name in ("ann", "bob"):
        with ground.database.write() as session:
            for purpose in ("body", "photo", "feedback"):
                record_consent(session, name, purpose, granted=True)
            keep_person(session, ground.keyring, name, PERSON | {"weight_kg": 62})
            keep_photo(session, ground.keyring, name, b"\xff\xd8 photo of " + name.encode())
            row = session.get_one(ShopperRow, name)
            row.email_digest = ground.keyring.digest(name.encode(), "e-mail")
            row.sealed_email = ground.keyring.seal(name.encode(), "shopper.sealed_email", name)
            session.add(
                LoginCodeRow(email_digest=row.email_digest, code_digest=name, until=now(), tries=0)
            )
            keys = [f"only-{name}", "both"] if name == "ann" else [f"only-{name}"]
            session.add_all(job(ground, key) for key in keys)
            session.flush()
            for key in (f"only-{name}", "both"):
                session.add(look(ground, f"{name}-{key}", name, key))
            for key in keys:
                session.add(FileRow(job_key=key, name="look.glb", place=f"{key}.glb", bytes=4))
                ground.files.write(f"{key}.glb", b"glTF of " + key.encode())
            session.flush()
            session.add(ShareRow(token_digest=name, look_id=f"{name}-both", until=now()))
            for size in "SM":
                said = {"garment": "classic-tee", "size": size, "outcome": "kept"}
                keep_feedback(session, ground.keyring, name, said)
    return ground


def test_an_erasure_takes_everything_of_one_shopper_and_nothing_of_another(
    shoppers: Ground,
) -> None:
    removed = erase_shopper(shoppers.database, shoppers.files, "ann")
    assert removed == {
        "shares": 1, "looks": 2, "jobs": 1, "person": 1, "photo": 1, "email": 1,
        "login_codes": 1, "consents": 3, "feedback": 2, "shopper": 1, "files": 1,
    }  # fmt: skip
    with shoppers.database.read() as session:
        assert person_of(session, shoppers.keyring, "bob") == PERSON | {"weight_kg": 62}
        assert set(session.scalars(select(LookRow.shopper_id))) == {"bob"}
        assert set(session.scalars(select(JobRow.key))) == {"both", "only-bob"}
        assert set(session.scalars(select(ConsentRow.shopper_id))) == {"bob"}
        assert session.get_one(TallyRow, "erased").count == 1
    assert list(shoppers.files.places()) == ["both.glb", "only-bob.glb"]
    erase_shopper(shoppers.database, shoppers.files, "bob")
    assert list(shoppers.files.places()) == []
    with shoppers.database.read() as session:
        left = {name: session.execute(select(table)).all() for name, table in TABLES.items()}
    assert left == {name: [] for name in TABLES} | {"tally": [("erased", 2)]}


def test_nobody_is_erased_twice(shoppers: Ground) -> None:
    erase_shopper(shoppers.database, shoppers.files, "ann")
    removed = erase_shopper(shoppers.database, shoppers.files, "ann")
    assert set(removed.values()) == {0}
    with shoppers.database.read() as session:
        assert session.get_one(TallyRow, "erased").count == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # see docs/service.md
def test_the_bytes_are_gone_from_the_database_its_log_and_the_files(
    shoppers: Ground, settings: Settings
) -> None:
    traces = list(_traces_of(shoppers, "ann"))
    assert len(traces) == 16
    before = b"".join(_everything_on_disk(settings))
    assert [trace for trace in traces if trace not in before] == [b"168.37", b"91.73"]  # sealed

    erase_shopper(shoppers.database, shoppers.files, "ann")
    after = b"".join(_everything_on_disk(settings))
    assert [trace for trace in traces if trace in after] == []
    assert shoppers.keyring.digest(b"bob", "e-mail").encode() in after


def test_measurements_taken_back_take_the_looks_along(shoppers: Ground) -> None:
    removed = erase_body(shoppers.database, shoppers.files, "ann")
    assert removed == {"shares": 1, "looks": 2, "jobs": 1, "person": 1, "files": 1}
    with shoppers.database.read() as session:
        row = find_shopper(session, "ann")
        assert row is not None and row.sealed_person is None and row.sealed_photo is not None


def test_one_look_can_be_erased_by_its_owner_alone(shoppers: Ground) -> None:
    assert erase_look(shoppers.database, shoppers.files, "bob", "ann-only-ann")["looks"] == 0
    assert erase_look(shoppers.database, shoppers.files, "ann", "ann-only-ann") == {
        "shares": 0, "looks": 1, "jobs": 1, "files": 1,
    }  # fmt: skip


def test_who_stays_away_is_forgotten(shoppers: Ground) -> None:
    assert purge(shoppers.database, shoppers.files, days=90) == 0
    with shoppers.database.write() as session:
        ann = update(ShopperRow).where(ShopperRow.id == "ann")
        session.execute(ann.values(seen=now() - timedelta(days=91)))
        session.execute(update(JobRow).values(changed=now() - timedelta(days=1)))
        session.add(job(shoppers, "lost"))
    assert purge(shoppers.database, shoppers.files, days=90) == 1
    with shoppers.database.read() as session:
        assert set(session.scalars(select(ShopperRow.id))) == {"bob"}
        assert set(session.scalars(select(JobRow.key))) == {"both", "only-bob", "lost"}
        assert session.scalars(select(LoginCodeRow)).all() == []
        assert session.scalars(select(ShareRow)).all() == []
    with shoppers.database.write() as session:
        session.execute(update(JobRow).values(changed=now() - timedelta(days=1)))
    purge(shoppers.database, shoppers.files, days=90)
    with shoppers.database.read() as session:
        assert set(session.scalars(select(JobRow.key))) == {"both", "only-bob"}


def test_a_file_whose_removal_was_prevented_is_swept(shoppers: Ground) -> None:
    shoppers.files.write("lost.glb", b"glTF")
    assert sweep_files(shoppers.database, shoppers.files) == 0
    assert sweep_files(shoppers.database, shoppers.files, older_than_s=0) == 1
    assert "lost.glb" not in list(shoppers.files.places())


def _traces_of(ground: Ground, name: str) -> Iterator[bytes]:
    yield from (b"168.37", b"91.73", f"{name}-both".encode())
    yield from (f"only-{name}".encode(), ground.keyring.digest(name.encode(), "e-mail").encode())
    with ground.database.read() as session:
        row = session.get_one(ShopperRow, name)
        for sealed in (row.sealed_person, row.sealed_photo, row.sealed_email):
            assert sealed is not None
            yield sealed
            yield sealed[17:33]  # also a piece of it
        yield from (row.sealed_said for row, _ in feedback_of(session, ground.keyring, name))
        yield session.get_one(JobRow, f"only-{name}").sealed_request
        yield session.get_one(LookRow, f"{name}-both").sealed_request
    yield next(ground.files._folder.rglob(f"only-{name}.glb")).read_bytes()


def _everything_on_disk(settings: Settings) -> Iterator[bytes]:
    places = [Path(settings.database.removeprefix("sqlite:///")).parent, settings.folder]
    for path in sorted({path for place in places for path in place.rglob("*")}):
        if path.is_file():
            yield path.read_bytes()
