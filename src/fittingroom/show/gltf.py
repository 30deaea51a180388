"""glTF: the dressed person as one GLB file that any 3D viewer opens.

The meshes are stored in the pose of the drape and the joints stand in that pose, so that the file
shows what the simulation found, vertex by vertex, whether or not a viewer applies the skin. Each
joint's rotation is its rotation away from the rest pose: with all rotations set to none the body
returns to rest, and retargeting starts from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.show._glb import INDICES, VERTICES, GlbWriter, JsonObject, floats
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.fabric_fit import vertex_strain
from fittingroom.show.gltf_skeleton import add_skeleton
from fittingroom.show.images import Pixels, encoded
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part
from fittingroom.show.skin import SKIN_TONE
from fittingroom.show.skinning import body_influences, cloth_influences
from fittingroom.show.surface import tangents

Colour = tuple[float, float, float]
Influences = tuple[Ints, Floats]
Targets = Sequence[Floats]  # displacements of the garment's vertices [m], each (vertex, 3)
Attributes = Mapping[str, NDArray[Any]]  # of the garment's vertices, float32 or uint16
GENERATOR = "fittingroom"
SHEEN_LIGHT = 0.25  # glTF's sheen is stronger than the renderer's at the same share


def to_glb(look: Look, *, skin_tone: Colour = SKIN_TONE) -> bytes:
    """Return the person and the garment as a GLB file, textures inside.

    Metres, Y up, floor at 0, the person faces +Z. Meshes `body` and the garment's ref, one
    skeleton for both. The garment's attributes `_EASE` [m], `_STRAIN` and
    `_PRESSURE` [Pa] hold the fit.

    Args:
        look: who wears what.
        skin_tone: sRGB, 0 to 1.
    """
    writer = GlbWriter(GENERATOR)
    body = look.drape.body
    skin = add_skeleton(writer, body)
    influences = cloth_influences(look.drape)
    nodes = [_body(writer, body, skin, skin_tone), _garment(writer, look, skin, influences)]
    return _closed(writer, nodes)


def body_to_glb(body: Body, *, skin_tone: Colour = SKIN_TONE) -> bytes:
    """Return the body alone as a GLB file with its skeleton."""
    writer = GlbWriter(GENERATOR)
    skin = add_skeleton(writer, body)
    return _closed(writer, [_body(writer, body, skin, skin_tone)])


def _closed(writer: GlbWriter, nodes: list[int]) -> bytes:
    root = writer.document["skins"][0]["skeleton"]
    writer.document["scene"] = writer.add("scenes", {"nodes": [root, *nodes]})
    return writer.file()


def _body(writer: GlbWriter, body: Body, skin: int, tone: Colour) -> int:
    return _node(writer, "body", (body_part(body, skin_tone=tone),), body_influences(body), skin)


def _garment(
    writer: GlbWriter,
    look: Look,
    skin: int,
    influences: Influences,
    targets: Targets = (),
    *,
    name: str | None = None,
    more: Attributes | None = None,
) -> int:
    drape = look.drape
    fit = {
        "_EASE": floats(drape.gap),
        "_STRAIN": floats(vertex_strain(drape)),
        "_PRESSURE": floats(drape.pressure),
    }
    parts = garment_parts(look)
    called = look.garment.ref if name is None else name
    return _node(
        writer, called, parts, influences, skin, extra=fit | dict(more or {}), targets=targets
    )


def _node(
    writer: GlbWriter,
    name: str,
    parts: tuple[Part, ...],
    influences: Influences,
    skin: int,
    *,
    extra: Attributes | None = None,
    targets: Targets = (),
) -> int:
    primitives = [_primitive(writer, part, influences, extra or {}) for part in parts]
    mesh: JsonObject = {"name": name, "primitives": primitives}
    if targets:
        mesh["weights"] = [0.0] * len(targets)
        for part, primitive in zip(parts, primitives, strict=True):
            primitive["targets"] = [
                {"POSITION": _displacement(writer, moved[part.surface.origin])} for moved in targets
            ]
    return writer.add("nodes", {"name": name, "mesh": writer.add("meshes", mesh), "skin": skin})


def _displacement(writer: GlbWriter, moved: Floats) -> int:
    return writer.array(floats(moved), target=VERTICES, bounds=True)


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
    writer: GlbWriter, part: Part, influences: Influences, extra: Attributes
) -> JsonObject:
    surface, origin = part.surface, part.surface.origin
    bones, weights = influences[0][origin], influences[1][origin]
    uv = np.column_stack([surface.uv[:, 0], 1.0 - surface.uv[:, 1]])
    vertices = {
        "POSITION": writer.array(floats(surface.positions), target=VERTICES, bounds=True),
        "NORMAL": writer.array(floats(surface.normals), target=VERTICES),
        "TEXCOORD_0": writer.array(floats(uv), target=VERTICES),
        "JOINTS_0": writer.array(bones.astype(np.uint8), target=VERTICES),
        "WEIGHTS_0": writer.array(_unit_rows(weights), target=VERTICES),
    }
    if part.material.normal is not None:
        vertices["TANGENT"] = writer.array(floats(tangents(surface)), target=VERTICES)
    for name, values in extra.items():
        vertices[name] = writer.array(values[origin], target=VERTICES)
    numbers = surface.triangles.reshape(-1)
    kind = np.uint16 if len(surface.positions) < 65_535 else np.uint32
    return {
        "attributes": vertices,
        "indices": writer.array(numbers.astype(kind), target=INDICES),
        "material": _material(writer, part.material),
    }


def _unit_rows(weights: Floats) -> NDArray[np.float32]:
    """Return float32 weights whose rows sum to 1 in float32 too."""
    rounded = floats(weights)
    shares: NDArray[np.float32] = rounded / rounded.sum(1, keepdims=True, dtype=np.float32)
    return shares
