"""A tape laid over a garment where an armhole opens it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import ConvexHull

from fittingroom.arrays import Floats
from fittingroom.fit.loops import ClothLoop

OPENINGS_MAX = 2  # two armholes; more loose ends mean that the plane runs along a hem


def bridged(loop: ClothLoop, body: Floats, normal: Floats) -> ClothLoop:
    """Close a loop that breaks off at armholes, as a tape over the garment would.

    The tape goes straight across each opening and never through the body; the cloth it crosses
    keeps its strain.

    Args:
        loop: the open loop.
        body: the tape's corners on the body in the same plane [m], shape (corner, 3).
        normal: the plane's unit normal, shape (3,).

    Returns:
        the closed loop, or `loop` itself where it is closed or is no loop with armholes.
    """
    if loop.around or not 0 < len(loop.ends) <= 2 * OPENINGS_MAX or len(loop.ends) % 2:
        return loop
    across = loop.worn + _chords(loop.ends)
    outside = _hull(np.concatenate([loop.points.reshape(-1, 3), body]), normal)
    worn = max(across, outside)
    return replace(loop, worn=worn, cut=worn / (1.0 + loop.strain), around=True)


def _chords(ends: Floats) -> float:
    """Join the nearest ends first and return the joins' length [m]."""
    left, length = list(ends), 0.0
    while left:
        end = left.pop()
        distances = [float(np.linalg.norm(end - other)) for other in left]
        nearest = int(np.argmin(distances))
        length += distances[nearest]
        left.pop(nearest)
    return length


def _hull(points: Floats, normal: Floats) -> float:
    """Return the perimeter of the hull of points in a plane [m]."""
    across = np.cross(normal, [0.0, 0.0, 1.0] if abs(normal[2]) < 0.9 else [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    flat = points @ np.stack([across, np.cross(normal, across)], axis=1)
    return float(ConvexHull(flat).area)  # in a plane, qhull's "area" is the perimeter
