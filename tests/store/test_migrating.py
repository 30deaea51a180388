"""Migrations up and down, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from fittingroom.errors import InvalidInput
from fittingroom.store.database import Database
from fittingroom.store.migrating import FOLDER, migrate, newest, revision
from fittingroom.store.tables import Table

STEPS = [step.revision for step in reversed([*ScriptDirectory(str(FOLDER)).walk_revisions()])]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    migrate(database)
    assert revision(database) == newest()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_each_migration_goes_up_and_down_again(database: Database) -> None:
    for step in STEPS:
        migrate(database, to=step)
        assert revision(database) == step
    for step in reversed(STEPS[:-1]):
        migrate(database, to=step)
        assert revision(database) == step
    migrate(database, to="base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate(database)
    assert revision(database) == newest()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)
    migrate(database)
    assert revision(database) == newest()


def test_a_newer_services_tables_are_left_alone(database: Database) -> None:
    migrate(database)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InvalidInput, match="newer version"):
        migrate(database)
