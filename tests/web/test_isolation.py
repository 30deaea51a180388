"""One shopper can never read or harm another's data: every route of the schema, every stranger."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from .requests import BODIES, GARMENT, PHOTO, Route, routes
from .service import ADMIN, PERSON, Browser, Service, make_look

SCHEMA = json.loads((Path(__file__).parents[2] / "web" / "openapi.json").read_text())
ROUTES = list(routes(SCHEMA))
NAMES = [route.name for route in ROUTES]
CHANGING = [route for route in ROUTES if route.changes and route.path.startswith("/api/me")]
OPEN = ("/api/body", "/api/catalogue", "/api/shared")  # who asks makes no difference
SCOPES = {
    "POST /api/shop/size": "size",
    "POST /api/shop/feedback": "feedback",
    "DELETE /api/shop/feedback/{customer}": "feedback",
}  # the other shop routes need "catalogue"
# of the owner, in no default and in no request but the owner's
STRANGERS = ("newcomer", "shopper", "size", "catalogue", "feedback", "admin")
PLACES = ("look_id", "name", "token", "ref", "key_id", "feedback_id", "customer")
MARKS = [str(PERSON[term]) for term in ("height_cm", "weight_kg", "bust_girth_cm")]
TEXT = ("application/json", "application/problem+json", "text/")
Keys = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Owner:
    """The shopper whose data nobody else may see."""

    client: httpx.Client
    named: dict[str, str]
    kept: dict[str, Any]


@pytest.fixture(scope="module")
def keys(service: Service) -> Keys:
    """An API key for each scope, and one to be ended: id and secret."""
    with service.admin() as admin:
        made = {}
        scopes = {name: name for name in ("size", "catalogue", "feedback")}
        for name, scope in (scopes | {"spare": "size"}).items():
            asked = {"name": name, "scopes": [scope]}
            answer = admin.post("/api/admin/keys", json=asked).raise_for_status().json()
            made[name] = {"id": answer["key"]["id"], "secret": answer["secret"]}
        return made


@pytest.fixture(scope="module")
def owner(service: Service, keys: Keys) -> Iterator[Owner]:
    with service.shopper() as client:
        for purpose in ("photo", "feedback"):
            client.post("/api/me/consents", json={"purpose": purpose, "granted": True})
        said = {"garment": "classic-tee", "size": "S", "outcome": "returned"}
        kept = client.post("/api/me/feedback", json=said).raise_for_status().json()
        client.put("/api/me/photo", files=PHOTO).raise_for_status()
        look = make_look(client)
        assert look["state"] == "done", look
        shared = client.post(f"/api/me/looks/{look['id']}/share").raise_for_status().json()
        with shop(service, keys["catalogue"]["secret"]) as program:
            program.put(f"/api/shop/garments/{GARMENT['ref']}", json=GARMENT).raise_for_status()
        named = {
            "look_id": look["id"],
            "name": "look.glb",
            "token": shared["token"],
            "ref": GARMENT["ref"],
            "key_id": keys["spare"]["id"],
            "feedback_id": kept["id"],
            "customer": "4711",
        }
        yield Owner(client, named, export(client))


def export(client: httpx.Client) -> dict[str, Any]:
    """Everything that is kept of a shopper, as the service itself tells it."""
    answer = client.get("/api/me/export").raise_for_status()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        files = {name: archive.read(name) for name in names}
    me = client.get("/api/me").raise_for_status().json()
    looks = client.get("/api/me/looks").raise_for_status().json()
    said = client.get("/api/me/feedback").raise_for_status().json()
    kept = {"names": sorted(files), "looks": looks, "feedback": said}
    return kept | {"me": me["person"], "photo": me["has_photo"]}


def shop(service: Service, secret: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {secret}"}
    return Browser(base_url=service.address, timeout=60.0, headers=headers)


def test_every_route_is_of_a_kind_that_is_tested_here() -> None:
    for route in ROUTES:
        known = ("/api/me", "/api/shop", "/api/admin", *OPEN)
        assert route.path.startswith(known), f"{route.name}: say who may ask it"
        fields = {part[1:-1] for part in route.path.split("/") if part.startswith("{")}
        assert fields <= set(PLACES), route.name
        assert route.takes in (None, "multipart/form-data") or route.name in BODIES, route.name


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
@pytest.mark.parametrize(
    "stranger", ["newcomer", "shopper", "size", "catalogue", "feedback", "admin"]
)
def test_a_stranger_learns_and_changes_nothing(
    service: Service, owner: Owner, keys: Keys, route: Route, stranger: str
) -> None:
    with asker(service, keys, stranger) as client:
        answer = route.ask(client, owner.named)
    assert is_allowed(route, stranger, answer.status_code), (answer.status_code, answer.text)
    if answer.headers.get("content-type", "").startswith(TEXT):
        assert [mark for mark in MARKS if mark in answer.text] == []
        assert owner.named["look_id"] not in answer.text
        assert owner.named["feedback_id"] not in answer.text
        assert owner.named["token"] not in answer.text
    if route.changes:
        assert export(owner.client) == owner.kept


def asker(service: Service, keys: Keys, stranger: str) -> httpx.Client:
    """The browser or program of somebody who isn't the owner."""
    if stranger == "newcomer":
        return service.browser()
    if stranger == "shopper":
        return service.shopper(BODIES["PUT /api/me/person"])
    return shop(service, ADMIN if stranger == "admin" else keys[stranger]["secret"])


