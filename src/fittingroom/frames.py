"""The world's frame and the way into it.

World: right-handed, metres, Y up, floor at y = 0, origin between the feet; the person faces +Z, so
the person's left is +X. It is glTF's and three.js's frame.
"""

from __future__ import annotations

from fittingroom.arrays import Floats


def y_up_from_z_up(points: Floats) -> Floats:
    """Turn points `shape (..., 3)` from Z up, facing -Y (Anny's frame) to our world's axes."""
    turned = points[..., [0, 2, 1]].copy()
    turned[..., 2] *= -1.0
    return turned
