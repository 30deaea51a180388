"""`clean`: rules by name, each told in the report; values go missing, rows stay.

A row is dropped only where that's asked for: evaluation keeps every row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from fittingroom.errors import UnknownName
from fittingroom.purchases.cleaning_pairs import (
    changing_wearers,
    contradictions,
    repeated_orders,
    repeated_rows,
)
from fittingroom.purchases.cleaning_scales import sizes_on_several_scales
from fittingroom.purchases.cleaning_values import Touched, impossible_numbers, impossible_weights
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import CleaningReport, Finding

DROPPABLE = ("duplicate row", "contradictory pair")
_VALUES: tuple[Callable[[Purchases], Touched], ...] = (impossible_numbers, impossible_weights)
_TOLD: tuple[Callable[[Purchases], list[Finding]], ...] = (
    sizes_on_several_scales,
    repeated_orders,
    changing_wearers,
)


def clean(purchases: Purchases, *, drop: Collection[str] = ()) -> tuple[Purchases, CleaningReport]:
    """Clean a table.

    Args:
        purchases: the table; it isn't changed.
        drop: rules whose rows go: "duplicate row" (all but the first of equal rows),
            "contradictory pair" (all rows of a wearer, item and size told to fit in several ways).

    Returns:
        The table with impossible values missing, and the report.

    Raises:
        UnknownName: a rule that drops nothing.
    """
    for rule in drop:
        if rule not in DROPPABLE:
            raise UnknownName("rule that drops rows", rule, DROPPABLE)
    tidy, findings = purchases, list[Finding]()
    for rule_of_values in _VALUES:
        tidy, found = rule_of_values(tidy)
        findings += found
    for told in _TOLD:
        findings += told(tidy)
    gone = np.zeros(len(tidy), bool)
    for name, rows_of in ((DROPPABLE[0], repeated_rows), (DROPPABLE[1], contradictions)):
        rows, found = rows_of(tidy, dropping=name in drop)
        findings += found
        if name in drop:
            gone |= rows
    left = tidy.take(~gone) if gone.any() else tidy
    return left, CleaningReport(len(purchases), len(left), tuple(findings))
