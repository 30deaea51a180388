"""The Cusick drape test (ISO 9073-9), done on the simulated fabric."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.easing import supple_fabric
from fittingroom.drape.hanging import Hung, hang
from fittingroom.drape.relaxing import RestOptions
from fittingroom.drape.swatch import Swatch
from fittingroom.errors import InvalidInput
from fittingroom.garment.fabric import Fabric

DISC_DIAMETER = 0.30  # [m]
SUPPORT_DIAMETER = 0.18  # [m]
FOLDS = (5, 6, 7, 8, 9)  # the library's fabrics have least energy with 6 to 8
_PIXEL = 0.0005  # [m] of the shadow
_NUDGE = 1e-4  # [m] a flat disc needs it to find its folds
_FALL, _WAVE = 0.35, 0.7  # slope of the start's ring, and how much of it the waves are
_FOLD = 0.15  # of the rim's range of radius: a fold stands out at least so far


@dataclass(frozen=True, slots=True)
class DrapeCoefficient:
    """What the drape test reads off a fabric.

    Args:
        coefficient: share of the free ring's flat area that the draped ring shadows.
        folds: how many folds the rim has.
        hung: the draped disc.
    """

    coefficient: float
    folds: int
    hung: Hung


def drape_coefficient(
    fabric: Fabric,
    *,
    spacing: float = 0.0075,
    diameter: float = DISC_DIAMETER,
    support: float = SUPPORT_DIAMETER,
    folds: Sequence[int] = FOLDS,
    options: RestOptions | None = None,
) -> DrapeCoefficient:
    """Hang a disc over a round plate and measure its shadow.

    A disc comes to rest with any of several numbers of folds. It begins with each number in turn,
    and the rest of least energy is measured: a flat disc finds folds by chance of the mesh.
    Threads stiffer than 500 N/m are eased: a disc stretches them by less than a thousandth, and
    coarse meshes of stiff threads hold themselves up.

    Args:
        fabric: what is tested.
        spacing: length of the triangles' edges [m].
        diameter: of the disc [m]; the standard's are 0.24 for limp, 0.30, and 0.36 for stiff cloth.
        support: diameter of the plate [m].
        folds: how many it may begin with; fewer take less time.
        options: when the disc counts as at rest.

    Raises:
        DrapeDiverged: no rest was found.
        InvalidInput: a plate wider than the disc, edges that don't suit it, or no folds.

    Source: ISO 9073-9:2008; Cusick, "The measurement of fabric drape", J. Textile Inst. 59, 1968.
    """
    if not folds or not all(2 <= count <= 30 for count in folds):
        raise InvalidInput(
            f"a disc begins with 2 to 30 folds each time, not {list(folds)}",
            field="folds",
            value=list(folds),
            allowed="2 to 30",
        )
    options = options or RestOptions(nudge=_NUDGE)
    options = replace(options, nudge=max(options.nudge, _NUDGE))
    flat = Swatch(
        supple_fabric(fabric),
        shape="disc",
        width=diameter,
        spacing=spacing,
        clamped=("middle",),
        support=support / 2,
        start="lying",
    )
    found = [
        hang(replace(flat, start=_folded(support / 2, count)), options=options) for count in folds
    ]
    hung = min(found, key=_energy)
    plate, whole = (np.pi / 4 * d**2 for d in (support, diameter))
    shadow = shadow_area(*_with_plate(hung))
    rim = np.linalg.norm(hung.vertices[hung.rims["rim"][:-1]][:, [0, 2]], axis=1)
    return DrapeCoefficient(float((shadow - plate) / (whole - plate)), fold_count(rim), hung)


def _folded(radius: float, count: int) -> Callable[[Floats], Floats]:
    """A start that falls away from a plate in even waves."""

    def start(points: Floats) -> Floats:
        beyond = np.maximum(np.linalg.norm(points, axis=1) - radius, 0.0)
        wave = 1.0 + _WAVE * np.cos(count * np.arctan2(points[:, 1], points[:, 0]))
        return np.column_stack([points[:, 0], -_FALL * beyond * wave, -points[:, 1]])

    return start


def _energy(hung: Hung) -> float:
    """Elastic energy and that of its height [J]."""
    one, other = (hung.pattern_points[:, k] - hung.pattern_points[:, 0] for k in (1, 2))
    area = 0.5 * (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    height = hung.vertices[hung.triangles][:, :, 1].mean(axis=1)
    weight = hung.swatch.fabric.areal_density * hung.swatch.gravity
    return hung.energy + weight * float(np.abs(area) @ height)


def _with_plate(hung: Hung) -> tuple[Floats, Ints]:
    """Seen from above, the draped ring and the plate it hangs from, which hides what is below."""
    rim = hung.rims["middle"]
    centre = np.full(len(rim) - 1, len(hung.vertices))
    plate = np.column_stack([rim[:-1], rim[1:], centre])
    points = np.vstack([hung.vertices[:, [0, 2]], np.zeros(2)])
    return points, np.concatenate([hung.triangles, plate])


def shadow_area(points: Floats, triangles: Ints, pixel: float = _PIXEL) -> float:
    """Area that triangles cover together in a plane [m²], counted in pixels.

    Args:
        points: [m], shape (vertex, 2).
        triangles: shape (triangle, 3).
        pixel: [m].
    """
    low = points.min(axis=0)
    size = np.ceil((points.max(axis=0) - low) / pixel).astype(int) + 1
    covered = np.zeros(size, bool)
    for corners in (points[triangles] - low) / pixel:
        first = np.floor(corners.min(axis=0)).astype(int)
        last = np.ceil(corners.max(axis=0)).astype(int)
        i, j = np.ogrid[first[0] : last[0], first[1] : last[1]]
        (ax, ay), (bx, by), (cx, cy) = corners
        sides = [
            (bx - ax) * (j + 0.5 - ay) - (by - ay) * (i + 0.5 - ax),
            (cx - bx) * (j + 0.5 - by) - (cy - by) * (i + 0.5 - bx),
            (ax - cx) * (j + 0.5 - cy) - (ay - cy) * (i + 0.5 - cx),
        ]
        inside = np.minimum.reduce(sides) >= 0
        inside |= np.maximum.reduce(sides) <= 0
        covered[first[0] : last[0], first[1] : last[1]] |= inside
    return float(covered.sum()) * pixel**2


def fold_count(radius: Floats) -> int:
    """How often the rim swings out, small ripples left out."""
    middle = (radius.max() + radius.min()) / 2
    band = _FOLD * (radius.max() - radius.min())
    out = False
    count = 0
    turned = np.roll(radius, -int(radius.argmin()))
    for value in turned:
        if not out and value > middle + band:
            out, count = True, count + 1
        elif out and value < middle - band:
            out = False
    return count
