"""Features, true sizes and a network as flat arrays and plain JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import frozen
from fittingroom.learning.encoder_files import KINDS
from fittingroom.learning.encoders import WIDTH
from fittingroom.learning.expecting import Expecting
from fittingroom.learning.features import Features
from fittingroom.learning.grouping import GROUPS
from fittingroom.learning.history import History
from fittingroom.learning.keys import Places
from fittingroom.learning.neighbours import Neighbours
from fittingroom.learning.network import Network
from fittingroom.learning.scaling import Scaling
from fittingroom.learning.size_choosing import Choosing
from fittingroom.learning.stacking import Stack
from fittingroom.learning.tallies import Tally
from fittingroom.learning.true_sizes import Effect, TrueSizes
from fittingroom.learning.words import Vocabulary
from fittingroom.purchases.schema import FITS

Arrays = Mapping[str, NDArray[Any]]


def pack_features(features: Features) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the plain part and the arrays."""
    true_sizes, expecting = features.true_sizes, features.expecting
    config = {
        "secret": features.secret.hex(),
        "numbers": list(features.numbers),
        "size": list(features.size),
        "words": {name: list(words) for name, words in features.words.words.items()},
        "groups": list(features.members),
        "tallies": {group: list(past.names) for group, past in features.history.tallies.items()},
        "neighbours": [] if features.neighbours is None else list(features.neighbours.names),
        "trained": None if features.trained is None else list(features.trained),
        "choosing": list(features.choosing.deviates),
        "effects": [asdict(effect) for effect in true_sizes.effects],
    }
    arrays: dict[str, NDArray[Any]] = {
        "expecting/mean": expecting.mean, "expecting/scale": expecting.scale,
        "expecting/weights": expecting.weights, "history/shares": features.history.shares,
        "true_sizes/fixed": true_sizes.fixed,
    }  # fmt: skip
    for group, members in features.members.items():
        arrays[f"members/{group}"] = members.keys
    for group, past in features.history.tallies.items():
        arrays[f"tallies/{group}"] = np.asarray(past.sums, np.float32)
    for group, values in features.choosing.deviates.items():
        arrays[f"choosing/{group}"] = values.astype(np.float32)
    for group, trained in (features.trained or {}).items():
        arrays[f"trained/{group}"] = trained.keys
    if features.neighbours is not None:
        arrays["neighbours/starts"] = features.neighbours.starts
        arrays["neighbours/points"] = features.neighbours.points
        arrays["neighbours/outcomes"] = features.neighbours.outcomes.astype(np.int8)
    for which, values in enumerate(true_sizes.deviates):
        arrays[f"deviates/{which}"] = values.astype(np.float32)
        arrays[f"information/{which}"] = true_sizes.information[which].astype(np.float32)
    return config, arrays


def unpack_features(config: Mapping[str, Any], arrays: Arrays) -> Features:
    """Make the features again.

    Raises:
        KeyError, TypeError, ValueError: something is missing or of another shape.
    """
    members = {group: Places(arrays[f"members/{group}"]) for group in config["groups"]}
    _check(set(members) <= set(GROUPS), "unknown groups")
    tallies = {
        group: Tally(tuple(names), frozen(arrays[f"tallies/{group}"], np.float32))
        for group, names in config["tallies"].items()
    }
    for group, past in tallies.items():
        _check(past.sums.shape == (len(members[group].keys), len(past.names)), f"tallies/{group}")
    expecting = Expecting(*(frozen(arrays[f"expecting/{n}"]) for n in ("mean", "scale", "weights")))
    trained = None
    if config["trained"] is not None:
        trained = {group: Places(arrays[f"trained/{group}"]) for group in config["trained"]}
    words = {str(name): tuple(map(str, words)) for name, words in config["words"].items()}
    mean, spread = (float(value) for value in config["size"])
    return Features(
        bytes.fromhex(config["secret"]), members, tuple(map(str, config["numbers"])),
        (mean, spread), expecting, Vocabulary(words),
        History(tallies, frozen(arrays["history/shares"])), _choosing(config, arrays, members),
        _true_sizes(config, arrays, members), _neighbours(config, arrays, members),
        trained,
    )  # fmt: skip


