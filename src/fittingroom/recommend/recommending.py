"""`recommend`: what a person would like and that fits, out of a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from fittingroom.errors import InvalidInput
from fittingroom.fit.advice import advise
from fittingroom.fit.advice_case import per_cent
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person
from fittingroom.recommend.choices import LearnedOpinion, opinion_of
from fittingroom.recommend.diversity import diversified, likeness
from fittingroom.recommend.graph import shipped_graph, suits_occasion
from fittingroom.recommend.liking import Liking, Wish, liking
from fittingroom.recommend.ranking import LeftOutWhy, Ranking, Recommendation
from fittingroom.recommend.reasons import Reason, said
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.rules import known_season, shipped_rules

Fits = Callable[[Person, Garment], Mapping[str, float]]
"""Gives each size's probability of being the one that suits; together at most 1."""

Stock = Mapping[str, Collection[str]]
"""The sizes in stock, by the garment's ref."""

SURE = 0.5  # a fit less likely is said with a warning
LEAST_OCCASION = 0.15  # what suits the occasion less isn't shown at all


@dataclass(frozen=True, slots=True)
class RecommendOptions:
    """What is wanted.

    Args:
        occasion: what for: "everyday", "work", "party", "date", "wedding", "formal", "vacation".
        season: when: "spring", "summer", "autumn", "winter".
        count: how many garments.
        diversity: 0 goes by score alone, 1 by difference alone.
        fit_least: what suits with a smaller probability is left out.
        fit_checks: for so many garments at most, the most liked, fit is asked.
    """

    occasion: str | None = None
    season: str | None = None
    count: int = 10
    diversity: float = 0.25
    fit_least: float = 0.25
    fit_checks: int = 60

    def __post_init__(self) -> None:
        for name, low, high in (
            ("count", 1, 1000), ("diversity", 0, 1), ("fit_least", 0, 1), ("fit_checks", 1, 10_000),
        ):  # fmt: skip
            value = getattr(self, name)
            if not low <= value <= high:
                raise InvalidInput(
                    f"{name} is {value}", field=name, value=value, allowed=f"{low} to {high}"
                )


def recommend(
    person: Person,
    catalogue: Mapping[str, Garment],
    *,
    owned: Sequence[str] = (),
    in_stock: Stock | None = None,
    fits: Fits | None = None,
    recommender: Recommender | None = None,
    options: RecommendOptions | None = None,
) -> Ranking:
    """Recommend garments of a catalogue: liked and suiting, varied, each with its reasons.

    It works without any history: by what the person said, what they own and what fits. Ties go
    by the catalogue's order.

    Args:
        person: who; preferences count.
        catalogue: what there is, by ref.
        owned: refs of what the person has: they aren't recommended again, others must go with them.
        in_stock: sizes in stock; a garment that isn't named has none. Left out: all are.
        fits: the probability that each size suits; the physical advice where left out.
        recommender: what was learned of others' choices, its items named by ref.
        options: occasion, season, how many, how varied.

    Raises:
        UnknownName: an owned garment, occasion or season that doesn't exist.
        InvalidInput: options outside their range.

    Example:
        >>> from fittingroom.garment.catalogue import catalogue
        >>> from fittingroom.person.reading import read_person
        >>> person = read_person({"sex": "male", "height_cm": 178, "chest_girth_cm": 98})
        >>> ranking = recommend(person, catalogue, owned=["straight-trousers"])
        >>> "straight-trousers" in {item.ref for item in ranking.items}
        False
    """
    o, graph, rules = options or RecommendOptions(), shipped_graph(), shipped_rules()
    wish = Wish(person.preferences, o.occasion, o.season, tuple(catalogue[ref] for ref in owned))
    _check(wish)
    left_out: dict[str, LeftOutWhy] = {}
    candidates = _candidates(catalogue, owned, in_stock, wish, left_out)
    opinion = opinion_of(recommender, person, owned, tuple(catalogue))
    likings = {g.ref: liking(g, wish, graph, rules, opinion.of(g.ref)) for g in candidates}
    order = sorted(candidates, key=lambda garment: -likings[garment.ref].value)
    found = []
    for garment in order[: o.fit_checks]:
        item = _fitted(person, garment, likings[garment.ref], opinion, in_stock, fits, catalogue)
        if item is None or item.fit < o.fit_least:
            left_out[garment.ref] = "no_size_fits"
        else:
            found.append(item)
    chosen = diversified(
        found, lambda item: item.score,
        lambda a, b: likeness(graph, catalogue[a.ref], catalogue[b.ref]),
        diversity=o.diversity, count=o.count,
    )  # fmt: skip
    return Ranking(tuple(chosen), left_out)


def _check(wish: Wish) -> None:
    if wish.occasion is not None:
        shipped_graph().known("occasions", wish.occasion)
    if wish.season is not None:
        known_season(shipped_rules(), wish.season)


def _candidates(
    catalogue: Mapping[str, Garment], owned: Sequence[str], in_stock: Stock | None, wish: Wish,
    left_out: dict[str, LeftOutWhy],
) -> list[Garment]:  # fmt: skip
    """Return the garments that may be shown; the others go to `left_out`."""
    there = []
    for ref, garment in catalogue.items():
        occasion = wish.occasion
        if ref in owned:
            left_out[ref] = "owned"
        elif in_stock is not None and not in_stock.get(ref):
            left_out[ref] = "out_of_stock"
        elif occasion and suits_occasion(shipped_graph(), garment, occasion) < LEAST_OCCASION:
            left_out[ref] = "not_for_the_occasion"
        else:
            there.append(garment)
    return there


def _fitted(
    person: Person, garment: Garment, liked: Liking, opinion: LearnedOpinion,
    in_stock: Stock | None, fits: Fits | None, catalogue: Mapping[str, Garment],
) -> Recommendation | None:  # fmt: skip
    """Return the garment in the best size in stock, None where no size of it is in stock."""
    chances = advise(person, garment).probability if fits is None else fits(person, garment)
    if in_stock is not None:
        chances = {size: p for size, p in chances.items() if size in in_stock[garment.ref]}
    if not chances:
        return None
    size = max(chances, key=lambda name: chances[name])
    fit = min(1.0, sum(chances.values()))
    kind = "fits" if fit >= SURE else "fits_none"
    fit_reason = Reason(
        kind,
        0.5 if fit >= SURE else 2.0,
        {"size": size, "percent": per_cent(fit), "size_percent": per_cent(chances[size])},
    )
    together = opinion.together(garment.ref, catalogue)
    reasons = (*liked.reasons, fit_reason, *([together] if together is not None else []))
    return Recommendation(garment.ref, size, liked.value, fit, said(reasons))
