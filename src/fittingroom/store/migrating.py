"""Bring a database's tables to what this version of the service needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from fittingroom.errors import InvalidInput
from fittingroom.store.database import Database

FOLDER = Path(__file__).with_name("migrations")
LOCK = 0x66697474  # PostgreSQL advisory lock: one process migrates, the others wait


def migrate(database: Database, *, to: str = "head") -> None:
    """Apply the migrations up, or down, to a revision.

    Args:
        database: whose tables.
        to: a revision, "head" for the newest, "base" for no tables.

    Raises:
        InvalidInput: a newer version of the service made these tables.
    """
    options = {"fittingroom_write": True}
    with database.engine.connect().execution_options(**options) as connection, connection.begin():
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config = _config()
        config.attributes["connection"] = connection
        _check_known(MigrationContext.configure(connection))
        if to == "base" or _is_behind(to, MigrationContext.configure(connection)):
            command.downgrade(config, to)
        else:
            command.upgrade(config, to)


def revision(database: Database) -> str | None:
    """Return the revision a database is at."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the revision this version of the service needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _check_known(now: MigrationContext) -> None:
    at = now.get_current_revision()
    known = [each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()]
    if at is not None and at not in known:
        raise InvalidInput(
            f"a newer version of fittingroom made this database (revision {at}): run that one, or "
            "give another database",
            field="database_url",
        )


def _is_behind(to: str, now: MigrationContext) -> bool:
    at = now.get_current_revision()
    if at is None or to == "head":
        return False
    older = ScriptDirectory.from_config(_config()).iterate_revisions(at, "base")
    return to in [each.revision for each in older][1:]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
