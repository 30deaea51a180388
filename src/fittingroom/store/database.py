"""`Database`: SQLite or PostgreSQL, opened once for a process.

    with database.write() as session: …   commits at the end, or rolls back
    with database.read() as session: …    never writes

SQLite takes its write lock at the start of `write()`: a transaction that reads first and writes
later would fail under load instead of waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from fittingroom.errors import InvalidInput, MissingDependency

# many threads answer, and some hold two sessions at once: with fewer they would wait for each other
POOL = 40
WAIT_S = 10  # how long a writer waits for another before it gives up
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was answered outlives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # deleted content is overwritten with zeros
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={WAIT_S * 1000}",
)


class Database:
    """An open database.

    Args:
        url: `sqlite:////folder/file.db` or `postgresql://user@host/name`.

    Raises:
        InvalidInput: the URL isn't one of these.
        MissingDependency: PostgreSQL without its driver.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.writers = 1 if self.is_sqlite else POOL // 2  # that write at once

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session for writing, committed at the end."""
        with Session(self.engine, expire_on_commit=False) as session:
            session.connection(execution_options={"fittingroom_write": True})
            yield session
            session.commit()

    def settle(self) -> bool:
        """Leave nothing of what was erased in SQLite's write-ahead log; says whether that's so."""
        if not self.is_sqlite:
            return True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            # never waits for a reader: it would hold the write lock meanwhile
            cursor.execute("PRAGMA busy_timeout=0")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone() or (1,)
            return not busy
        finally:
            cursor.execute(f"PRAGMA busy_timeout={WAIT_S * 1000}")
            connection.close()

    def answers(self) -> bool:
        """Say whether the database answers."""
        with self.engine.connect() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar_one() == 1)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """Open the engine of a URL; see `Database`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise _refused("the text given") from error
    if parsed.get_backend_name() == "postgresql":
        try:
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                pool_size=POOL,
                max_overflow=POOL,
                hide_parameters=True,
            )
        except ImportError as error:
            raise MissingDependency("psycopg", extra="postgres", purpose="PostgreSQL") from error
    if parsed.get_backend_name() != "sqlite":
        raise _refused(parsed.get_backend_name())
    engine = create_engine(parsed, hide_parameters=True, pool_size=POOL, max_overflow=10 * POOL)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("fittingroom_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refused(what: str) -> InvalidInput:
    return InvalidInput(
        f"{what} is no database we know: write sqlite:////folder/file.db or "
        "postgresql://user@host/name",
        field="database_url",
        allowed="sqlite, postgresql",
    )
