"""`Joiner`: how much the learned fit counts beside the physical one, and with which words.

The learned view's weight in the pool grows with the outcomes that stand behind it:

    h = wearer_counts × outcomes of this wearer + item_counts × outcomes of this garment
    weight = h / (1 + h)

Without history it's physics, with much history mostly learning. The constants are learned from
purchases whose outcome is known, by `fit_joiner`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.resources import files
from math import isfinite
from pathlib import Path

from fittingroom.errors import FileRefused
from fittingroom.learning.saying import Saying
from fittingroom.learning.view import View, pool

BYTES_MAX = 64 * 1024


@dataclass(frozen=True, slots=True)
class Joiner:
    """The constants of the joined advice.

    Args:
        saying: how people speak of what they feel.
        wearer_counts: what one known outcome of the wearer counts.
        item_counts: what one known outcome of the garment counts.
        sharpness: by which the learned log-odds of what is said are multiplied.
        resolves: how much surer the model is which size is right than what is said of it.
        runs: how far clothes run larger or smaller than their charts say, sd [m].
        source: what the constants were learned from.
    """

    saying: Saying
    wearer_counts: float
    item_counts: float
    sharpness: float
    resolves: float
    runs: float
    source: str

    def weight(self, evidence: tuple[float, float]) -> float:
        """Return the learned view's weight, 0 without evidence, towards 1 with much."""
        wearer, item = evidence
        counts = self.wearer_counts * max(wearer, 0.0) + self.item_counts * max(item, 0.0)
        return counts / (1.0 + counts)

    def join(self, physical: View, learned: View, evidence: tuple[float, float]) -> View:
        """Return the two views as one."""
        return pool(physical, learned, weight=self.weight(evidence), sharpness=self.sharpness)


@cache
def shipped_joiner() -> Joiner:
    """Return the constants that ship: learned from the simulated shop, by benchmarks/advice.py."""
    return _joiner(files("fittingroom.learning").joinpath("data/joiner.json").read_text("utf-8"))


def joiner_beside(folder: Path) -> Joiner:
    """Return the constants kept beside a model, or those that ship where there are none.

    Args:
        folder: the model's.

    Raises:
        FileRefused: joiner.json there is damaged.
    """
    path = folder / "joiner.json"
    if not path.is_file():
        return shipped_joiner()
    if path.stat().st_size > BYTES_MAX:
        raise FileRefused(
            f"{path} is larger than {BYTES_MAX // 1024} kB", field="file", value=str(path)
        )
    try:
        return _joiner(path.read_text("utf-8"))
    except (KeyError, TypeError, ValueError) as error:
        raise FileRefused(
            f"{path} doesn't hold a joiner's constants ({error}): remove it, and those that ship"
            " are used",
            field="file", value=str(path),
        ) from error  # fmt: skip


def joiner_json(joiner: Joiner) -> str:
    """Return the constants as they are kept."""
    return json.dumps(asdict(joiner), indent=1) + "\n"


def _joiner(text: str) -> Joiner:
    held = json.loads(text)
    constants = {name: _constant(held, name) for name in _NUMBERS}
    said = {field.name: _constant(held["saying"], field.name) for field in fields(Saying)}
    return Joiner(saying=Saying(**said), source=str(held["source"])[:300], **constants)


_NUMBERS = ("wearer_counts", "item_counts", "sharpness", "resolves", "runs")


def _constant(held: dict[str, object], name: str) -> float:
    value = held[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is {value!r:.40}, not a number")
    if not isfinite(value) or value < 0.0:
        raise ValueError(f"{name} is {value!r:.40}; it's never negative")
    return float(value)
