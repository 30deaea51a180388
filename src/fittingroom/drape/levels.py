"""The meshes of one pattern, from a few hundred vertices to the number asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from fittingroom.drape.meshing import ClothMesh, mesh_pattern
from fittingroom.drape.model import KEPT_MODELS, DrapeModel, build_model
from fittingroom.drape.multigrid import CoarseGrid, coarse_grid
from fittingroom.drape.refining import refinement
from fittingroom.garment.checks import check_pieces
from fittingroom.garment.checks_notions import check_notions
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern

_FIRST_GRID = 60  # vertices of the grid below the first mesh; more cost more than they save
_GRID_VERTICES = 200  # below the second
_GRID_SHARE = 50  # a very fine cloth gets one vertex of it per so many
_GRID_MOST = 600
_KEPT = 12  # patterns whose meshes are kept, about 1 MB each
_FOLDING = 0.03  # of the stretch stiffness is left to a coarse mesh under compression


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A mesh of a pattern and what carries over to it.

    Args:
        pattern: what was cut.
        mesh: the cloth.
        grid: the mesh below it that is solved directly.
    """

    pattern: Pattern
    mesh: ClothMesh
    grid: ClothMesh

    def model(self, fabrics: Mapping[Cloth, Fabric], *, folding: bool = False) -> DrapeModel:
        """Return the model of this mesh in some fabrics.

        Args:
            fabrics: by the cloth of the panels.
            folding: whether cloth may grow shorter easily, as the folds that are too small for
                this mesh would let it. The drape of 1,300 vertices is then 6 instead of 11 mm
                from that of 10,000.
        """
        return _model(self, tuple(fabrics.items()), _FOLDING if folding else 1.0)

    def coarse(self, model: DrapeModel) -> CoarseGrid:
        """Return the coarse grid of a model of this mesh."""
        return _coarse(self, model)


@lru_cache(maxsize=KEPT_MODELS)
def _model(
    level: Level, fabrics: tuple[tuple[Cloth, Fabric], ...], compression: float
) -> DrapeModel:
    return build_model(level.mesh, level.pattern, dict(fabrics), compression=compression)


@lru_cache(maxsize=KEPT_MODELS)
def _coarse(level: Level, model: DrapeModel) -> CoarseGrid:
    return coarse_grid(model, refinement(level.grid, level.mesh))


def cut_levels(pattern: Pattern, *, coarse: int, fine: int) -> tuple[Level, Level]:
    """Triangulate a pattern twice: to be put on, and as fine as asked for.

    The last few are kept: a shop hangs the same garment on one shopper after the other.

    Raises:
        PatternError: the pattern can't be cut or sewn.
    """
    levels = _cut(_Shape(pattern), coarse, fine)
    check_notions(pattern)
    return levels


class _Shape:
    """A pattern that equals another of the same panels, seams and notions."""

    __slots__ = ("digest", "pattern")

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        sewn = pattern.seams, pattern.elastics, pattern.buttons
        found = blake2b(repr(sewn).encode())
        for panel in pattern.panels:
            names = [edge.name for edge in panel.edges]
            found.update(repr((panel.name, panel.cloth, panel.placement, names)).encode())
            for edge in panel.edges:
                found.update(edge.points.tobytes() + b"|")
        self.digest = found.digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=_KEPT)
def _cut(shape: _Shape, coarse: int, fine: int) -> tuple[Level, Level]:
    pattern = shape.pattern
    check_pieces(pattern)
    count = min(max(_GRID_VERTICES, fine // _GRID_SHARE), _GRID_MOST)
    least = mesh_pattern(pattern, vertices=_FIRST_GRID)
    first = Level(pattern, mesh_pattern(pattern, vertices=min(coarse, fine)), least)
    if fine <= coarse:
        return first, first
    grid = mesh_pattern(pattern, vertices=count)
    return first, Level(pattern, mesh_pattern(pattern, vertices=fine), grid)
