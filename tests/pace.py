"""Limits of time that hold on a slow or a busy machine too: stretched as a known task is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

ROUNDS = 1_000_000
USUAL_S = 0.05  # [s] that the rounds take on a core of 2023 that does nothing else


def stretch() -> float:
    """Return how many times longer than usual things take at this moment, at least 1."""
    start = time.perf_counter()
    for _ in range(ROUNDS):
        pass
    return max(1.0, (time.perf_counter() - start) / USUAL_S)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer than so many seconds on a machine that is free."""
    before, start = stretch(), time.perf_counter()
    yield
    took = time.perf_counter() - start
    limit = seconds * max(before, stretch())
    assert took < limit, f"took {took:.2f} s, more than {limit:.2f} s"
