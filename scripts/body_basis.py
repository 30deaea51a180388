"""Write the compact body basis that ships with the package, from Anny.

Run it after changing Anny's version or the list of local changes (about two minutes, and Anny
itself leaves 0.9 GB under its cache folder):

    python scripts/body_basis.py
"""

from __future__ import annotations

import itertools
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.spatial import cKDTree

from fittingroom.body._anny import AnnyArrays, load_anny
from fittingroom.body.changes import AGE, LOCAL_CHANGES, PHENOTYPES
from fittingroom.geometry.mesh import edges

TARGET = Path(__file__).parents[1] / "src/fittingroom/body/data/basis.npz"
RANK_ERROR = 3e-4  # [m] largest vertex error of the compact phenotype rows at any corner
HEAD_WEIGHT = 30.0  # bone heads are few: weigh them up so that they keep the same accuracy
FULL_SCALE = 32767


def main() -> None:
    """Build and write."""
    anny = load_anny(LOCAL_CHANGES)
    mirror = cKDTree(anny.template).query(anny.template * [-1, 1, 1])[1]
    half = np.flatnonzero(anny.template[:, 0] >= 0)
    corners, rows, heads = compact(anny, mirror, half)
    local = symmetric(anny.local_rows, mirror)[:, :, half]
    local_heads = anny.local_heads
    all_rows = np.concatenate([rows, local.reshape(-1, *local.shape[2:])])
    all_heads = np.concatenate([heads, local_heads.reshape(-1, *local_heads.shape[2:])])
    scale = np.abs(all_rows).max(axis=(1, 2)) / FULL_SCALE
    scale[scale == 0] = 1.0
    steps = np.rint(all_rows / scale[:, None, None]).astype(np.int16)
    print("quantised to", scale.max() * 1e3, "mm;", len(rows), "phenotype rows")
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        TARGET,
        corners=corners.astype(np.float32),
        rows=steps,
        scale=scale,
        heads=all_heads.astype(np.float32),
        half=half.astype(np.uint16),
        mirror=mirror.astype(np.uint16),
        triangles=anny.triangles.astype(np.uint16),
        texture_coordinates=anny.texture_coordinates.astype(np.float32),
        bones=np.array(anny.bones),
        parents=anny.parents.astype(np.int16),
        skin_bones=anny.skin_bones.astype(np.uint8),
        skin_weights=anny.skin_weights.astype(np.float32),
        roughness=roughness(anny, symmetric(anny.local_rows, mirror)),
        anny_version=np.array(version("anny")),
    )
    print(TARGET, TARGET.stat().st_size / 1e6, "MB")


def symmetric(rows: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """Return rows `shape (..., vertex, 3)` with left and right made equal."""
    return 0.5 * (rows + rows[..., mirror, :] * [-1, 1, 1])


def roughness(anny: AnnyArrays, local: np.ndarray) -> np.ndarray:
    """Return the Gram matrix of the local changes' umbrella Laplacians [m²], shape (row, row)."""
    a, b = edges(anny.triangles).T
    count = len(anny.template)
    ones = np.ones(2 * len(a))
    near = sparse.coo_matrix((ones, (np.r_[a, b], np.r_[b, a])), shape=(count, count)).tocsr()
    umbrella = sparse.eye(count) - sparse.diags(1 / np.asarray(near.sum(axis=1)).ravel()) @ near
    flat = np.stack([umbrella @ row for row in local.reshape(-1, count, 3)])
    return np.tensordot(flat, flat, axes=([1, 2], [1, 2]))


def corner_weights(anny: AnnyArrays) -> np.ndarray:
    """Return the phenotype rows' coefficients at every corner of the box of phenotypes."""
    levels = {"race": np.full((1, 3), 1 / 3), "age": _age_levels(len(anny.variations["age"]))}
    levels |= {name: np.eye(len(anny.variations[name])) for name in PHENOTYPES}
    at = [list(anny.variations).index(name) for name in ("race", "age", *PHENOTYPES)]
    picks = itertools.product(*(levels[name] for name in ("race", "age", *PHENOTYPES)))
    states = []
    for pick in picks:
        by_group: list[np.ndarray] = [np.empty(0)] * len(anny.variations)
        for group, values in zip(at, pick, strict=True):
            by_group[group] = values
        states.append(np.concatenate(by_group))
    present = np.stack(states)
    mask = anny.phenotype_mask
    return np.stack([np.prod(np.where(mask > 0, state, 1.0), axis=1) for state in present])


def _age_levels(count: int) -> np.ndarray:
    anchors = np.linspace(-1 / 3, 1.0, count)
    return np.array([[np.interp(AGE, anchors, np.eye(count)[i]) for i in range(count)]])


def compact(anny: AnnyArrays, mirror: np.ndarray, half: np.ndarray):
    """Return corner coefficients and few rows that reach the same bodies; the first is constant."""
    weights = corner_weights(anny)
    shapes = np.tensordot(weights, symmetric(anny.phenotype_rows, mirror)[:, half], axes=1)
    heads = np.tensordot(weights, anny.phenotype_heads, axes=1)
    shapes += anny.template[half]
    heads += anny.heads
    mean, mean_heads = shapes.mean(0), heads.mean(0)
    flat = np.concatenate(
        [(shapes - mean).reshape(len(shapes), -1),
         HEAD_WEIGHT * (heads - mean_heads).reshape(len(heads), -1)], axis=1)  # fmt: skip
    u, s, vt = np.linalg.svd(flat, full_matrices=False)
    for rank in range(10, len(s)):
        left = flat - (u[:, :rank] * s[:rank]) @ vt[:rank]
        worst = np.abs(left[:, : 3 * len(half)]).max()
        if worst < RANK_ERROR:
            break
    print("rank", rank, "worst corner error", worst * 1e3, "mm")
    size = 3 * len(half)
    rows = (vt[:rank, :size] * s[:rank, None]).reshape(rank, -1, 3)
    head_rows = (vt[:rank, size:] * s[:rank, None] / HEAD_WEIGHT).reshape(rank, -1, 3)
    counts = [len(anny.variations[name]) for name in PHENOTYPES]
    return (
        u[:, :rank].reshape(*counts, rank),
        np.concatenate([mean[None], rows]),
        np.concatenate([mean_heads[None], head_rows]),
    )


if __name__ == "__main__":
    main()
