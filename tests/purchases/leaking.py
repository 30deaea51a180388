"""The contract of every model: what's known only after the wearing can't change what it says.

    check_predicting(model.probabilities, purchases)
    check_learning(lambda data: train(data).probabilities, purchases, questions)

`check_predicting` asks a trained model three times for the same rows: as they are, without every
column that isn't an input, and with noise in place of them. `check_learning` learns twice, the
second time with noise in place of ratings, reviews and their dates, which no learning may use;
outcomes it may.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import BY_NAME, COLUMNS, FITS, INPUTS

Predict = Callable[[Purchases], NDArray[Any]]
Learn = Callable[[Purchases], Predict]
OUTCOMES = ("fit", "kept", "return_reason")
NO_INPUT = tuple(column.name for column in COLUMNS if column.name not in INPUTS)


def check_predicting(predict: Predict, purchases: Purchases, *, seed: int = 7) -> None:
    """Fail where a trained model's answers hang on anything but inputs."""
    assert set(NO_INPUT) & set(purchases.columns), "nothing to leak: give rows with outcomes"
    said = np.asarray(predict(purchases))
    for name, changed in {
        "without them": purchases.without(NO_INPUT),
        "with noise in them": with_noise(purchases, NO_INPUT, seed=seed),
    }.items():
        again = np.asarray(predict(changed))
        assert said.tobytes() == again.tobytes(), f"what's known after the wearing leaks: {name}"


def check_learning(learn: Learn, purchases: Purchases, asked: Purchases, *, seed: int = 7) -> None:
    """Fail where learning uses what's known after the wearing, other than outcomes."""
    private = tuple(name for name in NO_INPUT if name not in (*OUTCOMES, "order_id", "ordered_at"))
    said = np.asarray(learn(purchases)(asked))
    noisy = np.asarray(learn(with_noise(purchases, private, seed=seed))(asked))
    bare = np.asarray(learn(purchases.without(private))(asked))
    assert said.tobytes() == noisy.tobytes() == bare.tobytes(), "learning uses more than outcomes"


def with_noise(purchases: Purchases, names: tuple[str, ...], *, seed: int) -> Purchases:
    """Return the same rows with noise in some columns, also those that weren't there."""
    rng = np.random.default_rng(seed)
    return purchases.replaced({name: _noise(name, len(purchases), rng) for name in names})


def _noise(name: str, rows: int, rng: np.random.Generator) -> NDArray[Any]:
    column = BY_NAME[name]
    if column.kind == "number":
        return rng.uniform(column.low or 0.0, column.high or 10.0, rows)
    if column.kind == "date":
        return np.datetime64("2010-01-01") + rng.integers(0, 4000, rows)
    words = {"fit": FITS, "kept": ("kept", "returned")}.get(name, ("a", "b", "c"))
    return rng.choice(np.array(words, object), rows)
