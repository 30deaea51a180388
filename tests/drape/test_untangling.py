"""Cloth that already goes through cloth is drawn apart."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.colliding import Layers
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.nearness import cloth_topology
from fittingroom.drape.parting import part, untangled
from fittingroom.drape.solver import NewtonSolver
from fittingroom.drape.untangling import way_back
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.intersection import count_crossings, find_piercings
from fittingroom.geometry.mesh import TriangleMesh

from .cloth import model, nowhere
from .layers import STEP, lying, several

QUIET = Surroundings(nowhere(), gravity=0.0)


def hem_through_sheet(depth: float = 0.012) -> tuple[DrapeModel, Ints, Floats]:
    """A sheet stands on another and its hem goes through by `depth` [m]."""
    flat, triangles, (lower, upper) = several((0.12, 0.1, 0.01), (0.08, 0.06, 0.01))
    hung = flat[upper] - [0.04, depth]
    above = np.column_stack([hung[:, 0] + 0.0023, hung[:, 1], 0.0 * hung[:, 0] + 0.0031])
    return model(flat, triangles), triangles, np.vstack([lying(flat[lower], 0.0), above])


def dented(depth: float = 0.004) -> tuple[DrapeModel, Ints, Floats]:
    """A bump of one sheet comes through the one above it: a closed line."""
    flat, triangles, (lower, upper) = several((0.12, 0.12, 0.01), (0.12, 0.12, 0.01))
    below, above = lying(flat[lower], 0.0), lying(flat[upper], 0.002, (0.003, 0.004))
    off = np.hypot(below[:, 0] - 0.002, below[:, 2] - 0.001)
    below[:, 1] += (0.002 + depth) * np.exp(-((off / 0.02) ** 2))
    return model(flat, triangles), triangles, np.vstack([below, above])


def border_across_border() -> tuple[DrapeModel, Ints, Floats]:
    """A sheet stands across the border of another: the line cuts nothing off either."""
    flat, triangles, (lower, upper) = several((0.12, 0.1, 0.01), (0.08, 0.06, 0.01))
    hung = flat[upper] - [0.0, 0.03]
    above = np.column_stack([hung[:, 0] + 0.0323, hung[:, 1], 0.0 * hung[:, 0] + 0.0031])
    return model(flat, triangles), triangles, np.vstack([lying(flat[lower], 0.0), above])


TANGLES = pytest.mark.parametrize("tangle", [hem_through_sheet, dented, border_across_border])


def pull_on_wedge(x: Floats) -> tuple[float, Floats]:
    """Length of the line of a small triangle (0-2) in a large one, and the pull on its corners."""
    from fittingroom.drape._kernels_untangle import contour_pulls

    triangles = np.array([[0, 1, 2], [3, 4, 5]])
    found = find_piercings(x, triangles)
    ends = x[found.edges[found.edge]]
    points = ends[:, 0] + found.share[:, None] * (ends[:, 1] - ends[:, 0])
    corners, weights, pulls = np.zeros((2, 5), np.int64), np.zeros((2, 5)), np.zeros((2, 3))
    beside = np.where(found.edges[:, :1] < 3, [[0, -1]], [[1, -1]])
    none = np.zeros(2, np.int64)
    contour_pulls(
        x, triangles, found.edges, beside, found.edge, found.triangle, none, corners, weights, pulls
    )
    pull = np.zeros((6, 3))
    np.add.at(pull, corners, weights[:, :, None] * pulls[:, None, :])
    return float(np.linalg.norm(points[0] - points[1])), pull


def test_the_pull_shortens_the_line_fastest() -> None:
    """It is minus the gradient of the line's length, by central differences, within 1e-6."""
    x = np.array(
        [
            [0.1, 0.2, -0.9],
            [0.6, -0.1, 1.1],
            [-0.5, 0.4, 0.8],
            [-5, -5, 0.3],
            [5, -5, -0.2],
            [0, 6, 0],
        ]
    )
    pull = pull_on_wedge(x)[1]
    step = 1e-6
    for corner, axis in np.ndindex(3, 3):
        lengths = []
        for sign in (1, -1):
            moved = x.copy()
            moved[corner, axis] += sign * step
            lengths.append(pull_on_wedge(moved)[0])
        slope = (lengths[0] - lengths[1]) / (2 * step)
        assert pull[corner, axis] == pytest.approx(-slope, abs=1e-6)
    assert np.abs(pull.sum(axis=0)).max() < 1e-12


def test_the_piece_cut_off_goes_back() -> None:
    cloth_model, _, x = hem_through_sheet()
    cloth = cloth_topology(cloth_model)
    found = find_piercings(x, cloth.triangles, edges=cloth.edges)
    back = way_back(cloth, found.edge)
    ends = x[cloth.edges[found.edge], 1]
    upright = np.ptp(ends, axis=1) > 0.005
    # the first end is the right one where it is above the sheet that lies
    assert np.array_equal(back[upright], np.where(ends[upright, 0] > 0, 1, -1))
    assert upright.sum() > 8


@TANGLES
def test_the_solver_draws_tangled_layers_apart(tangle: object) -> None:
    cloth, triangles, places = tangle()  # type: ignore[operator]
    solver, state = NewtonSolver(cloth, layers=Layers(cloth)), DrapeState.at_rest(places)
    counts = [count_crossings(places, triangles)]
    assert counts[0] > 10
    for _ in range(60):
        solver.step(state, QUIET, STEP)
        counts.append(count_crossings(state.positions, triangles))
    assert counts[-1] == 0
    # once apart, apart
    assert counts[counts.index(0) :] == [0] * (len(counts) - counts.index(0))


@TANGLES
def test_the_last_pass_draws_tangled_layers_apart(tangle: object) -> None:
    """Without physics; nothing moves by more than the tangle is deep."""
    cloth, triangles, places = tangle()  # type: ignore[operator]
    apart = untangled(cloth_topology(cloth), places)
    assert count_crossings(apart, triangles) == 0
    assert np.abs(apart - places).max() < 0.04


def block(top: float) -> MeshDistance:
    """A box whose upper side is at y = `top` [m]."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 0) for z in (-1, 1)], float)
    faces = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    triangles = [[f[0], f[i], f[i + 1]] for f in faces for i in (1, 2)]
    return MeshDistance(TriangleMesh(corners + np.array([0.0, top, 0.0]), np.array(triangles)))


def test_layers_come_out_of_the_body_without_crossing() -> None:
    """Two layers, the upper less deep: lifted alike to the least gap, they would be one."""
    flat, triangles, (lower, upper) = several((0.1, 0.1, 0.01), (0.1, 0.1, 0.01))
    cloth = model(flat, triangles)
    rng = np.random.default_rng(1)
    places = np.vstack([lying(flat[lower], -0.002), lying(flat[upper], -0.0012, (0.003, 0.002))])
    places[:, 1] += rng.uniform(-2e-4, 2e-4, len(places))
    assert count_crossings(places, triangles) == 0
    body = block(0.0)
    lifted = part(places, cloth, body)
    assert count_crossings(lifted, triangles) == 0
    assert body.signed(lifted)[0].min() > -0.0005
