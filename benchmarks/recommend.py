"""How recommendation does: rankers on RentTheRunWay, near items of a million, off-policy values.

python benchmarks/recommend.py rankers [--tune]           every ranker in one run
python benchmarks/recommend.py new-items [--data FOLDER]  items training hasn't seen
python benchmarks/recommend.py near [--items 1000000]     search among many items
python benchmarks/recommend.py off-policy                 estimators on logs whose truth is known
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.progress import finish
from fittingroom.purchases.purchases import concatenate
from fittingroom.purchases.reading import read_purchases
from fittingroom.recommend.askers import Askers, askers_of
from fittingroom.recommend.content import fit_content
from fittingroom.recommend.factors import AlsOptions, BprOptions, fit_als, fit_bpr
from fittingroom.recommend.interactions import Interactions, interactions_of, joined
from fittingroom.recommend.item_knn import KnnOptions, fit_item_knn
from fittingroom.recommend.known import codes_of, know
from fittingroom.recommend.leaving_out import last_of_each, leave_last_out
from fittingroom.recommend.measuring import Ranks, interval, rank_all
from fittingroom.recommend.nearest import NearOptions, build_near, find_all, find_near, recall
from fittingroom.recommend.off_policy import value_of
from fittingroom.recommend.popularity import fit_popularity, fit_recent_popularity
from fittingroom.recommend.ranker import Ranker, Training, training_of
from fittingroom.recommend.simulated_log import simulated_world
from fittingroom.recommend.training import TrainingOptions, train_recommend_steps
from fittingroom.recommend.training_tower import TowerOptions, train_tower

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "renttherunway"
TUNED_ON = 4000  # validation choices

KNN = [
    KnnOptions(shrink=shrink, source_power=source, target_power=target, neighbours=neighbours)
    for shrink in (0.0, 10.0, 50.0)
    for source, target in ((0.5, 0.0), (1.0, 0.0), (0.5, 0.1), (0.5, 0.5))
    for neighbours in (1000,)
]
ALS = [
    AlsOptions(factors=factors, regularization=regularization, alpha=alpha)
    for factors in (16, 32, 64)
    for regularization in (1.0, 10.0, 50.0)
    for alpha in (1.0, 5.0)
]
BPR = [
    BprOptions(factors=factors, regularization=regularization, rate=rate, iterations=iterations)
    for factors in (16, 64)
    for regularization in (0.1, 0.3)
    for rate in (0.05, 0.1)
    for iterations in (200,)
]


@dataclass(frozen=True)
class Asked:
    """Askers, what they chose, and how often each item was chosen before."""

    askers: Askers
    item: Any
    training: Training

    def ranks(self, ranker: Ranker | Callable[[Askers], Any]) -> Ranks:
        """Rank all items."""
        score = ranker if callable(ranker) else ranker.scores
        return rank_all(score, self.askers, self.item, self.training.counts())


def asked(
    targets: Interactions, history: Interactions, training: Training, *, clock: bool = False
) -> Asked:
    """Ask for each target, knowing the history."""
    known = training.known
    askers = askers_of(targets, history, known, clock=clock)
    return Asked(askers, codes_of(targets.item, known.items), training)


def rankers(folder: Path, *, tune: bool, count: int) -> None:
    """Tune peers on the last choice but one where wanted, and measure all on the last."""
    files = [read_purchases(folder / f"{name}.parquet").purchases for name in ("train", "valid")]
    parts = leave_last_out(interactions_of(concatenate(files)))
    print(f"{len(parts.train):,} / {len(parts.valid):,} / {len(parts.test):,} choices")
    rng = np.random.default_rng(1)
    some = np.sort(rng.permutation(len(parts.valid))[:TUNED_ON])
    knn, als, bpr = KnnOptions(), AlsOptions(), BprOptions()  # what tuning found
    if tune:
        tuning = training_of(parts.train, know(parts.train))
        asking = asked(parts.valid.take(some), parts.train, tuning)
        knn = tuned("item-kNN", KNN, lambda o: fit_item_knn(tuning, o), asking)
        als = tuned("ALS", ALS, lambda o: fit_als(tuning, o), asking)
        bpr = tuned("BPR", BPR, lambda o: fit_bpr(tuning, o), asking)
    targets = parts.test.take(np.sort(rng.permutation(len(parts.test))[:count]))

    before = joined(parts.train, parts.valid)
    training = training_of(before, know(before))
    test = asked(targets, before, training)
    clock = asked(targets, before, training, clock=True)
    began = time.perf_counter()
    options = TrainingOptions(knn=knn, refit=True)
    made = finish(train_recommend_steps(parts.train, parts.valid, options))
    print(f"product trained in {time.perf_counter() - began:.0f} s: {made.card}")
    for name, weights in (("weights", made.weights), ("with clock", made.clock_weights)):
        print(name, dict(zip(made.rankers, np.round(weights, 2).tolist(), strict=True)))
    peers: dict[str, Ranks] = {
        "popularity": test.ranks(fit_popularity(training)),
        "item-kNN": test.ranks(fit_item_knn(training, knn)),
        "ALS": test.ranks(fit_als(training, als)),
        "BPR": test.ranks(fit_bpr(training, bpr)),
    }
    ours: dict[str, Ranks] = {
        "content": test.ranks(fit_content(training)),
        "recent popularity": test.ranks(fit_recent_popularity(training)),
        "two-tower": test.ranks(made.rankers["two_tower"]),
        "sequence": test.ranks(made.rankers["sequence"]),
        "product": test.ranks(made.scores),
        "recent popularity, day known": clock.ranks(fit_recent_popularity(training)),
        "product, day known": clock.ranks(made.scores_now),
    }
    table(peers | ours)
    best = max(peers, key=lambda name: peers[name].gains().mean())
    for name in ("two-tower", "sequence", "product"):
        for figure, of in (("HR@10", Ranks.hits), ("NDCG@10", Ranks.gains)):
            more = of(ours[name]) - of(peers[best])
            low, high = interval(more)
            print(f"{name} over {best}, {figure}: {more.mean():+.4f} ({low:+.4f} to {high:+.4f})")


def tuned(name: str, grid: Sequence[Any], fit: Callable[[Any], Ranker], tune: Asked) -> Any:
    """Return the options with the best NDCG@10 on validation choices."""
    found = [(float(tune.ranks(fit(options)).gains().mean()), n) for n, options in enumerate(grid)]
    gain, n = max(found)
    print(f"{name}: best of {len(grid)}, NDCG@10 {gain:.4f} on validation: {grid[n]}", flush=True)
    return grid[n]


def table(rows: dict[str, Ranks]) -> None:
    """Print every ranker's figures."""
    print(
        f"{'':30} {'HR@10':>7} {'95 %':>15} {'NDCG@10':>8} {'95 %':>15} {'cover':>6} {'novel':>6}"
    )
    for name, ranks in rows.items():
        hits, gains = ranks.hits(), ranks.gains()
        spans = ["{:.4f}-{:.4f}".format(*interval(values)) for values in (hits, gains)]
        print(f"{name:30} {hits.mean():7.4f} {spans[0]:>15} {gains.mean():8.4f} {spans[1]:>15} "
              f"{ranks.coverage():6.3f} {ranks.novelty():6.2f}")  # fmt: skip


