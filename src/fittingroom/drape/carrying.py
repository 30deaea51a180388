"""Carry a drape over to another size, fabric, body or pose: where a new one may begin."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.drape.meshing import ClothMesh
from fittingroom.errors import InvalidInput
from fittingroom.garment.pattern import Pattern
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import triangle_normals

_CANDIDATES = 12  # triangles looked at round a point: their centres are nearest


def carried(near: Drape, mesh: ClothMesh, pattern: Pattern, body: Body) -> Floats:
    """Return where the vertices of a mesh begin, as `near` hangs [m], shape (vertex, 3).

    A point of a panel begins where the same share of the same panel's width and height hangs in
    `near`, and moves with the skin below it from the one body to the other.

    Raises:
        InvalidInput: `near` is of another style, or its body of another kind.
    """
    names = [panel.name for panel in near.pattern.panels]
    if near.pattern.style != pattern.style or names != [panel.name for panel in pattern.panels]:
        raise InvalidInput(
            f"a drape of style '{near.pattern.style}' can't be carried over to '{pattern.style}': "
            "begin from one of the same style and panels, or from none",
            field="near",
            value=near.pattern.style,
            allowed=pattern.style,
        )
    first = np.unique(mesh.vertex, return_index=True)[1]
    corners, share = np.zeros((len(first), 3), np.int64), np.zeros((len(first), 3))
    for number in range(len(names)):
        rows = np.flatnonzero(mesh.point_panel[first] == number)
        if len(rows):
            old = near.panel == number
            points, plane = mesh.points[mesh.point_panel == number], near.pattern_points[old]
            corners[rows], share[rows] = _found(
                _shares(mesh.points[first[rows]], points),
                _shares(plane, plane.reshape(-1, 2)),
                near.triangles[old],
            )
    hung = np.einsum("vk,vkc->vc", share, near.vertices[corners])
    return _moved(hung, near.body, body)


def _shares(points: Floats, extent: Floats) -> Floats:
    """Return points as shares of the box round `extent`."""
    low, high = extent.min(axis=0), extent.max(axis=0)
    return np.asarray((points - low) / (high - low))


def _found(points: Floats, plane: Floats, triangles: Ints) -> tuple[Ints, Floats]:
    """Return the corners and shares of the triangle each point lies in or next to."""
    from scipy.spatial import cKDTree

    count = min(_CANDIDATES, len(plane))
    near = cKDTree(plane.mean(axis=1)).query(points, k=count)[1].reshape(len(points), count)
    origin = plane[near][:, :, 0]
    sides = np.moveaxis(plane[near][:, :, 1:] - origin[:, :, None], 2, 3)
    inner = np.linalg.solve(sides, (points[:, None] - origin)[..., None])[..., 0]
    weights = np.concatenate([1.0 - inner.sum(axis=2, keepdims=True), inner], axis=2)
    best = weights.min(axis=2).argmax(axis=1)
    pick = np.arange(len(points))
    inside = np.maximum(weights[pick, best], 0.0)
    return triangles[near[pick, best]], inside / inside.sum(axis=1, keepdims=True)


def _moved(points: Floats, old: Body, new: Body) -> Floats:
    """Move points with the skin nearest to them: its place, and how it is turned."""
    if old is new:
        return points
    if old.mesh.triangles.shape != new.mesh.triangles.shape:
        raise InvalidInput("the drape's body and the new one aren't of one kind", field="near")
    _, closest, triangle = MeshDistance(old.mesh).signed(points)
    corners = old.mesh.triangles[triangle]
    was, now = old.mesh.vertices[corners], new.mesh.vertices[corners]
    along = _weights(closest, was)
    lift = np.einsum("vij,vj->vi", _turns(was, now), points - closest)
    return np.asarray(np.einsum("vk,vkc->vc", along, now) + lift)


def _weights(points: Floats, corners: Floats) -> Floats:
    """Barycentric weights of points on triangles, shape (point, 3)."""
    u, v, w = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0], points - corners[:, 0]
    uu, uv, vv = (np.einsum("ij,ij->i", a, b) for a, b in ((u, u), (u, v), (v, v)))
    wu, wv = np.einsum("ij,ij->i", w, u), np.einsum("ij,ij->i", w, v)
    det = np.maximum(uu * vv - uv * uv, 1e-30)
    b, c = (vv * wu - uv * wv) / det, (uu * wv - uv * wu) / det
    return np.column_stack([1.0 - b - c, b, c])


def _turns(was: Floats, now: Floats) -> Floats:
    """Rotations from triangles' old frames to their new ones, shape (triangle, 3, 3)."""
    return np.asarray(_frames(now) @ _frames(was).transpose(0, 2, 1))


def _frames(corners: Floats) -> Floats:
    """Edge, in-plane normal and normal of triangles, as columns."""
    flat = np.arange(3 * len(corners)).reshape(-1, 3)
    normal = triangle_normals(corners.reshape(-1, 3), flat)
    normal = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
    edge = corners[:, 1] - corners[:, 0]
    edge = edge / np.maximum(np.linalg.norm(edge, axis=1, keepdims=True), 1e-30)
    return np.stack([edge, np.cross(normal, edge), normal], axis=2)
