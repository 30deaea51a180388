"""The bending matrix alone: what it must be exact for, and that it converges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse.linalg import spsolve

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.bending import bending_matrix
from fittingroom.drape.triangulation import fill

from .cloth import rectangle

RIGIDITY = (2e-5, 1e-5, 7e-6)


def lattice(width: float, height: float, spacing: float) -> tuple[Floats, Ints]:
    """A rectangle as garments are meshed: hexagonal inside, irregular along the rim."""
    across = np.linspace(0, width, round(width / spacing) + 1)
    up = np.linspace(0, height, round(height / spacing) + 1)
    corners = [
        np.column_stack([across[:-1], 0 * across[:-1]]),
        np.column_stack([0 * up[:-1] + width, up[:-1]]),
        np.column_stack([across[:0:-1], 0 * across[1:] + height]),
        np.column_stack([0 * up[1:], up[:0:-1]]),
    ]
    outline = np.vstack(corners)
    inner, triangles = fill(outline, spacing, name="rectangle")
    return np.vstack([outline, inner]), triangles


def shaken(points: Floats, spacing: float) -> Floats:
    """Move the inner points at random by up to a fifth of the spacing."""
    low, high = points.min(axis=0), points.max(axis=0)
    inside = np.all((points > low + 1e-9) & (points < high - 1e-9), axis=1)
    noise = np.random.default_rng(5).uniform(-0.2, 0.2, points.shape) * spacing
    return np.where(inside[:, None], points + noise, points)


def matrix(points: Floats, triangles: Ints) -> tuple[Any, Floats]:
    """The bending matrix and the area that belongs to each vertex."""
    corners = points[triangles]
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = 0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    rigidity = np.tile(RIGIDITY, (len(triangles), 1))
    found = bending_matrix(triangles, corners, area, rigidity, len(points))
    return found, np.bincount(triangles.ravel(), np.repeat(area / 3, 3))


MESHES = {
    "grid": rectangle(0.06, 0.04, 0.005),
    "lattice": lattice(0.06, 0.04, 0.005),
    "shaken": (shaken(rectangle(0.06, 0.04, 0.005)[0], 0.005), rectangle(0.06, 0.04, 0.005)[1]),
}


@pytest.mark.parametrize("kind", MESHES)
@pytest.mark.parametrize("bent", ["weft", "warp", "twist"])
def test_even_curvature_stores_its_exact_energy(kind: str, bent: str) -> None:
    """½ B κ² per area, 2 B_t κ_uv² for twist, within 2 %: shares under 1 % are left out."""
    points, triangles = MESHES[kind]
    u, v = points.T
    form = {"weft": u * u / 2, "warp": v * v / 2, "twist": u * v}[bent]
    exact = {"weft": 1e-5, "warp": 0.5e-5, "twist": 2 * 7e-6}[bent] * 0.06 * 0.04
    stiff, _ = matrix(points, triangles)
    assert 0.5 * form @ stiff @ form == pytest.approx(exact, rel=0.02)


@pytest.mark.parametrize("kind", MESHES)
def test_an_even_moment_leaves_inner_vertices_alone(kind: str) -> None:
    """The patch test: a cylinder needs forces at its rim only, to 2 % of the rim's."""
    points, triangles = MESHES[kind]
    stiff, _ = matrix(points, triangles)
    force = stiff @ (points[:, 0] ** 2 / 2)
    rim = np.minimum(points - points.min(axis=0), points.max(axis=0) - points).min(axis=1)
    assert np.abs(force[rim > 0.0125]).max() < 0.02 * np.abs(force).max()


@pytest.mark.parametrize("kind", MESHES)
def test_it_is_symmetric_without_negative_energy(kind: str) -> None:
    """Every eigenvalue is at least rounding below zero, and three are zero: rigid motion."""
    stiff = matrix(*MESHES[kind])[0].toarray()
    assert np.abs(stiff - stiff.T).max() < 1e-12 * np.abs(stiff).max()
    eigenvalues = np.linalg.eigvalsh(stiff)
    assert eigenvalues[0] > -1e-12 * eigenvalues[-1]
    assert np.sum(eigenvalues < 1e-9 * eigenvalues[-1]) == 3


@pytest.mark.parametrize("build", [rectangle, lattice])
@pytest.mark.parametrize("width", [0.012, 0.06])
def test_a_small_cantilever_converges(build: Any, width: float) -> None:
    """Tip drop qL⁴/8B: the error halves with the mesh, whatever the width (2-3 % at L / 40).

    The column before the clamp is held too; what is left is how that column meets the free one.
    """
    length, errors = 0.06, []
    for spacing in (0.006, 0.003, 0.0015):
        points, triangles = build(length + spacing, width, spacing)
        stiff, area = matrix(points, triangles)
        free = points[:, 0] > 1.001 * spacing
        drop = np.zeros(len(points))
        drop[free] = spsolve(stiff[free][:, free].tocsc(), area[free])
        tip = drop[points[:, 0] > points[:, 0].max() - 1e-9].mean()
        errors.append(tip * 8 * RIGIDITY[0] / length**4 - 1)
    assert abs(errors[2]) < 0.035
    assert abs(errors[2]) < 0.7 * abs(errors[1])
    assert abs(errors[2]) < 0.45 * abs(errors[0])
