"""What a trained recommender has to say on a catalogue: its opinion, and who chose both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person
from fittingroom.recommend.askers import askers_of
from fittingroom.recommend.interactions import (
    ARTICLE_WORDS,
    NUMBERS,
    WORDS,
    Interactions,
)
from fittingroom.recommend.reasons import LEAST_PEOPLE, Reason
from fittingroom.recommend.recommender import Recommender, today

SELF = "the asker"


@dataclass(frozen=True, slots=True)
class LearnedOpinion:
    """A recommender's opinion of garments, for one person.

    Args:
        shares: by ref, the share of the catalogue's known garments that it ranks below, 0 to 1.
        both: by ref, owned ref: how many people chose both.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    both: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, ref: str) -> float | None:
        """Return the opinion of a garment, None of one that it doesn't know."""
        return self.shares.get(ref)

    def together(self, ref: str, catalogue: Mapping[str, Garment]) -> Reason | None:
        """Return the owned garment most people chose with this one, if enough people did."""
        pairs = [(count, own) for (of, own), count in self.both.items() if of == ref]
        count, own = max(pairs, default=(0, ""))
        if count < LEAST_PEOPLE:
            return None
        return Reason("together", 0.8, {"people": count, "item": catalogue[own].title})


def opinion_of(
    recommender: Recommender | None, person: Person, owned: Sequence[str], refs: Sequence[str]
) -> LearnedOpinion:
    """Return the opinion of a recommender, an empty one where there's none.

    Args:
        recommender: its items named by ref.
        person: who asks.
        owned: refs of what they have, oldest first.
        refs: the catalogue's.
    """
    if recommender is None:
        return LearnedOpinion()
    place = {key: code for code, key in enumerate(recommender.known.items)}
    known = [ref for ref in refs if ref in place]
    if len(known) < 2:
        return LearnedOpinion()
    askers = askers_of(
        _rows(person, ("",), today(recommender)),
        _rows(person, [ref for ref in owned if ref in place], today(recommender)),
        recommender.known,
        clock=True,
    )
    scores = recommender.scores_now(askers)[0][[place[ref] for ref in known]]
    below = (scores[:, None] > scores[None, :]).sum(axis=1) / (len(known) - 1)
    return LearnedOpinion(
        dict(zip(known, below.tolist(), strict=True)), _both(recommender, owned, known)
    )


def _rows(person: Person, items: Sequence[str], day: int) -> Interactions:
    """Return the person's choices as a table."""
    told = {term: m.value for term, m in person.measurements.items() if m.source != "estimated"}
    figures = {
        "age_years": person.age_years, "weight_kg": told.get("weight"),
        "height_cm": 100.0 * told["height"] if "height" in told else None,
    }  # fmt: skip
    numbers = [np.nan if (value := figures.get(name)) is None else value for name in NUMBERS]
    words = [person.sex if name == "sex" else "" for name in WORDS]
    count = len(items)
    return Interactions(
        user=np.full(count, SELF, object), item=np.array(items, object),
        day=np.full(count, day, np.int64), numbers=np.tile(np.array(numbers, float), (count, 1)),
        words=np.tile(np.array(words, object), (count, 1)),
        article=np.full((count, len(ARTICLE_WORDS)), "", object),
    )  # fmt: skip


def _both(
    recommender: Recommender, owned: Sequence[str], refs: Sequence[str]
) -> dict[tuple[str, str], int]:
    """Count the people who chose both of two garments."""
    history = recommender.history
    people = {ref: set(history.user[history.item == ref].tolist()) for ref in {*owned, *refs}}
    return {
        (ref, own): len(people[ref] & people[own]) for ref in refs for own in owned if ref != own
    }
