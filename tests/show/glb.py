"""Read a GLB file the way a viewer does: JSON, accessors, node transforms."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

DTYPES = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class Glb:
    def __init__(self, content: bytes) -> None:
        magic, version, length = struct.unpack_from("<4sII", content)
        assert (magic, version, length) == (b"glTF", 2, len(content))
        size, kind = struct.unpack_from("<I4s", content, 12)
        assert kind == b"JSON"
        self.json: dict[str, Any] = json.loads(content[20 : 20 + size])
        self.binary = content[28 + size :]

    def array(self, number: int) -> np.ndarray:
        accessor = self.json["accessors"][number]
        view = self.json["bufferViews"][accessor["bufferView"]]
        width = WIDTHS[accessor["type"]]
        values = np.frombuffer(
            self.binary,
            DTYPES[accessor["componentType"]],
            accessor["count"] * width,
            view["byteOffset"],
        )
        return values if width == 1 else values.reshape(-1, width)

    def mesh(self, name: str) -> dict[str, Any]:
        return next(mesh for mesh in self.json["meshes"] if mesh["name"] == name)

    def attribute(self, primitive: dict[str, Any], name: str) -> np.ndarray:
        return self.array(primitive["attributes"][name])

    def joint_transforms(self, turned: dict[str, Rotation] | None = None) -> np.ndarray:
        """Return world_from_joint of each joint; `turned` turns joints on top of their pose."""
        nodes, joints = self.json["nodes"], self.json["skins"][0]["joints"]
        parent = {child: n for n, node in enumerate(nodes) for child in node.get("children", [])}
        world: dict[int, np.ndarray] = {}

        def place(number: int) -> np.ndarray:
            if number not in world:
                node, local = nodes[number], np.eye(4)
                local[:3, 3] = node.get("translation", [0, 0, 0])
                rotation = Rotation.from_quat(node.get("rotation", [0, 0, 0, 1]))
                if turned and node["name"] in turned:
                    rotation = rotation * turned[node["name"]]
                local[:3, :3] = rotation.as_matrix()
                world[number] = place(parent[number]) @ local if number in parent else local
            return world[number]

        return np.array([place(number) for number in joints])

    def posed(self, primitive: dict[str, Any], joints: np.ndarray) -> np.ndarray:
        """Return a primitive's vertices moved by its joints."""
        inverse = self.array(self.json["skins"][0]["inverseBindMatrices"]).reshape(-1, 4, 4)
        moves = joints @ inverse.transpose(0, 2, 1).astype(float)
        points = self.attribute(primitive, "POSITION").astype(float)
        bones = self.attribute(primitive, "JOINTS_0")
        weights = self.attribute(primitive, "WEIGHTS_0").astype(float)
        mixed = np.einsum("vb,vbij->vij", weights, moves[bones])
        return np.einsum("vij,vj->vi", mixed[:, :3, :3], points) + mixed[:, :3, 3]
