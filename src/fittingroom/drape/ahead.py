"""Work done ahead: the next result is made in a second thread while the last one is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(make: Callable[[T], R], of: Iterable[T]) -> Iterator[R]:
    """Yield `make` of each item in order; closing the iterator drops what isn't begun.

    It pays where `make` spends its time in compiled loops, which let go of Python's lock.
    """
    thread = ThreadPoolExecutor(1)
    waiting = [thread.submit(partial(make, item)) for item in of]
    # the thread ends by itself: an iterator may be closed wherever garbage is collected, even while
    # another thread is being started, where waiting for one would never end
    thread.shutdown(wait=False)
    try:
        for result in waiting:
            yield result.result()
    finally:
        for result in waiting:
            result.cancel()
