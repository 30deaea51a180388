"""A shopper and what is kept of them, over HTTP."""

from __future__ import annotations

import httpx
from sqlalchemy import func, select

from fittingroom.server.ground import Ground
from fittingroom.store.tables import ShopperRow

PERSON = {"sex": "female", "height_cm": 168.37, "weight_kg": 62, "bust_girth_cm": 92}


def agree(
    client: httpx.Client, purpose: str = "body", *, granted: bool = True
) -> dict[str, object]:
    answer = client.post("/api/me/consents", json={"purpose": purpose, "granted": granted})
    return dict(answer.raise_for_status().json())


def test_a_newcomer_gets_a_cookie_and_leaves_no_row(client: httpx.Client, ground: Ground) -> None:
    me = client.get("/api/me").json()
    assert me["person"] is None and me["consents"] == []
    assert client.get("/api/me").json()["csrf"] == me["csrf"] == client.headers["X-CSRF-Token"]
    agree(client, granted=False)
    with ground.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ShopperRow)) == 0


def test_measurements_need_a_consent_and_go_with_it(client: httpx.Client) -> None:
    refused = client.put("/api/me/person", json=PERSON)
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:fittingroom:ConsentMissing"

    agree(client)
    assert client.put("/api/me/person", json=PERSON).status_code == 200
    assert client.get("/api/me").json()["person"] == PERSON

    me = agree(client, granted=False)
    assert me["person"] is None
    assert client.put("/api/me/person", json=PERSON).status_code == 403


def test_a_misspelt_measurement_is_told_by_its_name(client: httpx.Client) -> None:
    agree(client)
    refused = client.put("/api/me/person", json={"sex": "female", "bust_grith_cm": 92})
    assert refused.status_code == 422 and "bust_girth" in refused.json()["detail"]


def test_an_erasure_ends_the_cookie(client: httpx.Client) -> None:
    agree(client)
    client.put("/api/me/person", json=PERSON)
    old = dict(client.cookies)
    erased = client.delete("/api/me")
    assert erased.json()["removed"]["shopper"] == erased.json()["removed"]["person"] == 1
    assert not client.cookies
    client.cookies.update(old)
    assert client.get("/api/me").json()["person"] is None


def test_a_forged_cookie_is_a_newcomer(client: httpx.Client, address: str) -> None:
    agree(client)
    signed = client.cookies["fittingroom"]
    for forged in (signed[:-2] + "aa", "x", signed.split(".")[0] + ".a.b"):
        me = httpx.get(f"{address}/api/me", cookies={"fittingroom": forged}).json()
        assert me["consents"] == []
