"""The meshes of one pattern, from a few hundred vertices to the number asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from fittingroom.drape.meshing import ClothMesh, mesh_pattern
from fittingroom.drape.model import DrapeModel, build_model
from fittingroom.drape.multigrid import CoarseGrid, coarse_grid
from fittingroom.drape.refining import refinement
from fittingroom.garment.checks import check_pieces
from fittingroom.garment.checks_notions import check_notions
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern

_GRID_VERTICES = 200  # of the grid that is solved directly; more cost more than they save
_GRID_SHARE = 50  # a very fine cloth gets one vertex of it per so many
_GRID_MOST = 600
_KEPT = 12  # patterns whose meshes are kept, about 1 MB each
_FOLDING = 0.03  # of the stretch stiffness is left to a coarse mesh under compression


@dataclass(frozen=True, slots=True)
class Level:
    """A mesh and what carries over to it.

    Args:
        mesh: the cloth.
        grid: the mesh below it that is solved directly.
    """

    mesh: ClothMesh
    grid: ClothMesh

    def model(
        self, pattern: Pattern, fabrics: Mapping[Cloth, Fabric], *, folding: bool = False
    ) -> DrapeModel:
        """Return the model of this mesh in some fabrics.

        Args:
            pattern: what the mesh was cut from.
            fabrics: by the cloth of the panels.
            folding: whether cloth may grow shorter easily, as the folds that are too small for
                this mesh would let it. The drape of 1,300 vertices is then 6 instead of 11 mm
                from that of 10,000.
        """
        share = _FOLDING if folding else 1.0
        return build_model(self.mesh, pattern, fabrics, compression=share)

    def coarse(self, model: DrapeModel) -> CoarseGrid:
        """Return the coarse grid of a model of this mesh."""
        return coarse_grid(model, refinement(self.grid, self.mesh))


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
    """A pattern that equals another of the same panels and seams, whatever its notions."""

    __slots__ = ("digest", "pattern")

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        found = blake2b(repr(pattern.seams).encode())
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
    grid = mesh_pattern(pattern, vertices=min(count, coarse))
    first = Level(mesh_pattern(pattern, vertices=min(coarse, fine)), grid)
    return first, Level(mesh_pattern(pattern, vertices=fine), grid) if fine > coarse else first
