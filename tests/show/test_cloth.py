"""Edges, seams and ribbons, on a handful of triangles."""

from __future__ import annotations

import numpy as np

from fittingroom.show.cloth import cloth_parts
from fittingroom.show.edging import find_edges
from fittingroom.show.look import Look
from fittingroom.show.ribbons import contour, ribbon
from fittingroom.show.surface import split_corners, tangents

# two squares side by side, sewn along x = 1
POINTS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [2, 0, 0], [2, 1, 0]], float)
TRIANGLES = np.array([[0, 1, 2], [0, 2, 3], [1, 4, 5], [1, 5, 2]])
FLAT = POINTS[:, :2][TRIANGLES]
NORMALS = np.tile([0.0, 0.0, 1.0], (6, 1))


def test_finds_open_edges_and_no_seam_in_one_panel() -> None:
    edges = find_edges(TRIANGLES, FLAT, np.zeros(4, int))
    assert len(edges.open) == 6
    assert len(edges.seams) == 0


def test_finds_the_seam_between_two_panels() -> None:
    edges = find_edges(TRIANGLES, FLAT, np.array([0, 0, 1, 1]))
    assert edges.seams.tolist() == [[1, 2]]


def test_finds_a_dart_within_one_panel() -> None:
    apart = FLAT.copy()
    apart[2:] += [0.3, 0.0]
    edges = find_edges(TRIANGLES, apart, np.zeros(4, int))
    assert edges.seams.tolist() == [[1, 2]]


def test_ribbon_is_as_wide_as_asked_and_faces_outward() -> None:
    segments = np.array([[0, 1], [1, 4]])
    along = np.zeros((2, 2))
    strip = ribbon(POINTS, NORMALS, segments, along, np.arange(6), width=0.1, lift=0.01)
    assert np.ptp(strip.positions[:, 1]) == 0.1
    assert np.all(strip.positions[:, 2] == 0.01)
    a, b, c = (strip.positions[strip.triangles[:, corner]] for corner in range(3))
    assert np.all(np.cross(b - a, c - a)[:, 2] > 0)


def test_contour_lies_at_its_level() -> None:
    height = FLAT[..., 1]
    pairs, share, which = contour(TRIANGLES, height, 0.25)
    assert len(which) == 4
    start = np.take_along_axis(height[which], pairs[:, :, 0], 1)
    stop = np.take_along_axis(height[which], pairs[:, :, 1], 1)
    np.testing.assert_allclose(start + share * (stop - start), 0.25)


def test_corners_split_only_where_the_texture_jumps() -> None:
    apart = FLAT.copy()
    apart[2:] += [0.3, 0.0]
    assert len(split_corners(POINTS, NORMALS, TRIANGLES, FLAT).positions) == 6
    surface = split_corners(POINTS, NORMALS, TRIANGLES, apart)
    assert len(surface.positions) == 8
    np.testing.assert_allclose(tangents(surface), np.tile([1.0, 0.0, 0.0, 1.0], (8, 1)))


def test_real_garment_has_a_thick_edge_seams_and_stitches(look: Look) -> None:
    parts = {part.material.name: part.surface for part in cloth_parts(look)}
    assert set(parts) >= {"shell", "trim", "shell wrong side", "seam", "stitching"}
    drape = look.drape
    # the wrong side lies behind the right side by the cloth's thickness
    wrong = parts["shell wrong side"]
    from scipy.spatial import cKDTree

    apart = cKDTree(drape.vertices).query(wrong.positions)[0]
    assert 0.0005 < np.median(apart) < 0.003
    # stitches run 2 cm above the hem: most of them lie low on the body
    stitches = parts["stitching"].positions
    hem = drape.vertices[:, 1].min()
    low = stitches[stitches[:, 1] < hem + 0.06]
    assert len(low) > 100
    assert abs(np.median(low[:, 1]) - hem - 0.022) < 0.012
