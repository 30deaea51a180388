"""The network's prediction in numpy: a kept model needs no PyTorch.

    place = trunk + wearer's true size - item's true size + the size's own offset
    gap   = a positive number from trunk, wearer and item

The trunk sees features that a new wearer has too; a wearer or item never seen is embedded in zeros,
and what its attributes say is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.encoder_files import Files
from fittingroom.learning.encoders import encode
from fittingroom.learning.ordinal import GAP_LEAST, ordinal_probabilities
from fittingroom.learning.scaling import Scaling

Matrix = NDArray[np.float32]
EMBEDDED = ("user", "item", "item_size")
GAP_START = 1.9  # logits, before softplus: at first 12 % small, 12 % large


@dataclass(frozen=True, slots=True)
class Network:
    """What was learned.

    Args:
        scaling: of the features.
        weights: arrays by their name in PyTorch's state.
        encoders: the columns whose files it reads.
        bert: the folder of the text model that encodes titles; None: words are hashed.
    """

    scaling: Scaling
    weights: Mapping[str, Matrix]
    encoders: tuple[str, ...] = ()
    bert: str | None = None

    def probabilities(
        self, values: Matrix, places: Mapping[str, Ints], files: Mapping[str, Files] | None = None
    ) -> Floats:
        """Return P(small, fit, large), shape (row, 3).

        Args:
            values: the features, NaN where unknown.
            places: in the groups of `EMBEDDED`, -1 for the new.
            files: what encoders read, for each of `encoders`.
        """
        place, gap = self.place_and_gap(values, places, files or {})
        return ordinal_probabilities(place, gap)

    def place_and_gap(
        self, values: Matrix, places: Mapping[str, Ints], files: Mapping[str, Files]
    ) -> tuple[Floats, Floats]:
        """Return where the wearer stands, and what is still a fit, in logits."""
        known = self.weights
        user = _rows(known["user.weight"], places, "user", len(values))
        item = _rows(known["item.weight"], places, "item", len(values))
        size = _rows(known["item_size.weight"], places, "item_size", len(values))
        codes = [encode(column, files[column], known) for column in self.encoders]
        told = np.concatenate([self.scaling.of(values), *codes], axis=1)
        shown = np.concatenate([told, user[:, 2:], item[:, 2:]], axis=1)
        hidden = _relu(shown @ known["first.weight"].T + known["first.bias"])
        hidden = _relu(hidden @ known["second.weight"].T + known["second.bias"])
        wide = told @ known["wide.weight"].T
        out = hidden @ known["out.weight"].T + known["out.bias"] + wide
        place = out[:, 0] + user[:, 0] - item[:, 0] + size[:, 0]
        gap = out[:, 1] + user[:, 1] + item[:, 1]
        return place.astype(np.float64), GAP_LEAST + _softplus(gap.astype(np.float64) + GAP_START)


def _rows(table: Matrix, places: Mapping[str, Ints], group: str, count: int) -> Matrix:
    """Return embeddings; the table's first row is of the new, and all zeros.

    New to the network is also who has only been in rows without an outcome.
    """
    at = places[group] + 1 if group in places else np.zeros(count, np.int64)
    return np.asarray(table[np.where(at < len(table), at, 0)])


def _relu(values: Matrix) -> Matrix:
    return np.maximum(values, 0.0)


def _softplus(values: Floats) -> Floats:
    return np.asarray(np.logaddexp(0.0, values))
