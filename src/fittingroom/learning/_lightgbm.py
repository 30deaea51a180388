"""The border to LightGBM: loaded to train trees, and to predict with a model that has some."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.errors import FileRefused, MissingDependency


def lightgbm() -> Any:
    """Return the module.

    Raises:
        MissingDependency: it isn't installed.
    """
    try:
        import lightgbm as library
    except (ModuleNotFoundError, OSError) as error:  # OSError: without the system's libgomp
        raise MissingDependency("lightgbm", extra="learning", purpose="boosted trees") from error
    return library


def booster(text: str) -> Any:
    """Return the trees of a model's text.

    Raises:
        FileRefused: the text is no LightGBM model.
    """
    library = lightgbm()
    try:
        return library.Booster(model_str=text)
    except library.basic.LightGBMError as error:
        raise FileRefused(f"the trees can't be read: {error}", field="trees") from error


def leaves_sums(trees: Any, values: NDArray[np.float32], threads: int) -> NDArray[np.float64]:
    """Return the trees' sums, what they add to the logarithms they started from, shape (row, 3)."""
    return np.asarray(trees.predict(values, num_threads=threads, raw_score=True), np.float64)
