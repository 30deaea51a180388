"""The causes of a joined advice in English, each with what would be otherwise."""

from __future__ import annotations

from fittingroom.fit.advice_case import Case
from fittingroom.fit.advice_english import zone_word
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.doubt import Worth
from fittingroom.learning.joint_advice import Findings
from fittingroom.learning.owned import HOWS, Owned, owned_piece
from fittingroom.learning.telling import counts, most, one_in, shown, turning
from fittingroom.person.terms import TERMS

_HOW = dict(zip(HOWS, ("is tight on you", "fits you", "is loose on you"), strict=True))


def one_more(found: Findings) -> str:
    """Say what one centimetre more where the fit is decided would change."""
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


def turns(found: Findings) -> str:
    """Say from which girths on it would be another size."""
    case = found.case
    at = zone_word(case, case.decisive)
    parts = []
    for size, girth, larger in turning(found):
        edge = f"from about {girth} cm on" if larger else f"at {girth} cm or less"
        parts.append(f"{edge} it would be {case.name(size)}")
    return f"At the {at}, {', and '.join(parts)}." if parts else ""


def wish(case: Case) -> str:
    """Say which sizes other wishes would lead to."""
    parts = [f"{case.name(size)} if you want a {' or '.join(wishes)} fit"
             for size, wishes in case.other_wishes().items()]  # fmt: skip
    return f"Go for {', or '.join(parts)}." if parts else ""


def measure(found: Findings) -> str:
    """Say which measurement would settle the doubt, and what would follow from it."""
    worth = found.worths[0] if found.worths else None
    case = found.case
    if worth is None or worth.gain < 0.03:
        return ""
    what = word_of(case, worth.term)
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
            parts.append(f"{name} from {shown(worth.term, low).split()[0]} to {up_to}")
    return f" ({', '.join(parts)})"


def owned(found: Findings) -> str:
    """Say what owned clothes changed."""
    if not found.owned or found.without_owned is None:
        return ""
    case, (size, chance) = found.case, found.without_owned
    told = f"You say that {piece(found.owned[0])} {_where(found.owned[0])}"
    if len(found.owned) > 1:
        told = f"I counted in the {len(found.owned)} garments of yours that you told of"
    if size != found.view.median:
        return f"{told}; without that I would have said {case.name(size)}."
    before, now = (case.per_cent(p) for p in (chance, found.view.suits[size]))
    if abs(before - now) < 2:
        return f"{told}: that changes little, {case.name(size)} stays the best choice."
    surer = "surer" if now > before else "less sure"
    return f"{told}: that makes me {surer} of {case.name(size)}, {now} % rather than {before} %."


def _where(one: Owned) -> str:
    at = "" if one.zone is None else f" at the {one.zone.replace('_', ' ')}"
    return f"{_HOW[one.how]}{at}"


def piece(one: Owned) -> str:
    """Return what to call a garment that is owned, with its size."""
    title = owned_piece(one.ref).words["en"]
    if one.ref in catalogue:
        title = f"the {title[:1].lower()}{title[1:]}"
    return f"size {one.size} of {title}"


def learned(found: Findings) -> str:
    """Say what people said, and what it would be without them."""
    if found.learned is None or found.weight < 0.02:
        return ""
    case, size = found.case, found.view.median
    physical, theirs = found.physical.median, found.learned.median
    who = _who(found)
    if physical == size == theirs:
        return f"{who} point to {case.name(size)} as well."
    if physical == size:
        return (f"{who} point rather to {case.name(theirs)}, but your measurements count for more"
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


def similar(found: Findings) -> str:
    """Say what similar people kept."""
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


def word_of(case: Case, term: str) -> str:
    """Return what a shopper calls a measurement."""
    if term == "bust_girth" and case.person.sex == "male":
        return "chest"
    return TERMS[term].label["en"]
