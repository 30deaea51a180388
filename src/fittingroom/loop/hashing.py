"""What a model was made of, in a few characters: the hash of its rows and of the code."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

import numpy as np

from fittingroom.purchases.purchases import Purchases

_HASHED = ("purchases", "learning")  # the packages whose code decides what a model becomes


def data_hash(purchases: Purchases) -> str:
    """Return a digest of all columns and rows: equal tables, equal digest."""
    digest = hashlib.sha256()
    for name, values in purchases.everything().items():
        digest.update(f"{name}\0{len(values)}\0".encode())
        if values.dtype == object:
            digest.update("\0".join("\1" if v is None else str(v) for v in values).encode())
        else:
            digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def code_version() -> str:
    """Return the package's version and a digest of the code that learns."""
    try:
        number = version("fittingroom")
    except PackageNotFoundError:
        number = "0"
    digest = hashlib.sha256()
    for package in _HASHED:
        sources = files(f"fittingroom.{package}").iterdir()
        for source in sorted((s for s in sources if s.name.endswith(".py")), key=lambda s: s.name):
            digest.update(f"{package}/{source.name}\0".encode())
            digest.update(source.read_bytes())
    return f"{number}+{digest.hexdigest()[:12]}"
