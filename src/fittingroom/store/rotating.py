"""Change the sealing key while the service runs.

`rotate` adds a key, which seals from then on, and seals everything kept anew. `drop` forgets the
old keys once nothing is sealed with them. What is sealed is found by itself: every column named
`sealed_…` of a table, bound to `table.column` and the row's primary key, and every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, select, update
from sqlalchemy import Table as SqlTable

from fittingroom.errors import InvalidInput
from fittingroom.store.database import Database
from fittingroom.store.files import SealedFiles
from fittingroom.store.key_file import key_file, save_keys
from fittingroom.store.keyring import Keyring, new_key
from fittingroom.store.tables import FileRow, Table

BATCH = 100  # rows sealed anew in one transaction: others wait for it
QUIET = timedelta(seconds=60)  # a write begun with the old key is over by then


def rotate(path: Path, database: Database, keyring: Keyring, files: SealedFiles) -> dict[str, int]:
    """Add a key to the key file and seal everything anew; returns how many of each were."""
    held = key_file(path)()
    save_keys(path, replace(held, keys=(*held.keys, new_key())))
    return reseal(database, keyring, files)


def reseal(database: Database, keyring: Keyring, files: SealedFiles) -> dict[str, int]:
    """Seal anew whatever isn't sealed with the newest key."""
    done = {"files": _reseal_files(database, keyring, files)}
    for table, column in sealed_columns():
        name = f"{table.name}.{column.name}"
        done[name] = 0
        for rows in _batches(database, table):
            done[name] += _reseal_rows(database, keyring, table, column, rows)
    database.settle()
    return done


def drop(path: Path, database: Database, keyring: Keyring, files: SealedFiles) -> int:
    """Forget every key but the newest; returns how many.

    Raises:
        InvalidInput: something is sealed with an old key, or the newest is too new to be sure.
    """
    held = key_file(path)()
    age = datetime.now(UTC) - held.keys[-1].made
    if len(held.keys) > 1 and age < QUIET:
        raise InvalidInput(
            f"the newest key is {age.seconds} s old and something may still be on its way with the "
            f"one before: try again after {QUIET.seconds} s",
            field="keys",
        )
    left = sum(1 for _ in _old(database, keyring, files))
    if left:
        raise InvalidInput(
            f"{left} things are sealed with an old key: run 'fittingroom keys rotate' first",
            field="keys",
        )
    save_keys(path, replace(held, keys=held.keys[-1:]))
    return len(held.keys) - 1


def sealed_columns() -> Iterator[tuple[SqlTable, Column[Any]]]:
    """Name every column that holds sealed values."""
    for table in Table.metadata.sorted_tables:
        for column in table.columns:
            if column.name.startswith("sealed_"):
                yield table, column


def _batches(database: Database, table: SqlTable) -> Iterator[list[str]]:
    (identity,) = table.primary_key.columns
    last = ""
    while True:
        query = select(identity).where(identity > last).order_by(identity).limit(BATCH)
        with database.read() as session:
            found = list(session.scalars(query))
        if not found:
            return
        yield found
        last = found[-1]


def _reseal_rows(
    database: Database, keyring: Keyring, table: SqlTable, column: Column[Any], rows: list[str]
) -> int:
    (identity,) = table.primary_key.columns
    name, done = f"{table.name}.{column.name}", 0
    query = select(identity, column).where(identity.in_(rows), column.is_not(None))
    with database.write() as session:
        for row, sealed in session.execute(query.with_for_update()).all():
            if not keyring.is_newest(sealed):
                anew = keyring.seal(keyring.open(sealed, name, row), name, row)
                session.execute(update(table).where(identity == row).values({column.name: anew}))
                done += 1
    return done


def _reseal_files(database: Database, keyring: Keyring, files: SealedFiles) -> int:
    with database.read() as session:
        places = list(session.scalars(select(FileRow.place)))
    return sum(_reseal_file(database, keyring, files, place) for place in places)


def _reseal_file(database: Database, keyring: Keyring, files: SealedFiles, place: str) -> bool:
    """Seal one file anew; one that was erased meanwhile doesn't come back."""
    try:
        if keyring.is_newest(files.head(place)):
            return False
        files.write(place, files.read(place))
    except FileNotFoundError:
        return False
    with database.read() as session:
        if session.scalar(select(FileRow.place).where(FileRow.place == place)) is None:
            files.remove(place)
    return True


def _old(database: Database, keyring: Keyring, files: SealedFiles) -> Iterator[str]:
    for table, column in sealed_columns():
        query = select(column).where(column.is_not(None))
        with database.read() as session:
            for sealed in session.scalars(query).yield_per(BATCH):
                if not keyring.is_newest(sealed):
                    yield f"{table.name}.{column.name}"
    for place in list(files.places()):
        try:
            if not keyring.is_newest(files.head(place)):
                yield place
        except FileNotFoundError:
            continue
