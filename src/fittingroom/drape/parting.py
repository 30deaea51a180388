"""The end of a drape: out of the body and out of itself, the one without undoing the other."""

from __future__ import annotations

from functools import partial

from fittingroom.arrays import Floats
from fittingroom.drape.clearing import clear
from fittingroom.drape.keeping_apart import keep_apart
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.nearness import ClothTopology, cloth_topology
from fittingroom.drape.untangling import untangling_moves
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.intersection import find_piercings

_ROUNDS = 6  # of untangling and clearing in turn
_STEPS = 40  # of untangling in a round
_DEEPEST = 0.001  # [m] cloth may lie in the body: what is deeper counts more than what crosses


def part(positions: Floats, model: DrapeModel, body: MeshDistance) -> Floats:
    """Lift cloth out of the body's true surface and out of itself.

    Layers that lie deep get in each other's way and come out in several turns. Where cloth can't
    get out of the body without going through itself, it goes through itself.

    Args:
        positions: settled [m], shape (vertex, 3).
        model: of the cloth.
        body: the true surface.
    """
    cloth = cloth_topology(model)
    cleared = clear(positions, cloth.triangles, body)
    if not _crossings(cloth, cleared):
        return cleared
    x, tried = positions, [cleared]
    for _ in range(_ROUNDS):
        x = clear(
            untangled(cloth, x),
            cloth.triangles,
            body,
            allow=partial(keep_apart, cloth),
        )
        tried.append(x)
        if not _crossings(cloth, x) and _depth(cloth, x, body) <= _DEEPEST:
            return x
    return min(tried, key=lambda x: (_depth(cloth, x, body) > _DEEPEST, _crossings(cloth, x)))


def untangled(cloth: ClothTopology, x: Floats) -> Floats:
    """Draw apart what crosses, without making anything else cross, as far as it goes."""
    for _ in range(_STEPS):
        piercings = find_piercings(x, cloth.triangles, edges=cloth.edges)
        if not len(piercings.edge):
            break
        x = keep_apart(cloth, x, x + untangling_moves(cloth, piercings, x))
    return x


def _crossings(cloth: ClothTopology, x: Floats) -> int:
    return len(find_piercings(x, cloth.triangles, edges=cloth.edges).edge)


def _depth(cloth: ClothTopology, x: Floats, body: MeshDistance) -> float:
    """How deep the deepest vertex or triangle's centre lies in the body [m]."""
    inside = [body.signed(points)[0].min() for points in (x, x[cloth.triangles].mean(axis=1))]
    return -float(min(inside))
