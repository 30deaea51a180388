"""The card of a model: where it comes from, how well it did, what it may be used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

import numpy as np

from fittingroom.arrays import fingerprint
from fittingroom.purchases.purchases import Purchases


@dataclass(frozen=True, slots=True)
class FitCard:
    """What a reader must know before using the model.

    Args:
        data: a digest of the training rows.
        rows: how many they were.
        code: the version of this package.
        licence: what may be done with the model, by what it was trained on.
        metrics: on the validation rows (calibration has seen them).
        options: of the training.
        notes: anything else, in sentences.
    """

    data: str
    rows: int
    code: str
    licence: str
    metrics: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


LICENCE = "as the training data allows: whoever trained it knows; not known to be free to ship"


def data_digest(purchases: Purchases) -> str:
    """Return a digest of a table's inputs and outcomes: equal rows in equal order, equal digest."""
    inputs: Any = purchases.inputs()
    parts = [np.asarray(purchases.outcomes())]
    for name in purchases.columns:
        if name in inputs:
            values = np.asarray(inputs[name])
            parts.append(values if values.dtype.kind == "f" else values.astype(str))
    return fingerprint(*parts)


def code_version() -> str:
    """Return the version of this package, as installed."""
    try:
        return metadata.version("fittingroom")
    except metadata.PackageNotFoundError:
        return "unknown"
