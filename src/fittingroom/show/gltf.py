"""glTF: the dressed person as one GLB file that any 3D viewer opens.

The meshes are stored in the pose of the drape and the joints stand in that pose, so that the file
shows what the simulation found, vertex by vertex, whether or not a viewer applies the skin. Each
joint's rotation is its rotation away from the rest pose: with all rotations set to none the body
returns to rest, and retargeting starts from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.show._glb import INDICES, VERTICES, GlbWriter, JsonObject
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.fabric_fit import vertex_strain
from fittingroom.show.images import Pixels, encoded
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part
from fittingroom.show.skinning import body_influences, cloth_influences
from fittingroom.show.surface import tangents

Influences = tuple[Ints, Floats]
GENERATOR = "fittingroom"
SHEEN_LIGHT = 0.25  # glTF's sheen is stronger than the renderer's at the same share


def to_glb(look: Look) -> bytes:
    """Return the person and the garment as a GLB file, textures inside.

    Metres, Y up, floor at 0, the person faces +Z. Meshes `body` and the garment's ref, one
    skeleton for both. The garment's attributes `_EASE` [m] and `_STRAIN` hold the fit.
    """
    writer = GlbWriter(GENERATOR)
    body = look.drape.body
    skin = _skeleton(writer, body)
    nodes = [_body(writer, body, skin), _garment(writer, look, skin)]
    return _closed(writer, nodes)


def body_to_glb(body: Body) -> bytes:
    """Return the body alone as a GLB file with its skeleton."""
    writer = GlbWriter(GENERATOR)
    skin = _skeleton(writer, body)
    return _closed(writer, [_body(writer, body, skin)])


def _closed(writer: GlbWriter, nodes: list[int]) -> bytes:
    root = writer.document["skins"][0]["skeleton"]
    writer.document["scene"] = writer.add("scenes", {"nodes": [root, *nodes]})
    return writer.file()


def _body(writer: GlbWriter, body: Body, skin: int) -> int:
    return _node(writer, "body", (body_part(body),), body_influences(body), skin)


def _garment(writer: GlbWriter, look: Look, skin: int) -> int:
    drape = look.drape
    fit = {"_EASE": drape.gap, "_STRAIN": vertex_strain(drape)}
    influences = cloth_influences(drape)
    return _node(writer, look.garment.ref, garment_parts(look), influences, skin, extra=fit)


def _node(
    writer: GlbWriter,
    name: str,
    parts: tuple[Part, ...],
    influences: Influences,
    skin: int,
    *,
    extra: Mapping[str, Floats] | None = None,
) -> int:
    primitives = [_primitive(writer, part, influences, extra or {}) for part in parts]
    mesh = writer.add("meshes", {"name": name, "primitives": primitives})
    return writer.add("nodes", {"name": name, "mesh": mesh, "skin": skin})


def _material(writer: GlbWriter, material: Material) -> int:
    surface: JsonObject = {
        "baseColorTexture": {"index": _picture(writer, f"{material.name} colour", material.colour)},
        "metallicFactor": 0.0,
        "roughnessFactor": material.roughness,
    }
    entry: JsonObject = {"name": material.name, "pbrMetallicRoughness": surface}
    if material.normal is not None:
        entry["normalTexture"] = {
            "index": _picture(writer, f"{material.name} normal", material.normal)
        }
    if material.softness == 0.0:
        entry["doubleSided"] = True
    entry["extensions"] = _extensions(material)
    writer.document["extensionsUsed"] = ["KHR_materials_specular", "KHR_materials_sheen"]
    return writer.add("materials", entry)


def _extensions(material: Material) -> JsonObject:
    # the renderer's 0.5 is what glTF calls 1: four per cent of light straight on
    gloss = {"specularFactor": min(2.0 * material.specular, 1.0)}
    share = [material.sheen * SHEEN_LIGHT] * 3
    sheen = {"sheenColorFactor": share, "sheenRoughnessFactor": 0.5}
    return {"KHR_materials_specular": gloss, "KHR_materials_sheen": sheen}


def _picture(writer: GlbWriter, name: str, pixels: Pixels) -> int:
    return writer.picture(name, encoded(pixels, "jpeg"), "image/jpeg")


def _primitive(
    writer: GlbWriter, part: Part, influences: Influences, extra: Mapping[str, Floats]
) -> JsonObject:
    surface, origin = part.surface, part.surface.origin
    bones, weights = influences[0][origin], influences[1][origin]
    uv = np.column_stack([surface.uv[:, 0], 1.0 - surface.uv[:, 1]])
    vertices = {
        "POSITION": writer.array(_f4(surface.positions), target=VERTICES, bounds=True),
        "NORMAL": writer.array(_f4(surface.normals), target=VERTICES),
        "TEXCOORD_0": writer.array(_f4(uv), target=VERTICES),
        "JOINTS_0": writer.array(bones.astype(np.uint8), target=VERTICES),
        "WEIGHTS_0": writer.array(_unit_rows(weights), target=VERTICES),
    }
    if part.material.normal is not None:
        vertices["TANGENT"] = writer.array(_f4(tangents(surface)), target=VERTICES)
    for name, values in extra.items():
        vertices[name] = writer.array(_f4(values[origin]), target=VERTICES)
    numbers = surface.triangles.reshape(-1)
    kind = np.uint16 if len(surface.positions) < 65_535 else np.uint32
    return {
        "attributes": vertices,
        "indices": writer.array(numbers.astype(kind), target=INDICES),
        "material": _material(writer, part.material),
    }


def _f4(values: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    return np.ascontiguousarray(values, dtype=np.float32)


def _unit_rows(weights: Floats) -> NDArray[np.float32]:
    """Return float32 weights whose rows sum to 1 in float32 too."""
    rounded = _f4(weights)
    shares: NDArray[np.float32] = rounded / rounded.sum(1, keepdims=True, dtype=np.float32)
    return shares


def _skeleton(writer: GlbWriter, body: Body) -> int:
    """Add the joints as nodes 0, 1, … and return the skin's number."""
    skeleton, count = body.skeleton, len(body.skeleton.names)
    world = body.posed_from_rest @ _translations(skeleton.heads)
    for bone, name in enumerate(skeleton.names):
        writer.add("nodes", {"name": name} | _transform(world, int(skeleton.parents[bone]), bone))
    for bone, parent in enumerate(skeleton.parents.tolist()):
        if parent >= 0:
            writer.document["nodes"][parent].setdefault("children", []).append(bone)
    # glTF wants columns first, and an exact last row
    inverse = np.linalg.inv(world).transpose(0, 2, 1)
    inverse[:, :3, 3], inverse[:, 3, 3] = 0.0, 1.0
    matrices = writer.array(_f4(inverse.reshape(count, 16)))
    root = int(np.flatnonzero(skeleton.parents < 0)[0])
    return writer.add(
        "skins",
        {
            "name": "humanoid",
            "joints": list(range(count)),
            "skeleton": root,
            "inverseBindMatrices": matrices,
        },
    )


def _translations(offsets: Floats) -> Floats:
    matrices = np.tile(np.eye(4), (len(offsets), 1, 1))
    matrices[:, :3, 3] = offsets
    return matrices


def _transform(world: Floats, parent: int, bone: int) -> JsonObject:
    local = world[bone] if parent < 0 else np.linalg.inv(world[parent]) @ world[bone]
    transform: JsonObject = {"translation": local[:3, 3].tolist()}
    quaternion = _quaternion(local[:3, :3])
    if abs(quaternion[3]) < 1.0 - 1e-12:
        transform["rotation"] = quaternion.tolist()
    return transform


def _quaternion(rotation: Floats) -> Floats:
    from scipy.spatial.transform import Rotation

    quaternion: Floats = Rotation.from_matrix(rotation).as_quat(canonical=True)
    return quaternion / np.linalg.norm(quaternion)