def new_items(folder: Path, share: float = 0.15) -> None:
    """Rank items that training hasn't seen, by their words and the people they suit, among each
    other; who asks has chosen other items before.
    """
    files = [read_purchases(folder / f"{name}.parquet").purchases for name in ("train", "valid")]
    table = interactions_of(concatenate(files))
    rng = np.random.default_rng(1)
    names = np.unique(table.item.astype(str))
    new = names[rng.random(len(names)) < share]
    is_new = np.isin(table.item.astype(str), new)
    old, asked_for = table.take(np.flatnonzero(~is_new)), table.take(np.flatnonzero(is_new))
    known = know(old)
    targets, _ = last_of_each(asked_for)
    targets = targets.take(np.flatnonzero(np.isin(targets.user, old.user)))
    knowing = askers_of(targets, old, known)
    _, first = np.unique(asked_for.item.astype(str), return_index=True)
    article, item = known.article_codes(asked_for.article[first]), targets.item.astype(str)
    place = np.searchsorted(asked_for.item[first].astype(str), item)
    training = training_of(old, known)
    content = fit_content(training)
    tower = finish(train_tower(training, options=TowerOptions(epochs=3))).tower
    counts = np.zeros(len(article), np.int64)
    print(f"{len(article):,} new items, {len(targets):,} askers; by chance HR@10 "
          f"{10 / len(article):.4f}")  # fmt: skip
    for name, scores in (
        ("content", content.new_scores(knowing, article)),
        ("two-tower, words only",
         tower.asker_vectors(knowing) @ tower.new_item_vectors(article).T),
    ):  # fmt: skip
        noise = 1e-6 * rng.random(scores.shape)  # items of the same words are equal: by chance
        mixed = (scores + noise).astype(np.float64)
        own = mixed[np.arange(len(place)), place]
        rank = (mixed > own[:, None]).sum(axis=1)
        top = np.argsort(-mixed, axis=1)[:, :10]
        ranks = Ranks(rank, top, counts)
        low, high = interval(ranks.hits())
        print(f"{name:24} HR@10 {ranks.hits().mean():.4f} ({low:.4f}-{high:.4f}), "
              f"NDCG@10 {ranks.gains().mean():.4f}")  # fmt: skip


