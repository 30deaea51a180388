"""The files of a kept model, read with limits and written whole: JSON, arrays, text, no pickle."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.errors import FileRefused

CONFIG, ARRAYS, TREES, CARD = "model.json", "arrays.npz", "trees-{}.txt", "card.json"
JSON_BYTES = 4 * 1024**2
ARRAYS_BYTES = 2 * 1024**3  # unpacked; RentTheRunWay's whole training set makes 40 MB
ARRAYS_MOST = 2000
TREES_BYTES = 512 * 1024**2

Arrays = Mapping[str, NDArray[Any]]
# of damaged bytes, by zipfile, zlib and numpy; RuntimeError: encrypted, or packed in unknown ways
UNREADABLE = (
    OSError, ValueError, EOFError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def refused(path: Path, why: str) -> FileRefused:
    """Return the error about a file of a model."""
    return FileRefused(
        f"{path.name} of the model in {path.parent} is no good: {why}; train or copy it again",
        field="model", value=str(path),
    )  # fmt: skip


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return sha256(content).hexdigest()


def read_bytes(path: Path, most: int) -> bytes:
    """Read a file of at most so many bytes."""
    if not path.is_file():
        raise refused(path, "there is no such file")
    if path.stat().st_size > most:
        raise refused(path, f"it has more than {most // 1024**2} MiB")
    return path.read_bytes()


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object."""
    try:
        value = json.loads(read_bytes(path, JSON_BYTES))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise refused(path, "it isn't JSON") from error
    if not isinstance(value, dict):
        raise refused(path, "it holds no JSON object")
    return value


def read_arrays(path: Path) -> Arrays:
    """Read arrays of numbers; what they'd unpack to is checked before."""
    read_bytes_limit(path)
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            if len(entries) > ARRAYS_MOST or sum(e.file_size for e in entries) > ARRAYS_BYTES:
                raise refused(path, "it unpacks to too much")
        with path.open("rb") as file, np.load(file, allow_pickle=False) as read:
            arrays = {name: read[name] for name in read.files}
    except UNREADABLE as error:
        raise refused(path, "it is damaged") from error
    for name, array in arrays.items():
        if array.dtype.kind not in "fiu" or not (array.dtype.kind != "f" or _finite(array)):
            raise refused(path, f"{name} holds something else than numbers")
    return arrays


def read_bytes_limit(path: Path) -> None:
    """Check that a packed file is there and not too large."""
    if not path.is_file():
        raise refused(path, "there is no such file")
    if path.stat().st_size > ARRAYS_BYTES:
        raise refused(path, f"it has more than {ARRAYS_BYTES // 1024**2} MiB")


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays, compressed."""
    with path.open("wb") as file:
        np.savez_compressed(file, **dict(arrays))  # type: ignore[arg-type]


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON object."""
    path.write_text(json.dumps(value, indent=1) + "\n")


def _finite(array: NDArray[Any]) -> bool:
    return bool(np.isfinite(array).all())
