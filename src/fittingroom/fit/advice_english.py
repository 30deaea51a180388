"""The advice in English, as someone in a shop would say it."""

from __future__ import annotations

from fittingroom.fit.advice_case import WORTH_SAYING, Case
from fittingroom.units import CENTIMETRE

_ZONES = {
    "neck": "neck", "shoulder": "shoulders", "bust": "bust", "waist": "waist", "hip": "hips",
    "thigh": "thighs", "upper_arm": "upper arms",
}  # fmt: skip
_LENGTHS = {
    "length": {"too_tight": "much too short", "tight": "rather short", "loose": "rather long",
               "too_loose": "much too long"},
    "sleeve_length": {"too_tight": "The sleeves are very short", "tight": "The sleeves are short",
                      "loose": "The sleeves are long", "too_loose": "The sleeves are very long"},
    "shoulder": {"too_tight": "The shoulders are too narrow", "tight": "The shoulders are narrow",
                 "loose": "The shoulder seams drop a little over the arms",
                 "too_loose": "The shoulder seams drop far over the arms"},
}  # fmt: skip


def english(case: Case) -> tuple[str, ...]:
    """Return the reasons, the decisive one first."""
    reasons = [headline(case), beside(case), *elsewhere(case)]
    if not case.suits:
        return tuple(line for line in (*reasons, chances(case)) if line)
    rest = [*_turns(case), _wish(case), _measure(case)]
    if case.guess:
        rest = [_measure(case), _wish(case)]
    return tuple(line for line in (*reasons, *rest, chances(case)) if line)


def zone_word(case: Case, zone: int) -> str:
    """Return what a shopper calls a zone."""
    name = case.sizes.zones[zone].name
    return "chest" if name == "bust" and case.person.sex == "male" else _ZONES[name]


def room_words(case: Case, size: int, zone: int, *, only: bool = False) -> str:
    """Return "leaves 8 cm" or "is 3 cm smaller than you"."""
    ease = case.ease_cm(size, zone)
    if ease < 0:
        return f"is {-ease} cm smaller than you"
    if ease == 0:
        return "leaves no room"
    return f"leaves {'only ' if only else ''}{ease} cm"


def _would(case: Case, size: int, zone: int) -> str:
    ease = case.ease_cm(size, zone)
    if ease < 0:
        return f"would be {-ease} cm smaller than you"
    return f"would leave {ease} cm" if ease else "would leave no room"


def headline(case: Case) -> str:
    """Say which size, and how it sits where it matters most."""
    at = f"at the {zone_word(case, case.decisive)}"
    size, word = case.name(case.best), case.verdict(case.best, case.decisive)
    if not case.suits:
        worst = {"too_tight": "too tight", "tight": "tight", "regular": "right",
                 "loose": "roomy", "too_loose": "too loose"}[word]  # fmt: skip
        room = room_words(case, case.best, case.decisive)
        if word in ("too_tight", "too_loose"):
            return (f"No size of this really suits you: {size} comes closest, but {at} it {room},"
                    f" which is {worst}.")  # fmt: skip
        return f"No size of this is a safe choice for you: {size} comes closest; {at} it {room}."
    judged = {
        "too_tight": "which is too tight", "tight": "which is close",
        "regular": f"which is right for a {case.person.preferences.ease} fit",
        "loose": "which is roomy", "too_loose": "which is too loose",
    }[word]  # fmt: skip
    if case.as_asked(word):
        judged += ", as you like it"
    start = f"My best guess is {size}" if case.guess else f"Take {size}"
    return f"{start}: {at} it {room_words(case, case.best, case.decisive)}, {judged}."


def beside(case: Case) -> str:
    """Say what the next sizes would do at the same place."""
    parts = [f"{case.name(n)} {_would(case, n, case.decisive)}" for n in case.neighbours]
    return f"There {'; '.join(parts)}." if parts else ""


def elsewhere(case: Case) -> list[str]:
    """Say where else the size is remarkable, two places at most."""
    return [_remark(case, zone) for zone in case.remarkable()[:2]]


def _remark(case: Case, zone: int) -> str:
    name, word = case.sizes.zones[zone].name, case.verdict(case.best, zone)
    size = case.name(case.best)
    if name == "length":
        return f"In length {size} is {_LENGTHS[name][word]} on you."
    if name in _LENGTHS:
        return f"{_LENGTHS[name][word]} on you."
    if word == "tight" and case.ease_cm(case.best, zone) < 0:
        smaller = -case.ease_cm(case.best, zone)
        at = zone_word(case, zone)
        return (
            f"{size} hugs your {at}: it is {smaller} cm smaller than you there and"
            " stretches to follow."
        )
    how = {"too_tight": "too tight", "tight": "close", "loose": "roomy", "too_loose": "very wide"}
    room = room_words(case, case.best, zone, only=word in ("tight", "too_tight"))
    return f"At the {zone_word(case, zone)} {size} is {how[word]}: it {room}."


def _turns(case: Case) -> list[str]:
    at, zone = zone_word(case, case.decisive), case.decisive
    lines = []
    for turn in case.turns:
        girth = round((float(case.body[zone]) + turn.shift) / CENTIMETRE)
        if turn.shift > 0:
            lines.append(f"From about {girth} cm at the {at} on, {case.name(turn.size)} would be"
                         " the better choice.")  # fmt: skip
        else:
            lines.append(f"At {girth} cm or less at the {at} I would take {case.name(turn.size)}.")
    return lines


def _wish(case: Case) -> str:
    parts = [
        f"{case.name(size)} if you want a {' or '.join(wishes)} fit"
        for size, wishes in case.other_wishes().items()
    ]
    return f"Go for {', or '.join(parts)}." if parts else ""


def _measure(case: Case) -> str:
    zone = case.worth_measuring()
    if zone is None:
        return ""
    body, spread = (round(float(x[zone]) / CENTIMETRE) for x in (case.body, case.body_sd))
    return (
        f"You didn't give your {zone_word(case, zone)} measurement; I reckoned with {body} cm, give"
        f" or take {spread} cm. Measuring it would make this surer."
    )


def chances(case: Case) -> str:
    """Say how probable it is that a size suits."""
    chance = case.odds.suits
    if not case.suits:
        return f"The chance that any size suits you is about {case.per_cent(chance.sum())} %."
    line = f"{case.name(case.best)} is the right size with a probability of"
    line += f" {case.per_cent(chance[case.best])} %"
    second = case.odds.runner_up
    if second is not None and chance[second] >= WORTH_SAYING:
        line += f", {case.name(second)} with {case.per_cent(chance[second])} %"
    none = 1.0 - float(chance.sum())
    return line + (f"; with {case.per_cent(none)} % none suits." if none >= WORTH_SAYING else ".")
