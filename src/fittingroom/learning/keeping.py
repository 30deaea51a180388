"""Keep a fit model in a folder, and load it: plain JSON, arrays and text, nothing executable.

model.json    what the parts are, and the SHA-256 of the other files
arrays.npz    history, true sizes, network, calibration
trees-N.txt   boosted trees in LightGBM's own form, where there are some
card.json     data hash, code version, licence, metrics
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

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

BEFORE = "before-"
FORMAT = 2  # 1 had no neighbours, no choosing, and no names of columns


def save_fit_model(model: LearnedFit, folder: Path) -> None:
    """Write a model's files into a folder, made if it isn't there.

    Args:
        model: a trained one.
        folder: where to; older files of a model in it are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(TREES.format("*")):
        left.unlink()
    config, arrays, files = _pack(model, folder, "")
    if model.before is not None:
        config["before"], more, others = _pack(model.before.model, folder, BEFORE)
        arrays |= {f"{BEFORE}/{name}": values for name, values in more.items()}
        arrays["before_rows"] = model.before.rows.keys
        files |= others
    write_arrays(folder / ARRAYS, arrays)
    files[ARRAYS] = digest((folder / ARRAYS).read_bytes())
    write_json(folder / CARD, asdict(model.card))
    write_json(folder / CONFIG, {"kind": "fit", "format": FORMAT, "files": files, **config})


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


def _pack(
    model: LearnedFit, folder: Path, start: str
) -> tuple[dict[str, Any], dict[str, NDArray[Any]], dict[str, str]]:
    """Return configuration and arrays, and write the trees: their files' digests."""
    features, arrays = pack_features(model.features)
    arrays |= {"stack/weights": model.stack.weights, "stack/bias": model.stack.bias}
    for which, network in enumerate(model.networks):
        arrays |= {f"net{which}/{name}": v for name, v in pack_network(network).items()}
    files = {}
    for which, trees in enumerate(model.trees):
        path = folder / TREES.format(f"{start}{which + 1}")
        path.write_text(trees.text)
        files[path.name] = digest(path.read_bytes())
    networks = [{"encoders": list(n.encoders), "bert": n.bert} for n in model.networks]
    parts = {"networks": networks, "trees": [trees.rounds for trees in model.trees]}
    config = {"parts": parts, "features": features, "columns": list(model.columns)}
    return config, arrays, files


def _load(folder: Path, config: dict[str, Any]) -> LearnedFit:
    files, arrays = config["files"], read_arrays(folder / ARRAYS)
    _same(folder / ARRAYS, digest((folder / ARRAYS).read_bytes()), files[ARRAYS])
    card = read_json(folder / CARD)
    card["notes"] = tuple(card.get("notes", ()))
    told = FitCard(**card)
    model = _unpack(folder, config, arrays, files, "", told)
    if "before" not in config:
        return model
    own = _under(f"{BEFORE}/", arrays)
    before = _unpack(folder, config["before"], own, files, BEFORE, told)
    return replace(model, before=Before(before, Places(arrays["before_rows"])))


def _unpack(
    folder: Path, config: dict[str, Any], arrays: Arrays, files: dict[str, str], start: str,
    card: FitCard,
) -> LearnedFit:  # fmt: skip
    parts = config["parts"]
    trees = tuple(
        Trees(_text(folder / TREES.format(f"{start}{which + 1}"), files), int(rounds))
        for which, rounds in enumerate(parts["trees"])
    )
    networks = tuple(
        unpack_network(_under(f"net{which}/", arrays), told)
        for which, told in enumerate(parts["networks"])
    )
    features, columns = unpack_features(config["features"], arrays), tuple(config["columns"])
    features.of(Rows(1, {}, {})).pick(columns)  # or it couldn't answer anything
    if any(len(network.scaling.mean) != len(columns) for network in networks):
        raise ValueError("the network has other columns than model.json")
    stack = unpack_stack(arrays, 1 + bool(networks) + bool(trees))
    return LearnedFit(features, columns, networks, trees, stack, card)


def _text(path: Path, files: dict[str, str]) -> str:
    text = read_bytes(path, TREES_BYTES)
    _same(path, digest(text), files[path.name])
    return text.decode()


def _under(start: str, arrays: Arrays) -> Arrays:
    return {n.removeprefix(start): v for n, v in arrays.items() if n.startswith(start)}


def _same(path: Path, found: str, said: str) -> None:
    if found != said:
        raise refused(path, "it isn't the file that was written (another SHA-256)")