def is_allowed(route: Route, stranger: str, status: int) -> bool:
    """Whether a stranger may get this answer from a route that was told the owner's names."""
    program = stranger not in ("newcomer", "shopper")
    if "{look_id}" in route.path or "{feedback_id}" in route.path:
        return status == 404 or (program and route.changes and status == 403)
    if route.path.startswith("/api/me"):
        return status == 403 if program and route.changes else status < 500
    if route.path.startswith("/api/admin"):
        return (status < 300) if stranger == "admin" else status in (401, 403)
    if route.path.startswith("/api/shop"):
        scope = SCOPES.get(route.name, "catalogue")
        return (status < 300) if stranger == scope else status in (401, 403)
    return status < 500


@pytest.mark.parametrize("route", CHANGING, ids=[route.name for route in CHANGING])
@pytest.mark.parametrize("token", [None, "", "0" * 64, "another shopper's"])
def test_another_site_cant_change_anything_in_the_shoppers_name(
    service: Service, owner: Owner, route: Route, token: str | None
) -> None:
    with httpx.Client(base_url=service.address, cookies=owner.client.cookies) as client:
        if token == "another shopper's":
            with service.browser() as other:
                token = other.headers["X-CSRF-Token"]
        if token is not None:
            client.headers["X-CSRF-Token"] = token
        assert route.ask(client, owner.named).status_code == 403
    assert export(owner.client) == owner.kept


def test_a_cookie_that_was_tampered_with_is_a_newcomers(service: Service, owner: Owner) -> None:
    name, value = next(iter(owner.client.cookies.items()))
    said, *_ = value.split(".")
    with service.browser() as other:
        _, *others = next(iter(other.cookies.values())).split(".")
    for forged in (
        value[:-2] + ("AA" if value[-2:] != "AA" else "BB"),
        ".".join([said, *others]),
        said,
        f"{said}.{'A' * 6}.{'B' * 43}",
        value.swapcase(),
    ):
        answer = httpx.get(f"{service.address}/api/me", cookies={name: forged})
        assert answer.status_code == 200 and answer.json()["person"] is None, forged
        looks = httpx.get(f"{service.address}/api/me/looks", cookies={name: forged})
        assert looks.json() == {"looks": []}


def test_an_id_of_somebody_elses_is_answered_like_one_of_nobodys(
    service: Service, owner: Owner
) -> None:
    with service.browser() as stranger:
        for path in ("", "/events", "/files/look.glb", "/files/fit.json"):
            theirs = stranger.get(f"/api/me/looks/{owner.named['look_id']}{path}")
            nobodys = stranger.get(f"/api/me/looks/{'0' * 32}{path}")
            assert (theirs.status_code, theirs.content) == (404, nobodys.content)


@pytest.mark.parametrize(
    "name",
    ["../../keys.json", "..%2f..%2fkeys.json", "%2e%2e/%2e%2e/fittingroom.db", "/etc/passwd",
     "..%5c..%5ckeys.json", "look.glb%00.png", "look.glb/../fit.json", "LOOK.GLB", "%ff%fe", "*"],
)  # fmt: skip
def test_no_name_reaches_another_file(service: Service, owner: Owner, name: str) -> None:
    for path in (f"/api/me/looks/{owner.named['look_id']}/files/{name}", f"/assets/{name}"):
        request = httpx.Request("GET", service.address, headers={"Host": "localhost"})
        raw = path.encode()
        request.url = request.url.copy_with(raw_path=raw)
        with httpx.Client(cookies=owner.client.cookies) as client:
            answer = client.send(request)
        assert answer.status_code in (400, 404, 422), answer.text
        assert b"keys" not in answer.content and b"root:" not in answer.content


def test_a_shared_link_shows_the_look_and_no_measurement_until_it_is_taken_back(
    service: Service,
) -> None:
    with service.shopper() as client, service.browser() as friend:
        look = make_look(client)
        shared = client.post(f"/api/me/looks/{look['id']}/share").raise_for_status().json()
        seen = friend.get(f"/api/shared/{shared['token']}").raise_for_status()
        assert set(seen.json()) == {"wear", "titles", "verdicts", "until"}
        assert [mark for mark in MARKS if mark in seen.text] == []
        model = friend.get(f"/api/shared/{shared['token']}/look.glb").raise_for_status()
        assert model.content.startswith(b"glTF")
        assert [mark for mark in MARKS if mark.encode() in model.content] == []
        wrong = shared["token"][:-1] + ("A" if shared["token"][-1] != "A" else "B")
        assert friend.get(f"/api/shared/{wrong}").status_code == 404
        client.delete(f"/api/me/looks/{look['id']}/share").raise_for_status()
        assert friend.get(f"/api/shared/{shared['token']}").status_code == 404
        assert friend.get(f"/api/shared/{shared['token']}/look.glb").status_code == 404