def near(items: int, askers: int = 200) -> None:
    """Search the ten best of many items, by cells and by looking at all."""
    rng = np.random.default_rng(0)
    middles = rng.standard_normal((2000, 64)).astype(np.float32)

    def drawn(count: int) -> Any:
        own = middles[rng.integers(0, len(middles), count)]
        return (own + 0.7 * rng.standard_normal((count, 64)).astype(np.float32)) / 8.0

    vectors, asking = drawn(items), drawn(askers)
    options = NearOptions()
    began = time.perf_counter()
    sorted_in = build_near(vectors, options)
    print(f"{items:,} items of 64 figures: built in {time.perf_counter() - began:.0f} s, {options}")
    began = time.perf_counter()
    true = find_all(vectors, asking, 10)
    print(f"all looked at: {1e3 * (time.perf_counter() - began) / askers:.1f} ms an asker, in bulk")
    for share in (1 / 128, 1 / 64, options.share, 1 / 16):
        sorted_in.index.nprobe = max(1, round(share * sorted_in.index.nlist))
        spent, found = [], []
        for asker in asking:
            began = time.perf_counter()
            found.append(find_near(sorted_in, asker[None], 10)[0][0])
            spent.append(1e3 * (time.perf_counter() - began))
        print(f"{sorted_in.index.nprobe} of {sorted_in.index.nlist} cells: "
              f"recall@10 {recall(np.array(found), true):.3f}, median "
              f"{np.median(spent):.2f} ms, 95 % {np.quantile(spent, 0.95):.2f} ms, "
              f"longest {max(spent):.2f} ms")  # fmt: skip


def off_policy(logs: int = 400, lists: int = 500) -> None:
    """Estimate a policy's value from logs of another, again and again, and compare with its truth.

    The world has four kinds of askers and six items, lists of three; the reward model of the
    doubly robust estimate knows what each kind likes to within 0.05.
    """
    rng = np.random.default_rng(1)
    world = simulated_world(rng)
    print(f"true value {world.truth:.4f}, of the log's own policy {world.logging_truth:.4f}")
    for by in ("ips", "snips", "dr"):
        told = [
            value_of(*world.log(lists, rng), world.looked_at, by=by)  # type: ignore[arg-type]
            for _ in range(logs)
        ]
        values = np.array([value.value for value in told])
        inside = np.mean([value.low <= world.truth <= value.high for value in told])
        error = 1.96 * values.std() / logs**0.5
        print(
            f"{by:6} bias {values.mean() - world.truth:+.4f} (±{error:.4f}), "
            f"spread {values.std():.4f}, 95 % interval holds the truth {100 * inside:.1f} %"
        )


def main() -> None:
    """Run one of the four."""
    arguments = argparse.ArgumentParser(description=__doc__)
    whats = ("rankers", "new-items", "near", "off-policy")
    arguments.add_argument("what", choices=whats, nargs="?", default="off-policy")
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument("--tune", action="store_true", help="tune the peers again first")
    arguments.add_argument("--askers", type=int, default=10_000, help="last choices measured on")
    arguments.add_argument("--items", type=int, default=1_000_000)
    given = arguments.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}")
    if given.what == "rankers":
        rankers(given.data, tune=given.tune, count=given.askers)
    elif given.what == "new-items":
        new_items(given.data)
    elif given.what == "near":
        near(given.items)
    else:
        off_policy()


if __name__ == "__main__":
    main()
