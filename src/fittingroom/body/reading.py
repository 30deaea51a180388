"""One measurement of one mesh with its gradient: `Reading`."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.body.anatomy import Anchor


@dataclass(slots=True)
class Reading:
    """A value and how it moves with vertices and bone heads; grown term by term.

    Args:
        value: [m] or [m³].
        vertices: vertex numbers, may repeat.
        vertex_slopes: change of `value` per metre of each, shape (3,) each.
        heads: bone numbers, may repeat.
        head_slopes: the same for bone heads.
    """

    value: float
    vertices: list[Ints] = field(default_factory=list)
    vertex_slopes: list[Floats] = field(default_factory=list)
    heads: list[Ints] = field(default_factory=list)
    head_slopes: list[Floats] = field(default_factory=list)

    def pull_vertices(self, numbers: Ints, slopes: Floats) -> None:
        """Add slopes `shape (n, 3)` at vertices."""
        self.vertices.append(np.atleast_1d(numbers))
        self.vertex_slopes.append(np.atleast_2d(slopes))

    def pull_head(self, number: int, slope: Floats) -> None:
        """Add a slope `shape (3,)` at a bone head."""
        self.heads.append(np.array([number]))
        self.head_slopes.append(np.atleast_2d(slope))

    def pull(self, anchor: Anchor, slope: Floats) -> None:
        """Add the slope with respect to an anchor's position to what the anchor hangs on."""
        if anchor.vertices:
            self.pull_vertices(np.array(anchor.vertices), np.outer(anchor.vertex_weights, slope))
        for number, weight in zip(anchor.heads, anchor.head_weights, strict=True):
            self.pull_head(number, weight * slope)

    def row_slope(self, vertex_rows: NDArray[np.float32], head_rows: NDArray[np.float32]) -> Floats:
        """Return the change of `value` per unit of each basis row.

        Args:
            vertex_rows: shape (vertex, 3, row).
            head_rows: shape (bone, 3, row).
        """
        slope = np.zeros(vertex_rows.shape[-1])
        for numbers, slopes, rows in (
            (self.vertices, self.vertex_slopes, vertex_rows),
            (self.heads, self.head_slopes, head_rows),
        ):
            if numbers:
                some = rows[np.concatenate(numbers)].reshape(-1, rows.shape[-1])
                slope += np.concatenate(slopes).astype(some.dtype).ravel() @ some
        return slope
