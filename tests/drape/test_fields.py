"""Stretch, shear and bending of cloths whose shape is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape
from fittingroom.drape.fields import at_vertices, cloth_fields

from .cloth import model, rectangle

RIGIDITY = (2e-5, 1e-5, 7e-6)


def flat(map_: list[list[float]]) -> tuple[Floats, Floats, Floats]:
    """Strain, shear and bending of a square sent through a linear map of its plane."""
    points, triangles = rectangle(0.1, 0.1, 0.02)
    places = np.column_stack([points @ np.array(map_).T, np.zeros(len(points))])
    felt = cloth_fields(places, model(points, triangles))
    return felt.strain, felt.shear, felt.bending


def test_stretch_is_told_apart_by_direction_and_sign() -> None:
    strain, shear, bending = flat([[1.1, 0.0], [0.0, 0.95]])
    np.testing.assert_allclose(strain[:, 0], -0.05, atol=1e-12)
    np.testing.assert_allclose(strain[:, 1], 0.10, atol=1e-12)
    np.testing.assert_allclose(shear, 0.0, atol=1e-12)
    np.testing.assert_allclose(bending, 0.0, atol=1e-20)


@pytest.mark.parametrize("angle", [0.2, -0.35])
def test_shear_is_the_angle_and_positive_where_the_threads_close_up(angle: float) -> None:
    strain, shear, _ = flat([[1.0, np.sin(angle)], [0.0, np.cos(angle)]])
    np.testing.assert_allclose(strain, 0.0, atol=1e-12)
    np.testing.assert_allclose(shear, angle, atol=1e-12)


def rolled(spacing: float, radius: float, grain: float) -> tuple[Floats, Floats]:
    """Bending of a sheet rolled onto a cylinder, its weft at `grain` [rad] from the roll."""
    points, triangles = rectangle(0.12, 0.12, spacing)
    cos, sin = np.cos(grain), np.sin(grain)
    u, v = points @ [cos, sin], points @ [-sin, cos]
    places = np.column_stack([radius * np.sin(u / radius), v, radius * np.cos(u / radius)])
    cloth = model(points, triangles, rigidity=RIGIDITY)
    felt = cloth_fields(places, cloth).bending
    inside = np.abs(points[triangles].mean(axis=1) - 0.06).max(axis=1) < 0.03
    return felt[inside], cloth.area[inside]


@pytest.mark.parametrize("grain", [0.0, np.pi / 2, np.pi / 4, 0.4])
def test_bending_of_a_rolled_sheet(grain: float) -> None:
    """½ B κ² along weft, along warp and, at an angle, with twist: within 1 % at a 5 mm mesh.

    κ = cos²/r along the weft, sin²/r along the warp, sin cos/r of twist (Euler).
    """
    radius = 0.05
    cos, sin = np.cos(grain), np.sin(grain)
    b_weft, b_warp, b_twist = RIGIDITY
    exact = 0.5 * (b_weft * cos**4 + b_warp * sin**4 + 4 * b_twist * cos**2 * sin**2) / radius**2
    felt, area = rolled(0.005, radius, grain)
    assert felt @ area / area.sum() == pytest.approx(exact, rel=0.01)


def test_bending_does_not_change_with_the_mesh() -> None:
    means = [rolled(spacing, 0.05, 0.4)[0].mean() for spacing in (0.01, 0.005)]
    assert means[0] == pytest.approx(means[1], rel=0.03)


def test_at_vertices_weighs_by_area() -> None:
    triangles = np.array([[0, 1, 2], [0, 2, 3]])
    found = at_vertices(np.array([1.0, 4.0]), triangles, np.array([2.0, 1.0]), 4)
    np.testing.assert_allclose(found, [2.0, 1.0, 2.0, 4.0])


def test_a_drape_carries_them_per_vertex(worn_tee: Drape) -> None:
    count = len(worn_tee.vertices)
    for name in ("strain_warp", "strain_weft", "shear", "bending"):
        field = getattr(worn_tee, name)
        assert field.shape == (count,)
        assert np.isfinite(field).all()
        assert not field.flags.writeable
    assert worn_tee.bending.min() >= 0.0
    # a mean of the triangles lies between their extremes, and isn't one number all over
    assert worn_tee.strain[:, 0].min() <= worn_tee.strain_warp.min() < worn_tee.strain_warp.max()
    assert np.abs(worn_tee.shear).max() < np.pi / 2


def test_turning_the_cloth_changes_no_field() -> None:
    """Deformation doesn't depend on where the cloth is: to rounding."""
    points, triangles = rectangle(0.06, 0.06, 0.01)
    cloth = model(points, triangles)
    places = np.column_stack([points, 0.01 * np.sin(60 * points[:, 0])])
    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(3, 3)))[0]
    before, after = cloth_fields(places, cloth), cloth_fields(places @ turn.T + 0.4, cloth)
    np.testing.assert_allclose(after.strain, before.strain, atol=1e-12)
    np.testing.assert_allclose(after.shear, before.shear, atol=1e-12)
    np.testing.assert_allclose(after.bending, before.bending, atol=1e-12)
