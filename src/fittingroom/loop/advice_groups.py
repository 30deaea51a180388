"""`advise_groups`: how each body group is advised, where the truth is known: in the simulated shop.

For real purchases the model's error by group is all that can be seen (`learning.fairness`); what
would have been said of sizes that nobody bought only a simulation knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import MeasurementError
from fittingroom.garment.garment import Garment
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.clustered import Estimate, clustered_mean, wilson
from fittingroom.learning.groups import body_groups
from fittingroom.learning.model import FitModel
from fittingroom.loop.simulated_items import Rack, rack_of
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import SimulatedPeople, as_forms
from fittingroom.loop.simulated_rows import wearer_columns
from fittingroom.loop.simulated_wearing import SHIFTS, deviations, wearing_odds
from fittingroom.person.person import Person
from fittingroom.person.reading import read_person
from fittingroom.progress import Progress, Work
from fittingroom.purchases.purchases import Purchases

REFUSED, ABSTAINED, NAMED = range(3)


@dataclass(frozen=True, slots=True)
class AdviceFigures:
    """How a group is advised.

    Args:
        cases: people times garments.
        named: share of cases in which a size was named, with its 95 % interval.
        refused: share of cases in which the measurements were refused.
        fits: true probability that the named size fits, over the cases with one.
        lost: how much likelier the best size would have fitted.
        sureness: how probable the advice said that the named size was right.
    """

    cases: int
    named: tuple[float, float, float]
    refused: float
    fits: Estimate
    lost: Estimate
    sureness: float

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON holds them."""
        return {
            "cases": self.cases, "named": list(self.named), "refused": self.refused,
            "fits": [self.fits.value, self.fits.low, self.fits.high],
            "lost": [self.lost.value, self.lost.low, self.lost.high], "sureness": self.sureness,
        }  # fmt: skip


def advise_groups(
    people: SimulatedPeople,
    garments: Sequence[Garment],
    *,
    model: FitModel | None = None,
    options: ShopOptions | None = None,
) -> Work[dict[str, AdviceFigures]]:
    """Advise simulated people on garments and hold it to the truth, group by group.

    Args:
        people: who.
        garments: what, cut as their charts say.
        model: of what people said, where there is one.
        options: how outcomes come about.
    """
    options = options or ShopOptions()
    forms = as_forms(people)
    racks = [rack_of(garment, 0) for garment in garments]
    rows = np.full((len(people), len(racks), 4), np.nan)
    for number, form in enumerate(forms):
        if number % 5 == 0:
            yield Progress("advise", number / len(forms))
        person = _read(form)
        for place, rack in enumerate(racks):
            rows[number, place] = _case(people, number, person, rack, model, options)
    told = _told(people, len(racks))
    flat = rows.reshape(-1, 4)
    who = np.repeat(np.arange(len(people)), len(racks))
    return {name: _figures(flat[mask], who[mask]) for name, mask in body_groups(told).items()}


def _read(form: dict[str, object]) -> Person | None:
    try:
        return read_person(form)
    except MeasurementError:
        return None


def _case(
    people: SimulatedPeople, number: int, person: Person | None, rack: Rack,
    model: FitModel | None, options: ShopOptions,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Return what happened, P(fit) of the named size, that of the best, and what was said."""
    if person is None:
        return REFUSED, np.nan, np.nan, np.nan
    advice = advise_jointly(person, rack.garment, model=model)
    if advice.recommended is None:
        return ABSTAINED, np.nan, np.nan, np.nan
    taste = SHIFTS[people.wish[[number]]] + people.taste[[number]]
    off = deviations(rack, people.body[[number]], np.zeros(1), taste)
    fits = wearing_odds(rack, off, options.steepness)[0, :, 1]
    named = rack.sizes.index(advice.recommended)
    return NAMED, float(fits[named]), float(fits.max()), advice.probability[advice.recommended]


def _told(people: SimulatedPeople, times: int) -> Purchases:
    """Return what everybody told, once for each garment, for sorting them into groups."""
    return Purchases(wearer_columns(people, np.repeat(np.arange(len(people)), times)))


def _figures(rows: Floats, who: Ints) -> AdviceFigures:
    named = rows[:, 0] == NAMED
    fits, best, said = rows[named, 1], rows[named, 2], rows[named, 3]
    count = int(named.sum())
    return AdviceFigures(
        cases=len(rows),
        named=(count / len(rows), *wilson(count, len(rows))),
        refused=float((rows[:, 0] == REFUSED).mean()),
        fits=clustered_mean(fits, who[named]),
        lost=clustered_mean(best - fits, who[named]),
        sureness=float(said.mean()) if count else float("nan"),
    )
