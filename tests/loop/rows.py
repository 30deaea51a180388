"""Purchases as a shop's JSON lines."""

import json
from pathlib import Path

import numpy as np


def write_rows(purchases, path: Path) -> Path:
    columns = {name: values.tolist() for name, values in purchases.everything().items()}
    if "ordered_at" in columns:
        columns["ordered_at"] = np.datetime_as_string(
            purchases.everything()["ordered_at"], unit="s"
        ).tolist()
    with path.open("w") as file:
        for row in range(len(purchases)):
            told = {name: values[row] for name, values in columns.items()}
            told = {n: v for n, v in told.items() if v is not None and v == v}
            file.write(json.dumps(told) + "\n")
    return path
