"""No drape leaves this stage with cloth inside the body or a piece of it on the floor."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.drape import Drape
from fittingroom.drape.meshing import ClothMesh
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.result import edge_strain
from fittingroom.drape.settling import FALL
from fittingroom.errors import DrapeDiverged
from fittingroom.garment.pattern import Pattern
from fittingroom.geometry.distance import MeshDistance

_DEEPEST = 0.001  # [m] a vertex or a triangle's centre may lie inside the body
_TORN = 4.0  # edge strain no cloth survives, elastane included: it had gone through a limb
_TIGHT = 0.1  # median stretch of a panel, over its tighter direction, that counts as too small


class Caught(DrapeDiverged):
    """Cloth lies in the body, or was torn to get out of it."""


def refuse_failed(drape: Drape) -> None:
    """Refuse a drape whose cloth lies in the body, or was torn to get out of it.

    Args:
        drape: cleared and measured.

    Raises:
        Caught: naming the panel, the place and the likely cause.
    """
    end = drape.settling
    deep = end.penetration > _DEEPEST
    if not deep and end.strain_max <= _TORN:
        return
    centres = drape.vertices[drape.triangles].mean(axis=1)
    inside, torn = _depth(drape, centres), _largest_strain(drape)
    worst = int((inside if deep else torn).argmax())
    what = (
        f"lies {1000 * inside[worst]:.0f} mm inside"
        if deep
        else f"is torn to {1 + torn[worst]:.0f} times its length"
    )
    panel = int(drape.panel[worst])
    name, where = drape.pattern.panels[panel].name, _nearest_landmark(drape, centres[worst])
    stretch = float(np.median(drape.strain[drape.panel == panel].max(axis=1)))
    cause = (
        f"it is stretched by {100 * stretch:.0f} %, far too tight there: take a larger size"
        if stretch > _TIGHT
        else "it is caught between parts of the body: choose a pose that leaves more room there"
    )
    raise Caught(f"'{name}' can't be worn outside the body: it {what} near '{where}'; {cause}")


class LoosePieces:
    """The pieces of a garment that no seam and no button joins to one another.

    Args:
        model: of the cloth.
        mesh: its panels.
        pattern: their names.
        start: where its vertices begin [m], shape (vertex, 3).
    """

    def __init__(self, model: DrapeModel, mesh: ClothMesh, pattern: Pattern, start: Floats) -> None:
        self._piece = _pieces(model)
        self._count = int(self._piece.max()) + 1
        self._size = np.bincount(self._piece)
        self._start = start.copy()
        self._panel = np.zeros(self._count, np.int64)
        self._panel[self._piece[mesh.triangles[:, 0]]] = mesh.panel
        self._names = [panel.name for panel in pattern.panels]

    def refuse_fallen(self, positions: Floats) -> None:
        """Refuse a garment one of whose pieces falls off the body by itself.

        Raises:
            DrapeDiverged: naming a panel of that piece.
        """
        if self._count == 1:
            return
        fall = (self._start - positions)[:, 1]
        sunk = np.bincount(self._piece, fall) / self._size
        worst = int(sunk.argmax())
        if sunk[worst] > FALL:
            raise DrapeDiverged(
                f"'{self._names[self._panel[worst]]}' falls off: it sank by "
                f"{100 * sunk[worst]:.0f} cm, no seam or button joins it to the rest of the "
                "garment, and nothing on the body holds it"
            )


def _pieces(model: DrapeModel) -> Ints:
    """Number of the piece each vertex belongs to, shape (vertex,)."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    count = model.vertex_count
    ones = np.ones(len(model.block_column), np.int8)
    # two vertices of one triangle or one link have a block
    joined = csr_matrix((ones, model.block_column, model.block_start), (count, count))
    return np.asarray(connected_components(joined, directed=False)[1])


def _depth(drape: Drape, centres: Floats) -> Floats:
    """Depth of each triangle's deepest corner or centre in the body [m], shape (triangle,)."""
    corners = -drape.gap[drape.triangles].min(axis=1)
    return np.asarray(np.maximum(corners, -MeshDistance(drape.body.mesh).signed(centres)[0]))


def _largest_strain(drape: Drape) -> Floats:
    """Strain of each triangle's most stretched side, shape (triangle,)."""
    strain = edge_strain(drape.vertices, drape.triangles, drape.pattern_points)
    return np.asarray(strain.reshape(-1, 3).max(axis=1))


def _nearest_landmark(drape: Drape, point: Floats) -> str:
    landmarks = drape.body.landmarks
    return min(landmarks, key=lambda name: float(np.linalg.norm(landmarks[name] - point)))
