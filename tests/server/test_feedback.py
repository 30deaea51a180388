"""Feedback over HTTP: a shopper's own, the shop's orders, and what learning reads of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import httpx
import numpy as np
import pytest

from fittingroom.cli.app import run
from fittingroom.purchases.reading import read_purchases
from fittingroom.server.feedback import load_feedback
from fittingroom.server.ground import Ground
from fittingroom.server.settings import Settings
from fittingroom.store.keys import make_key
from server.conftest import newcomer
from server.test_me import PERSON, agree

SAID: dict[str, Any] = {
    "garment": "classic-tee", "size": "M", "outcome": "returned", "reason": "too_small",
    "zones": {"bust": "too_tight", "waist": "regular"}, "rating": 4,
}  # fmt: skip
LINE = {"order": "A-17", "customer": "4711", "garment": "classic-tee", "size": "L",
        "outcome": "kept"}  # fmt: skip


@pytest.fixture
def shop(ground: Ground, address: str) -> httpx.Client:
    with ground.database.write() as session:
        _, secret = make_key(session, ground.keyring, "orders", ["feedback"])
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {secret}"}) as client:
        yield client


def give(client: httpx.Client, **said: Any) -> httpx.Response:
    return client.post("/api/me/feedback", json=SAID | said)


def test_feedback_needs_a_consent_and_is_told_again(client: httpx.Client) -> None:
    refused = give(client)
    assert (refused.status_code, refused.json()["value"]) == (403, "feedback")
    agree(client, "feedback")
    kept = give(client)
    assert kept.status_code == 201
    (told,) = client.get("/api/me/feedback").json()["feedback"]
    assert told == kept.json() and told["told"] == SAID | {"fit": None, "photo": False}
    agree(client, "feedback", granted=False)
    assert client.get("/api/me/feedback").json() == {"feedback": []}


def test_feedback_is_exported_and_erased(client: httpx.Client, ground: Ground) -> None:
    agree(client, "feedback")
    give(client)
    with ZipFile(BytesIO(client.get("/api/me/export").content)) as archive:
        (said,) = json.loads(archive.read("feedback.json"))
    assert said["zones"] == SAID["zones"] and said["reason"] == "too_small"
    assert client.delete("/api/me").json()["removed"]["feedback"] == 1
    assert len(load_feedback(ground)[0]) == 0


def test_one_feedback_is_forgotten_by_who_gave_it(client: httpx.Client, address: str) -> None:
    agree(client, "feedback")
    kept = give(client).json()["id"]
    with newcomer(address) as stranger:
        assert stranger.get("/api/me/feedback").json() == {"feedback": []}
        assert stranger.delete(f"/api/me/feedback/{kept}").status_code == 404
    assert client.delete(f"/api/me/feedback/{kept}").status_code == 204
    assert client.delete(f"/api/me/feedback/{kept}").status_code == 404


@pytest.mark.parametrize(
    ("said", "status", "says"),
    [
        ({"garment": "classic-te"}, 422, "did you mean 'classic-tee'"),
        ({"size": "XXXL"}, 422, "unknown size"),
        ({"outcome": "lost"}, 422, "outcome"),
        ({"reason": "too small"}, 422, "reason"),
        ({"outcome": "kept"}, 422, "give it for what was returned"),
        ({"zones": {"nose": "regular"}}, 422, "zones"),
        ({"zones": {"bust": "snug"}}, 422, "zones.bust"),
        ({"rating": 11}, 422, "rating"),
        ({"note": "call me"}, 422, "note"),
        ({"photo": True}, 404, "no such photo"),
    ],
)
def test_what_cannot_be_is_refused(
    client: httpx.Client, said: dict[str, Any], status: int, says: str
) -> None:
    agree(client, "feedback")
    refused = give(client, **said)
    assert refused.status_code == status, refused.text
    assert says in refused.json()["detail"]
    assert client.get("/api/me/feedback").json() == {"feedback": []}


def test_a_shop_feeds_orders_and_forgets_customers(shop: httpx.Client, ground: Ground) -> None:
    lines = [LINE, LINE | {"order": "B", "customer": None, "garment": "hat"}]
    took = shop.post("/api/shop/feedback", json={"lines": lines})
    assert took.json() == {"lines": 2, "unknown_garments": ["hat"]}
    back = LINE | {"outcome": "returned", "reason": "too_large", "at": "2026-01-05T12:00:00+01:00"}
    shop.post("/api/shop/feedback", json={"lines": [back]}).raise_for_status()
    purchases, report = load_feedback(ground)
    every = purchases.everything()
    assert every["fit"].tolist() == ["large", "fit"]
    assert every["ordered_at"][0] == np.datetime64("2026-01-05T11:00:00")
    assert report.count("unknown garment") == 1
    assert shop.delete("/api/shop/feedback/4711").json() == {"removed": 1}
    assert len(load_feedback(ground)[0]) == 1


@pytest.mark.parametrize("customer", ["ann@example.org", "4711?x=#1", "客户-7", "50%", "a.b"])
def test_every_customer_that_is_taken_can_be_forgotten(
    shop: httpx.Client, ground: Ground, customer: str
) -> None:
    fed = shop.post("/api/shop/feedback", json={"lines": [LINE | {"customer": customer}]})
    assert fed.status_code == 200, fed.text
    path = f"/api/shop/feedback/{quote(customer, safe='')}"
    assert shop.delete(path).json() == {"removed": 1}
    assert len(load_feedback(ground)[0]) == 0


def test_a_feed_is_taken_whole_or_not_at_all(shop: httpx.Client, ground: Ground) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    for wrong in (
        {"at": tomorrow},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "2026-01-05T12:00:00"},  # of no zone
        {"reason": "style"},
        {"garment": ""},
        {"person": PERSON},
        {"customer": "a/b"},
        {"customer": ".."},
        {"customer": ""},
    ):
        refused = shop.post("/api/shop/feedback", json={"lines": [LINE, LINE | wrong]})
        assert refused.status_code == 422, wrong
    assert shop.post("/api/shop/feedback", json={"lines": []}).status_code == 422
    many = {"lines": [LINE] * 1001}
    assert shop.post("/api/shop/feedback", json=many).status_code == 422
    assert len(load_feedback(ground)[0]) == 0


def test_the_command_writes_what_learning_reads(
    client: httpx.Client, shop: httpx.Client, settings: Settings, tmp_path: Path
) -> None:
    agree(client)
    client.put("/api/me/person", json=PERSON)
    agree(client, "feedback")
    give(client)
    shop.post("/api/shop/feedback", json={"lines": [LINE]}).raise_for_status()
    out = tmp_path / "feedback.jsonl"
    assert run(["admin", "feedback", "--data", str(settings.folder), "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    purchases = read_purchases(out).purchases
    assert purchases.outcomes().tolist() == [0, 1]
    assert purchases.inputs()["height_cm"][0] == pytest.approx(168.37)
    assert purchases.inputs()["article_bust_cm"][1] > 100
    assert not {"4711", "A-17"} & set(out.read_text().split('"'))
