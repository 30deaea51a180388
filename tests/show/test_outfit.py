"""Outfits as files: every garment in one GLB file, and a picture in which the outer one is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from glb import Glb

import fittingroom as fr
from fittingroom.drape.options import DrapeOptions
from fittingroom.errors import InvalidInput
from fittingroom.garment.garment import Garment
from fittingroom.progress import finish
from fittingroom.show.outfit_look import OutfitLook
from fittingroom.show.outfit_saving import outfit_parts, outfit_to_glb, save_outfit_steps
from fittingroom.show.rendering import RenderOptions, picture_of
from fittingroom.tryon import TryOnOptions, try_on_outfit

PERSON = {"sex": "female", "height_cm": 168, "weight_kg": 62, "waist_girth_cm": 74}
SMALL = TryOnOptions(drape=DrapeOptions(vertices=1000, coarse_vertices=600))
TINY = RenderOptions(width=120, height=160, samples=4)
RED, BLUE = (0.9, 0.1, 0.1), (0.1, 0.1, 0.9)


def dyed(ref: str, colour: tuple[float, float, float]) -> Garment:
    """A garment of the catalogue in one colour."""
    garment = fr.catalogue[ref]
    appearance = replace(garment.appearance, colour=colour, trim_colour=colour)
    return replace(garment, appearance=appearance)


@pytest.fixture(scope="module")
def tucked() -> OutfitLook:
    """A red tee in blue trousers."""
    wear = [(dyed("classic-tee", RED), "M"), (dyed("straight-trousers", BLUE), "M")]
    return try_on_outfit(fr.read_person(PERSON), wear, options=SMALL)


@pytest.fixture(scope="module")
def twice(tucked: OutfitLook) -> OutfitLook:
    """The same drapes, both called tee: names must still tell them apart."""
    tee, trousers = tucked.looks
    return replace(tucked, looks=(tee, replace(trousers, garment=tee.garment)))


def test_every_garment_has_its_own_fit(tucked: OutfitLook) -> None:
    assert [look.garment.ref for look in tucked.looks] == ["classic-tee", "straight-trousers"]
    assert [look.fit.size for look in tucked.looks] == ["M", "M"]
    assert all(look.drape.body is tucked.body for look in tucked.looks)


def test_one_mesh_for_each_garment_on_one_skeleton(tucked: OutfitLook) -> None:
    glb = Glb(outfit_to_glb(tucked))
    names = ["body", "classic-tee", "straight-trousers"]
    assert [mesh["name"] for mesh in glb.json["meshes"]] == names
    assert [node["skin"] for node in glb.json["nodes"] if "mesh" in node] == [0, 0, 0]
    assert len(glb.json["skins"]) == 1
    for look, name in zip(tucked.looks, names[1:], strict=True):
        attributes = glb.mesh(name)["primitives"][0]["attributes"]
        assert {"_EASE", "_STRAIN", "JOINTS_0"} <= set(attributes)
        shown = glb.attribute(glb.mesh(name)["primitives"][0], "POSITION")
        assert np.ptp(shown[:, 1]) == pytest.approx(np.ptp(look.drape.vertices[:, 1]), abs=0.06)


def test_a_garment_worn_twice_has_two_names(twice: OutfitLook) -> None:
    glb = Glb(outfit_to_glb(twice))
    assert [mesh["name"] for mesh in glb.json["meshes"]] == [
        "body", "classic-tee-1", "classic-tee-2",
    ]  # fmt: skip
    materials = [part.material.name for part in outfit_parts(twice)]
    assert len(set(materials)) == len(materials)


def test_the_tee_ends_at_the_waistband_of_the_trousers_it_is_tucked_in(tucked: OutfitLook) -> None:
    """Red above, blue below, no red among the blue, though the red cloth goes on under it."""
    picture = picture_of(outfit_parts(tucked), "front", TINY).astype(int)
    red = (picture[..., 0] > picture[..., 2] + 60) & (picture[..., 0] > picture[..., 1] + 90)
    blue = picture[..., 2] > picture[..., 0] + 60
    middle = slice(54, 66)
    rows = np.flatnonzero(blue[:, middle].mean(axis=1) > 0.5)
    assert red[:, middle].sum() > 100
    assert not red[rows.min() + 2 :, middle].any()
    tee, trousers = (look.drape for look in tucked.looks)
    assert tee.vertices[:, 1].min() < trousers.vertices[:, 1].max() - 0.15


def test_files_are_written_whole(tucked: OutfitLook, tmp_path: Path) -> None:
    made = finish(save_outfit_steps(tucked, tmp_path, options=TINY))
    assert set(made) == {"look.glb", "front.png", "side.png", "back.png"}
    assert all(path.stat().st_size > 500 for path in made.values())
    assert tucked.save(tmp_path / "outfit.glb").read_bytes() == made["look.glb"].read_bytes()
    with pytest.raises(InvalidInput, match=r"\.glb"):
        tucked.save(tmp_path / "outfit.usdz")
