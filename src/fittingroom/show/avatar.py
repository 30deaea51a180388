"""`avatar_file`: everything a browser needs to show any body, in one file of 9 MB (3 MB gzipped).

The file: the 4 bytes `FRA1`, the header's length (uint32, little-endian), the header (JSON), then
the arrays, little-endian, each where `arrays` says: `{name: {type, shape, at}}`, `at` counted from
the header's end and divisible by 8. A body of coefficients `row`:

    rest[half] = Σ_r row[r] scale[r] rows[r]      rest[mirror[half]] = the same with x negated
    heads      = Σ_r row[r] heads[r]              moved so that the soles are at y = 0 and the
                                                  middle of the ankles (`feet`) at x = z = 0

Coefficients from `local_from` on are pairs, of which one is 0 and the other at most 1. `sex` weighs
the coefficients into 1 for a female body, 0 for a male one. The body is posed as `body.posing` does
it, by `poses` (rotation vectors by bone), `parents`, `skin_bones` and `skin_weights` (0 to 65,535),
and put on the floor again. `origin` names the vertex that each vertex of the picture shows,
`triangles` and `uv` (0 to 65,535, v down) are the picture's; `skin_female` and `skin_male` are JPEG
files, painted on the mean body of each sex.
"""

from __future__ import annotations

import json
import struct
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.body.basis import Basis, load_basis, stored_rows
from fittingroom.body.body import Body
from fittingroom.body.fitting import prior_of
from fittingroom.body.making import body_of_shape
from fittingroom.body.poses import A_POSE, A_WIDE, REST
from fittingroom.body.shape import named
from fittingroom.person.person import Sex
from fittingroom.show.images import encoded
from fittingroom.show.skin import skin_texture
from fittingroom.show.surface import split_corners

MAGIC = b"FRA1"
_UNIT = 65_535  # what 1 is stored as
_FEET = ("foot_L", "foot_R")

Arrays = dict[str, NDArray[Any]]


@lru_cache(maxsize=1)
def avatar_file() -> bytes:
    """Return the file (3 s, made once)."""
    basis = load_basis()
    header = {
        "bones": basis.bones,
        "parents": basis.parents.tolist(),
        "local_from": 1 + basis.corners.shape[-1],
        "feet": [basis.bones.index(name) for name in _FEET],
        "poses": {
            pose.name: {bone: turn.tolist() for bone, turn in pose.rotations.items()}
            for pose in (A_POSE, A_WIDE)
        },
    }
    return _packed(header, _shapes(basis) | _surface() | _skins())


def _shapes(basis: Basis) -> Arrays:
    rows, scale, half = stored_rows()
    return {
        "rows": rows,
        "scale": scale.astype(np.float32),
        "half": half.astype(np.uint16),
        "mirror": basis.mirror.astype(np.uint16),
        "heads": np.moveaxis(basis.heads, -1, 0).astype(np.float32),
        "sex": _sex(basis),
        "skin_bones": basis.skin_bones.astype(np.uint8),
        "skin_weights": np.rint(basis.skin_weights * _UNIT).astype(np.uint16),
    }


def _sex(basis: Basis) -> NDArray[np.float32]:
    """Return what the coefficients are weighed with to tell the phenotype "gender" (to 1e-6)."""
    corners = basis.corners.reshape(-1, basis.corners.shape[-1])
    poles = np.repeat([0.0, 1.0], len(corners) // 2)
    known = np.column_stack([np.ones(len(corners)), corners])
    weights = np.zeros(basis.vertices.shape[-1])
    weights[: known.shape[1]] = np.linalg.lstsq(known, poles, rcond=None)[0]
    return weights.astype(np.float32)


def _surface() -> Arrays:
    body = mean_body("female")
    rest = body.rest_vertices
    surface = split_corners(rest, np.ones_like(rest), body.mesh.triangles, body.texture_coordinates)
    uv = np.column_stack([surface.uv[:, 0], 1.0 - surface.uv[:, 1]])
    return {
        "origin": surface.origin.astype(np.uint16),
        "triangles": surface.triangles.astype(np.uint16),
        "uv": np.rint(np.clip(uv, 0.0, 1.0) * _UNIT).astype(np.uint16),
    }


def _skins() -> Arrays:
    sexes: tuple[Sex, ...] = ("female", "male")
    return {
        f"skin_{sex}": np.frombuffer(encoded(skin_texture(mean_body(sex)), "jpeg"), np.uint8)
        for sex in sexes
    }


def mean_body(sex: Sex) -> Body:
    """Return the body model's mean of a sex, at rest."""
    return body_of_shape(sex, named(prior_of(sex)[0]), REST)


def _packed(header: dict[str, Any], arrays: Arrays) -> bytes:
    content, places = bytearray(), {}
    for name, values in arrays.items():
        places[name] = {"type": values.dtype.name, "shape": values.shape, "at": len(content)}
        content += np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes()
        content += b"\0" * (-len(content) % 8)
    text = json.dumps(header | {"arrays": places}, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 8) % 8)
    return MAGIC + struct.pack("<I", len(text)) + text + bytes(content)
