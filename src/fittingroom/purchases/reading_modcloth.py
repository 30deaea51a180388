"""Read ModCloth fit feedback, JSON lines of the public set's schema.

Source: Misra, Wan, McAuley, *Decomposing fit semantics for product size recommendation in metric
spaces*, RecSys 2018. Girths and heights are in inches and feet, bust and band included; a band is
the bra's, `bust` the girth. The name a wearer goes by isn't read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from fittingroom.purchases import spoken
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.reading_renttherunway import told_together
from fittingroom.purchases.report import Finding
from fittingroom.purchases.spoken import Parser
from fittingroom.purchases.words import Words
from fittingroom.units import CENTIMETRE, INCH

_CM_OF_INCH = spoken.times(INCH / CENTIMETRE)
_READ: Mapping[str, tuple[str, Parser | None]] = {
    "item_id": ("item_id", None),
    "user_id": ("user_id", None),
    "size": ("size", None),
    "quality": ("quality", None),
    "category": ("category", None),
    "length": ("length_said", None),
    "fit": ("fit", None),
    "cup size": ("bra_cup", None),
    "bra size": ("bra_band_in", None),
    "waist": ("waist_girth_cm", _CM_OF_INCH),
    "hips": ("hip_girth_cm", _CM_OF_INCH),
    "bust": ("bust_girth_cm", _CM_OF_INCH),
    "height": ("height_cm", spoken.centimetres_of_feet),
    "review_text": ("review", None),
}
_READ_APART = ("review_summary",)
_PRIVATE = ("user_name",)


def modcloth(cells: Mapping[str, list[Any]]) -> tuple[Purchases, list[Finding]]:
    """Return the rows, not yet cleaned, and what wasn't readable; the shop sold to women."""
    words = Words()
    for said, (ours, parser) in _READ.items():
        if said in cells:
            words.read(ours, cells[said], parser, said=said)
    if "review_summary" in cells:
        words.columns["review"] = told_together(cells["review_summary"], cells.get("review_text"))
    words.ignore([said for said in cells if said in _PRIVATE], "a name isn't needed")
    known = (*_READ, *_READ_APART, *_PRIVATE)
    words.ignore([said for said in cells if said not in known], "no place for it")
    purchases = Purchases(words.columns)
    women = np.full(len(purchases), "female", object)
    return purchases.replaced({"sex": women}), words.findings
