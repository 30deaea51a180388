"""The photo studio: backdrop, lamps and camera, the same for every picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.show import _mitsuba
from fittingroom.show.surface import Surface

WALL_BEHIND = 2.6  # [m] from the person to the backdrop
SWEEP_RADIUS = 1.4  # [m] of the curve between floor and wall
FLOOR_BEFORE = 9.0  # [m] floor in front of the person, past the camera
BACKDROP_WIDTH = 24.0  # [m]
BACKDROP_LIGHT = 0.80  # share of light it throws back
CAMERA_AWAY = 5.2  # [m]: as from a portrait lens, so that nothing is foreshortened
HEADROOM = 1.14  # picture height over the person's
BOUNCES = 4  # light paths: lamp, surface, surface, camera; more can't be seen
WALL_GAP = 0.35  # [m] from a garment's back to the wall it hangs before
WALL_COLOUR = (0.88, 0.86, 0.83)  # share of light it throws back
WALL_BOUNCES = 6  # light paths: a garment worn by nobody is lit from inside too
LEAST_HEIGHT = 1.2  # [m], where there's no person to measure


@dataclass(frozen=True, slots=True)
class Camera:
    """A level camera in front of the person, looking along -Z.

    Args:
        eye: [m], shape (3,).
        angle: height of the picture [rad].
        width: [pixel].
        height: [pixel].
    """

    eye: tuple[float, float, float]
    angle: float
    width: int
    height: int

    @property
    def metres_per_pixel(self) -> float:
        """How much of the person one pixel shows [m]."""
        return 2.0 * self.eye[2] * float(np.tan(0.5 * self.angle)) / self.height

    def project(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Return column and row [pixel] and depth [m] of points, shape (point, 3)."""
        away = self.eye[2] - points[:, 2]
        scale = 0.5 * self.height / np.tan(0.5 * self.angle) / away
        column = 0.5 * self.width + (points[:, 0] - self.eye[0]) * scale
        row = 0.5 * self.height - (points[:, 1] - self.eye[1]) * scale
        return column, row, away


def portrait(height: float, size: tuple[int, int], *, foot_room: float = 0.0) -> Camera:
    """Return the camera that shows a whole person.

    Args:
        height: of the person [m].
        size: of the picture [pixel], width and height.
        foot_room: share of the person's height that is left free below the feet besides.
    """
    tall = max(height, LEAST_HEIGHT) * (1.0 + foot_room)
    angle = 2.0 * float(np.arctan(0.5 * HEADROOM * tall / CAMERA_AWAY))
    eye = 0.5 * tall + 0.02 - tall * foot_room / (1.0 + foot_room)
    return Camera((0.0, eye, CAMERA_AWAY), angle, *size)


def scene(shapes: dict[str, Any]) -> dict[str, Any]:
    """Return the scene around `shapes` (by name), which face +Z."""
    integrator = {"type": "path", "max_depth": BOUNCES, "rr_depth": 8}
    return shapes | _lamps() | {"backdrop": _backdrop(), "integrator": integrator}


def wall_scene(shapes: dict[str, Any], *, behind: float) -> dict[str, Any]:
    """Return the scene around a garment at the origin, a pale wall at its back.

    Args:
        shapes: by name, facing +Z.
        behind: from the origin to the garment's back [m].
    """
    integrator = {"type": "path", "max_depth": WALL_BOUNCES, "rr_depth": 8}
    return shapes | _wall_lamps() | {"wall": _wall(behind + WALL_GAP), "integrator": integrator}


def _wall_lamps() -> dict[str, Any]:
    """Return a wide key light high at the left, a fill at the right and a pale room."""
    return {
        "sky": {"type": "constant", "radiance": {"type": "rgb", "value": [0.52, 0.52, 0.53]}},
        "key": _mitsuba.rectangle((-2.6, 2.3, 1.7), (0, 0, 0), (2.2, 2.2), (8.6, 8.4, 8.1)),
        "fill": _mitsuba.rectangle((2.8, 0.6, 2.8), (0, 0, 0), (2.6, 3.0), (1.5, 1.53, 1.58)),
    }


def _wall(away: float) -> Any:
    half = 6.0  # [m], past the picture's edges
    corners = [
        (-half, -half, -away),
        (half, -half, -away),
        (half, half, -away),
        (-half, half, -away),
    ]
    surface = Surface(
        positions=np.array(corners),
        normals=np.tile([0.0, 0.0, 1.0], (4, 1)),
        uv=np.zeros((4, 2)),
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
        origin=np.arange(4),
    )
    colour = {"type": "rgb", "value": list(WALL_COLOUR)}
    bsdf = {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": colour}}
    return _mitsuba.mesh(surface, bsdf)


def _lamps() -> dict[str, Any]:
    """Return a key light high at the left, a fill at the right, a rim behind, and a pale room."""
    return {
        "sky": {"type": "constant", "radiance": {"type": "rgb", "value": [0.38, 0.39, 0.41]}},
        "key": _mitsuba.rectangle((-2.1, 3.9, 2.7), (0, 0.95, 0), (1.4, 1.8), (23.0, 22.4, 21.5)),
        "fill": _mitsuba.rectangle((3.4, 2.0, 2.2), (0, 1.0, 0), (2.0, 2.6), (1.5, 1.55, 1.65)),
        "rim": _mitsuba.rectangle((1.9, 3.1, -2.2), (0, 1.2, 0), (0.9, 1.6), (4.4, 4.5, 4.7)),
    }


def _backdrop() -> Any:
    light = BACKDROP_LIGHT
    colour = {"type": "rgb", "value": [light, light * 0.985, light * 0.955]}
    return _mitsuba.mesh(
        _sweep(), {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": colour}}
    )


def _sweep() -> Surface:
    """Return floor and wall as one sheet with a round corner."""
    turn = np.linspace(0.0, 0.5 * np.pi, 33)
    corner_z = -WALL_BEHIND + SWEEP_RADIUS
    z = np.concatenate([[FLOOR_BEFORE], corner_z - SWEEP_RADIUS * np.sin(turn), [-WALL_BEHIND]])
    y = np.concatenate([[0.0], SWEEP_RADIUS * (1.0 - np.cos(turn)), [9.0]])
    ny = np.concatenate([[1.0], np.cos(turn), [0.0]])
    nz = np.concatenate([[0.0], np.sin(turn), [1.0]])
    return _ruled(np.column_stack([y, z]), np.column_stack([ny, nz]))


def _ruled(profile: Floats, normals: Floats) -> Surface:
    count = len(profile)
    half = 0.5 * BACKDROP_WIDTH
    sides = [np.column_stack([np.full(count, x), profile]) for x in (-half, half)]
    normal = np.column_stack([np.zeros(count), normals])
    step = np.arange(count - 1)
    first = np.column_stack([step, step + count, step + 1])
    second = np.column_stack([step + 1, step + count, step + count + 1])
    return Surface(
        positions=np.concatenate(sides),
        normals=np.concatenate([normal, normal]),
        uv=np.zeros((2 * count, 2)),
        triangles=np.concatenate([first, second]),
        origin=np.arange(2 * count),
    )
