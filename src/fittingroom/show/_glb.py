"""The binary glTF container: JSON and one buffer, written piece by piece.

Source: Khronos, "glTF 2.0 Specification", sections 3.6 (buffers and accessors) and 4 (GLB).
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOAT, BYTE, SHORT, INT = 5126, 5121, 5123, 5125
VERTICES, INDICES = 34962, 34963
_KINDS = {np.dtype("f4"): FLOAT, np.dtype("u1"): BYTE, np.dtype("u2"): SHORT, np.dtype("u4"): INT}
_SHAPES = {(): "SCALAR", (2,): "VEC2", (3,): "VEC3", (4,): "VEC4", (16,): "MAT4"}
JsonObject = dict[str, Any]


class GlbWriter:
    """Collects arrays, pictures and objects; `file()` closes it."""

    def __init__(self, generator: str) -> None:
        self.document: JsonObject = {"asset": {"version": "2.0", "generator": generator}}
        self._buffer = bytearray()

    def add(self, kind: str, item: JsonObject) -> int:
        """Append `item` to the list called `kind` ("nodes", "meshes", …) and return its number."""
        items = self.document.setdefault(kind, [])
        items.append(item)
        return len(items) - 1

    def array(
        self, values: NDArray[Any], *, target: int | None = None, bounds: bool = False
    ) -> int:
        """Store an array, shape (count, …), and return its accessor.

        Args:
            values: float32, uint8, uint16 or uint32.
            target: what the graphics card uses it for, if it does.
            bounds: state least and greatest values (the format asks for it on positions).
        """
        accessor: JsonObject = {
            "bufferView": self._view(np.ascontiguousarray(values).tobytes(), target),
            "componentType": _KINDS[values.dtype],
            "count": len(values),
            "type": _SHAPES[values.shape[1:]],
        }
        if bounds:
            accessor["min"] = np.atleast_1d(values.min(0)).tolist()
            accessor["max"] = np.atleast_1d(values.max(0)).tolist()
        return self.add("accessors", accessor)

    def picture(self, name: str, content: bytes, mime: str) -> int:
        """Store a PNG or JPEG file as a repeating texture and return the texture's number."""
        if "samplers" not in self.document:
            self.add("samplers", {"magFilter": 9729, "minFilter": 9987})
        image = self.add(
            "images", {"name": name, "mimeType": mime, "bufferView": self._view(content, None)}
        )
        return self.add("textures", {"source": image, "sampler": 0})

    def file(self) -> bytes:
        """Return the whole file."""
        self._pad()
        document = self.document | {"buffers": [{"byteLength": len(self._buffer)}]}
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        chunks = struct.pack("<I4s", len(text), b"JSON") + text
        chunks += struct.pack("<I4s", len(self._buffer), b"BIN\0") + self._buffer
        return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks

    def _view(self, content: bytes, target: int | None) -> int:
        self._pad()
        view: JsonObject = {
            "buffer": 0,
            "byteOffset": len(self._buffer),
            "byteLength": len(content),
        }
        if target is not None:
            view["target"] = target
        self._buffer += content
        return self.add("bufferViews", view)

    def _pad(self) -> None:
        self._buffer += b"\0" * (-len(self._buffer) % 4)


def floats(values: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Return values as a GLB stores them."""
    return np.ascontiguousarray(values, dtype=np.float32)
