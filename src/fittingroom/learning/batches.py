"""A training table as a PyTorch dataset, and the loader that shuffles it by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Ints
from fittingroom.learning.encoder_files import Files


class FitDataset:
    """A map-style `torch.utils.data.Dataset`: one item is a row, many at once a batch.

    Args:
        torch: the module.
        shown: scaled features, shape (row, column).
        places: of each row's embeddings, one more than in its group: 0 is the new.
        outcomes: places in `FITS`.
        files: what encoders read, by column.
    """

    def __init__(
        self,
        torch: Any,
        shown: NDArray[np.float32],
        places: Mapping[str, Ints],
        outcomes: Ints,
        files: Mapping[str, Files] | None = None,
    ) -> None:
        self._shown = torch.from_numpy(np.ascontiguousarray(shown))
        self._places = {name: torch.from_numpy(place) for name, place in places.items()}
        self._outcomes = torch.from_numpy(np.asarray(outcomes, np.int64))
        self._files = {
            name: (torch.from_numpy(column.read), torch.from_numpy(column.which))
            for name, column in (files or {}).items()
        }

    def __len__(self) -> int:
        return len(self._outcomes)

    def __getitem__(self, row: int) -> dict[str, Any]:
        return {name: value[0] for name, value in self.__getitems__([row]).items()}

    def __getitems__(self, rows: Sequence[int]) -> dict[str, Any]:
        batch = {"shown": self._shown[rows], "outcome": self._outcomes[rows]}
        batch |= {name: place[rows] for name, place in self._places.items()}
        for name, (read, which) in self._files.items():
            batch |= {name: read[which[rows]], f"{name}_there": (which[rows] > 0).float()}
        return batch


def load_batches(torch: Any, dataset: FitDataset, batch: int, *, seed: int) -> Any:
    """Return a `DataLoader` of shuffled batches, the same for the same seed."""
    order = torch.Generator().manual_seed(seed)
    return torch.utils.data.DataLoader(
        dataset, batch_size=batch, shuffle=True, generator=order, collate_fn=lambda rows: rows
    )
