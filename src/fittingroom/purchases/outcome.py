"""Outcomes of orders: what kept and returned say of the fit where nobody said it."""

from __future__ import annotations

import numpy as np

from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import Finding

REASONS = ("too_small", "too_large", "quality", "style", "not_as_shown", "other")
_REASON_FITS = {
    "too_small": "small", "too small": "small", "small": "small", "too tight": "small",
    "too_large": "large", "too large": "large", "too big": "large", "large": "large",
    "too loose": "large",
}  # fmt: skip


def fit_of(kept: str | None, reason: str | None) -> str | None:
    """Return what an order says of the fit: kept is a fit, a return for its size says which way,
    a return for another reason says nothing.
    """
    if kept == "kept":
        return "fit"
    if kept == "returned" and reason is not None:
        return _REASON_FITS.get(reason.strip().lower())
    return None


def fits_from_returns(purchases: Purchases) -> tuple[Purchases, list[Finding]]:
    """Fill outcomes that nobody said from what was kept and why something came back."""
    every = purchases.everything()
    if "kept" not in every:
        return purchases, []
    nothing = np.full(len(purchases), None)
    fits = every.get("fit", nothing).tolist()
    reasons = every.get("return_reason", nothing).tolist()
    filled = [
        said if said is not None else fit_of(kept, reason)
        for said, kept, reason in zip(fits, every["kept"].tolist(), reasons, strict=True)
    ]
    count = sum(
        after is not None and said is None for said, after in zip(fits, filled, strict=True)
    )
    if not count:
        return purchases, []
    found = Finding(
        "outcome from the order", "fit", count, "filled",
        "kept counts as fit, returned as too small or too large as that",
    )  # fmt: skip
    return purchases.replaced({"fit": np.array(filled, object)}), [found]
