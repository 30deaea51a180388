"""`FitModel`: what every learned model of fit can do, whatever is inside."""

from __future__ import annotations

from typing import Protocol

from fittingroom.arrays import Floats
from fittingroom.purchases.purchases import Purchases


class FitModel(Protocol):
    """A trained model of P(small, fit, large | U, C).

    An instance is loaded by `learning.keeping.load_fit_model(folder)` and kept by
    `learning.keeping.save_fit_model(model, folder)`.
    """

    def probabilities(self, purchases: Purchases) -> Floats:
        """Return each row's calibrated probabilities, in the order of `FITS`, shape (row, 3).

        Missing columns and values, and people and items never seen, are allowed.
        """
        ...

    def evidence(self, purchases: Purchases) -> Floats:
        """Return how many kept outcomes of this wearer and of this item stand behind each row,
        shape (row, 2): by them the learned fit is weighed against the physical one.
        """
        ...
