"""Measuring against an independent section, and its gradient."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull

from fittingroom.arrays import Floats
from fittingroom.body.basis import load_basis
from fittingroom.body.making import BodyFit
from fittingroom.body.measuring import DENSITY, girth_at, measure, tape
from fittingroom.body.posed import drape_basis
from fittingroom.body.readings import MEASURED, read
from fittingroom.body.shape import LOWER, PARAMETERS, UPPER, coefficients, coefficients_and_slope
from fittingroom.errors import UnknownName

TORSO = ("bust_girth", "underbust_girth", "waist_girth", "navel_waist_girth", "hip_girth")
LIMBS = ("neck_girth", "upper_arm_girth", "wrist_girth", "thigh_girth", "knee_girth",
         "calf_girth", "ankle_girth")  # fmt: skip
AGREEMENT = 0.0003  # [m] what the project asks of its measuring


def independent_girth(fitted: BodyFit, term: str) -> float:
    """Cut with trimesh, keep the loop nearest to ours, take its hull's perimeter."""
    lies = tape(fitted.body, term)
    mesh = trimesh.Trimesh(fitted.body.mesh.vertices, fitted.body.mesh.triangles, process=False)
    section = mesh.section(plane_origin=lies.origin, plane_normal=lies.normal)
    middle = lies.loop.mean(axis=0)
    loops = [np.asarray(loop) for loop in section.discrete]
    near = min(loops, key=lambda loop: float(np.linalg.norm(loop.mean(axis=0) - middle)))
    first = np.linalg.svd(lies.normal[None])[2][1:]
    return float(ConvexHull(near @ first.T).area)  # qhull calls a polygon's perimeter its area


@pytest.mark.parametrize("term", [*TORSO, *LIMBS])
def test_girths_agree_with_an_independent_section(fitted: BodyFit, term: str) -> None:
    assert abs(independent_girth(fitted, term) - fitted.measured[term]) < AGREEMENT


def test_weight_is_the_mesh_volume(fitted: BodyFit) -> None:
    mesh = trimesh.Trimesh(fitted.body.mesh.vertices, fitted.body.mesh.triangles, process=False)
    assert fitted.measured["weight"] == pytest.approx(DENSITY * mesh.volume, rel=1e-9)


def test_heights_are_vertical_distances(fitted: BodyFit) -> None:
    at, terms = fitted.body.landmarks, fitted.measured
    assert terms["height"] == pytest.approx(np.ptp(fitted.body.mesh.vertices[:, 1]))
    assert terms["inside_leg_length"] == pytest.approx(at["crotch"][1])
    assert terms["back_neck_height"] == pytest.approx(at["neck_back"][1])
    across = np.linalg.norm(at["shoulder_left"] - at["shoulder_right"])
    assert terms["shoulder_breadth"] == pytest.approx(across)
    arm = [at["shoulder_left"], at["elbow_left"], at["wrist_left"]]
    assert terms["arm_length"] == pytest.approx(
        sum(np.linalg.norm(arm[k + 1] - arm[k]) for k in (0, 1))
    )


def test_crotch_is_the_top_of_the_gap_between_the_legs(woman: BodyFit) -> None:
    """A vertical line in the middle plane meets no body between the floor and the crotch."""
    body = woman.body
    torso = body.mesh.vertices[np.abs(body.mesh.vertices[:, 0]) < 1e-4]
    low = torso[torso[:, 1] > 0.3][:, 1].min()
    assert abs(low - woman.measured["inside_leg_length"]) < 0.012


def test_every_term_of_the_form_is_measured(woman: BodyFit) -> None:
    from fittingroom.person.terms import TERMS

    assert set(TERMS) <= set(measure(woman.body))


def test_tape_lies_in_its_plane_around_the_body(fitted: BodyFit) -> None:
    for term in (*TORSO, *LIMBS):
        lies = tape(fitted.body, term)
        assert np.abs((lies.loop - lies.origin) @ lies.normal).max() < 1e-6
        closed = np.linalg.norm(np.roll(lies.loop, -1, axis=0) - lies.loop, axis=1).sum()
        assert closed == pytest.approx(lies.girth)
        assert girth_at(fitted.body, term, 0.0) == lies.girth


def test_a_tape_can_be_moved(woman: BodyFit) -> None:
    assert (
        girth_at(woman.body, "navel_waist_girth", 0.02)
        < tape(woman.body, "navel_waist_girth").girth
    )


@pytest.mark.parametrize("term", ["height", "wasit_girth", "_thigh_0"])
def test_unknown_girths_are_refused(woman: BodyFit, term: str) -> None:
    with pytest.raises(UnknownName, match="unknown girth"):
        tape(woman.body, term)


@pytest.mark.parametrize("term", MEASURED)
def test_gradient_agrees_with_finite_differences(term: str) -> None:
    """Directional, away from the kinks; the basis is float32, so steps can't be small."""
    rng = np.random.default_rng(4)
    basis, posed = load_basis(), drape_basis(wide=False)
    at = np.where(LOWER < 0, rng.uniform(0.1, 0.3, len(PARAMETERS)), 0.0)
    at += np.where(LOWER < 0, 0.0, rng.uniform(0.55, 0.7, len(PARAMETERS)))
    move = rng.normal(size=len(at))
    move /= np.linalg.norm(move)

    def value(parameters: Floats) -> float:
        row = coefficients(basis.corners, parameters)
        exact = posed.vertices.astype(np.float64) @ row, posed.heads.astype(np.float64) @ row
        return read(term, "female", *exact).value

    row, slope = coefficients_and_slope(basis.corners, at)
    vertices, heads = posed.at(row)
    reading = read(term, "female", vertices, heads)
    analytic = slope @ reading.row_slope(posed.vertices, posed.heads) @ move
    step = 1e-4
    numeric = (value(at + step * move) - value(at - step * move)) / (2 * step)
    # corners enter and leave the hull between the two: a thousandth of what the shape can move
    assert analytic == pytest.approx(numeric, rel=0.01, abs=5e-4)
    assert (at <= UPPER).all()
