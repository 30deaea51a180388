"""A store on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fittingroom.server.ground import Ground, open_ground
from fittingroom.server.settings import Settings
from fittingroom.store.migrating import migrate


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(data=tmp_path / "data", database_url=database_url)


@pytest.fixture
def ground(settings: Settings) -> Iterator[Ground]:
    with open_ground(settings) as ground:
        migrate(ground.database)
        yield ground
