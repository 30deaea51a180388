"""How good the fit model is, on RentTheRunWay: never trained on what it's measured on.

    python benchmarks/fit_model.py            --data FOLDER   every model on the same rows ("table")
    python benchmarks/fit_model.py product    --data FOLDER   as `train fit` makes it
    python benchmarks/fit_model.py splits     --data FOLDER   by row, by user, by item, by time
    python benchmarks/fit_model.py adapt      --data FOLDER   one category's few rows, by seed
    python benchmarks/fit_model.py labels     --data FOLDER   100 %, 10 %, 1 % of the outcomes
    python benchmarks/fit_model.py weighing   --data FOLDER   what class weights change
    python benchmarks/fit_model.py times      --data FOLDER   of one question, of 100,000 pairs

FOLDER holds train.parquet and valid.parquet; it is ../shared/data/renttherunway where left out.
Stopping and calibration use 5 % of the training rows, so that valid.parquet is of no use to any
model. Prints JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.learning.adapting import adapt_fit
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.measures import measure
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.stacking import calibrate
from fittingroom.learning.training import absorb, train_fit
from fittingroom.learning.wearers import numbers_of
from fittingroom.purchases.purchases import Purchases, concatenate
from fittingroom.purchases.reading import read_purchases
from fittingroom.purchases.splitting import split

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "renttherunway"
STOPPING = 0.05  # share of the training rows kept for stopping and calibration
SHOP_ITEMS, SHOP_ROWS, SHOP_SEEDS = 40, 400, 8
THREADS = int(os.environ.get("OMP_NUM_THREADS", "2"))
OPTIONS = FitOptions(threads=THREADS)


def main() -> None:
    """Run one part."""
    parts: dict[str, Callable[[Purchases, Purchases], None]] = {
        "table": table, "product": product, "splits": splits, "adapt": adapt, "labels": labels,
        "weighing": weighing, "times": times,
    }  # fmt: skip
    told = argparse.ArgumentParser()
    told.add_argument("part", choices=parts, nargs="?", default="table")
    told.add_argument("--data", type=Path, default=DATA)
    asked = told.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    tell(commit=commit, machine=platform.machine(), cores=os.cpu_count(), threads=THREADS)
    read = [read_purchases(asked.data / f"{name}.parquet").purchases for name in ("train", "valid")]
    parts[asked.part](*read)


def tell(**figures: Any) -> None:
    """Print one line of JSON, floats to four places."""
    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps(rounded), flush=True)


def kept_back(rows: Purchases, seed: int = 1, share: float = STOPPING) -> list[Purchases]:
    """Return most rows, and the few for stopping and calibration."""
    drawn = np.random.default_rng(seed).permutation(len(rows))
    few = int(share * len(rows))
    return [rows.take(np.sort(drawn[few:])), rows.take(np.sort(drawn[:few]))]


def figures(odds: np.ndarray, rows: Purchases) -> dict[str, float]:
    """Return what the table shows."""
    found = measure(odds, rows.outcomes()).figures()
    shown = ("auc_macro", "auc_small", "auc_fit", "auc_large", "log_loss", "brier", "ece",
             "balanced_accuracy", "f1_macro")  # fmt: skip
    return {name: found[name] for name in shown}


def table(train: Purchases, valid: Purchases) -> None:
    """Compare models on valid.parquet."""
    rows, few = kept_back(train)
    shares = np.bincount(rows.outcomes(), minlength=3) / len(rows)
    tell(model="class shares", **figures(np.tile(shares, (len(valid), 1)), valid))
    tell(model="logistic regression", **figures(logistic(rows, valid), valid))
    start = time.perf_counter()
    model = train_fit(rows, few, OPTIONS)
    seconds = time.perf_counter() - start
    seen, known = model.table(read_rows(valid)), model.members(model.table(read_rows(few)))
    for name, odds in model.members(seen).items():
        alone = calibrate([known[name]], few.outcomes())
        tell(model=name, **figures(alone.probabilities([odds]), valid))
    tell(model="all, calibrated", seconds=seconds, **figures(model.probabilities(valid), valid))
    half = np.random.default_rng(2).permutation(len(valid)) < len(valid) // 2
    knows, asked = valid.take(half), valid.take(~half)
    more = absorb(model, rows, concatenate([few, knows]))
    tell(model="all, on half of them", **figures(model.probabilities(asked), asked))
    tell(model="the other half absorbed", **figures(more.probabilities(asked), asked))


def product(train: Purchases, valid: Purchases) -> None:
    """Train as the command does, with one half of valid.parquet to stop and calibrate by and to
    learn in the end; measure on the other half.
    """
    half = np.random.default_rng(2).permutation(len(valid)) < len(valid) // 2
    for which, known in (("second", half), ("first", ~half)):
        asked, start = valid.take(~known), time.perf_counter()
        options = replace(OPTIONS, partitions=2, absorb=True)
        model = train_fit(train, valid.take(known), options)
        seconds = time.perf_counter() - start
        assert model.before is not None
        before = model.before.model
        tell(half=which, model="before", **figures(before.probabilities(asked), asked))
        tell(half=which, model="product", seconds=seconds,
             **figures(model.probabilities(asked), asked))  # fmt: skip


def logistic(train: Purchases, valid: Purchases) -> np.ndarray:
    """Return what a logistic regression on size, body and their products says."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    def columns(rows: Purchases) -> np.ndarray:
        read = read_rows(rows)
        numbers = numbers_of(read) | {"size": read.number("size")}
        names = ("size", "height_cm", "weight_kg", "age_years", "bra_band_in", "cup")
        told = np.stack([numbers[name] for name in names], axis=1)
        gone = np.isnan(told)
        return np.concatenate([np.where(gone, np.nanmean(told, axis=0), told), gone[:, 1:]], axis=1)

    fitted = make_pipeline(
        StandardScaler(), PolynomialFeatures(2), LogisticRegression(max_iter=300)
    ).fit(columns(train), train.outcomes())
    return np.asarray(fitted.predict_proba(columns(valid)))


