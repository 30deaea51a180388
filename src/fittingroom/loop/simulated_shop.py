"""A shop whose people, clothes and tastes are all known: where learning can be held to the truth.

People come from the shipped distribution of bodies (ANSUR II, public domain), clothes from the
catalogue as several brands would make them, outcomes from the physical fit of the true body in the
true garment, its wearer's taste, and chance. A model sees what a shop sees: what people tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.loop.simulated_items import WOMENS, SimulatedItems, draw_items
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import SimulatedPeople, draw_people
from fittingroom.loop.simulated_rows import Dealt, outcomes_of, rows_of
from fittingroom.loop.simulated_wearing import (
    SHIFTS,
    deviations,
    physical_choice,
    physical_loss,
    wearing_odds,
)
from fittingroom.purchases.purchases import Purchases

Chooser = Callable[[Purchases], Floats]
"""Scores offers, one row per size: the size with the highest score is advised."""


@dataclass(frozen=True, slots=True)
class SimulatedShop:
    """Who shops and what is sold.

    Args:
        options: what it was made of.
        people: who.
        items: what.
    """

    options: ShopOptions
    people: SimulatedPeople
    items: SimulatedItems


@dataclass(frozen=True, slots=True)
class Sales:
    """What was sold, and what only a simulation knows.

    Args:
        purchases: as the shop sees them.
        truth: P(small, fit, large) of each row's size, shape (row, 3).
        possible: P(fit) of the best size each row's buyer could have had, shape (row,).
        advised: whether the advised size was bought, shape (row,).
    """

    purchases: Purchases
    truth: Floats
    possible: Floats
    advised: NDArray[np.bool_]


def simulate(count: int, rng: np.random.Generator, options: ShopOptions | None = None) -> Purchases:
    """Return `count` purchases of a new shop, advised by physics."""
    return sell(open_shop(options or ShopOptions(), rng), count, rng).purchases


def open_shop(options: ShopOptions, rng: np.random.Generator) -> SimulatedShop:
    """Draw people and items."""
    return SimulatedShop(options, draw_people(options, rng), draw_items(options, rng))


def sell(
    shop: SimulatedShop,
    count: int,
    rng: np.random.Generator,
    *,
    chooser: Chooser | None = None,
    first_day: int = 0,
    days: int | None = None,
) -> Sales:
    """Sell: people come, are advised or buy by habit, wear, and say how it was.

    Args:
        shop: where.
        count: how many purchases.
        rng: source of chance.
        chooser: who advises; physics where None.
        first_day: the first day of these sales, counted from the shop's first.
        days: how many days they take; the shop's all where None.
    """
    who = rng.integers(len(shop.people), size=count)
    what = _choose_items(shop, who, rng)
    advice = _advice(shop, who, what, chooser)
    habit = _habit(shop, who, what)
    follows = rng.random(count) < shop.options.follows
    dealt = Dealt(who, what, np.where(follows, advice, habit))
    truth, possible = _truth(shop, dealt)
    outcome = (rng.random(count)[:, None] > truth.cumsum(axis=1)[:, :2]).sum(axis=1)
    when = first_day + rng.random(count) * (days or shop.options.days)
    told = rows_of(shop.people, shop.items, dealt)
    table = Purchases({**told, **outcomes_of(outcome, when, shop.options, rng)})
    order = np.argsort(when)
    return Sales(table.take(order), truth[order], possible[order], follows[order])


def _choose_items(shop: SimulatedShop, who: Ints, rng: np.random.Generator) -> Ints:
    """Draw what each looks at, of what is made for them."""
    styles = np.array([rack.garment.style in WOMENS for rack in shop.items.racks])
    womens = styles[shop.items.rack]
    everyone = np.flatnonzero(~womens)
    anything = np.arange(len(womens))
    men = shop.people.sex[who] == 1
    return np.where(men, rng.choice(everyone, len(who)), rng.choice(anything, len(who)))


def _advice(shop: SimulatedShop, who: Ints, what: Ints, chooser: Chooser | None) -> Ints:
    advised = np.zeros(len(who), np.int64)
    for rack, rows in _by_rack(shop, what):
        if chooser is None:
            advised[rows] = physical_choice(
                shop.items.racks[rack], shop.people.guessed[who[rows]],
                shop.items.stated[what[rows]], shop.people.wish[who[rows]],
            )  # fmt: skip
            continue
        sizes = len(shop.items.racks[rack].sizes)
        offers = Dealt(
            np.repeat(who[rows], sizes), np.repeat(what[rows], sizes),
            np.tile(np.arange(sizes), len(rows)),
        )  # fmt: skip
        scores = chooser(Purchases(rows_of(shop.people, shop.items, offers)))
        advised[rows] = scores.reshape(len(rows), sizes).argmax(axis=1)
    return advised


def _habit(shop: SimulatedShop, who: Ints, what: Ints) -> Ints:
    """Return the usual size: right by one's own body and the catalogue's chart, but for habit."""
    usual = np.zeros(len(who), np.int64)
    for rack, rows in _by_rack(shop, what):
        people, racked = who[rows], shop.items.racks[rack]
        loss = physical_loss(
            racked, shop.people.body[people], np.zeros(len(rows)), shop.people.wish[people]
        )
        off = np.round(shop.people.habit[people]).astype(np.int64)
        usual[rows] = np.clip(loss.argmin(axis=1) + off, 0, len(racked.sizes) - 1)
    return usual


def _truth(shop: SimulatedShop, dealt: Dealt) -> tuple[Floats, Floats]:
    """Return P(small, fit, large) of what was bought, and the best P(fit) there was."""
    truth, possible = np.empty((len(dealt.who), 3)), np.empty(len(dealt.who))
    for rack, rows in _by_rack(shop, dealt.what):
        people, items = dealt.who[rows], dealt.what[rows]
        taste = SHIFTS[shop.people.wish[people]] + shop.people.taste[people]
        added = shop.items.stated[items] + shop.items.runs[items]
        off = deviations(shop.items.racks[rack], shop.people.body[people], added, taste)
        odds = wearing_odds(shop.items.racks[rack], off, shop.options.steepness)
        truth[rows] = odds[np.arange(len(rows)), dealt.size[rows]]
        possible[rows] = odds[..., 1].max(axis=1)
    return truth, possible


def _by_rack(shop: SimulatedShop, what: Ints) -> list[tuple[int, Ints]]:
    racks = shop.items.rack[what]
    return [(rack, np.flatnonzero(racks == rack)) for rack in np.unique(racks).tolist()]
