"""How advice improves with feedback in the simulated shop, month by month.

    python benchmarks/loop.py [--months 6] [--rows 2000] [--people 3000] [--seed 1] [--shift-cm 0]
                              [--shown 1000] [--alone] [--from-scratch]

Physics advises in the first month. After each month the shop retrains on all feedback so far; the
champion, joined with physics as `advise_jointly` does, advises in the next; with --alone it advises
without physics. Told are, for the same shoppers every month: how far the champion is
from the true probabilities, how probable it is that what it advises fits, and what is kept; and
what the loop decided. With --shift-cm every brand's cut changes by so much (sd) half-way. The last
line tries feedback with shuffled outcomes.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from fittingroom.errors import FittingRoomError
from fittingroom.fit.advice_study import study
from fittingroom.learning.joining import shipped_joiner
from fittingroom.learning.joint import joint_of
from fittingroom.learning.ladder import ask
from fittingroom.learning.model import FitModel
from fittingroom.learning.options import FitOptions
from fittingroom.loop.deciding import DecideOptions
from fittingroom.loop.fit_learner import fit_learner
from fittingroom.loop.registry import ModelRegistry
from fittingroom.loop.retraining import RetrainOptions, retrain_steps
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import as_forms
from fittingroom.loop.simulated_shop import Chooser, SimulatedShop, open_shop, sell
from fittingroom.person.reading import read_person
from fittingroom.progress import finish
from fittingroom.purchases.purchases import Purchases, concatenate

HEAD = "| month | advised by | P(fit) | kept | nats from the truth | gain | decided |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--people", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shift-cm", type=float, default=0.0)
    parser.add_argument("--shown", type=int, default=1_000)
    parser.add_argument("--held-out", type=int, default=DecideOptions().rows)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--from-scratch", action="store_true")
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    decide = DecideOptions(rows=arguments.held_out)
    options = RetrainOptions(source="simulated", decide=decide)
    shop = open_shop(ShopOptions(people=arguments.people, brands=6, items=3), rng)
    learner = fit_learner(
        FitOptions(trees=False, width=48, threads=1), adapted=not arguments.from_scratch
    )
    print(HEAD, "|---|---|---|---|---|---|---|", sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        registry = ModelRegistry(Path(folder))
        table: Purchases | None = None
        chooser, adviser = None, "physics"
        for month in range(arguments.months):
            if arguments.shift_cm and month == arguments.months // 2:
                shop = _recut(shop, arguments.shift_cm, rng)
            fitting, kept, far = _shown(shop, chooser, registry, learner, arguments.shown)
            sold = sell(shop, arguments.rows, rng, chooser=chooser, first_day=30 * month, days=30)
            table = sold.purchases if table is None else concatenate([table, sold.purchases])
            report = finish(retrain_steps(table, registry, learner, options=options))
            decision = report.decision
            said = "promoted" if decision.promoted else f"kept out: {decision.reasons[0]}"
            print(f"| {month + 1} | {adviser} | {fitting:.3f} | {kept:.3f} | {far} |"
                  f" {decision.comparison.gain:.4f} | {said} |", flush=True)  # fmt: skip
            if report.champion is not None:
                adviser = report.champion
                model = learner.load(registry.entry("fit", adviser).folder)
                chooser = _alone(model) if arguments.alone else _joined(shop, model)
        fitting, kept, far = _shown(shop, chooser, registry, learner, arguments.shown)
        print(f"| after | {adviser} | {fitting:.3f} | {kept:.3f} | {far} | | |")
        _poison(table, registry, learner, rng)


def _alone(model: FitModel) -> Chooser:
    return lambda offers: model.probabilities(offers)[:, 1]


def _joined(shop: SimulatedShop, model: FitModel) -> Chooser:
    """Return who advises by physics and model together, one shopper and garment at a time."""
    joiner, forms = shipped_joiner(), as_forms(shop.people)

    def choose(offers: Purchases) -> np.ndarray:
        columns = offers.inputs()
        first = np.flatnonzero(columns["size"] == 0.0)
        scores = np.zeros(len(offers))
        for start, end in zip(first, [*first[1:], len(offers)], strict=True):
            who, what = (int(columns[name][start][1:]) for name in ("user_id", "item_id"))
            rack = shop.items.racks[shop.items.rack[what]]
            cut = rack.cut + shop.items.stated[what] * rack.girth
            sizes = replace(rack.comparison, sizes=rack.sizes, cut=cut)
            try:
                person = read_person(forms[who])
            except FittingRoomError:  # a tape so wrong that nobody can be like that
                continue
            asked = {name: values[start:end] for name, values in columns.items()}
            ladder = ask(model, person, sizes, asked)
            view = joint_of(study(person, sizes, draws=300), joiner, ladder=ladder).view
            scores[start + view.median] = 1.0
        return scores

    return choose


def _recut(shop: SimulatedShop, shift_cm: float, rng: np.random.Generator) -> SimulatedShop:
    by_brand = 0.01 * shift_cm * rng.standard_normal(shop.items.brand.max() + 1)
    runs = shop.items.runs + by_brand[shop.items.brand]
    return replace(shop, items=replace(shop.items, runs=runs))


def _shown(shop, chooser, registry, learner, count):
    """Return P(fit) and the share kept of what is advised, and how far the champion is off."""
    always = replace(shop, options=replace(shop.options, follows=1.0))
    sold = sell(always, count, np.random.default_rng(99), chooser=chooser)
    options = shop.options
    shares = np.array([options.kept_small, options.kept_fit, options.kept_large])
    champion = registry.champion("fit")
    far = "–"
    if champion is not None:
        usual = sell(shop, 4_000, np.random.default_rng(98))  # by physics and habit, as at first
        odds = learner.load(champion.folder).probabilities(usual.purchases)
        far = f"{(usual.truth * np.log(usual.truth / np.maximum(odds, 1e-12))).sum(1).mean():.4f}"
    return float(sold.truth[:, 1].mean()), float((sold.truth @ shares).mean()), far


def _poison(table, registry, learner, rng) -> None:
    """Try feedback whose older outcomes were shuffled, and a flood of "small"."""
    fits = table.everything()["fit"].copy()
    old = round(0.8 * len(fits))
    fits[:old] = rng.permutation(fits[:old])
    report = finish(retrain_steps(table.replaced({"fit": fits}), registry, learner))
    print(f"shuffled outcomes: {report.decision.promoted=}, {'; '.join(report.decision.reasons)}")
    fits = table.everything()["fit"].copy()
    fits[old:] = "small"
    report = finish(retrain_steps(table.replaced({"fit": fits}), registry, learner))
    print(f"a flood of 'small': {report.decision.promoted=}, {'; '.join(report.decision.reasons)}")


if __name__ == "__main__":
    main()
