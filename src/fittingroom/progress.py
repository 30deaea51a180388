"""Long work tells how far it is: a generator of `Progress` that returns its result."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """One report from long work.

    Args:
        step: what is being done, a short imperative: "drape M".
        done: share of this step that is done, 0 to 1.
    """

    step: str
    done: float


Work = Generator[Progress, None, Result]


def finish(work: Work[Result], *, watch: Callable[[Progress], None] | None = None) -> Result:
    """Run `work` to its end and return its result, showing each report to `watch`."""
    while True:
        try:
            report = next(work)
        except StopIteration as stop:
            result: Result = stop.value
            return result
        if watch is not None:
            watch(report)
