"""The skin a garment's vertices may meet: where a search for the nearest of it begins.

Each vertex keeps a few triangles of the body that were nearest to it in the poses it was seen in,
on parts far from one another (arm and trunk). In any other pose the nearest skin is found by
walking from there over neighbouring triangles: no tree, a few thousand distances, and short enough
for a browser to do at every picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.drape.following import INFLUENCES

SEEDS = INFLUENCES  # a vertex keeps, so that one glTF attribute holds them
_SAME = 0.03  # [m] on the body at rest: seeds nearer together lead to the same place
_ROUNDS = 3  # of pushing: out of the arm may be into the trunk


@dataclass(frozen=True, slots=True)
class NearestSkin:
    """Where each vertex of a garment looks for skin.

    Args:
        seeds: triangles of the body that a vertex starts from, filled up with -1, shape
            (vertex, seed).
        neighbours: of each triangle of the body, beyond its sides, shape (triangle, 3).
        margin: what each vertex keeps from the skin [m], shape (vertex,).
    """

    seeds: Ints
    neighbours: Ints
    margin: Floats


def nearest_skin(
    triangles: Ints, rest: Floats, seen: Sequence[Ints], margin: Floats
) -> NearestSkin:
    """Choose the seeds of each vertex: far from one another on the body at rest.

    Args:
        triangles: of the body, shape (triangle, 3).
        rest: vertices of the body at rest [m], shape (vertex, 3).
        seen: triangle nearest to each vertex in each pose it was seen in, each shape (vertex,).
        margin: what each vertex keeps from the skin [m], shape (vertex,).
    """
    found = np.stack(seen, axis=1)
    place = rest[triangles].mean(axis=1)[found]
    rows = np.arange(len(found))
    chosen = [np.zeros(len(found), np.int64)]
    apart = np.full(found.shape, np.inf)
    for _ in range(SEEDS - 1):
        last = place[rows, chosen[-1]]
        apart = np.minimum(apart, np.linalg.norm(place - last[:, None], axis=2))
        chosen.append(apart.argmax(axis=1))
        chosen[-1] = np.where(apart.max(axis=1) > _SAME, chosen[-1], -1)
    seeds = np.stack([np.where(which >= 0, found[rows, which], -1) for which in chosen], axis=1)
    return NearestSkin(frozen(seeds, np.int64), frozen(_touching(triangles), np.int64), margin)


def kept_out(vertices: Floats, near: NearestSkin, skin: Floats, triangles: Ints) -> Floats:
    """Return vertices pushed out of the posed body to their margin [m], shape (vertex, 3).

    Args:
        vertices: of the garment [m], shape (vertex, 3).
        near: where each looks for skin.
        skin: vertices of the posed body [m], shape (vertex, 3).
        triangles: of the body, shape (triangle, 3).
    """
    x, some = vertices.copy(), near
    low = np.arange(len(x))
    for _ in range(_ROUNDS):
        distance, closest, outward = skin_gaps(x[low], some, skin, triangles)
        deep = np.flatnonzero(distance < some.margin - 1e-9)
        if not len(deep):
            break
        low = low[deep]
        some = replace(near, seeds=near.seeds[low], margin=near.margin[low])
        x[low] = closest[deep] + some.margin[:, None] * outward[deep]
    return x


def skin_gaps(
    vertices: Floats, near: NearestSkin, skin: Floats, triangles: Ints
) -> tuple[Floats, Floats, Floats]:
    """Return signed distance to the posed skin, its closest point and the normal there [m].

    Args:
        vertices: of the garment [m], as many as `near` has, shape (vertex, 3).
        near: where each looks for skin.
        skin: vertices of the posed body [m], shape (vertex, 3).
        triangles: of the body, shape (triangle, 3).
    """
    from fittingroom.drape._kernels_walk import corner_normals, walk_nearest

    normals = np.zeros_like(skin)
    corner_normals(skin, triangles, normals)
    distance, closest, outward = (np.empty(len(vertices)), *np.empty((2, len(vertices), 3)))
    walk_nearest(
        vertices, near.seeds, near.neighbours, skin, triangles, normals, distance, closest, outward
    )
    return distance, closest, outward


def _touching(triangles: Ints) -> Ints:
    """The triangle beyond each side of each triangle of a closed mesh, shape (triangle, 3)."""
    ends = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2), axis=2)
    key = (ends[..., 0] * (int(triangles.max()) + 1) + ends[..., 1]).ravel()
    order = np.argsort(key, kind="stable")
    beyond = np.full(len(key), -1)
    pairs = np.flatnonzero(key[order[:-1]] == key[order[1:]])
    one, other = order[pairs], order[pairs + 1]
    beyond[one], beyond[other] = other // 3, one // 3
    return beyond.reshape(-1, 3)
