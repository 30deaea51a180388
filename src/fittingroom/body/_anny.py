"""The only door to Anny, the body model: its raw arrays, turned to our frame.

Nothing at run time comes through here. `scripts/body_basis.py` asks it once for the arrays and
writes the compact basis that ships with the package, and a slow test asks it again to prove that
the basis still is Anny.

Source: Anny 0.6.2, NAVER Labs Europe, Apache-2.0; its mesh, rig and shapes are MakeHuman's, CC0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import MissingDependency
from fittingroom.frames import y_up_from_z_up


@dataclass(frozen=True, slots=True)
class AnnyArrays:
    """What Anny knows, as arrays in our axes (its origin: mid-height, not the floor).

    Args:
        template: mean vertices [m], shape (vertex, 3).
        heads: mean bone heads [m], shape (bone, 3).
        phenotype_rows: displacement of vertices by phenotype blendshape, shape (row, vertex, 3).
        phenotype_heads: the same of bone heads, shape (row, bone, 3).
        phenotype_mask: which variations each row is a product of, shape (row, variation).
        variations: names of the variations by phenotype, in the mask's order.
        local_rows: displacement by local change, plus and minus, shape (change, 2, vertex, 3).
        local_heads: the same of bone heads, shape (change, 2, bone, 3).
        triangles: shape (triangle, 3).
        texture_coordinates: (u, v) per corner, shape (triangle, 3, 2).
        bones: bone names.
        parents: number of each bone's parent, -1 for the root.
        skin_bones: shape (vertex, influence).
        skin_weights: shape (vertex, influence).
    """

    template: Floats
    heads: Floats
    phenotype_rows: Floats
    phenotype_heads: Floats
    phenotype_mask: Floats
    variations: dict[str, list[str]]
    local_rows: Floats
    local_heads: Floats
    triangles: Ints
    texture_coordinates: Floats
    bones: tuple[str, ...]
    parents: Ints
    skin_bones: Ints
    skin_weights: Floats


def load_anny(changes: tuple[str, ...]) -> AnnyArrays:
    """Load Anny with these local changes, left and right tied together.

    Args:
        changes: Anny's names; one that begins with `l-` stands for its `r-` twin as well.

    Raises:
        MissingDependency: `anny` isn't installed.
    """
    try:
        import anny
        from anny.models.model_data import PHENOTYPE_VARIATIONS
    except ImportError as problem:
        raise MissingDependency(
            "anny", extra="model", purpose="rebuilding the body basis"
        ) from problem
    twins = [f"r-{name[2:]}" for name in changes if name.startswith("l-")]
    # "original": compacting Anny's own way takes a minute, and ours is smaller
    model = anny.Anny(
        local_changes=[*changes, *twins], phenotypes="all", phenotype_blendshapes="original"
    )
    rows, head_rows = _numpy(model.blendshapes), _numpy(model.bone_heads_blendshapes)
    labels = list(model.local_change_labels)
    count = len(rows) - 2 * len(labels)
    local, local_heads = rows[count:], head_rows[count:]
    pairs = [_rows_of(name, labels) for name in changes]
    uv = np.asarray(model.texture_coordinates, dtype=np.float64)
    corners = np.asarray(model.face_texture_coordinate_indices)
    return AnnyArrays(
        template=y_up_from_z_up(_numpy(model.template_vertices)),
        heads=y_up_from_z_up(_numpy(model.template_bone_heads)),
        phenotype_rows=y_up_from_z_up(rows[:count]),
        phenotype_heads=y_up_from_z_up(head_rows[:count]),
        phenotype_mask=_numpy(model.stacked_phenotype_blend_shapes_mask),
        variations={name: list(values) for name, values in PHENOTYPE_VARIATIONS.items()},
        local_rows=y_up_from_z_up(np.stack([local[pair].sum(0) for pair in pairs])),
        local_heads=y_up_from_z_up(np.stack([local_heads[pair].sum(0) for pair in pairs])),
        triangles=np.asarray(model.faces, dtype=np.int64),
        texture_coordinates=uv[corners],
        bones=tuple(model.bone_labels),
        parents=np.array(model.bone_parents, dtype=np.int64),
        skin_bones=np.asarray(model.vertex_bone_indices, dtype=np.int64),
        skin_weights=_numpy(model.vertex_bone_weights),
    )


def _numpy(tensor: object) -> Floats:
    return np.asarray(tensor, dtype=np.float64)


def _rows_of(name: str, labels: list[str]) -> Ints:
    """Return the rows (side, sign) of a local change and its twin, shape (side, 2)."""
    sides = [labels.index(name)]
    if name.startswith("l-"):
        sides.append(labels.index(f"r-{name[2:]}"))
    return np.array([[2 * side, 2 * side + 1] for side in sides])
