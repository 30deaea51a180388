"""Keep a fit model in a folder, and load it: plain JSON, arrays and text, nothing executable.

model.json    what the parts are, and the SHA-256 of the other files
arrays.npz    history, true sizes, network, calibration
trees.txt     boosted trees in LightGBM's own form, where there are some
card.json     data hash, code version, licence, metrics
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fittingroom.learning.boosted import Trees
from fittingroom.learning.card import FitCard
from fittingroom.learning.kept_files import (
    ARRAYS,
    CARD,
    CONFIG,
    TREES,
    TREES_BYTES,
    digest,
    read_arrays,
    read_bytes,
    read_json,
    refused,
    write_arrays,
    write_json,
)
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.packing import (
    pack_features,
    pack_network,
    unpack_features,
    unpack_network,
    unpack_stack,
)
from fittingroom.learning.rows import Rows

FORMAT = 2  # 1 had no neighbours, no choosing, and no names of columns


def save_fit_model(model: LearnedFit, folder: Path) -> None:
    """Write a model's files into a folder, made if it isn't there.

    Args:
        model: a trained one.
        folder: where to; older files of a model in it are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config, arrays = pack_features(model.features)
    arrays |= {"stack/weights": model.stack.weights, "stack/bias": model.stack.bias}
    if model.network is not None:
        arrays |= pack_network(model.network)
    write_arrays(folder / ARRAYS, arrays)
    files = {ARRAYS: digest((folder / ARRAYS).read_bytes())}
    (folder / TREES).unlink(missing_ok=True)
    if model.trees is not None:
        (folder / TREES).write_text(model.trees.text)
        files[TREES] = digest((folder / TREES).read_bytes())
    write_json(folder / CARD, asdict(model.card))
    parts = {"network": model.network is not None, "trees": model.trees is not None}
    write_json(
        folder / CONFIG,
        {"kind": "fit", "format": FORMAT, "files": files, "parts": parts, "features": config,
         "columns": list(model.columns)},
    )  # fmt: skip


def load_fit_model(folder: Path) -> LearnedFit:
    """Load a model that `save_fit_model` wrote.

    Raises:
        FileRefused: a file is missing, damaged, too large or of another format.
        MissingDependency: it has trees and LightGBM isn't installed.
    """
    folder = Path(folder)
    config = read_json(folder / CONFIG)
    if config.get("kind") != "fit" or config.get("format") != FORMAT:
        raise refused(folder / CONFIG, f"it says no fit model of format {FORMAT}")
    try:
        return _load(folder, config)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused(folder / CONFIG, f"its parts don't go together ({error})") from error


def _load(folder: Path, config: dict[str, Any]) -> LearnedFit:
    parts, files = config["parts"], config["files"]
    arrays = read_arrays(folder / ARRAYS)
    _same(folder / ARRAYS, digest((folder / ARRAYS).read_bytes()), files[ARRAYS])
    trees = None
    if parts["trees"]:
        text = read_bytes(folder / TREES, TREES_BYTES)
        _same(folder / TREES, digest(text), files[TREES])
        trees = Trees(text.decode())
    network = unpack_network(arrays) if parts["network"] else None
    members = 1 + (network is not None) + (trees is not None)
    card = read_json(folder / CARD)
    card["notes"] = tuple(card.get("notes", ()))
    features, columns = unpack_features(config["features"], arrays), tuple(config["columns"])
    features.of(Rows(1, {}, {})).pick(columns)  # or it couldn't answer anything
    if network is not None and len(network.scaling.mean) != len(columns):
        raise ValueError("the network has other columns than model.json")
    stack = unpack_stack(arrays, members)
    return LearnedFit(features, columns, network, trees, stack, FitCard(**card))


def _same(path: Path, found: str, said: str) -> None:
    if found != said:
        raise refused(path, "it isn't the file that was written (another SHA-256)")
