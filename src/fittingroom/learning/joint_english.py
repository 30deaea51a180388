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
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.doubt import Worth
from fittingroom.learning.joint_advice import Findings
from fittingroom.learning.owned import HOWS, Owned, owned_piece
from fittingroom.learning.telling import (
    counts,
    most,
    one_in,
    shown,
    turning,
    worth_saying,
)
from fittingroom.person.terms import TERMS

_UNSAID = ("measurements_contradict", "clothes_contradict", "sources_disagree")
"""Reasons to abstain by which the probabilities mean little."""

_HOW = dict(zip(HOWS, ("is tight on you", "fits you", "is loose on you"), strict=True))


def english(found: Findings) -> tuple[str, ...]:
    """Return the reasons, the decisive one first."""
    case = found.case
    if found.abstains is not None:
        lines = [english_abstention(found), *english_helps(found), _similar(found), _chances(found)]
        return tuple(line for line in lines if line)
    if case.best != found.wanted:
        lines = [*_stock(found), beside(case), *elsewhere(case), chances(case)]
        return tuple(line for line in lines if line)
    lines = [
        headline(case), beside(case), *elsewhere(case), _owned(found), _learned(found),
        _similar(found), _one_more(found), _turns(found), _wish(case), _measure(found),
        chances(case),
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def english_abstention(found: Findings) -> str:
    """Say why no size is named."""
    case, nearest = found.case, found.case.name(found.case.best)
    if found.abstains == "measurements_contradict" and found.odd_pair is not None:
        odd, other = (_of(case, term) for term in found.odd_pair)
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
        f" {_median(found, learned=False)}, but those who have worn this say"
        f" {_median(found, learned=True)}.",
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
        what = "the clothes you told of" if len(found.owned) > 1 else _piece(found.owned[0])
        return (f"Please check the size on the label of {what}, and the tape.",)
    if why == "sources_disagree":
        return ("Order both and keep the better one, or tell how clothes of yours fit.",)
    said = _measure(found)
    if why in ("no_size_suits", "not_in_stock"):
        return (said,) if said else ()
    return (said or "Tell of a garment of yours that fits well, or measure yourself.",)


def _median(found: Findings, *, learned: bool) -> str:
    view = found.learned if learned and found.learned is not None else found.physical
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


def _one_more(found: Findings) -> str:
    case, more = found.case, found.one_more
    at, size = zone_word(case, case.decisive), case.name(case.best)
    if more.size != case.best:
        return f"One centimetre more at the {at}, and I would say {case.name(more.size)}."
    now, then = (case.per_cent(p) for p in (case.odds.suits[case.best], more.probability))
    if abs(now - then) < 2:
        return f"One centimetre more or less at the {at} hardly matters."
    return (
        f"One centimetre more at the {at}, and the chance of {size} would be {then} % rather than"
        f" {now} %."
    )


def _turns(found: Findings) -> str:
    case = found.case
    at = zone_word(case, case.decisive)
    parts = []
    for size, girth, larger in turning(found):
        edge = f"from about {girth} cm on" if larger else f"at {girth} cm or less"
        parts.append(f"{edge} it would be {case.name(size)}")
    return f"At the {at}, {', and '.join(parts)}." if parts else ""


def _wish(case: Case) -> str:
    parts = [f"{case.name(size)} if you want a {' or '.join(wishes)} fit"
             for size, wishes in case.other_wishes().items()]  # fmt: skip
    return f"Go for {', or '.join(parts)}." if parts else ""


def _measure(found: Findings) -> str:
    """Say which measurement would settle the doubt, and what would follow from it."""
    worth = found.worths[0] if found.worths else None
    case = found.case
    if worth is None or worth.gain < 0.03:
        return ""
    what = _of(case, worth.term)
    value, spread = shown(worth.term, worth.estimate), shown(worth.term, worth.sd)
    verb = "Weighing yourself" if worth.term == "weight" else f"Measuring your {what}"
    return (f"I reckoned with a {what} of {value}, give or take {spread}. {verb} would help most:"
            f" the chance of the right size would rise from {case.per_cent(worth.now)} to about"
            f" {case.per_cent(worth.then)} %{_answers(case, worth)}.")  # fmt: skip


def _answers(case: Case, worth: Worth) -> str:
    if len(worth.answers) < 2:
        return ""
    parts = []
    for size, low, high in worth.answers:
        name, up_to = case.name(size), None if high is None else shown(worth.term, high)
        if low is None:
            parts.append(f"{name} below {up_to}")
        elif up_to is None:
            parts.append(f"{name} above {shown(worth.term, low)}")
        else:
            parts.append(f"{name} from {shown(worth.term, low)} to {up_to}")
    return f" ({', '.join(parts)})"


def _owned(found: Findings) -> str:
    if not found.owned or found.without_owned is None:
        return ""
    case, (size, chance) = found.case, found.without_owned
    told = f"You say that {_piece(found.owned[0])} {_where(found.owned[0])}"
    if len(found.owned) > 1:
        told = f"I counted in the {len(found.owned)} garments of yours that you told of"
    if size != found.view.median:
        return f"{told}; without that I would have said {case.name(size)}."
    before, now = (case.per_cent(p) for p in (chance, found.view.suits[size]))
    if abs(before - now) < 2:
        return f"{told}: that goes well with {case.name(size)}."
    surer = "surer" if now > before else "less sure"
    return f"{told}: that makes me {surer} of {case.name(size)}, {now} % rather than {before} %."


def _where(owned: Owned) -> str:
    at = "" if owned.zone is None else f" at the {owned.zone.replace('_', ' ')}"
    return f"{_HOW[owned.how]}{at}"


def _piece(owned: Owned) -> str:
    title = owned_piece(owned.ref).words["en"]
    if owned.ref in catalogue:
        title = f"the {title[:1].lower()}{title[1:]}"
    return f"{owned.size} of {title}"


def _learned(found: Findings) -> str:
    """Say what people said, and what it would be without them."""
    if found.learned is None or found.weight < 0.02:
        return ""
    case, size = found.case, found.view.median
    physical, learned = found.physical.median, found.learned.median
    who = _who(found)
    if physical == size == learned:
        return f"{who} point to {case.name(size)} as well."
    if physical == size:
        return (f"{who} point rather to {case.name(learned)}, but your measurements count for more"
                " here.")  # fmt: skip
    larger = size > physical
    share = found.learned.small[physical] if larger else found.learned.large[physical]
    return (
        f"By your measurements alone I would have said {case.name(physical)}, but {who[:1].lower()}"
        f"{who[1:]} point to {case.name(size)}: about {one_in(float(share), 'en')} people like you"
        f" would find {case.name(physical)} too {'small' if larger else 'large'}."
    )


def _who(found: Findings) -> str:
    wearer, item = counts(found)
    if wearer and item:
        return f"Your own {wearer} earlier orders and {item} orders of this garment"
    if wearer:
        return f"Your own {wearer} earlier orders"
    return f"{item} earlier orders of this garment" if item else "What people said of such clothes"


def _similar(found: Findings) -> str:
    if not found.similar:
        return ""
    parts = []
    for one in found.similar:
        said = f"{most(one.fits, 'en')} say it fits"
        if one.fits < max(one.small, one.large):
            word = "small" if one.small >= one.large else "large"
            said = f"{most(max(one.small, one.large), 'en')} found it too {word}"
        parts.append(f"{one.people} took {one.size} and {said}")
    return f"Among people built like you, {'; '.join(parts)}."


def _of(case: Case, term: str) -> str:
    if term == "bust_girth" and case.person.sex == "male":
        return "chest"
    return TERMS[term].label["en"]