def pack_network(network: Network) -> dict[str, NDArray[Any]]:
    """Return a network's arrays."""
    scaling = network.scaling
    arrays: dict[str, NDArray[Any]] = {
        "scaling/mean": scaling.mean, "scaling/scale": scaling.scale, "scaling/gaps": scaling.gaps
    }  # fmt: skip
    return arrays | {f"network/{name}": value for name, value in network.weights.items()}


def unpack_network(arrays: Arrays, config: Mapping[str, Any]) -> Network:
    """Make a network again.

    Args:
        arrays: of the model.
        config: its columns with encoders, and the text model's folder.

    Raises:
        KeyError, ValueError: something is missing or of another shape.
    """
    scaling = Scaling(arrays["scaling/mean"], arrays["scaling/scale"], arrays["scaling/gaps"])
    start = "network/"
    weights = {n.removeprefix(start): v for n, v in arrays.items() if n.startswith(start)}
    encoders = tuple(config["encoders"])
    _check(set(encoders) <= set(KINDS), "encoders")
    for column in encoders:
        _check(weights[f"{column}_code.weight"].shape[0] == WIDTH, f"network/{column}_code")
    columns = len(scaling.mean) + len(scaling.gaps) + WIDTH * len(encoders)
    _check(weights["wide.weight"].shape == (2, columns), "network/wide.weight")
    _check(weights["first.weight"].shape[1] >= columns, "network/first.weight")
    return Network(scaling, weights, encoders, config["bert"])


def unpack_stack(arrays: Arrays, members: int) -> Stack:
    """Make the stack again."""
    _check(arrays["stack/weights"].shape == (3 * members, 3), "stack/weights")
    _check(arrays["stack/bias"].shape == (3,), "stack/bias")
    return Stack(frozen(arrays["stack/weights"]), frozen(arrays["stack/bias"]))


def _choosing(config: Mapping[str, Any], arrays: Arrays, members: Mapping[str, Places]) -> Choosing:
    deviates = {group: frozen(arrays[f"choosing/{group}"]) for group in config["choosing"]}
    for group, values in deviates.items():
        _check(values.shape == (len(members[group].keys),), f"choosing/{group}")
    return Choosing(deviates)


def _neighbours(
    config: Mapping[str, Any], arrays: Arrays, members: Mapping[str, Places]
) -> Neighbours | None:
    names = tuple(map(str, config["neighbours"]))
    if not names:
        return None
    starts, points = arrays["neighbours/starts"], arrays["neighbours/points"]
    outcomes = arrays["neighbours/outcomes"].astype(np.int64)
    _check(starts.shape == (len(members["item"].keys) + 1,), "neighbours/starts")
    right = points.shape == (len(outcomes), len(names)) and starts[-1] == len(outcomes)
    _check(right and bool((np.diff(starts) >= 0).all()) and starts[0] == 0, "neighbours/points")
    _check(bool(((outcomes >= 0) & (outcomes < len(FITS))).all()), "neighbours/outcomes")
    return Neighbours(starts, points, names, outcomes, np.zeros(0, np.int64))


def _true_sizes(
    config: Mapping[str, Any], arrays: Arrays, members: Mapping[str, Places]
) -> TrueSizes:
    effects = tuple(Effect(**told) for told in config["effects"])
    deviates, information = [], []
    for which, effect in enumerate(effects):
        values, known = arrays[f"deviates/{which}"], arrays[f"information/{which}"]
        shape = (len(members[effect.group].keys),)
        _check(values.shape == shape and known.shape == shape, f"deviates/{which}")
        deviates.append(frozen(values))
        information.append(frozen(known))
    fixed = frozen(arrays["true_sizes/fixed"])
    return TrueSizes(fixed, effects, tuple(deviates), tuple(information))


def _check(right: bool, what: str) -> None:
    if not right:
        raise ValueError(f"{what} has another shape than it should")
