"""The joined advice in English, as someone in a shop would say it."""

from __future__ import annotations

from fittingroom.fit.advice_case import Case
from fittingroom.fit.advice_english import (
    beside,
    chances,
    elsewhere,
    headline,
    room_words,
    zone_word,
)
from fittingroom.learning.joint_advice import Findings
from fittingroom.learning.joint_english_causes import (
    learned,
    measure,
    one_more,
    owned,
    piece,
    similar,
    turns,
    wish,
    word_of,
)
from fittingroom.learning.telling import (
    worth_saying,
)

_UNSAID = ("measurements_contradict", "clothes_contradict", "sources_disagree")
"""Reasons to abstain by which the probabilities mean little."""


def english(found: Findings) -> tuple[str, ...]:
    """Return the reasons, the decisive one first."""
    case = found.case
    if found.abstains is not None:
        lines = [english_abstention(found), *english_helps(found), similar(found), _chances(found)]
        return tuple(line for line in lines if line)
    if case.best != found.wanted:
        lines = [*_stock(found), beside(case), *elsewhere(case), chances(case)]
        return tuple(line for line in lines if line)
    lines = [
        headline(case), beside(case), *elsewhere(case), owned(found), learned(found),
        similar(found), one_more(found), turns(found), wish(case), measure(found),
        chances(case),
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def english_abstention(found: Findings) -> str:
    """Say why no size is named."""
    case, nearest = found.case, found.case.name(found.case.best)
    if found.abstains == "measurements_contradict" and found.odd_pair is not None:
        odd, other = (word_of(case, term) for term in found.odd_pair)
        return (f"I'd rather not name a size yet: your {odd} and your {other} hardly go together on"
                " one body.")  # fmt: skip
    return {
        "measurements_contradict": "I'd rather not name a size yet: your measurements hardly go"
        " together on one body.",
        "clothes_contradict": "I'd rather not name a size yet: what you told of your clothes and"
        " of your measurements doesn't go together.",
        "no_size_suits": f"I can't recommend a size of this: none is likely to suit you, though"
        f" {nearest} comes nearest. {_nearest_room(case)}",
        "outside_survey": "I'd rather not name a size yet: I know too few people of your age or"
        " build to estimate the measurements that you didn't give.",
        "sources_disagree": f"I'd rather not name a size: your measurements say"
        f" {_median(found, people=False)}, but those who have worn this say"
        f" {_median(found, people=True)}.",
        "too_little_known": f"I can't name a size yet: I know too little of you to tell the sizes"
        f" of this apart. {nearest} is no more than a guess.",
        "not_in_stock": f"Your size would be {case.name(found.wanted)}, but it isn't in stock, and"
        f" of the sizes that are, none is likely to suit you. {nearest} comes nearest.",
    }[found.abstains or "too_little_known"]  # fmt: skip


def english_helps(found: Findings) -> tuple[str, ...]:
    """Say what would help."""
    why = found.abstains
    if why == "measurements_contradict":
        return ("Please take both once more, and check the units.",)
    if why == "clothes_contradict":
        if len(found.owned) > 1:
            return ("Please check the labels of the clothes you told of, and the tape.",)
        what = piece(found.owned[0])
        return (f"Please check whether it is {what}, by the label, and the tape.",)
    if why == "sources_disagree":
        return ("Order both and keep the better one, or tell how clothes of yours fit.",)
    said = measure(found)
    if why in ("no_size_suits", "not_in_stock"):
        return (said,) if said else ()
    return (said or "Tell of a garment of yours that fits well, or measure yourself.",)


def _median(found: Findings, *, people: bool) -> str:
    view = found.learned if people and found.learned is not None else found.physical
    return found.case.name(view.median)


def _nearest_room(case: Case) -> str:
    at, room = zone_word(case, case.decisive), room_words(case, case.best, case.decisive)
    return f"At the {at} {case.name(case.best)} {room}."


def _stock(found: Findings) -> list[str]:
    case = found.case
    wanted, size = case.name(found.wanted), case.name(case.best)
    return [
        f"{wanted} would be your size, but it isn't in stock.",
        f"Of the sizes in stock {size} comes nearest. {_nearest_room(case)}",
    ]


def _chances(found: Findings) -> str:
    case = found.case
    if found.abstains in _UNSAID:
        return ""
    if found.abstains == "no_size_suits":
        return (
            "The chance that any size suits you is about"
            f" {case.per_cent(found.view.suits.sum())} %."
        )
    parts = [f"{case.name(size)} {case.per_cent(found.view.suits[size])} %"
             for size in worth_saying(found)]  # fmt: skip
    return f"How probable each size is: {', '.join(parts)}."