def splits(train: Purchases, valid: Purchases) -> None:
    """Measure on wearers, items and months never seen."""
    every = concatenate([train, valid])
    for by in ("user", "item", "time"):
        parts = split(every, by=by, shares=(0.85, 0.05, 0.1), seed=1)
        model = train_fit(parts.train, parts.valid, OPTIONS)
        tell(split=by, rows=len(parts.test), **figures(model.probabilities(parts.test), parts.test))


def adapt(train: Purchases, valid: Purchases) -> None:
    """Adapt to items of categories that the base never saw."""
    every = concatenate([train, valid])
    categories = every.inputs()["category"]
    for category in ("jumpsuit", "top", "maxi"):
        inside = categories == category
        rows, few = kept_back(every.take(~inside))
        base = train_fit(rows, few, replace(OPTIONS, trees=False))
        shop = biggest_items(every.take(inside))
        losses = np.array([one_shop(base, shop, seed) for seed in range(SHOP_SEEDS)])
        for which, than in ((1, "frozen base"), (2, "from scratch")):
            gain = losses[:, which] - losses[:, 0]
            error = 2.365 * gain.std(ddof=1) / np.sqrt(SHOP_SEEDS)  # Student's t, 7 degrees, 95 %
            tell(category=category, rows=len(shop), than=than, adapted=float(losses[:, 0].mean()),
                 other=float(losses[:, which].mean()), gain=float(gain.mean()),
                 low=float(gain.mean() - error), high=float(gain.mean() + error))  # fmt: skip


def biggest_items(rows: Purchases) -> Purchases:
    """Return the rows of the items with the most."""
    items = rows.inputs()["item_id"].astype(str)
    names, counts = np.unique(items, return_counts=True)
    return rows.take(np.isin(items, names[np.argsort(-counts)[:SHOP_ITEMS]]))


def one_shop(base: LearnedFit, shop: Purchases, seed: int) -> tuple[float, float, float]:
    """Return the log-loss of the adapted, the frozen and a new model on the shop's other rows."""
    drawn = np.random.default_rng(seed).permutation(len(shop))
    own, held = shop.take(drawn[:SHOP_ROWS]), shop.take(drawn[SHOP_ROWS:])
    scratch = train_fit(
        *kept_back(own, seed, 0.25),
        replace(OPTIONS, trees=False, width=32, embedding=4, batch=64, seed=seed + 1),
    )
    odds = (m.probabilities(held) for m in (adapt_fit(base, own), base, scratch))
    first, second, third = (measure(each, held.outcomes()).log_loss for each in odds)
    return first, second, third


def labels(train: Purchases, valid: Purchases) -> None:
    """Learn from few outcomes, with and without the rows that have none, and pretrained."""
    rows, few = kept_back(train)
    fits = np.array(rows.everything()["fit"], object)
    drawn = np.random.default_rng(3).permutation(len(rows))
    for share in (0.01, 0.1, 1.0):
        kept = np.sort(drawn[: int(share * len(rows))])
        hidden = np.full(len(rows), None, object)
        hidden[kept] = fits[kept]
        ways = {
            "these rows alone": (rows.take(kept), 0),
            "all rows' sizes": (rows.replaced({"fit": hidden}), 0),
            "and pretrained": (rows.replaced({"fit": hidden}), 5),
        }
        for way, (given, passes) in ways.items():
            stop = few.take(np.arange(max(200, int(share * len(few)))))
            options = replace(OPTIONS, trees=False, pretrain=passes, epochs=10)
            model = train_fit(given, stop, options)
            tell(outcomes=share, learned=way, **figures(model.probabilities(valid), valid))


def weighing(train: Purchases, valid: Purchases) -> None:
    """Weight the rarer outcomes while training."""
    rows, few = kept_back(train)
    for way in ("none", "root", "balanced"):
        model = train_fit(rows, few, replace(OPTIONS, trees=False, weighing=way))
        odds = model.members(model.table(read_rows(valid)))["network"]
        tell(weighing=way, stage="network alone", **figures(odds, valid))
        tell(weighing=way, stage="calibrated", **figures(model.probabilities(valid), valid))


def times(train: Purchases, valid: Purchases) -> None:
    """Time a question and a table; the model is trained on all rows first."""
    start = time.perf_counter()
    model = train_fit(train, valid, OPTIONS)
    tell(what="training", rows=len(train), seconds=time.perf_counter() - start)
    one, many = train.take(np.arange(12)), train.take(np.arange(100_000))
    for what, asked, repeats in (("12 sizes", one, 100), ("100,000 pairs", many, 3)):
        for name, said in (("all", model), ("without trees", replace_trees(model))):
            said.probabilities(asked)
            spent = []
            for _ in range(repeats):
                start = time.perf_counter()
                said.probabilities(asked)
                spent.append(1000.0 * (time.perf_counter() - start))
            low, middle, high = (float(np.percentile(spent, at)) for at in (10, 50, 90))
            tell(what=what, model=name, median_ms=middle, low_ms=low, high_ms=high)


def replace_trees(model: LearnedFit) -> LearnedFit:
    """Return the model without its trees: what a default install predicts with."""
    members = 1 + bool(model.networks)
    weights = replace(model.stack, weights=model.stack.weights[: 3 * members])
    return replace(model, trees=(), stack=weights)


if __name__ == "__main__":
    main()
