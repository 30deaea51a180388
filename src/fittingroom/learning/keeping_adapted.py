"""Keep an adapted model in a folder, and load whichever kind of fit model a folder holds.

model.json    kind "adapted", rows and strength, the SHA-256 of the other file
arrays.npz    the shop's features and adapter
base/         the model under it, as `save_fit_model` writes it
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fittingroom.learning.adapting import AdaptedFit
from fittingroom.learning.keeping import load_fit_model, save_fit_model
from fittingroom.learning.kept_files import (
    ARRAYS,
    CONFIG,
    digest,
    read_arrays,
    read_json,
    refused,
    write_arrays,
    write_json,
)
from fittingroom.learning.model import FitModel
from fittingroom.learning.packing import pack_features, unpack_features

KIND, FORMAT, BASE = "adapted", 1, "base"


def save_adapted_fit(model: AdaptedFit, folder: Path) -> None:
    """Write an adapted model's files, its base's too, into a folder.

    Args:
        model: the model.
        folder: where to; older files of a model in it are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_fit_model(model.base, folder / BASE)
    # the adapter is true sizes by other effects: it takes their place among the features
    features, arrays = pack_features(replace(model.features, true_sizes=model.adapter))
    write_arrays(folder / ARRAYS, arrays)
    write_json(
        folder / CONFIG,
        {"kind": KIND, "format": FORMAT, "rows": model.rows, "strength": model.strength,
         "files": {ARRAYS: digest((folder / ARRAYS).read_bytes())}, "features": features},
    )  # fmt: skip


def load_adapted_fit(folder: Path) -> AdaptedFit:
    """Load a model that `save_adapted_fit` wrote.

    Raises:
        FileRefused: a file is missing, damaged, too large or of another format.
    """
    config = read_json(folder / CONFIG)
    if config.get("kind") != KIND or config.get("format") != FORMAT:
        raise refused(folder / CONFIG, f"it says no adapted model of format {FORMAT}")
    base = load_fit_model(folder / BASE)
    arrays = read_arrays(folder / ARRAYS)
    try:
        if digest((folder / ARRAYS).read_bytes()) != config["files"][ARRAYS]:
            raise refused(folder / ARRAYS, "it isn't the file that was written (another SHA-256)")
        features = unpack_features(config["features"], arrays)
        rows, strength = int(config["rows"]), float(config["strength"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused(folder / CONFIG, f"its parts don't go together ({error})") from error
    return AdaptedFit(base, features, features.true_sizes, rows, strength)


def load_any_fit(folder: Path) -> FitModel:
    """Load a fit model, adapted or not.

    Raises:
        FileRefused: a file is missing, damaged, too large or of another format.
        MissingDependency: it has trees and LightGBM isn't installed.
    """
    folder = Path(folder)
    if read_json(folder / CONFIG).get("kind") == KIND:
        return load_adapted_fit(folder)
    return load_fit_model(folder)
