"""Cloth loops against closed forms: a tube of known girth, stretched by a known share."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.drape.drape import Drape
from fittingroom.fit.loops import grain_loop, plane_loop

SIDES = 240  # a 240-gon's perimeter is 0.003 % below its circle's
UP = np.array([0.0, 1.0, 0.0])


def tube(radius: float, *, stretch: float = 0.0, open_share: float = 0.0) -> Drape:
    """A cylinder of cloth round the Y axis, its pattern `stretch` narrower than it is worn."""
    columns = round(SIDES * (1 - open_share))
    angle = 2 * np.pi * np.arange(columns + 1) / SIDES
    rows = np.linspace(0.0, 1.0, 11)
    grid = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(11), indexing="ij"), -1)
    worn = np.stack(
        [
            radius * np.sin(angle[grid[..., 0]]),
            rows[grid[..., 1]],
            radius * np.cos(angle[grid[..., 0]]),
        ],
        -1,
    ).reshape(-1, 3)
    side = 2 * radius * np.sin(np.pi / SIDES) / (1 + stretch)
    flat = np.stack([side * grid[..., 0], rows[grid[..., 1]]], -1).reshape(-1, 2)
    number = np.arange(len(worn)).reshape(columns + 1, 11)
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    corners = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
    sewn = np.where(np.arange(len(worn)) // 11 == SIDES, np.arange(len(worn)) % 11, -1)
    triangles = np.where(sewn[corners] >= 0, sewn[corners], corners)
    return Drape(
        body=None,  # type: ignore[arg-type]
        pattern=None,  # type: ignore[arg-type]
        vertices=worn,
        triangles=triangles,
        pattern_points=flat[corners],
        panel=np.zeros(len(triangles), dtype=np.int64),
        strain=np.zeros((len(triangles), 2)),
        pressure=np.zeros(len(worn)),
        gap=np.zeros(len(worn)),
        strain_warp=np.zeros(len(worn)),
        strain_weft=np.zeros(len(worn)),
        shear=np.zeros(len(worn)),
        bending=np.zeros(len(worn)),
        settling=None,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("radius", [0.05, 0.15])
@pytest.mark.parametrize("stretch", [0.0, 0.12])
def test_girth_and_strain_of_a_tube(radius: float, stretch: float) -> None:
    drape = tube(radius, stretch=stretch)
    loop = plane_loop(drape, np.array([0, 0.537, 0]), UP, np.ones(len(drape.triangles), bool))
    assert loop.around
    assert loop.worn == pytest.approx(2 * np.pi * radius, rel=1e-4)
    assert loop.strain == pytest.approx(stretch, abs=1e-9)


def test_a_tilted_cut_is_the_ellipse() -> None:
    tilt = np.radians(30.0)
    normal = np.array([0.0, np.cos(tilt), np.sin(tilt)])
    drape = tube(0.1)
    loop = plane_loop(drape, np.array([0, 0.5, 0]), normal, np.ones(len(drape.triangles), bool))
    a, b = 0.1 / np.cos(tilt), 0.1
    h = ((a - b) / (a + b)) ** 2
    ellipse = np.pi * (a + b) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h)))  # Ramanujan 1914
    assert loop.worn == pytest.approx(ellipse, rel=1e-3)


def test_an_open_tube_is_not_around() -> None:
    drape = tube(0.1, open_share=0.25)
    loop = plane_loop(drape, np.array([0, 0.5, 0]), UP, np.ones(len(drape.triangles), bool))
    assert not loop.around


def test_a_plane_above_the_garment_meets_nothing() -> None:
    drape = tube(0.1)
    loop = plane_loop(drape, np.array([0, 2.0, 0]), UP, np.ones(len(drape.triangles), bool))
    assert loop.worn == 0.0
    assert not loop.around


def test_along_the_grain_a_tube_has_the_same_girth() -> None:
    drape = tube(0.1, stretch=0.05)
    loop = grain_loop(drape, 0.333, np.ones(len(drape.triangles), bool))
    assert loop.around
    assert loop.worn == pytest.approx(2 * np.pi * 0.1, rel=1e-4)
    assert loop.strain == pytest.approx(0.05, abs=1e-9)
