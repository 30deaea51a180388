"""The files that encoders read: pictures, depth maps, poses, texts, each as a small array.

A file is read once however many rows name it. A file that isn't what it claims to be is refused by
its name; a row without one has zeros and says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from fittingroom.arrays import Ints
from fittingroom.errors import FileRefused, UnknownName
from fittingroom.learning._transformers import text_vectors
from fittingroom.learning.rows import Rows

Matrix: TypeAlias = NDArray[np.float32]
SIDE = 32  # pixels: what a picture is reduced to
LANDMARKS, HASHED = 33, 256
FILE_BYTES, PIXELS_MOST, WORDS_MOST = 20 * 1024**2, 40_000_000, 200
KINDS: Mapping[str, str] = {
    "photo": "picture", "image": "picture", "depth": "depth", "article_depth": "depth",
    "pose": "pose", "title": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Files:
    """One column's files.

    Args:
        read: each distinct one as an array; the first is of no file, all zeros.
        which: each row's place in `read`, shape (row,).
    """

    read: Matrix
    which: Ints

    def take(self, rows: Ints) -> Files:
        """Return some of the rows."""
        return Files(self.read, self.which[rows])


def read_files(rows: Rows, columns: Sequence[str], *, bert: str | None = None) -> dict[str, Files]:
    """Read what some columns name.

    Args:
        rows: the inputs; files by their path.
        columns: names of `KINDS`.
        bert: a local folder with a BERT-like model for texts; None: words are hashed.

    Raises:
        UnknownName: no encoder reads such a column.
        FileRefused: a file that is missing, too large, or not of its kind.
    """
    found = {}
    for column in columns:
        if column not in KINDS:
            raise UnknownName("column with an encoder", column, KINDS)
        said = rows.word(column)
        names = sorted({str(word) for word in said if word is not None})
        if KINDS[column] == "text" and bert is not None:
            read = text_vectors(names, bert)
        else:
            reader = READERS[KINDS[column]]
            read = np.stack([reader(name) for name in names]) if names else _none(column)
        place = {name: which + 1 for which, name in enumerate(names)}
        which = np.array([0 if word is None else place[str(word)] for word in said], np.int64)
        nothing = np.zeros((1, *read.shape[1:]), np.float32)
        found[column] = Files(np.concatenate([nothing, read]), which)
    return found


def read_picture(name: str) -> Matrix:
    """Return a picture's colours, -1 to 1, shape (3, SIDE, SIDE)."""
    return _pixels(name, "RGB").transpose(2, 0, 1)


def read_depth(name: str) -> Matrix:
    """Return a depth map, nearest -1 to furthest 1, shape (1, SIDE, SIDE)."""
    return _pixels(name, "F")[None]


def read_pose(name: str) -> Matrix:
    """Return landmarks about their middle, as large as a unit, shape (3 LANDMARKS,).

    The file holds JSON: a list of [x, y, z], at most `LANDMARKS`.
    """
    try:
        points = np.array(json.loads(_content(name)), np.float64)
    except (ValueError, TypeError, RecursionError) as error:
        raise _refused(name, "it holds no list of landmarks") from error
    if points.ndim != 2 or points.shape[1] != 3 or not 2 <= len(points) <= LANDMARKS:
        raise _refused(name, f"it needs 2 to {LANDMARKS} landmarks of x, y, z")
    if not np.isfinite(points).all():
        raise _refused(name, "a landmark isn't a number")
    away = points - points.mean(axis=0)
    pose = np.zeros((LANDMARKS, 3), np.float32)
    pose[: len(points)] = away / max(float(np.sqrt(np.square(away).mean())), 1e-9)
    return pose.ravel()


def hash_text(text: str) -> Matrix:
    """Return how often words fall into each of `HASHED` bins, as a unit vector.

    Source: Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009.
    """
    counts = np.zeros(HASHED, np.float32)
    for word in text.lower().split()[:WORDS_MOST]:
        digest = blake2b(word.encode(), digest_size=4).digest()
        sign = 1.0 if digest[3] & 1 else -1.0
        counts[int.from_bytes(digest[:3], "little") % HASHED] += sign
    return counts / max(float(np.linalg.norm(counts)), 1.0)


def _pixels(name: str, mode: str) -> Matrix:
    path = _checked(name)
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > PIXELS_MOST:
                raise _refused(name, f"it has more than {PIXELS_MOST:,} pixels")
            small = np.asarray(picture.convert(mode).resize((SIDE, SIDE)), np.float32)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise _refused(name, "it is no picture that can be read") from error
    low, high = (0.0, 255.0) if mode == "RGB" else (float(small.min()), float(small.max()))
    return 2.0 * (small - low) / max(high - low, 1e-6) - 1.0


def _content(name: str) -> bytes:
    return _checked(name).read_bytes()


def _checked(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise _refused(name, "there is no such file")
    if path.stat().st_size > FILE_BYTES:
        raise _refused(name, f"it has more than {FILE_BYTES // 1024**2} MiB")
    return path


def _refused(name: str, why: str) -> FileRefused:
    return FileRefused(f"{name} can't be encoded: {why}", field="file", value=name)


def _none(column: str) -> Matrix:
    shapes = {"picture": (3, SIDE, SIDE), "depth": (1, SIDE, SIDE),
              "pose": (3 * LANDMARKS,), "text": (HASHED,)}  # fmt: skip
    return np.zeros((0, *shapes[KINDS[column]]), np.float32)


READERS: Mapping[str, Callable[[str], Matrix]] = {
    "picture": read_picture, "depth": read_depth, "pose": read_pose, "text": hash_text,
}  # fmt: skip
