"""The life of a look, over real HTTP, with real workers."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from fittingroom.server.ground import Ground
from fittingroom.server.settings import Settings
from fittingroom.server.work import watching
from fittingroom.store.shoppers import now
from fittingroom.store.tables import FileRow, JobRow, LookRow, ShareRow
from pace import within
from server.conftest import newcomer, running
from server.looks import VERTICES, ask, await_state, events, read, shopper

Service = tuple[str, Ground]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("service") / "data"
    settings = Settings(data=data, workers=2, rate_limits=False, vertices=VERTICES)
    with running(settings) as started:
        yield started


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    with shopper(service[0]) as browser:
        yield browser


def jobs(ground: Ground) -> int:
    with ground.database.read() as session:
        return session.scalar(select(func.count()).select_from(JobRow)) or 0


def gltf(content: bytes) -> dict[str, Any]:
    (length,) = struct.unpack("<I", content[12:16])
    document: dict[str, Any] = json.loads(content[20 : 20 + length])
    return document


def test_a_look_is_asked_for_watched_and_fetched(client: httpx.Client) -> None:
    look = ask(client, "classic-tee")
    assert look["state"] in ("queued", "running", "done")
    assert look["request"]["wear"][0]["size"] in ("S", "M", "L")  # the advised one is named
    seen = list(events(client, look))
    assert seen[-1]["state"] == "done"
    done = [one["progress"]["done"] for one in seen if one["progress"]]
    assert len(done) >= 3 and max(done) <= 1.0
    made = read(client, look)
    assert made["files"] == ["fit.json", "look.glb"]
    worn = made["worn"][0]
    assert {zone["zone"] for zone in worn["zones"]} >= {"bust", "length", "sleeve_length"}
    assert [scale["quantity"] for scale in worn["scales"]] == ["ease", "strain", "pressure"]
    model = client.get(f"/api/me/looks/{look['id']}/files/look.glb")
    assert model.headers["content-type"] == "model/gltf-binary"
    assert model.headers["cache-control"] == "private, no-store"
    attributes = gltf(model.content)["meshes"][1]["primitives"][0]["attributes"]
    assert {"_EASE", "_STRAIN", "_PRESSURE"} <= set(attributes)


def test_notes_hang_on_the_body(client: httpx.Client) -> None:
    look = await_state(client, ask(client, "classic-tee"), "done")
    at = {zone["zone"]: zone["at"] for zone in look["worn"][0]["zones"]}
    assert at["neck"][1] > at["bust"][1] > at["waist"][1] > at["length"][1] > 0.5
    assert at["bust"][2] > 0.05 and at["sleeve_length"][0] > 0.15


def test_a_file_the_asker_has_is_not_sent_again(client: httpx.Client) -> None:
    look = await_state(client, ask(client, "classic-tee"), "done")
    path = f"/api/me/looks/{look['id']}/files/fit.json"
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.glb", "..%2f..%2fkeys.json", "look.usdz", "fit.json%00"])
def test_only_a_looks_own_files_are_sent(client: httpx.Client, name: str) -> None:
    look = await_state(client, ask(client, "classic-tee"), "done")
    assert client.get(f"/api/me/looks/{look['id']}/files/{name}").status_code == 404


def test_equal_requests_are_made_once(service: Service, client: httpx.Client) -> None:
    before = jobs(service[1])
    first = ask(client, "shift-dress:M")
    assert ask(client, "shift-dress:M")["id"] == first["id"]
    with shopper(service[0]) as other:
        second = ask(other, "shift-dress:M")
        assert second["id"] != first["id"]
        assert await_state(other, second, "done")["worn"]
    assert await_state(client, first, "done")["worn"]
    assert jobs(service[1]) == before + 1


def test_nobody_reaches_anothers_look(service: Service, client: httpx.Client) -> None:
    look = await_state(client, ask(client, "classic-tee"), "done")
    path = f"/api/me/looks/{look['id']}"
    with shopper(service[0]) as other:
        answers = [
            other.get(path),
            other.get(f"{path}/events"),
            other.get(f"{path}/files/look.glb"),
            other.post(f"{path}/share"),
            other.delete(f"{path}/share"),
            other.delete(path),
        ]
        assert [answer.status_code for answer in answers] == [404] * 6
        assert look["id"] not in other.get("/api/me/looks").text
    assert read(client, look)["state"] == "done"


def test_an_outfit_in_a_pose(client: httpx.Client) -> None:
    asked = ask(client, "classic-tee", "straight-trousers", pose="standing", extras=["usdz"])
    look = await_state(client, asked, "done", "failed")
    assert look["state"] == "done", look["problem"]
    assert [one["garment"] for one in look["worn"]] == ["classic-tee", "straight-trousers"]
    assert look["files"] == ["fit.json", "look.glb", "look.usdz"]
    fits = client.get(f"/api/me/looks/{look['id']}/files/fit.json").json()
    assert [fit["garment"] for fit in fits] == ["classic-tee", "straight-trousers"]


def test_a_look_walks(client: httpx.Client) -> None:
    look = await_state(client, ask(client, "a-line-skirt", motion="walk"), "done")
    model = client.get(f"/api/me/looks/{look['id']}/files/look.glb").content
    assert [one["name"] for one in gltf(model)["animations"]] == ["walk"]


def test_another_fabric_hangs_otherwise(client: httpx.Client) -> None:
    looks = []
    for fabric in ("single-jersey", "poplin"):
        wear = [{"garment": "classic-tee", "size": "M", "fabric": fabric}]
        answer = client.post("/api/me/looks", json={"wear": wear})
        looks.append(await_state(client, answer.json(), "done"))
    fabrics = [look["worn"][0]["fabric"] for look in looks]
    verdicts = [look["worn"][0]["zones"] for look in looks]
    assert fabrics == ["single-jersey", "poplin"] and verdicts[0] != verdicts[1]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"wear": [{"garment": "no-such-tee"}]}, "garment"),
        ({"wear": [{"garment": "classic-tee", "size": "XXXL"}]}, "size"),
        ({"wear": [{"garment": "classic-tee", "fabric": "denim"}]}, "fabric"),
        ({"wear": [{"garment": "classic-tee"}], "pose": "headstand"}, "pose"),
        ({"wear": [{"garment": "classic-tee"}], "motion": "fly"}, "movement"),
        ({"wear": [{"garment": "classic-tee"}] * 2, "motion": "walk"}, "motion"),
    ],
)
def test_what_cannot_be_made_is_refused(
    client: httpx.Client, asked: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/me/looks", json=asked)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_look_needs_consent_and_measurements(service: Service) -> None:
    with newcomer(service[0]) as stranger:
        wear = {"wear": [{"garment": "classic-tee"}]}
        assert stranger.post("/api/me/looks", json=wear).status_code == 403
        agreed = {"purpose": "body", "granted": True}
        stranger.post("/api/me/consents", json=agreed).raise_for_status()
        answer = stranger.post("/api/me/looks", json=wear)
        assert (answer.status_code, answer.json()["field"]) == (422, "person")


def test_taking_consent_back_leaves_no_look(service: Service, client: httpx.Client) -> None:
    ground = service[1]
    client.put("/api/me/person", json={"sex": "female", "height_cm": 171}).raise_for_status()
    look = await_state(client, ask(client, "classic-tee"), "done")
    with ground.database.read() as session:
        row = session.get(LookRow, look["id"])
        assert row is not None
        files = session.scalars(select(FileRow.place).where(FileRow.job_key == row.job_key)).all()
    assert set(files) <= set(ground.files.places())
    client.post("/api/me/consents", json={"purpose": "body", "granted": False}).raise_for_status()
    assert client.get("/api/me/looks").json() == {"looks": []}
    assert not set(files) & set(ground.files.places())


def test_a_second_shopper_is_served_while_the_first_waits(
    service: Service, client: httpx.Client
) -> None:
    many = [
        ask(client, f"{ref}:{size}") for ref in ("poplin-tee", "everyday-tee") for size in "SML"
    ]
    with shopper(service[0], height_cm=172) as other:
        look = await_state(other, ask(other, "classic-tee"), "done")
        assert look["worn"]
        assert any(read(client, one)["state"] == "queued" for one in many)
    for one in many:
        await_state(client, one, "done")


def test_what_somebody_waits_for_goes_first(service: Service, client: httpx.Client) -> None:
    client.put("/api/me/person", json={"sex": "male", "height_cm": 181}).raise_for_status()
    ahead = [ask(client, f"everyday-tee:{size}", ahead=True) for size in "SML"]
    wanted = ask(client, "classic-tee:L")
    await_state(client, wanted, "done")
    assert any(read(client, one)["state"] != "done" for one in ahead)
    for one in ahead:
        await_state(client, one, "done")


def test_a_look_that_nobody_watches_any_more_is_given_up(
    service: Service, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "GRACE", 0.2)
    wear = [{"garment": "shift-dress", "size": size} for size in ("S", "M", "L")]
    looks = [
        client.post("/api/me/looks", json={"wear": [one], "motion": "turn"}).json() for one in wear
    ]
    with client.stream("GET", f"/api/me/looks/{looks[-1]['id']}/events") as stream:
        next(stream.iter_lines())
    gone = await_state(client, looks[-1], "cancelled", "done")
    assert gone["state"] == "cancelled"
    assert ask(client, "shift-dress:L", motion="turn")["id"] == gone["id"]
    for look in looks:
        client.delete(f"/api/me/looks/{look['id']}").raise_for_status()


def test_a_running_look_is_cancelled(service: Service, client: httpx.Client) -> None:
    client.put("/api/me/person", json={"sex": "male", "height_cm": 175}).raise_for_status()
    look = ask(client, "classic-tee", motion="walk")
    await_state(client, look, "running", "done")
    assert client.delete(f"/api/me/looks/{look['id']}").status_code == 204
    assert client.get(f"/api/me/looks/{look['id']}").status_code == 404
    assert await_state(client, ask(client, "poplin-tee"), "done", within=60)


def test_a_shopper_may_not_ask_for_everything_at_once(client: httpx.Client) -> None:
    client.put("/api/me/person", json={"sex": "male", "height_cm": 190}).raise_for_status()
    asked = [
        {"wear": [{"garment": ref, "size": size}], "pose": pose}
        for pose in ("t", "standing", "walking", "arms-up")
        for ref in ("classic-tee", "everyday-tee", "poplin-tee")
        for size in "SML"
    ]
    answers = [client.post("/api/me/looks", json=one) for one in asked]
    assert 429 in {answer.status_code for answer in answers}
    for look in client.get("/api/me/looks").json()["looks"]:
        client.delete(f"/api/me/looks/{look['id']}").raise_for_status()


def test_a_link_shows_a_look_until_it_is_taken_back(service: Service, client: httpx.Client) -> None:
    look = await_state(client, ask(client, "classic-tee"), "done")
    shared = client.post(f"/api/me/looks/{look['id']}/share").json()
    with httpx.Client(base_url=service[0]) as anybody:
        told = anybody.get(f"/api/shared/{shared['token']}")
        assert told.json()["titles"][0]["en"] == "Classic crew tee"
        assert "92" not in told.text and "168" not in told.text
        model = anybody.get(f"/api/shared/{shared['token']}/look.glb")
        document = gltf(model.content)
        assert "extras" not in json.dumps(document) and "girth" not in json.dumps(document)
        assert client.delete(f"/api/me/looks/{look['id']}/share").status_code == 204
        assert anybody.get(f"/api/shared/{shared['token']}").status_code == 404
        assert anybody.get(f"/api/shared/{shared['token']}/look.glb").status_code == 404


def test_a_link_ends_and_its_token_is_nowhere(service: Service, client: httpx.Client) -> None:
    address, ground = service
    look = await_state(client, ask(client, "classic-tee"), "done")
    shared = client.post(f"/api/me/looks/{look['id']}/share").json()
    until = datetime.fromisoformat(shared["until"])
    assert timedelta(days=29) < until - datetime.now(UTC) <= timedelta(days=30)
    for file in Path(ground.settings.folder).glob("fittingroom.db*"):
        assert shared["token"].encode() not in file.read_bytes()
    with ground.database.write() as session:
        row = session.scalars(select(ShareRow).where(ShareRow.look_id == look["id"])).one()
        row.until = now() - timedelta(seconds=1)
    assert httpx.get(f"{address}/api/shared/{shared['token']}").status_code == 404


def test_sizes_are_advised_for_every_garment(client: httpx.Client) -> None:
    refs = {one["ref"] for one in client.get("/api/catalogue").json()["garments"]}
    advice = client.get("/api/me/sizes").json()["advice"]
    assert set(advice) == refs
    with within(0.5):
        assert client.get("/api/me/sizes").json()["advice"] == advice
