"""Where training stood after its last pass: arrays in one file, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.errors import FileRefused
from fittingroom.learning.kept_files import UNREADABLE

FILE = "checkpoint.npz"
PARTS = ("last", "best", "moments")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state after some passes.

    Args:
        passes: how many.
        losses: on the validation rows, after each.
        last: the weights now.
        best: the weights of the pass with the smallest loss.
        moments: the optimiser's arrays.
    """

    passes: int
    losses: tuple[float, ...]
    last: Mapping[str, NDArray[np.float32]]
    best: Mapping[str, NDArray[np.float32]]
    moments: Mapping[str, NDArray[np.float32]]


def write_checkpoint(folder: Path, state: Checkpoint) -> None:
    """Write the state, in place of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"losses": np.array(state.losses)}
    for part in PARTS:
        arrays |= {f"{part}/{name}": value for name, value in getattr(state, part).items()}
    scratch = folder / f"{FILE}.part.npz"
    np.savez(scratch, **arrays)
    scratch.replace(folder / FILE)


def read_checkpoint(folder: Path, first: Checkpoint) -> Checkpoint:
    """Return the state that was left, or `first` where there's none.

    Args:
        folder: where.
        first: the state before the first pass, of the same shapes.

    Raises:
        FileRefused: the file is damaged or of another model.
    """
    path = folder / FILE
    if not path.is_file():
        return first
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as read:
            arrays = {name: read[name] for name in read.files}
        losses = tuple(float(loss) for loss in arrays["losses"])
    except UNREADABLE as error:
        raise _refused(path, "it is damaged") from error
    parts = {part: _part(arrays, part) for part in PARTS}
    for part in ("last", "best"):
        shapes = {name: value.shape for name, value in parts[part].items()}
        if shapes != {name: value.shape for name, value in first.last.items()}:
            raise _refused(path, "it is of another model or other rows")
    return Checkpoint(len(losses), losses, parts["last"], parts["best"], parts["moments"])


def _part(arrays: Mapping[str, Any], part: str) -> dict[str, Any]:
    start = f"{part}/"
    return {name.removeprefix(start): v for name, v in arrays.items() if name.startswith(start)}


def _refused(path: Path, why: str) -> FileRefused:
    return FileRefused(
        f"can't go on from {path.name}: {why}; delete it to start anew",
        field="resume", value=path.name, allowed="a checkpoint of the same data and options",
    )  # fmt: skip


def forget_checkpoint(folder: Path) -> None:
    """Delete a checkpoint, those of further partitions, and folders in which nothing is left."""
    for inner in (*folder.glob("partition-*"), folder):
        (inner / FILE).unlink(missing_ok=True)
        if inner.is_dir() and not any(inner.iterdir()):
            inner.rmdir()
