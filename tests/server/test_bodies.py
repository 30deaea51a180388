"""The bodies' routes over HTTP: the basis sent once, a body made, a person's mistakes."""

from __future__ import annotations

import json
import struct
from typing import Any

import httpx
import numpy as np

from fittingroom.body.making import fit_body
from fittingroom.body.shape import coefficients, unnamed
from fittingroom.person.reading import read_person

WOMAN = {"sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92}
WIRE_MOST = 4_000_000  # bytes


def header(content: bytes) -> dict[str, Any]:
    assert content[:4] == b"FRA1"
    (length,) = struct.unpack("<I", content[4:8])
    found: dict[str, Any] = json.loads(content[8 : 8 + length])
    return found


def test_the_basis_is_small_and_sent_once(client: httpx.Client) -> None:
    first = client.get("/api/body/basis").raise_for_status()
    assert first.headers["Content-Encoding"] == "gzip"
    assert int(first.headers["Content-Length"]) < WIRE_MOST
    again = client.get("/api/body/basis", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/body/basis", headers={"If-None-Match": '"of another version"'})
    assert other.status_code == 200


def test_the_basis_comes_unpacked_to_who_can_not_unpack(client: httpx.Client) -> None:
    plain = client.get("/api/body/basis", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.content == client.get("/api/body/basis").content


def test_every_array_lies_inside_the_file(client: httpx.Client) -> None:
    content = client.get("/api/body/basis").content
    told = header(content)
    (length,) = struct.unpack("<I", content[4:8])
    for place in told["arrays"].values():
        size = int(np.prod(place["shape"])) * np.dtype(place["type"]).itemsize
        assert (8 + length + place["at"]) % 8 == 0
        assert 8 + length + place["at"] + size <= len(content)
    assert told["arrays"]["rows"]["shape"][0] == told["arrays"]["sex"]["shape"][0]


def test_a_body_is_the_one_that_is_draped(client: httpx.Client) -> None:
    made = client.post("/api/body", json={"person": WOMAN}).raise_for_status().json()
    body = fit_body(read_person(WOMAN)).body
    from fittingroom.body.basis import load_basis

    row = coefficients(load_basis().corners, unnamed(body.shape))
    assert np.allclose(made["row"], row, atol=1e-6)
    assert made["told"] == {"height_cm": 168.0, "weight_kg": 62.0, "bust_girth_cm": 92.0}
    assert abs(made["error_mm"]["bust_girth_cm"]) < 2
    assert made["measured"]["bust_girth_cm"] == 92.0 or abs(made["error_mm"]["bust_girth_cm"]) > 0


def test_what_was_not_told_is_guessed_with_its_spread(client: httpx.Client) -> None:
    made = client.post("/api/body", json={"person": WOMAN}).raise_for_status().json()
    assert "bust_girth_cm" not in made["guessed"]
    waist = made["guessed"]["waist_girth_cm"]
    assert 60 < waist["value"] < 95
    assert 1 < waist["sd"] < 12
    assert set(made["slope"]) >= {"height_cm", "weight_kg", "waist_girth_cm"}
    assert {len(slope) for slope in made["slope"].values()} == {len(made["row"])}


def test_the_sex_can_be_read_off_the_row(client: httpx.Client) -> None:
    content = client.get("/api/body/basis").content
    (length,) = struct.unpack("<I", content[4:8])
    place = header(content)["arrays"]["sex"]
    weights = np.frombuffer(content, "<f4", place["shape"][0], 8 + length + place["at"])
    for sex, share in (("female", 1.0), ("male", 0.0)):
        person = {"sex": sex, "height_cm": 175, "weight_kg": 75}
        row = client.post("/api/body", json={"person": person}).json()["row"]
        assert abs(float(weights @ np.array(row)) - share) < 0.3


def test_a_mistake_names_its_field(client: httpx.Client) -> None:
    refused = client.post("/api/body", json={"person": WOMAN | {"height_cm": 1680}})
    problem = refused.json()
    assert refused.status_code == 422
    assert problem["field"] == "height_cm"
    assert problem["allowed"] == "120 to 230 cm"


def test_nothing_of_a_body_is_kept(client: httpx.Client) -> None:
    made = client.post("/api/body", json={"person": WOMAN}).raise_for_status()
    assert made.headers["Cache-Control"] == "no-store"
    assert client.get("/api/me").json()["person"] is None
