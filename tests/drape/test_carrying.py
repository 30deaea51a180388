"""Warm starts: where another size, body or pose begins, and where it ends."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.drape.carrying import carried
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.levels import cut_levels
from fittingroom.errors import InvalidInput
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.person.reading import read_person

from .conftest import QUICK

TEE = catalogue["classic-tee"]


def test_a_drape_carried_to_itself_stays(worn_tee: Drape) -> None:
    """To the very vertex, for the mesh is the same: a micrometre for float weights."""
    mesh = cut_levels(worn_tee.pattern, coarse=QUICK.coarse_vertices, fine=QUICK.vertices)[1].mesh
    there = carried(worn_tee, mesh, worn_tee.pattern, worn_tee.body)
    assert np.abs(there - worn_tee.vertices).max() < 1e-6


def test_a_shifted_body_takes_the_drape_with_it(worn_tee: Drape, woman: Body) -> None:
    """A body 3 cm taller lifts the neckband by about as much as its neck."""
    taller = make_body(read_person({"sex": "female", "height_cm": 171, "weight_kg": 64}))
    mesh = cut_levels(worn_tee.pattern, coarse=QUICK.coarse_vertices, fine=QUICK.vertices)[1].mesh
    there = carried(worn_tee, mesh, worn_tee.pattern, taller)
    band = [panel.name for panel in worn_tee.pattern.panels].index("neckband")
    ring = np.unique(worn_tee.triangles[worn_tee.panel == band])
    rise = (there - worn_tee.vertices)[ring, 1].mean()
    neck = taller.landmarks["neck_left"][1] - woman.landmarks["neck_left"][1]
    assert rise == pytest.approx(neck, abs=0.006)


def test_the_next_size_ends_where_a_cold_drape_does(worn_tee: Drape, woman: Body) -> None:
    """As near as friction's memory lets two paths end: within 15 mm root mean square."""
    warm = drape(woman, cut(TEE, "L"), TEE.fabrics, options=QUICK, near=worn_tee)
    cold = drape(woman, cut(TEE, "L"), TEE.fabrics, options=QUICK)
    assert warm.settling.settled
    assert warm.settling.penetration <= 1e-3
    assert warm.settling.strain_mean < 0.02
    off = np.linalg.norm(warm.vertices - cold.vertices, axis=1)
    assert np.sqrt(np.mean(off**2)) < 0.015


def test_another_style_is_refused(worn_tee: Drape, woman: Body) -> None:
    dress = catalogue["shift-dress"]
    with pytest.raises(
        InvalidInput, match="'crew-neck-tee' can't be carried over to 'shift-dress'"
    ):
        drape(woman, cut(dress, "M"), dress.fabrics, options=QUICK, near=worn_tee)
