"""A shopper and what is kept of them, over HTTP."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import httpx
from PIL import Image
from sqlalchemy import func, select

from fittingroom.server.ground import Ground
from fittingroom.store.tables import FileRow, ShopperRow
from store.rows import job, look

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


def test_an_export_holds_what_is_kept(client: httpx.Client, ground: Ground) -> None:
    agree(client)
    agree(client, "photo")
    client.put("/api/me/person", json=PERSON)
    picture = BytesIO()
    Image.new("RGB", (90, 120), (200, 40, 40)).save(picture, "PNG")
    sent = client.put("/api/me/photo", files={"photo": ("me.png", picture.getvalue())})
    assert sent.status_code == 204, sent.text
    assert client.get("/api/me/photo").content[:2] == b"\xff\xd8"
    shopper_id = _only_shopper(ground)
    with ground.database.write() as session:
        session.add(job(ground, "key"))
        session.flush()
        session.add(look(ground, "mine", shopper_id, "key"))
        session.add(FileRow(job_key="key", name="look.glb", place="key.glb", bytes=4))
    ground.files.write("key.glb", b"glTF")

    answer = client.get("/api/me/export")
    archive = ZipFile(BytesIO(answer.content))
    assert archive.testzip() is None
    assert set(archive.namelist()) == {
        "README.txt", "account.json", "person.json", "consents.json", "looks.json", "photo.jpg",
        "files/mine/look.glb",
    }  # fmt: skip
    assert json.loads(archive.read("person.json")) == PERSON
    assert json.loads(archive.read("looks.json"))[0]["request"] == {"size": "M"}
    assert archive.read("files/mine/look.glb") == b"glTF"
    assert "体" in archive.read("README.txt").decode()


def test_a_photo_needs_its_own_consent(client: httpx.Client) -> None:
    agree(client)
    sent = client.put("/api/me/photo", files={"photo": ("me.png", b"x")})
    assert sent.status_code == 403 and sent.json()["value"] == "photo"
    assert client.get("/api/me/photo").status_code == 404


def _only_shopper(ground: Ground) -> str:
    with ground.database.read() as session:
        return session.scalars(select(ShopperRow.id)).one()
