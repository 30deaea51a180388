"""Which model of fit an advice uses: the one named, the setting's, or the one that ships."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from fittingroom.errors import FileRefused
from fittingroom.learning.joining import Joiner, joiner_beside
from fittingroom.learning.model import FitModel

SETTING = "FITTINGROOM_MODEL"
"""The environment's variable that names a model's folder; "none" for physics alone."""

NONE = "none"
SHIPPED = "data/default_fit"


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model and what to call it.

    Args:
        model: it.
        name: what an answer calls it.
        joiner: how it's joined with physics.
    """

    model: FitModel
    name: str
    joiner: Joiner


def choose_model(named: str | None = None, *, name: str | None = None) -> ChosenModel | None:
    """Return the model to use, None for physics alone.

    Args:
        named: a folder or "none"; where None the setting `FITTINGROOM_MODEL`, else the one that
            ships, if any.
        name: what to call it, its folder's name where None.

    Raises:
        FileRefused: no such folder, or what it holds is damaged.
    """
    folder = named_model(named)
    if folder is not None:
        return _load(folder, name or folder.name or str(folder))
    if _named(named) == NONE:
        return None
    shipped = Path(str(files("fittingroom.learning").joinpath(SHIPPED)))
    return _load(shipped, "shipped") if shipped.is_dir() else None


def named_model(named: str | None) -> Path | None:
    """Return the folder that was named, by hand or by the setting; None where none was.

    Raises:
        FileRefused: no such folder.
    """
    text = _named(named)
    if text is None or text == NONE:
        return None
    folder = Path(text)
    if not folder.is_dir():
        raise FileRefused(
            f"no such folder: {folder}; name a fit model's folder, or 'none' for physics alone",
            field="model", value=text,
        )  # fmt: skip
    return folder


def _named(named: str | None) -> str | None:
    return named or os.environ.get(SETTING) or None


def _load(folder: Path, name: str) -> ChosenModel:
    from fittingroom.learning.keeping_adapted import load_any_fit

    return ChosenModel(load_any_fit(folder), name, joiner_beside(folder))
