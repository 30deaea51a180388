"""The body model as few linear rows: `Basis`, read from the file that ships with the package.

Every vertex and bone head is linear in the rows' coefficients. The coefficients of the phenotype
rows are a multilinear function of seven phenotypes; those of a local change are its positive and
negative half.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.body.changes import LOCAL_CHANGES

BASIS_FILE = Path(__file__).parent / "data" / "basis.npz"


@dataclass(frozen=True, slots=True)
class Basis:
    """The body model's shapes, mesh and rig, in our axes; the floor is where it falls.

    Args:
        corners: coefficients of the phenotype rows at the corners of the phenotypes' box,
            shape (gender, muscle, weight, height, proportions, cupsize, firmness, row).
        vertices: [m], rows: the constant one, the phenotypes', then two (plus, minus) for each
            local change, shape (vertex, 3, row).
        heads: the same for bone heads [m], shape (bone, 3, row).
        triangles: shape (triangle, 3).
        texture_coordinates: (u, v) per corner, shape (triangle, 3, 2).
        mirror: number of each vertex's mirror twin, shape (vertex,).
        bones: bone names, letters, digits and `_` only.
        parents: number of each bone's parent, -1 for the root, shape (bone,).
        skin_bones: shape (vertex, influence).
        skin_weights: shape (vertex, influence).
        roughness: inner products of the local rows' umbrella Laplacians [m²], shape (row, row).
    """

    corners: Floats
    vertices: NDArray[np.float32]
    heads: NDArray[np.float32]
    triangles: Ints
    texture_coordinates: Floats
    mirror: Ints
    bones: tuple[str, ...]
    parents: Ints
    skin_bones: Ints
    skin_weights: Floats
    roughness: Floats


@lru_cache(maxsize=1)
def load_basis() -> Basis:
    """Read the shipped basis (0.3 s, 25 MB in memory)."""
    with np.load(BASIS_FILE, allow_pickle=False) as stored:
        data = dict(stored)
    heads = np.moveaxis(data["heads"], 0, -1)
    weights = data["skin_weights"].astype(np.float64)
    basis = Basis(
        corners=frozen(data["corners"]),
        vertices=frozen(_both_halves(data), np.float32),
        heads=frozen(heads, np.float32),
        triangles=frozen(data["triangles"], np.int64),
        texture_coordinates=frozen(data["texture_coordinates"]),
        mirror=frozen(data["mirror"], np.int64),
        bones=tuple(str(name).replace(".", "_").replace("-", "_") for name in data["bones"]),
        parents=frozen(data["parents"], np.int64),
        skin_bones=frozen(data["skin_bones"], np.int64),
        skin_weights=frozen(weights / weights.sum(axis=1, keepdims=True)),
        roughness=frozen(data["roughness"]),
    )
    expected = 1 + basis.corners.shape[-1] + 2 * len(LOCAL_CHANGES)
    if basis.vertices.shape[-1] != expected:  # ours: the file and the list went apart
        raise RuntimeError(
            f"{BASIS_FILE} doesn't hold the local changes: run scripts/body_basis.py"
        )
    return basis


def stored_rows() -> tuple[NDArray[np.int16], Floats, Ints]:
    """Return the left half's rows as they are stored, for those who send them on.

    Returns:
        Rows `shape (row, half, 3)` in units of their scale, the scales [m] `shape (row,)`, and the
        number of each vertex of the half `shape (half,)`.
    """
    with np.load(BASIS_FILE, allow_pickle=False) as stored:
        return (
            np.asarray(stored["rows"], np.int16),
            np.asarray(stored["scale"], np.float64),
            np.asarray(stored["half"], np.int64),
        )


def _both_halves(data: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """Return vertex rows of the whole body from the stored left half."""
    left = np.asarray(data["rows"], dtype=np.float32) * np.asarray(
        data["scale"], dtype=np.float32
    ).reshape(-1, 1, 1)
    half, mirror = np.asarray(data["half"], np.int64), np.asarray(data["mirror"], np.int64)
    whole = np.empty((len(mirror), 3, len(left)), np.float32)
    rows = np.moveaxis(left, 0, -1)
    whole[mirror[half]] = rows * np.array([-1, 1, 1], np.float32)[:, None]
    whole[half] = rows
    return whole
