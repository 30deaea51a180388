"""Closed forms on both engines: hanging strip and cantilever, simulated over exact."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from scipy.integrate import solve_bvp

from draping import peer
from fittingroom.drape.hanging import hang
from fittingroom.drape.swatch import Swatch
from fittingroom.garment.fabric import Fabric

GRAVITY = 9.81
CLOTH = Fabric(
    "even", 0.2, 0.0005, 500.0, 500.0, 125.0, 2e-5, 2e-5, 0.3, 0.1, source="made up for the test"
)


def strip(spacing: float, *, peers: bool) -> dict[str, object]:
    """A strip of 1 m that hangs: elongation over ρgL²/2E."""
    exact = CLOTH.areal_density * GRAVITY / (2 * CLOTH.stretch_warp)
    hung = hang(Swatch(CLOTH, width=0.1, length=1.0, spacing=spacing))
    low = -float(hung.vertices[hung.rims["bottom"], 1].mean())
    row: dict[str, object] = {"form": f"strip, {1e3 * spacing:g} mm", "ours": (low - 1.0) / exact}
    if peers:
        points, triangles = grid(1.0, 0.1, spacing)
        start = np.column_stack([points[:, 0], -points[:, 1], 0 * points[:, 0]])
        found = _style3d(points, triangles, start, points[:, 1] < 1e-9)
        row["Style3D 10 x 4"] = (-found[points[:, 1] > 1 - 1e-9, 1].mean() - 1.0) / exact
    return row


def cantilever(length: float, spacing: float, *, peers: bool) -> dict[str, object]:
    """A clamped strip that bends under its weight: tip drop over the heavy elastica's."""
    exact = elastica_drop(length, CLOTH.areal_density * GRAVITY, CLOTH.bending_warp)
    hung = hang(Swatch(CLOTH, width=0.02, length=length, spacing=spacing, start="lying"))
    low = -float(hung.vertices[hung.rims["bottom"], 1].mean())
    name = f"cantilever {1e3 * length:g} mm, {1e3 * spacing:g} mm"
    row: dict[str, object] = {"form": name, "ours": low / exact}
    if peers:
        points, triangles = grid(length + spacing, 0.02, spacing)
        start = np.column_stack([points[:, 0], 0 * points[:, 0], points[:, 1] - spacing])
        found = _style3d(points, triangles, start, points[:, 1] < 1.5 * spacing)
        tip = points[:, 1] > length + spacing - 1e-9
        row["Style3D 10 x 4"] = -found[tip, 1].mean() / exact
    return row


def grid(length: float, width: float, spacing: float) -> tuple[np.ndarray, np.ndarray]:
    """A rectangle of alternating right triangles, its length along y."""
    rows, columns = round(length / spacing) + 1, round(width / spacing) + 1
    x, y = np.meshgrid(np.linspace(0, width, columns), np.linspace(0, length, rows))
    triangles = []
    for j in range(rows - 1):
        for i in range(columns - 1):
            a = j * columns + i
            b, c, d = a + 1, a + columns + 1, a + columns
            triangles += [[a, b, c], [a, c, d]] if (i + j) % 2 else [[a, b, d], [b, c, d]]
    return np.column_stack([x.ravel(), y.ravel()]), np.array(triangles)


def elastica_drop(length: float, weight: float, rigidity: float) -> float:
    """Tip drop of a clamped heavy strip [m]: Bθ″ = -w (L - s) cos θ, θ(0) = 0, θ'(L) = 0."""
    s, angle = np.linspace(0, length, 200), np.zeros((2, 200))
    for load in np.linspace(0.1, 1.0, 10) * weight / rigidity:
        found = solve_bvp(
            lambda s, y, load=load: np.vstack([y[1], -load * (length - s) * np.cos(y[0])]),
            lambda a, b: np.array([a[0], b[1]]),
            s,
            angle,
            tol=1e-8,
        )
        s, angle = found.x, found.y
    fine = np.linspace(0, length, 2001)
    return float(np.trapezoid(np.sin(found.sol(fine)[0]), fine))


def _style3d(
    points: np.ndarray, triangles: np.ndarray, start: np.ndarray, pinned: np.ndarray
) -> np.ndarray:
    """Where Style3D lets a plain cloth come to rest [m]."""
    u = points[triangles[:, 1]] - points[triangles[:, 0]]
    v = points[triangles[:, 2]] - points[triangles[:, 0]]
    area = 0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    share = np.repeat(area * CLOTH.areal_density / 3, 3)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.npz"
        np.savez(
            file,
            start=start,
            triangles=triangles,
            points=points,
            point_triangles=triangles,
            body_vertices=np.zeros((0, 3)),
            body_triangles=np.zeros((0, 3), int),
            pinned=pinned,
            mass=np.bincount(triangles.ravel(), share),
            stretch=np.tile(
                [CLOTH.stretch_weft, CLOTH.stretch_warp, CLOTH.shear], (len(triangles), 1)
            ),
            bending=[CLOTH.bending_weft, CLOTH.bending_warp, CLOTH.bending_weft / 2],
            friction=0.3,
            offset=1e-4,
        )
        flags = ("--substeps=10", "--rounds=4", "--still=2e-6", "--air=2", "--longest=8")
        return peer.run(file, *flags)[1]["positions"]
