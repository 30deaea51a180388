"""Loops over pixels: textures laid out, surfaces seen, grain taken out."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints


@njit(cache=True)
def cover(corner_uv: Floats, size: int, margin: float) -> tuple[Ints, Floats]:
    """Return the triangle over each pixel (-1 for none) and its barycentric coordinates.

    Args:
        corner_uv: texture coordinates, v up, shape (triangle, 3, 2).
        size: of the square texture [pixel].
        margin: how far a triangle reaches past its border, in barycentric units of a pixel.
    """
    owner = np.full((size, size), -1, np.int64)
    share = np.zeros((size, size, 3))
    best = np.full((size, size), -1e9)
    for t in range(len(corner_uv)):
        ax, ay = corner_uv[t, 0, 0] * size - 0.5, (1.0 - corner_uv[t, 0, 1]) * size - 0.5
        bx, by = corner_uv[t, 1, 0] * size - 0.5, (1.0 - corner_uv[t, 1, 1]) * size - 0.5
        cx, cy = corner_uv[t, 2, 0] * size - 0.5, (1.0 - corner_uv[t, 2, 1]) * size - 0.5
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-12:
            continue
        slack = margin * max(abs(bx - ax), abs(cx - ax), abs(by - ay), abs(cy - ay)) / abs(area)
        slack = min(slack + margin / np.sqrt(abs(area)), 6.0)
        for row in range(
            max(0, int(min(ay, by, cy) - margin)),
            min(size - 1, int(max(ay, by, cy) + margin + 1)) + 1,
        ):
            for column in range(
                max(0, int(min(ax, bx, cx) - margin)),
                min(size - 1, int(max(ax, bx, cx) + margin + 1)) + 1,
            ):
                b = ((column - ax) * (cy - ay) - (cx - ax) * (row - ay)) / area
                c = ((bx - ax) * (row - ay) - (column - ax) * (by - ay)) / area
                inside = min(1.0 - b - c, b, c)
                if inside > -slack and min(inside, 0.0) > best[row, column]:
                    best[row, column] = min(inside, 0.0)
                    owner[row, column] = t
                    share[row, column, 0] = 1.0 - b - c
                    share[row, column, 1] = b
                    share[row, column, 2] = c
    return owner, share


@njit(cache=True)
def rasterise(
    x: Floats, y: Floats, depth: Floats, triangles: Ints, width: int, height: int
) -> tuple[Ints, Floats]:
    """Return the nearest triangle at each pixel's centre (-1 for none) and its share of corners.

    Args:
        x: of each vertex in the picture [pixel], shape (vertex,).
        y: the same, from the top.
        depth: distance along the view [m], shape (vertex,).
        triangles: shape (triangle, 3).
        width: of the picture [pixel].
        height: of the picture [pixel].
    """
    owner = np.full((height, width), -1, np.int64)
    share = np.zeros((height, width, 3))
    nearest = np.full((height, width), np.inf)
    for t in range(len(triangles)):
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        area = (x[j] - x[i]) * (y[k] - y[i]) - (x[k] - x[i]) * (y[j] - y[i])
        if abs(area) < 1e-12:
            continue
        top, bottom = min(y[i], y[j], y[k]) - 0.5, max(y[i], y[j], y[k]) - 0.5
        left, right = min(x[i], x[j], x[k]) - 0.5, max(x[i], x[j], x[k]) - 0.5
        for row in range(max(0, int(np.ceil(top))), min(height - 1, int(bottom)) + 1):
            for column in range(max(0, int(np.ceil(left))), min(width - 1, int(right)) + 1):
                dx, dy = column + 0.5 - x[i], row + 0.5 - y[i]
                b = (dx * (y[k] - y[i]) - (x[k] - x[i]) * dy) / area
                c = ((x[j] - x[i]) * dy - dx * (y[j] - y[i])) / area
                a = 1.0 - b - c
                if a < 0.0 or b < 0.0 or c < 0.0:
                    continue
                away = a * depth[i] + b * depth[j] + c * depth[k]
                if away < nearest[row, column]:
                    nearest[row, column] = away
                    owner[row, column] = t
                    share[row, column, 0] = a
                    share[row, column, 1] = b
                    share[row, column, 2] = c
    return owner, share


@njit(cache=True)
def smooth(
    light: Floats,
    normal: Floats,
    place: Floats,
    piece: Ints,
    mixed: Ints,
    step: int,
    reach: Floats,
    tolerance: Floats,
) -> Floats:
    """Return light averaged over neighbours that lie on the same surface.

    Args:
        light: shape (row, column, 3).
        normal: unit, shape (row, column, 3).
        place: [m], shape (row, column, 3).
        piece: which part each pixel shows, shape (row, column).
        mixed: 1 where a pixel shows two parts: it's left alone and nobody asks it.
        step: distance of the neighbours [pixel].
        reach: distance over which light is shared, by part [m], shape (part,).
        tolerance: relative difference of light that is taken for noise, by part, shape (part,).
    """
    rows, columns = piece.shape
    weight = (0.375, 0.25, 0.0625)
    result = light.copy()
    for row in range(rows):
        for column in range(columns):
            if mixed[row, column] == 1:
                continue
            kind = piece[row, column]
            here = light[row, column, 0] + light[row, column, 1] + light[row, column, 2]
            total = 0.0
            red, green, blue = 0.0, 0.0, 0.0
            for down in range(-2, 3):
                for across in range(-2, 3):
                    r, c = row + down * step, column + across * step
                    if r < 0 or c < 0 or r >= rows or c >= columns:
                        continue
                    if mixed[r, c] == 1 or piece[r, c] != kind:
                        continue
                    facing, away, apart = 0.0, 0.0, 0.0
                    for axis in range(3):
                        facing += normal[row, column, axis] * normal[r, c, axis]
                        gap = place[row, column, axis] - place[r, c, axis]
                        away += gap * gap
                    there = light[r, c, 0] + light[r, c, 1] + light[r, c, 2]
                    apart = (there - here) / (tolerance[kind] * (here + there + 1e-6))
                    share = weight[abs(down)] * weight[abs(across)]
                    share *= max(0.0, facing) ** 48 * np.exp(-apart * apart)
                    share *= np.exp(-away / (reach[kind] * reach[kind]))
                    total += share
                    red += share * light[r, c, 0]
                    green += share * light[r, c, 1]
                    blue += share * light[r, c, 2]
            if total > 0.0:
                result[row, column, 0] = red / total
                result[row, column, 1] = green / total
                result[row, column, 2] = blue / total
    return result


@njit(cache=True)
def compose(
    shone: Floats,
    light: Floats,
    kind: Ints,
    mixed: Ints,
    fine_kind: Ints,
    fine_normal: Floats,
    normal: Floats,
    fine_colour: Floats,
    fine: int,
) -> Floats:
    """Return the picture of surfaces whose light is known where they fill a pixel.

    A pixel that shows several surfaces is put together from its finer pixels: each takes the light
    of the nearest pixel that its own surface fills and that faces the same way.

    Args:
        shone: light per surface colour, shape (row, column, 3).
        light: the rendered picture, for what nothing near fills, shape (row, column, 3).
        kind: surface of each pixel, shape (row, column).
        mixed: 1 where a pixel shows several surfaces, shape (row, column).
        fine_kind: surface of each finer pixel, shape (fine row, fine column).
        fine_normal: shape (fine row, fine column, 3).
        normal: shape (row, column, 3).
        fine_colour: linear, shape (fine row, fine column, 3).
        fine: finer pixels along a pixel's side.
    """
    rows, columns = kind.shape
    picture = np.zeros((rows, columns, 3))
    share = 1.0 / (fine * fine)
    for row in range(rows):
        for column in range(columns):
            for part in range(fine * fine):
                i, j = row * fine + part // fine, column * fine + part % fine
                source_row, source_column, best = row, column, -1.0
                if mixed[row, column] == 1:
                    for r in range(max(0, row - 3), min(rows, row + 4)):
                        for c in range(max(0, column - 3), min(columns, column + 4)):
                            if mixed[r, c] == 1 or kind[r, c] != fine_kind[i, j]:
                                continue
                            facing = 0.0
                            for axis in range(3):
                                facing += fine_normal[i, j, axis] * normal[r, c, axis]
                            away = (r - row) ** 2 + (c - column) ** 2
                            score = (2.0 + facing) / (1.0 + away)
                            if score > best:
                                best, source_row, source_column = score, r, c
                    if best < 0.0:
                        for axis in range(3):
                            picture[row, column, axis] += share * light[row, column, axis]
                        continue
                for axis in range(3):
                    picture[row, column, axis] += (
                        share * shone[source_row, source_column, axis] * fine_colour[i, j, axis]
                    )
    return picture
