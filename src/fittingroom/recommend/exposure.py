"""What was shown to whom, where, by which chance, and what came of it: `Exposure`.

Only with these chances can it be told afterwards what another ranking would have brought.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from fittingroom.errors import FileRefused, InvalidInput
from fittingroom.recommend.off_policy import Logged

LOG_LINE_MAX = 64 * 1024
LOG_LINES_MAX = 5_000_000


@dataclass(frozen=True, slots=True)
class Exposure:
    """One item shown once in one list.

    Args:
        shown: the list it was part of: one asking of one person.
        item: what.
        position: where, 0 the first.
        chances: the chance that this list's policy would show this item at each position, as
            many as the list has; what stands at `position` is the propensity.
        reward: 1 where it was chosen or kept, 0 where not; a value between for partly.
        policy: the name of the policy that made the list.

    Raises:
        InvalidInput: a chance outside 0 to 1, none at the item's own position, a position
            outside the list.
    """

    shown: str
    item: str
    position: int
    chances: tuple[float, ...]
    reward: float = 0.0
    policy: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.position < len(self.chances):
            raise InvalidInput(
                f"position {self.position} isn't one of the list's {len(self.chances)}",
                field="position", value=self.position, allowed=f"0 to {len(self.chances) - 1}",
            )  # fmt: skip
        if not all(0.0 <= chance <= 1.0 for chance in self.chances) or not self.propensity > 0.0:
            raise InvalidInput(
                f"chances {self.chances} of '{self.item}': what was shown had a chance above 0, "
                "and none is above 1",
                field="chances", value=self.chances, allowed="0 to 1",
            )  # fmt: skip
        if not 0.0 <= self.reward <= 1.0:
            raise InvalidInput(
                f"reward is {self.reward}", field="reward", value=self.reward, allowed="0 to 1"
            )

    @property
    def propensity(self) -> float:
        """The chance that this item stood where it stood."""
        return self.chances[self.position]


def write_exposures(path: Path, exposures: Iterable[Exposure]) -> None:
    """Add exposures to a log of JSON lines."""
    with path.open("a", encoding="utf-8") as log:
        for exposure in exposures:
            log.write(json.dumps(asdict(exposure), ensure_ascii=False) + "\n")


def read_exposures(path: Path) -> Iterator[Exposure]:
    """Give the exposures of a log, one by one.

    Raises:
        FileRefused: no such file, too many lines, or a line that is no exposure.
    """
    if not path.is_file():
        raise FileRefused(f"no such file: {path}", field="file", value=str(path))
    with path.open(encoding="utf-8") as log:
        number = 0
        while line := log.readline(LOG_LINE_MAX):
            number += 1
            if number > LOG_LINES_MAX:
                raise FileRefused(f"{path} has more than {LOG_LINES_MAX} lines", field="file")
            yield _exposure(line, f"{path}, line {number}")


def _exposure(line: str, where: str) -> Exposure:
    try:
        told = json.loads(line)
        return Exposure(
            str(told["shown"]), str(told["item"]), int(told["position"]),
            tuple(float(chance) for chance in told["chances"]),
            float(told["reward"]), str(told["policy"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FileRefused(
            f"{where} is no exposure ({error}): each line is one JSON object with shown, item, "
            "position, chances, reward, policy",
            field="file", value=where,
        ) from error  # fmt: skip


def logged_of(exposures: Iterable[Exposure]) -> Logged:
    """Return exposures as lists, in the order in which each first appears.

    Raises:
        InvalidInput: lists of several lengths, or a position shown twice or not at all.
    """
    lists: dict[str, dict[int, Exposure]] = {}
    codes: dict[str, int] = {}
    for exposure in exposures:
        codes.setdefault(exposure.item, len(codes))
        places = lists.setdefault(exposure.shown, {})
        if exposure.position in places:
            raise InvalidInput(
                f"list '{exposure.shown}' has position {exposure.position} twice",
                field="position", value=exposure.position,
            )  # fmt: skip
        places[exposure.position] = exposure
    length = len(next(iter(lists.values()))) if lists else 0
    for name, places in lists.items():
        whole = set(places) == set(range(length))
        if not whole or any(len(one.chances) != length for one in places.values()):
            raise InvalidInput(
                f"list '{name}' isn't of {length} positions as the first one", field="shown",
                value=name, allowed=f"positions 0 to {length - 1}, as many chances",
            )  # fmt: skip
    rows = [[places[k] for k in range(length)] for places in lists.values()]
    return Logged(
        np.array([[codes[one.item] for one in row] for row in rows], np.int64),
        np.array([[one.reward for one in row] for row in rows]),
        np.array([[one.chances for one in row] for row in rows]),
    )
