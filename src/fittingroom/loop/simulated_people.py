"""Shoppers of the simulated shop: true bodies as the survey's vary, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.fit.zones import ZONES
from fittingroom.loop.simulated_options import WISHES, ShopOptions
from fittingroom.person.person import Sex
from fittingroom.person.prior import AGE, PersonPrior, shipped_prior
from fittingroom.person.terms import TERMS
from fittingroom.units import CENTIMETRE

SEXES: tuple[Sex, Sex] = ("female", "male")
GIRTHS = ("bust_girth", "underbust_girth", "waist_girth", "hip_girth")
BODY = tuple(
    sorted({term for zones in ZONES.values() for zone in zones for term, _ in zone.body}
           | {"weight", *GIRTHS, AGE})
)  # fmt: skip
"""The terms a simulated body has."""

TOLD = ("height", "weight", *GIRTHS)
"""The terms a shopper may tell."""

AGES = (18.0, 90.0)  # [years] nobody younger shops, the distribution's own tail ends the rest


@dataclass(frozen=True, slots=True)
class SimulatedPeople:
    """Shoppers by row.

    Args:
        sex: place in `SEXES`, shape (person,).
        body: true values of `BODY` [m], [kg], [years], shape (person, term).
        told: what they say of `TOLD`, NaN where they say nothing [m], [kg], shape (person, term).
        guessed: `BODY` as physics completes it from what is told, shape (person, term).
        wish: place in `WISHES`, shape (person,).
        taste: how much looser than others of their wish they like it, in widths of the regular
            band, shape (person,).
        habit: by how many sizes their usual size is off, shape (person,).
    """

    sex: Ints
    body: Floats
    told: Floats
    guessed: Floats
    wish: Ints
    taste: Floats
    habit: Floats

    def __len__(self) -> int:
        return len(self.sex)


def draw_people(options: ShopOptions, rng: np.random.Generator) -> SimulatedPeople:
    """Draw the shop's people."""
    count = options.people
    sex = (rng.random(count) >= options.female).astype(np.int64)
    body = np.empty((count, len(BODY)))
    for place, name in enumerate(SEXES):
        who = np.flatnonzero(sex == place)
        body[who] = _bodies(shipped_prior(name), len(who), rng)
    told = _tell(body, options, rng)
    guessed = np.empty_like(body)
    with_girths = np.isfinite(told[:, TOLD.index("bust_girth")])
    for place, name in enumerate(SEXES):
        for girths in (False, True):
            who = np.flatnonzero((sex == place) & (with_girths == girths))
            terms = TOLD if girths else TOLD[:2]
            guessed[who] = _complete(
                shipped_prior(name), terms, told[who, : len(terms)], body[who, BODY.index(AGE)]
            )
    return SimulatedPeople(
        sex=sex,
        body=body,
        told=told,
        guessed=guessed,
        wish=rng.choice(len(WISHES), count, p=[options.wishes[wish] for wish in WISHES]),
        taste=options.taste * rng.standard_normal(count),
        habit=options.habit * rng.standard_normal(count),
    )


def _bodies(prior: PersonPrior, count: int, rng: np.random.Generator) -> Floats:
    """Draw true bodies: the survey's readings less the error of reading."""
    at = prior.rows(BODY)
    covariance = prior.log_covariance - np.diag(prior.log_noise)
    factor = np.linalg.cholesky(covariance[np.ix_(at, at)])
    logs = prior.log_mean[at] + rng.standard_normal((count, len(at))) @ factor.T
    low = [AGES[0] if term == AGE else TERMS[term].low for term in BODY]
    high = [AGES[1] if term == AGE else TERMS[term].high for term in BODY]
    return np.asarray(np.clip(np.exp(logs), low, high))


def _tell(body: Floats, options: ShopOptions, rng: np.random.Generator) -> Floats:
    """Return what people say: with error, to the centimetre and the kilogram."""
    errors = {"height": options.height_error_cm * CENTIMETRE, "weight": options.weight_error_kg}
    sds = [errors.get(term, options.girth_error_cm * CENTIMETRE) for term in TOLD]
    steps = [1.0 if term == "weight" else CENTIMETRE for term in TOLD]
    true = np.stack([body[:, BODY.index(term)] for term in TOLD], axis=1)
    said = true + rng.standard_normal(true.shape) * sds
    said = np.round(said / steps) * steps
    silent = rng.random(len(body)) >= options.girths_told
    said[silent, TOLD.index(GIRTHS[0]) :] = np.nan  # girths come last
    return np.asarray(said)


def _complete(prior: PersonPrior, terms: tuple[str, ...], told: Floats, age: Floats) -> Floats:
    """Return the expected body given what was told, told girths as told, as `complete` does."""
    given, wanted = prior.rows((*terms, AGE)), prior.rows(BODY)
    body = prior.log_covariance - np.diag(prior.log_noise)
    noise = np.array([(TERMS[term].tape_sd / np.exp(prior.log_mean[at])) ** 2
                      for term, at in zip(terms, given[:-1], strict=True)])  # fmt: skip
    seen = body[np.ix_(given, given)] + np.diag(np.append(noise, 0.0))
    gain = np.linalg.solve(seen, body[np.ix_(given, wanted)])
    logs = np.log(np.column_stack([told, age])) - prior.log_mean[given]
    guess = np.exp(prior.log_mean[wanted] + logs @ gain)
    for column, term in enumerate(terms):
        guess[:, BODY.index(term)] = told[:, column]
    return np.asarray(guess)


def as_forms(people: SimulatedPeople) -> list[dict[str, object]]:
    """Return what each says, as `read_person` takes it."""
    forms: list[dict[str, object]] = []
    for row, sex in enumerate(people.sex.tolist()):
        told = {
            "weight_kg" if term == "weight" else f"{term}_cm": round(
                float(value) / (1.0 if term == "weight" else CENTIMETRE), 1
            )
            for term, value in zip(TOLD, people.told[row], strict=True)
            if np.isfinite(value)
        }
        age = int(people.body[row, BODY.index(AGE)])
        wish = {"ease": WISHES[people.wish[row]]}
        forms.append({"sex": SEXES[sex], "age_years": age, "preferences": wish, **told})
    return forms
