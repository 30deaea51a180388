"""Work done ahead: in order, in another thread, and dropped without waiting."""

from __future__ import annotations

import threading

import pytest

from fittingroom.drape.ahead import ahead


def test_results_come_in_order_from_a_second_thread() -> None:
    made = list(ahead(lambda item: (item, threading.get_ident()), range(5)))
    assert [item for item, _ in made] == [0, 1, 2, 3, 4]
    assert len({thread for _, thread in made}) == 1
    assert made[0][1] != threading.get_ident()


def test_an_error_comes_where_its_result_would() -> None:
    made = ahead(lambda item: 1 / item, [2, 0])
    assert next(made) == 0.5
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_dropping_it_never_waits() -> None:
    """Garbage may be collected while a thread is being started, with the lock that ends need."""

    def drop() -> None:
        made = ahead(lambda item: item, range(3))
        next(made)
        with threading._active_limbo_lock:  # type: ignore[attr-defined]
            made.close()

    dropping = threading.Thread(target=drop, daemon=True)
    dropping.start()
    dropping.join(10.0)
    assert not dropping.is_alive()


def test_what_is_not_begun_is_dropped() -> None:
    go_on = threading.Event()
    begun: list[int] = []

    def make(item: int) -> int:
        begun.append(item)
        if item:
            go_on.wait(10.0)
        return item

    made = ahead(make, range(5))
    assert next(made) == 0
    made.close()
    go_on.set()
    assert len(begun) <= 2
