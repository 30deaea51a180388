"""Which model of fit an advice uses: the one named, the setting's, or the one that ships."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

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


def choose_model(named: str | None = None) -> ChosenModel | None:
    """Return the model to use, None for physics alone.

    Args:
        named: a folder or "none"; where None the setting `FITTINGROOM_MODEL`, else the one that
            ships, if any.

    Raises:
        FileRefused: no such folder, or what it holds is damaged.
    """
    named = named or os.environ.get(SETTING) or None
    if named == NONE:
        return None
    if named is not None:
        return _load(Path(named), Path(named).name or named)
    shipped = Path(str(files("fittingroom.learning").joinpath(SHIPPED)))
    return _load(shipped, "shipped") if shipped.is_dir() else None


def _load(folder: Path, name: str) -> ChosenModel:
    from fittingroom.learning.keeping import load_fit_model

    return ChosenModel(load_fit_model(folder), name, joiner_beside(folder))
