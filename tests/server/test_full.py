"""The disk is full: a clear answer, and what was there before is there still."""

from __future__ import annotations

import os
from io import BytesIO

import httpx
import pytest
from PIL import Image
from sqlalchemy import event, text

from fittingroom.server.ground import Ground
from fittingroom.store.database import Database
from server.test_me import PERSON, agree


def fill(database: Database) -> None:
    """Let SQLite find no room for another page."""
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    database.engine.dispose()

    @event.listens_for(database.engine, "connect")
    def limit(connection: object, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]


def photo() -> bytes:
    noise = Image.frombytes("RGB", (600, 800), os.urandom(600 * 800 * 3))
    content = BytesIO()
    noise.save(content, "JPEG", quality=90)
    return content.getvalue()


def test_a_full_disk_is_told_and_leaves_no_half_of_anything(
    client: httpx.Client, ground: Ground
) -> None:
    agree(client)
    agree(client, "photo")
    client.put("/api/me/person", json=PERSON).raise_for_status()
    fill(ground.database)
    refused = client.put("/api/me/photo", files={"photo": ("me.jpg", photo())})
    assert refused.status_code == 507
    assert refused.json()["type"] == "urn:fittingroom:StorageFull"
    me = client.get("/api/me").json()
    assert me["person"] == PERSON and me["has_photo"] is False
    assert client.delete("/api/me").status_code == 200  # an erasure needs no room


def test_a_service_that_cannot_reach_its_database_is_not_ready(
    client: httpx.Client, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> bool:
        with ground.database.engine.connect() as connection:
            return bool(connection.execute(text("SELECT 1 FROM nowhere")).scalar_one())

    monkeypatch.setattr(Database, "answers", fail)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
