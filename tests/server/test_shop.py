"""A shop's keys and garments, and the admin's token, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from fittingroom.cli.app import run
from fittingroom.server.ground import Ground
from fittingroom.server.settings import Settings
from fittingroom.server.work.order import Item, Order, read_order
from fittingroom.store.keys import make_admin_token
from server.test_me import PERSON

TEE: dict[str, Any] = {
    "ref": "house-tee",
    "title": {"en": "House tee", "zh": "自有T恤"},
    "brand": "House",
    "style": "crew-neck-tee",
    "chart": {
        "kind": "garment",
        "source": "measured by the house",
        "sizes": {
            "S": {"half_chest_cm": 48, "length_cm": 69, "sleeve_length_cm": 20},
            "M": {"half_chest_cm": 52, "length_cm": 71, "sleeve_length_cm": 21},
        },
    },
    "fabrics": {"shell": "single-jersey", "trim": "rib"},
    "colour": "#a63d2f",
    "weave": "jersey",
    "design": {},
}


@pytest.fixture
def admin(ground: Ground, address: str) -> httpx.Client:
    with ground.database.write() as session:
        token = make_admin_token(session, ground.keyring)
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


def with_key(admin: httpx.Client, *scopes: str) -> dict[str, str]:
    made = admin.post("/api/admin/keys", json={"name": "till", "scopes": scopes})
    return {"Authorization": f"Bearer {made.raise_for_status().json()['secret']}"}


def test_a_shop_asks_for_a_size_with_its_key(admin: httpx.Client, address: str) -> None:
    question = {"person": PERSON, "garment": "classic-tee"}
    key = with_key(admin, "size")
    answer = httpx.post(f"{address}/api/shop/size", json=question, headers=key)
    assert answer.json()["recommended"] in answer.json()["probability"]
    wrong = httpx.post(f"{address}/api/shop/size", json=question | {"garment": "x"}, headers=key)
    assert wrong.status_code == 422 and "known" in wrong.json()["detail"]


def test_keys_do_what_their_scope_says(admin: httpx.Client, address: str) -> None:
    question = {"person": PERSON, "garment": "classic-tee"}
    size = f"{address}/api/shop/size"
    nobody = httpx.post(size, json=question)
    assert nobody.status_code == 401 and nobody.headers["WWW-Authenticate"] == "Bearer"
    for secret in ("fr_wrong", "x" * 5000):
        refused = httpx.post(size, json=question, headers={"Authorization": f"Bearer {secret}"})
        assert refused.status_code == 401
    catalogue = with_key(admin, "catalogue")
    assert httpx.post(size, json=question, headers=catalogue).status_code == 403
    assert httpx.get(f"{address}/api/admin/keys", headers=catalogue).status_code == 403
    assert httpx.get(f"{address}/api/admin/keys").status_code == 401


def test_an_ended_key_opens_nothing(admin: httpx.Client, address: str) -> None:
    key = with_key(admin, "size")
    (told,) = admin.get("/api/admin/keys").json()["keys"]
    assert told["name"] == "till" and "secret" not in told
    assert admin.delete(f"/api/admin/keys/{told['id']}").status_code == 204
    question = {"person": PERSON, "garment": "classic-tee"}
    assert httpx.post(f"{address}/api/shop/size", json=question, headers=key).status_code == 401
    assert admin.delete(f"/api/admin/keys/{told['id']}").status_code == 404


def test_a_shops_garment_is_on_the_shelf(
    admin: httpx.Client, client: httpx.Client, address: str
) -> None:
    key = with_key(admin, "catalogue")
    url = f"{address}/api/shop/garments/house-tee"
    put = httpx.put(url, json=TEE, headers=key, timeout=60)
    assert put.status_code == 200, put.text
    assert put.json()["finished_cm"]["M"]["half_chest"] == pytest.approx(52, abs=0.11)
    shelf = client.get("/api/catalogue").json()["garments"]
    assert "house-tee" in [card["ref"] for card in shelf]
    assert client.get("/api/catalogue/house-tee/thumbnail.webp").status_code == 200
    assert httpx.delete(url, headers=key).status_code == 204
    assert httpx.delete(url, headers=key).status_code == 404
    shelf = client.get("/api/catalogue").json()["garments"]
    assert "house-tee" not in [card["ref"] for card in shelf]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ref": "classic-tee"}, "ref"),
        ({"style": "cape"}, "style"),
        ({"fabrics": {"shell": "single-jersey"}}, "fabrics.trim"),
        ({"fabrics": {"shell": "chain-mail", "trim": "rib"}}, "fabric"),
        ({"weave": "basket"}, "weave"),
        ({"design": {"neck": 1.0}}, "design parameter"),
        ({"chart": TEE["chart"] | {"sizes": {"S": {"half_chest_cm": 520}}}}, "S.half_chest"),
        ({"colour": "red"}, "colour"),
        ({"title": {"en": "only English"}}, "title.zh"),
    ],
)
def test_a_garment_that_cannot_be_cut_is_refused(
    admin: httpx.Client, address: str, change: dict[str, Any], field: str
) -> None:
    document = TEE | change
    url = f"{address}/api/shop/garments/{document['ref']}"
    refused = httpx.put(url, json=document, headers=with_key(admin, "catalogue"), timeout=60)
    assert (refused.status_code, refused.json()["field"]) == (422, field)


def test_usage_counts_and_a_purge_forgets(admin: httpx.Client, client: httpx.Client) -> None:
    assert admin.get("/api/admin/usage").json()["shoppers"] == 0
    client.post("/api/me/consents", json={"purpose": "body", "granted": True})
    assert admin.get("/api/admin/usage").json()["shoppers"] == 1
    assert admin.post("/api/admin/purge").json() == {"shoppers": 0}


def test_the_command_makes_the_token_and_ends_the_one_before(
    settings: Settings, address: str, admin: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["admin", "token", "--data", str(settings.folder)]) == 0
    token = capfd.readouterr().out.strip()
    assert admin.get("/api/admin/usage").status_code == 401
    made = httpx.get(f"{address}/api/admin/usage", headers={"Authorization": f"Bearer {token}"})
    assert made.status_code == 200


def test_an_order_of_a_shops_garment_keeps_its_sizes_in_order() -> None:
    chart = TEE["chart"] | {"sizes": {"S": {"half_chest_cm": 48}, "M": {"half_chest_cm": 52}}}
    item = Item(TEE | {"chart": chart}, "M", None)
    order = Order(PERSON, (item,), "a", None, (), 500)
    assert list(read_order(order.text).items[0].garment["chart"]["sizes"]) == ["S", "M"]
    again = Order(dict(reversed(PERSON.items())), (item,), "a", None, (), 500)
    assert again.text == order.text
