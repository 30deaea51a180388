"""`LearnedFit`: features, true sizes, a network, trees, and what makes one answer of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.boosted import Trees
from fittingroom.learning.card import FitCard
from fittingroom.learning.features import Features, Table
from fittingroom.learning.network import Network
from fittingroom.learning.ordinal import FIT
from fittingroom.learning.rows import read_rows
from fittingroom.learning.stacking import Stack
from fittingroom.purchases.purchases import Purchases


@dataclass(frozen=True, slots=True)
class LearnedFit:
    """A trained `FitModel`.

    Args:
        features: what turns rows into features.
        columns: the features that network and trees were trained on, in their order.
        network: None where only true sizes (and trees) were learned.
        trees: boosted ones, None without.
        stack: what makes one calibrated answer of true sizes, networks and trees.
        card: where it comes from and how well it did.
    """

    features: Features
    columns: tuple[str, ...]
    network: Network | None
    trees: Trees | None
    stack: Stack
    card: FitCard

    def probabilities(self, purchases: Purchases) -> Floats:
        """Return each row's calibrated probabilities, in the order of `FITS`, shape (row, 3)."""
        if len(purchases) == 0:
            return np.zeros((0, 3))
        table = self.features.of(read_rows(purchases))
        return self.stack.probabilities(list(self.members(table).values()))

    def suits(self, purchases: Purchases) -> Floats:
        """Return the binary case P(suits | U, C) of each row, shape (row,)."""
        return self.probabilities(purchases)[:, FIT]

    def evidence(self, purchases: Purchases) -> Floats:
        """Return how many outcomes of this wearer and of this item are known, shape (row, 2)."""
        rows = read_rows(purchases)
        places = self.features.places(rows)
        return self.features.history.counts(places, ("user", "item"))

    def members(self, table: Table) -> dict[str, Floats]:
        """Return each member's own probabilities of a table of features."""
        found, values = {"true_sizes": table.odds}, table.pick(self.columns)
        if self.network is not None:
            found["network"] = self.network.probabilities(values, table.places)
        if self.trees is not None:
            found["trees"] = self.trees.probabilities(values)
        return found
