"""Keep a fit model in a folder, and load it: plain JSON, arrays and text, nothing executable.

model.json    what the parts are, and the SHA-256 of the other files
arrays.npz    history, true sizes, network, calibration
trees-N.txt   boosted trees in LightGBM's own form, where there are some
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
    Arrays,
    digest,
    read_arrays,
    read_bytes,
    read_json,
    refused,
    write_arrays,
    write_json,
)
from fittingroom.learning.keys import Places
from fittingroom.learning.learned import Before, LearnedFit
from fittingroom.learning.packing import (
    pack_features,
    pack_network,
    unpack_features,
    unpack_network,
    unpack_stack,
)
from fittingroom.learning.rows import Rows

BEFORE = "before/"
FORMAT = 2  # 1 had no neighbours, no choosing, and no names of columns


def save_fit_model(model: LearnedFit, folder: Path) -> None:
    """Write a model's files into a folder, made if it isn't there.

    Args:
        model: a trained one.
        folder: where to; older files of a model in it are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config, arrays = pack_features(model.features)
    if model.before is not None:
        earlier, kept = pack_features(model.before.features)
        config["before"] = earlier
        arrays |= {f"{BEFORE}{name}": values for name, values in kept.items()}
        arrays["before_rows"] = model.before.rows.keys
    arrays |= {"stack/weights": model.stack.weights, "stack/bias": model.stack.bias}
    for which, network in enumerate(model.networks):
        arrays |= {f"net{which}/{name}": v for name, v in pack_network(network).items()}
    write_arrays(folder / ARRAYS, arrays)
    files = {ARRAYS: digest((folder / ARRAYS).read_bytes())}
    for left in folder.glob(TREES.format("*")):
        left.unlink()
    for which, trees in enumerate(model.trees):
        path = folder / TREES.format(which + 1)
        path.write_text(trees.text)
        files[path.name] = digest(path.read_bytes())
    write_json(folder / CARD, asdict(model.card))
    parts: dict[str, Any] = {
        "networks": [{"encoders": list(n.encoders), "bert": n.bert} for n in model.networks],
        "trees": len(model.trees),
    }
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
    trees = tuple(_trees(folder, which, files) for which in range(int(parts["trees"])))
    networks = tuple(
        unpack_network(_under(f"net{which}/", arrays), told)
        for which, told in enumerate(parts["networks"])
    )
    members = 1 + bool(networks) + bool(trees)
    card = read_json(folder / CARD)
    card["notes"] = tuple(card.get("notes", ()))
    features, columns = unpack_features(config["features"], arrays), tuple(config["columns"])
    before = _before(config["features"], arrays)
    features.of(Rows(1, {}, {})).pick(columns)  # or it couldn't answer anything
    if any(len(network.scaling.mean) != len(columns) for network in networks):
        raise ValueError("the network has other columns than model.json")
    stack = unpack_stack(arrays, members)
    return LearnedFit(features, columns, networks, trees, stack, FitCard(**card), before)


def _before(config: dict[str, Any], arrays: Arrays) -> Before | None:
    if "before" not in config:
        return None
    own = unpack_features(config["before"], _under(BEFORE, arrays))
    return Before(own, Places(arrays["before_rows"]))


def _trees(folder: Path, which: int, files: dict[str, str]) -> Trees:
    path = folder / TREES.format(which + 1)
    text = read_bytes(path, TREES_BYTES)
    _same(path, digest(text), files[path.name])
    return Trees(text.decode())


def _under(start: str, arrays: Arrays) -> Arrays:
    return {n.removeprefix(start): v for n, v in arrays.items() if n.startswith(start)}


def _same(path: Path, found: str, said: str) -> None:
    if found != said:
        raise refused(path, "it isn't the file that was written (another SHA-256)")
