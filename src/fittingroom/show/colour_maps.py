"""The colours of heat maps, readable by colour-blind people."""

from __future__ import annotations

Colours = tuple[tuple[float, float, float], ...]


def _colours(*codes: str) -> Colours:
    return tuple(
        (int(code[:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:], 16) / 255)
        for code in codes
    )


# viridis (CC0, Smith and van der Walt, matplotlib 1.5) and YlOrBr (Apache-2.0, Brewer,
# ColorBrewer 2.0) rise or fall evenly in lightness: both can be read in grey too
VIRIDIS = _colours(
    "440154", "472d7b", "3b528b", "2c728e", "21918c", "28ae80", "5ec962", "addc30", "fde725",
)  # fmt: skip
YELLOW_BROWN = _colours(
    "f7f4cf", "fbeca6", "fee391", "fec44f", "fe9929", "ec7014", "cc4c02", "993404", "662506",
)  # fmt: skip
# RdBu turned round (Apache-2.0, Brewer, ColorBrewer 2.0): below zero blue, zero pale, above red
BLUE_RED = _colours(
    "2166ac", "4393c3", "92c5de", "d1e5f0", "f7f7f7", "fddbc7", "f4a582", "d6604d", "b2182b",
)  # fmt: skip
