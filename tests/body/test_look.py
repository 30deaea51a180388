"""Bodies look human: limits that the faults seen in pictures would break."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.arrays import Floats
from fittingroom.body.changes import PHENOTYPES
from fittingroom.body.making import BodyFit, body_of_shape, fit_body
from fittingroom.body.measuring import girth_at, tape
from fittingroom.body.parts import PARTS
from fittingroom.body.poses import REST
from fittingroom.geometry.mesh import edges
from fittingroom.person.reading import read_person

INDEXES = (17, 25, 34, 43)


@pytest.fixture(scope="module", params=[(s, i) for s in ("female", "male") for i in INDEXES])
def body_of_index(request: pytest.FixtureRequest) -> BodyFit:
    sex, index = request.param
    height = 1.63 if sex == "female" else 1.76
    told = {"sex": sex, "height_cm": 100 * height, "weight_kg": index * height**2}
    return fit_body(read_person(told))


def test_thighs_taper(body_of_index: BodyFit) -> None:
    """Balloon thighs were 60 to 100 mm thicker below the top than at it."""
    top = tape(body_of_index.body, "thigh_girth").girth
    lower = [girth_at(body_of_index.body, "thigh_girth", shift) for shift in (0.04, 0.08, 0.12)]
    assert max(lower) < top + 0.015


def test_hips_are_the_widest(body_of_index: BodyFit) -> None:
    """Saddles were 77 mm wider than the hips."""
    hip = body_of_index.measured["hip_girth"]
    assert max(girth_at(body_of_index.body, "hip_girth", -s) for s in (0.03, 0.06)) < hip + 0.03


def test_waist_is_not_pinched(body_of_index: BodyFit) -> None:
    """Around the natural waist no level is far narrower than its neighbours 3 cm away."""
    levels = np.arange(-0.03, 0.11, 0.015)
    girths = np.array([girth_at(body_of_index.body, "navel_waist_girth", s) for s in levels])
    assert (girths[2:-2] > 0.5 * (girths[:-4] + girths[4:]) - 0.05).all()


def test_fitting_adds_no_spikes(body_of_index: BodyFit) -> None:
    """What the local changes add to the plain phenotype is smooth, vertex against neighbours."""
    body = body_of_index.body
    plain = {name: value if name in PHENOTYPES else 0.0 for name, value in body.shape.items()}
    added = body.rest_vertices - body_of_shape(body.sex, plain, REST).rest_vertices
    a, b = edges(body.mesh.triangles).T
    total, count = np.zeros_like(added), np.bincount(np.r_[a, b], minlength=len(added))
    np.add.at(total, a, added[b])
    np.add.at(total, b, added[a])
    assert np.linalg.norm(added - total / count[:, None], axis=1).max() < 0.01


def test_arms_stay_outside_the_body(body_of_index: BodyFit) -> None:
    body = body_of_index.body
    arm = np.isin(body.parts, [PARTS.index("left_arm"), PARTS.index("right_arm")])
    rest = body.mesh.triangles[~arm[body.mesh.triangles].any(axis=1)]
    turns = winding(body.mesh.vertices[arm][::16], body.mesh.vertices[rest])
    assert np.mean(turns > 0.5) < 0.02


def winding(points: Floats, triangles: Floats) -> Floats:
    """Return how often a surface winds around points (van Oosterom & Strackee 1983)."""
    a, b, c = (triangles[None, :, k] - points[:, None] for k in range(3))
    la, lb, lc = (np.linalg.norm(side, axis=-1) for side in (a, b, c))
    volume = np.einsum("pti,pti->pt", a, np.cross(b, c))
    dots = [np.einsum("pti,pti->pt", *pair) for pair in ((a, b), (b, c), (c, a))]
    spread = la * lb * lc + dots[0] * lc + dots[1] * la + dots[2] * lb
    turns: Floats = np.arctan2(volume, spread).sum(axis=1) / (2 * np.pi)
    return turns
