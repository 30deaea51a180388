"""Compare physics alone, the learned fit alone and both joined, on purchases nobody learned from.

    python benchmarks/advice.py [--purchases 40000] [--held-out 3000] [--seed 5]
                                [--model effects|network] [--write-joiner]
    python benchmarks/advice.py --time

In the simulated shop (all people, clothes and tastes known) the first 70 % of the purchases by time
train the fit model, of the next 15 % the joiner's constants are learned, and the last 15 % are
measured: what was said of the size that was bought, and which size each would have advised.
With --time: processor time of one advice, physical, joined, joined with the model that ships.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from advice_learner import effects_model
from fittingroom.errors import FittingRoomError
from fittingroom.fit.advice import advise
from fittingroom.fit.advice_study import study
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.abstaining import reason_to_abstain
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.choosing import choose_model
from fittingroom.learning.joining import Joiner, joiner_json, shipped_joiner
from fittingroom.learning.joining_fit import (
    Worn,
    fit_joiner,
    joined_words,
    physical_words,
    words_of,
)
from fittingroom.learning.joint import Joint, joint_of
from fittingroom.learning.ladder import ask
from fittingroom.learning.model import FitModel
from fittingroom.learning.owned import read_owned
from fittingroom.learning.saying import parts
from fittingroom.loop.simulated_options import WISHES, ShopOptions
from fittingroom.loop.simulated_people import SEXES, TOLD
from fittingroom.loop.simulated_rows import Dealt, rows_of
from fittingroom.loop.simulated_shop import SimulatedShop, open_shop, sell
from fittingroom.loop.simulated_wearing import SHIFTS, deviations, wearing_odds
from fittingroom.person.person import Measurement, Measurements, Person, Preferences
from fittingroom.person.reading import read_person
from fittingroom.person.terms import TERMS
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import FITS

JOINER = Path(__file__).parents[1] / "src/fittingroom/learning/data/joiner.json"
DRAWS = 400  # of the physical fit, for each purchase
SMALL, FIT, LARGE = (FITS.index(word) for word in ("small", "fit", "large"))


@dataclass(frozen=True)
class Case:
    """One purchase: everything but the joiner."""

    joint: Joint
    bought: int
    outcome: int
    learned: np.ndarray  # the model's own words of every size, shape (size, 3)
    truth: np.ndarray  # what would be said of every size, shape (size, 3)

    @property
    def best(self) -> int:
        """The size most likely to fit, in truth."""
        return int(self.truth[:, FIT].argmax())


def main() -> None:
    """Run it."""
    told = _arguments()
    if told.time:
        measure_time()
        return
    rng = np.random.default_rng(told.seed)
    shop = open_shop(ShopOptions(people=told.people), rng)
    sold = sell(shop, told.purchases, rng).purchases
    first, second = int(0.7 * len(sold)), int(0.85 * len(sold))
    began = time.perf_counter()
    model = _learn(told.model, sold.take(np.arange(first)))
    print(f"model {told.model}: {first:,} purchases, {time.perf_counter() - began:.0f} s")
    like = replace(shipped_joiner(), runs=told.runs)
    fitted = _cases(shop, model, sold, _some(first, second, told.held_out, rng), like)
    held = _cases(shop, model, sold, _some(second, len(sold), told.held_out, rng), like)
    joiner = fit_joiner(_worn(fitted), like=like, source=_source(told))
    joiner = _resolve(fitted, joiner)
    print(joiner_json(joiner))
    if told.write_joiner:
        JOINER.write_text(joiner_json(joiner), "utf-8")
    wearer = np.array([case.joint.ladder.evidence[0] for case in held])
    few, many = np.quantile(wearer, 0.33), np.quantile(wearer, 0.67)
    report("all held-out purchases", held, joiner)
    report(f"wearers with at most {few:.0f} earlier outcomes", _where(held, wearer <= few), joiner)
    report(f"wearers with more than {many:.0f}", _where(held, wearer > many), joiner)
    new = [_without_history(case) for case in held]
    report("nothing known of wearer and item (evidence 0)", new, joiner)


def measure_time(rounds: int = 15) -> None:
    """Print the median processor time of an advice [ms], everything cut and loaded before."""
    person = read_person({"sex": "female", "height_cm": 168, "weight_kg": 62})
    chosen, owned = choose_model(), [read_owned("gap-crew:S:fits")]
    learned = {} if chosen is None else {"model": chosen.model, "joiner": chosen.joiner}
    heads = "".join(f"{head:>10}" for head in ("physical", "joined", "and model", "and owned"))
    print(f"{'processor ms per advice':24}{heads}")
    for ref, garment in catalogue.items():
        ways: list[Callable[[], object]] = [
            partial(advise, person, garment),
            partial(advise_jointly, person, garment),
            partial(advise_jointly, person, garment, **learned),
            partial(advise_jointly, person, garment, **learned, owned=owned),
        ]
        print(f"{ref:24}" + "".join(f"{_milliseconds(way, rounds):10.0f}" for way in ways))


def _milliseconds(way: Callable[[], object], rounds: int) -> float:
    way()
    times = []
    for _ in range(rounds):
        began = time.process_time()
        way()
        times.append(time.process_time() - began)
    return 1e3 * float(np.median(times))


def _resolve(cases: list[Case], joiner: Joiner) -> Joiner:
    """Return the joiner that finds the truly best sizes, which simulations know, most probable."""

    def loss(resolves: float) -> float:
        tried = replace(joiner, resolves=resolves)
        right = [replace(case.joint, joiner=tried).view.right[case.best] for case in cases]
        return -float(np.log(np.maximum(right, 1e-3)).mean())

    return replace(joiner, resolves=min(np.arange(1.0, 6.1, 0.5).tolist(), key=loss))


def report(title: str, held: list[Case], joiner: Joiner) -> None:
    """Print one table."""
    held = [replace(case, joint=replace(case.joint, joiner=joiner)) for case in held]
    worn, outcome = _worn(held), np.array([case.outcome for case in held])
    weights = np.array([case.joint.weight for case in held])
    print(f"\n{title}: {len(held)} purchases, learned weight {weights.mean():.2f} on average")
    print(f"{'':28}{'log loss':>9}{'ECE':>7}{'AUC':>7}{'best size':>11}{'P(fit)':>8}")
    own = np.array([case.learned[case.bought] for case in held])
    table: dict[str, tuple[np.ndarray, Callable[[Case], int]]] = {
        "class shares": (
            np.tile(np.bincount(outcome, minlength=3) / len(outcome), (len(outcome), 1)),
            lambda case: case.joint.physical.median,
        ),
        "physics alone": (physical_words(worn, joiner.saying), lambda c: c.joint.physical.median),
        "learned alone": (own, lambda case: int(case.learned[:, FIT].argmax())),
        "learned, by the ladder": (
            words_of(worn.small, worn.large), lambda case: case.joint.learned().median
        ),
        "joined": (joined_words(worn, joiner), lambda case: case.joint.view.median),
        "the truth": (
            np.array([case.truth[case.bought] for case in held]),
            lambda case: int(case.truth[:, FIT].argmax()),
        ),
    }  # fmt: skip
    for name, (odds, choose) in table.items():
        chosen = [choose(case) for case in held]
        best = np.mean([c == case.best for c, case in zip(chosen, held, strict=True)])
        fits = np.mean([case.truth[c, FIT] for c, case in zip(chosen, held, strict=True)])
        print(f"{name:28}{log_loss(odds, outcome):9.4f}{ece(odds, outcome):7.3f}"
              f"{auc(odds, outcome):7.3f}{100 * best:9.1f} %{fits:8.3f}")  # fmt: skip
    _right(held)


def _right(held: list[Case]) -> None:
    """Print whether the advised size is the best and suits as often as was said."""
    said, true = [], []
    for case in held:
        view = case.joint.view
        said.append(view.suits[view.median])
        true.append(case.best == view.median and case.truth[case.best, FIT] >= 0.5)
    said, true = np.array(said), np.array(true, float)
    print("probability that the advised size is right, said and true:", end=" ")
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        some = (said >= low) & (said < high)
        if some.sum() >= 20:
            print(f"{said[some].mean():.2f}/{true[some].mean():.2f} ({some.sum()})", end="  ")
    print()
    _abstained(held)


def _abstained(held: list[Case]) -> None:
    """Print how often no size is named, and what would have come of naming one."""
    named = np.array([reason_to_abstain(c.joint, c.joint.view, None) is None for c in held])
    fits = np.array([case.truth[case.joint.view.median, FIT] for case in held])
    best = np.array([case.best == case.joint.view.median for case in held])
    for word, some in (("named", named), ("not named", ~named)):
        if some.any():
            share, right = 100 * some.mean(), 100 * best[some].mean()
            print(f"{word}: {share:.0f} %; best {right:.0f} %, P(fit) {fits[some].mean():.3f}")


def log_loss(odds: np.ndarray, outcome: np.ndarray) -> float:
    """Return the mean of -ln of the probability of what was said."""
    return -float(np.log(np.maximum(odds[np.arange(len(odds)), outcome], 1e-9)).mean())


def ece(odds: np.ndarray, outcome: np.ndarray, bins: int = 15) -> float:
    """Return the expected calibration error of the most probable word."""
    sure, right = odds.max(axis=1), odds.argmax(axis=1) == outcome
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[place == b].mean() - right[place == b].mean()) * (place == b).mean()
        for b in np.unique(place)
    ]
    return float(np.sum(gaps))


def auc(odds: np.ndarray, outcome: np.ndarray) -> float:
    """Return the mean of the three one-vs-rest areas under the curve."""
    areas = []
    for word in range(3):
        order = np.argsort(odds[:, word], kind="stable")
        ranks = np.empty(len(order))
        ranks[order] = np.arange(1, len(order) + 1)
        values, inverse = np.unique(odds[:, word], return_inverse=True)
        mean = np.bincount(inverse, ranks) / np.bincount(inverse)
        positive = outcome == word
        count = positive.sum()
        area = mean[inverse][positive].sum() - count * (count + 1) / 2
        areas.append(area / (count * (len(order) - count)))
        del values
    return float(np.mean(areas))


def _cases(
    shop: SimulatedShop, model: FitModel, sold: Purchases, rows: np.ndarray, joiner: Joiner
) -> list[Case]:
    columns, outcomes = sold.inputs(), sold.outcomes()
    found = []
    for row in rows:
        who, what = (int(columns[name][row][1:]) for name in ("user_id", "item_id"))
        try:
            bought = int(columns["size"][row])
            found.append(_case(shop, model, who, what, bought, outcomes[row], joiner))
        except FittingRoomError:
            continue  # a tape so wrong that nobody can be like that: the shop would refuse it
    return found


def _case(
    shop: SimulatedShop,
    model: FitModel,
    who: int,
    what: int,
    bought: int,
    outcome: int,
    joiner: Joiner,
) -> Case:
    rack = shop.items.racks[shop.items.rack[what]]
    sizes = replace(
        rack.comparison, sizes=rack.sizes, cut=rack.cut + shop.items.stated[what] * rack.girth
    )
    count = len(rack.sizes)
    dealt = Dealt(np.full(count, who), np.full(count, what), np.arange(count))
    columns = rows_of(shop.people, shop.items, dealt)
    person = _person(shop, who)
    seen = study(person, sizes, draws=DRAWS)
    asked = Purchases(columns)
    ladder = ask(model, person, sizes, asked.inputs())
    joint = joint_of(seen, joiner, ladder=ladder)
    return Case(joint, bought, int(outcome), model.probabilities(asked), _truth(shop, who, what))


def _person(shop: SimulatedShop, who: int) -> Person:
    people = shop.people
    told = {
        term: Measurement(float(value), TERMS[term].tape_sd)
        for term, value in zip(TOLD, people.told[who], strict=True)
        if np.isfinite(value)
    }
    wish = WISHES[people.wish[who]]
    return Person(SEXES[people.sex[who]], Measurements(told), None, Preferences(ease=wish))


def _truth(shop: SimulatedShop, who: int, what: int) -> np.ndarray:
    people, items = shop.people, shop.items
    rack = items.racks[items.rack[what]]
    taste = SHIFTS[people.wish[[who]]] + people.taste[[who]]
    added = items.stated[[what]] + items.runs[[what]]
    off = deviations(rack, people.body[[who]], added, taste)
    return np.asarray(wearing_odds(rack, off, shop.options.steepness)[0])


def _worn(cases: list[Case]) -> Worn:
    felt = [parts(case.joint.sizes, case.joint.made.off) for case in cases]
    views = [case.joint.learned() for case in cases]
    return Worn(
        whole=np.array(
            [whole[:, case.bought] for (whole, _), case in zip(felt, cases, strict=True)]
        ),
        tightest=np.array(
            [tight[:, case.bought] for (_, tight), case in zip(felt, cases, strict=True)]
        ),
        small=np.array([view.small[case.bought] for view, case in zip(views, cases, strict=True)]),
        large=np.array([view.large[case.bought] for view, case in zip(views, cases, strict=True)]),
        evidence=np.array([case.joint.ladder.evidence for case in cases]),
        outcome=np.array([case.outcome for case in cases]),
    )


def _without_history(case: Case) -> Case:
    return replace(
        case, joint=replace(case.joint, ladder=replace(case.joint.ladder, evidence=(0.0, 0.0)))
    )


def _where(cases: list[Case], flags: np.ndarray) -> list[Case]:
    return [case for case, flag in zip(cases, flags, strict=True) if flag]


def _some(first: int, last: int, count: int, rng: np.random.Generator) -> np.ndarray:
    return np.sort(rng.choice(np.arange(first, last), min(count, last - first), replace=False))


def _learn(name: str, data: Purchases) -> FitModel:
    if name == "effects":
        return effects_model(data)
    from fittingroom.learning.training import train_fit

    cut = int(0.9 * len(data))
    return train_fit(data.take(np.arange(cut)), data.take(np.arange(cut, len(data))))


def _source(told: argparse.Namespace) -> str:
    return (
        f"simulated shop, seed {told.seed}, {told.purchases} purchases, model {told.model};"
        " benchmarks/advice.py --write-joiner"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--purchases", type=int, default=40_000)
    parser.add_argument("--people", type=int, default=4_000)
    parser.add_argument("--held-out", type=int, default=3_000)
    parser.add_argument("--runs", type=float, default=0.025)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--model", choices=("effects", "network"), default="effects")
    parser.add_argument("--write-joiner", action="store_true")
    parser.add_argument("--time", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
