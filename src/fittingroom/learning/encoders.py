"""Encoders in numpy: what a trained network makes of a picture, a depth map, a pose, a text.

Pictures and depth maps pass three convolutions of stride 2, everything ends in `WIDTH` numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from fittingroom.learning.encoder_files import Files, Matrix

WIDTH = 16
CHANNELS = (8, 16, 16)


def encode(column: str, files: Files, weights: Mapping[str, Matrix]) -> Matrix:
    """Return each row's code, zeros where it has no file, shape (row, WIDTH).

    Args:
        column: whose files.
        files: them.
        weights: of the network, by name.
    """
    used, places = np.unique(files.which, return_inverse=True)
    hidden = files.read[used]
    if hidden.ndim == 4:
        for layer in range(len(CHANNELS)):
            name = f"{column}_conv{layer}"
            hidden = _convolved(hidden, weights[f"{name}.weight"], weights[f"{name}.bias"])
        hidden = hidden.reshape(len(hidden), -1)
    code = hidden @ weights[f"{column}_code.weight"].T + weights[f"{column}_code.bias"]
    code = np.maximum(code, 0.0) * (used > 0)[:, None]
    return np.asarray(code[places], np.float32)


def _convolved(pictures: Matrix, weight: Matrix, bias: Matrix) -> Matrix:
    """Convolve by 3 x 3 with stride 2 and a border of zeros, then cut off at 0."""
    framed = np.pad(pictures, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(framed, (3, 3), axis=(2, 3))[:, :, ::2, ::2]
    made = np.tensordot(windows, weight, axes=((1, 4, 5), (1, 2, 3))) + bias
    return np.asarray(np.maximum(made, 0.0).transpose(0, 3, 1, 2), np.float32)
