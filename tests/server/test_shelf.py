"""The wardrobe over HTTP."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image

from fittingroom.garment.catalogue import catalogue
from fittingroom.server.work.garments import SUITS, garment_of
from fittingroom.server.work.shelving import drawn


def test_every_garment_stands_on_its_shelf(client: httpx.Client) -> None:
    shelf = client.get("/api/catalogue").json()
    assert [card["ref"] for card in shelf["garments"]] == list(catalogue)
    fabrics = {fabric["name"]: fabric for fabric in shelf["fabrics"]}
    for card in shelf["garments"]:
        assert card["fabric"] == card["fabrics"][0]
        assert set(card["fabrics"]) <= set(fabrics)
        assert (
            len(set(card["colours"])) == len(card["colours"]) and card["colour"] in card["colours"]
        )
    assert fabrics["rib"]["give_pct"] > fabrics["single-jersey"]["give_pct"] > 10
    assert fabrics["denim"]["give_pct"] < 3


def test_the_shelf_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/api/catalogue").headers["etag"]
    assert client.get("/api/catalogue", headers={"If-None-Match": tag}).status_code == 304


def test_a_garment_tells_its_chart_and_measures(client: httpx.Client) -> None:
    told = client.get("/api/catalogue/classic-tee").json()
    assert list(told["chart_cm"]) == told["card"]["sizes"]
    measures = [told["finished_cm"][size]["bust"] for size in told["card"]["sizes"]]
    assert measures == sorted(measures) and 70 < measures[0] < 130
    assert client.get("/api/catalogue/nothing").status_code == 404


@pytest.mark.parametrize("ref", list(catalogue))
def test_every_garment_has_a_picture(client: httpx.Client, ref: str) -> None:
    answer = client.get(f"/api/catalogue/{ref}/thumbnail.webp")
    assert answer.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"


def test_a_drawn_picture_shows_the_garments_colour() -> None:
    garment = garment_of({"ref": "fitted-rib-tee"})
    picture = Image.open(io.BytesIO(drawn(garment))).convert("RGB")
    middle = picture.getpixel((picture.width // 2, picture.height // 2))
    wanted = [255 * part for part in garment.appearance.colour]
    assert all(abs(a - b) < 12 for a, b in zip(middle, wanted, strict=True))


@pytest.mark.parametrize("ref", list(catalogue))
def test_every_fabric_on_offer_can_be_cut(ref: str) -> None:
    for fabric in SUITS[catalogue[ref].style]:
        cloth = garment_of({"ref": ref}, fabric)
        assert cloth.fabrics["shell"].name == fabric
        assert cloth is garment_of({"ref": ref}, fabric)


def test_sizes_need_consent(client: httpx.Client) -> None:
    assert client.get("/api/me/sizes").status_code == 403
