"""`LearnedFit`: features, true sizes, a network, trees, and what makes one answer of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.learning.boosted import Trees
from fittingroom.learning.card import FitCard
from fittingroom.learning.encoder_files import read_files
from fittingroom.learning.features import Features, Table
from fittingroom.learning.keys import Places
from fittingroom.learning.network import Network
from fittingroom.learning.ordinal import FIT
from fittingroom.learning.rows import Rows, read_rows
from fittingroom.learning.stacking import Stack
from fittingroom.purchases.purchases import Purchases


@dataclass(frozen=True, slots=True)
class Before:
    """The state before the validation rows were learned too.

    Args:
        model: that doesn't know them.
        rows: keys of the rows that were absorbed.
    """

    model: LearnedFit
    rows: Places

    def knows(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which rows were absorbed: the same wearer, item and size."""
        return np.asarray(self.rows.find(self.model.features.row_keys(rows)) >= 0)


@dataclass(frozen=True, slots=True)
class LearnedFit:
    """A trained `FitModel`.

    Args:
        features: what turns rows into features.
        columns: the features that network and trees were trained on, in their order.
        networks: one a partition; none where only true sizes (and trees) were learned.
        trees: boosted ones, one a partition; none without.
        stack: what makes one calibrated answer of true sizes, networks and trees.
        card: where it comes from and how well it did.
        before: the model before the validation rows were absorbed; None: they weren't.
    """

    features: Features
    columns: tuple[str, ...]
    networks: tuple[Network, ...]
    trees: tuple[Trees, ...]
    stack: Stack
    card: FitCard
    before: Before | None = None

    def probabilities(self, purchases: Purchases) -> Floats:
        """Return each row's calibrated probabilities, in the order of `FITS`, shape (row, 3)."""
        if len(purchases) == 0:
            return np.zeros((0, 3))
        rows = read_rows(purchases)
        odds = self.stack.probabilities(list(self.members(self.table(rows)).values()))
        if self.before is None:
            return odds
        known = np.flatnonzero(self.before.knows(rows))
        if len(known):
            odds[known] = self.before.model.probabilities(purchases.take(known))
        return odds

    def table(self, rows: Rows) -> Table:
        """Return the features of some rows, with the files that the network reads."""
        table = self.features.of(rows)
        if not self.networks or not self.networks[0].encoders:
            return table
        first = self.networks[0]
        return replace(table, files=read_files(rows, first.encoders, bert=first.bert))

    def suits(self, purchases: Purchases) -> Floats:
        """Return the binary case P(suits | U, C) of each row, shape (row,)."""
        return self.probabilities(purchases)[:, FIT]

    def evidence(self, purchases: Purchases) -> Floats:
        """Return how many outcomes of this wearer and of this item are known, shape (row, 2)."""
        rows = read_rows(purchases)
        places = self.features.places(rows)
        return self.features.history.counts(places, ("user", "item"))

    def members(self, table: Table) -> dict[str, Floats]:
        """Return each member's own probabilities of a table of features, partitions' means."""
        found, values = {"true_sizes": table.odds}, table.pick(self.columns)
        said = [n.probabilities(values, table.places, table.files) for n in self.networks]
        if said:
            found["network"] = np.mean(said, axis=0)
        boosted = [trees.probabilities(values, table.odds) for trees in self.trees]
        if boosted:
            found["trees"] = np.mean(boosted, axis=0)
        return found
