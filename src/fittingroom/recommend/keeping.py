"""Keep a recommender in a folder and read it back: arrays in npz, all else in JSON, no pickle."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.errors import FileRefused
from fittingroom.recommend.askers import RECENT, Askers
from fittingroom.recommend.content import Content
from fittingroom.recommend.interactions import NO_DAY, NUMBERS, WORDS, Interactions
from fittingroom.recommend.item_knn import item_knn_from
from fittingroom.recommend.known import NEW, Known, codes_of
from fittingroom.recommend.popularity import Popularity, RecentPopularity
from fittingroom.recommend.ranker import Ranker, State
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.tower import tower_from

FORMAT = "fittingroom recommender 1"
JSON_BYTES_MAX = 256 * 2**20  # keys of some 10 million people
ARRAY_BYTES_MAX = 4 * 2**30
ARRAYS_MAX = 500
_MAKERS: dict[str, Callable[[State], Ranker]] = {
    "popularity": lambda state: Popularity(**state),
    "recent": lambda state: RecentPopularity(**state),
    "content": lambda state: Content(**state),
    "item_knn": item_knn_from,
    "two_tower": tower_from,
    "sequence": tower_from,
}


def save_recommender(recommender: Recommender, folder: Path) -> None:
    """Write a recommender to a folder: recommender.json and recommender.npz."""
    folder.mkdir(parents=True, exist_ok=True)
    known, history = recommender.known, recommender.history
    arrays: dict[str, NDArray[Any]] = {
        "weights": recommender.weights, "clock_weights": recommender.clock_weights,
        "known/middle": known.middle, "known/spread": known.spread,
        "known/article": known.article,
        "history/user": codes_of(history.user, known.users),
        "history/item": codes_of(history.item, known.items),
        "history/day": history.day, "history/size": history.numbers[:, -1],
    }  # fmt: skip
    for name, ranker in recommender.rankers.items():
        arrays |= {f"{name}/{key}": values for key, values in ranker.state().items()}
    document = {
        "format": FORMAT, "rankers": list(recommender.rankers), "items": known.items,
        "users": known.users, "words": known.words, "article_words": known.article_words,
        "last_day": known.last_day, "card": dict(recommender.card),
    }  # fmt: skip
    np.savez_compressed(folder / "recommender.npz", **arrays)  # type: ignore[arg-type]
    text = json.dumps(document, ensure_ascii=False)
    (folder / "recommender.json").write_text(text, "utf-8")


def load_recommender(folder: Path) -> Recommender:
    """Read a recommender from a folder.

    Raises:
        FileRefused: a file is missing, too large, or isn't what `save_recommender` writes.
    """
    document, arrays = _read_json(folder / "recommender.json"), _read_arrays(folder)
    try:
        recommender = _made(document, arrays)
        scores = recommender.scores(_stranger(recommender.known))
        good = scores.shape == (1, len(recommender.known.items)) and np.isfinite(scores).all()
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise _refused(folder, f"its parts don't fit together ({error})") from error
    if not good:
        raise _refused(folder, "it doesn't rank")
    return recommender


def _made(document: dict[str, Any], arrays: State) -> Recommender:
    known = Known(
        items=tuple(map(str, document["items"])), users=tuple(map(str, document["users"])),
        words=tuple(tuple(map(str, words)) for words in document["words"]),
        article_words=tuple(tuple(map(str, words)) for words in document["article_words"]),
        middle=arrays["known/middle"], spread=arrays["known/spread"],
        article=arrays["known/article"], last_day=int(document["last_day"]),
    )  # fmt: skip
    rankers: dict[str, Ranker] = {}
    for name in document["rankers"]:
        prefix = f"{name}/"
        state = {key[len(prefix) :]: arrays[key] for key in arrays if key.startswith(prefix)}
        rankers[str(name)] = _MAKERS["recent" if name.startswith("recent_") else name](state)
    return Recommender(
        known, rankers, arrays["weights"], arrays["clock_weights"],
        _history(known, arrays), dict(document["card"]),
    )  # fmt: skip


def _history(known: Known, arrays: State) -> Interactions:
    user, item = arrays["history/user"], arrays["history/item"]
    if len(user) and (min(user.min(), item.min()) < 0):
        raise ValueError("a choice of nobody or of nothing")
    numbers = np.full((len(user), len(NUMBERS)), np.nan)
    numbers[:, -1] = arrays["history/size"]
    blank = np.full((len(user), len(WORDS)), "", object)
    article = np.full((len(user), known.article.shape[1]), "", object)
    for kind, words in enumerate(known.article_words):
        names = np.array(["", *words], object)
        article[:, kind] = names[known.article[item, kind]]
    return Interactions(
        np.array(known.users, object)[user], np.array(known.items, object)[item],
        arrays["history/day"], numbers, blank, article,
    )  # fmt: skip


def _stranger(known: Known) -> Askers:
    from scipy.sparse import csr_matrix

    return Askers(
        user=np.array([NEW]), recent=np.full((1, RECENT), NEW),
        owned=csr_matrix((1, len(known.items)), dtype=np.float32),
        numbers=known.number_scores(np.full((1, len(NUMBERS)), np.nan)),
        words=np.zeros((1, len(WORDS)), np.int64), day=np.array([NO_DAY]),
    )  # fmt: skip


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file() or path.stat().st_size > JSON_BYTES_MAX:
        raise _refused(path, f"there is no such file of at most {JSON_BYTES_MAX} bytes")
    try:
        document = json.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _refused(path, f"it isn't JSON ({error})") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(path, f"it doesn't say format '{FORMAT}'")
    return document


def _read_arrays(folder: Path) -> State:
    path = folder / "recommender.npz"
    try:
        with zipfile.ZipFile(path) as packed:
            sizes = [entry.file_size for entry in packed.infolist()]
        if len(sizes) > ARRAYS_MAX or sum(sizes) > ARRAY_BYTES_MAX:
            raise _refused(path, f"it unpacks to {sum(sizes)} bytes in {len(sizes)} arrays")
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise _refused(path, f"it isn't a file of arrays ({error})") from error
    for name, values in arrays.items():
        if values.dtype.kind not in "fiu" or values.ndim > 2:
            raise _refused(path, f"'{name}' isn't a table of numbers")
        if name != "history/size" and not np.isfinite(values).all():
            raise _refused(path, f"'{name}' has figures that aren't finite")
    return arrays


def _refused(path: Path, why: str) -> FileRefused:
    return FileRefused(
        f"{path} holds no recommender: {why}; train one with `fittingroom train recommend`",
        field="model", value=str(path), allowed=FORMAT,
    )  # fmt: skip
