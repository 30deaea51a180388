"""`evaluate_fit`: a model's figures on rows it never saw, in all and by body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.body_groups import body_groups
from fittingroom.learning.measures import Bin, Measures, measure, reliability
from fittingroom.learning.model import FitModel
from fittingroom.learning.training import with_outcomes
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import FITS

GROUP_LEAST = 50  # rows: a smaller group's figures say nothing


@dataclass(frozen=True, slots=True)
class FitEvaluation:
    """What an evaluation found.

    Args:
        measures: of all rows.
        reliability: the bars of each outcome, by its name.
        groups: measures by kind of group ("height", …) and group.
    """

    measures: Measures
    reliability: dict[str, tuple[Bin, ...]]
    groups: dict[str, dict[str, Measures]]

    def as_json(self) -> dict[str, Any]:
        """Return everything as one JSON object; what rows can't tell is null."""
        return {
            **_known(self.measures.figures()),
            "classes": list(FITS),
            "confusion": [list(row) for row in self.measures.confusion],
            "reliability": {
                fit: [[bar.said, bar.happened, bar.rows] for bar in bars]
                for fit, bars in self.reliability.items()
            },
            "groups": {
                kind: {name: _known(found.figures()) for name, found in groups.items()}
                for kind, groups in self.groups.items()
            },
        }


def evaluate_fit(model: FitModel, purchases: Purchases) -> FitEvaluation:
    """Evaluate a model on purchases it wasn't trained on; all rows with an outcome count.

    Args:
        model: any fit model.
        purchases: with outcomes.

    Raises:
        InvalidInput: hardly any row has an outcome.
    """
    rows = with_outcomes(purchases, "data")
    return evaluate_odds(model.probabilities(rows), rows)


def evaluate_odds(odds: Floats, purchases: Purchases) -> FitEvaluation:
    """Evaluate given probabilities.

    Args:
        odds: P(small, fit, large), shape (row, 3).
        purchases: the same rows, all with an outcome.
    """
    outcomes = purchases.outcomes()
    bars: dict[str, tuple[Bin, ...]] = {
        fit: reliability(odds[:, code], outcomes == code) for code, fit in enumerate(FITS)
    }
    groups = {
        kind: found
        for kind, names in body_groups(purchases).items()
        if (found := _of_groups(odds, outcomes, names))
    }
    return FitEvaluation(measure(odds, outcomes), bars, groups)


def _of_groups(odds: Floats, outcomes: Ints, names: Any) -> dict[str, Measures]:
    found = {}
    for name in dict.fromkeys(sorted(str(name) for name in names if name is not None)):
        inside = names == name
        if inside.sum() >= GROUP_LEAST:
            found[name] = measure(odds[inside], outcomes[inside])
    return found


def _known(figures: dict[str, float]) -> dict[str, float | None]:
    return {name: None if np.isnan(value) else value for name, value in figures.items()}
