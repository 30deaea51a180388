"""The joined advice's JSON: the contract's keys, and what stands behind them."""

from __future__ import annotations

from typing import Any

from fittingroom.learning.doubt import Worth
from fittingroom.learning.joint_advice import Findings, JointAdvice
from fittingroom.learning.view import View
from fittingroom.person.terms import TERMS
from fittingroom.units import CENTIMETRE


def joint_json(advice: JointAdvice) -> dict[str, Any]:
    """Return the advice as JSON; `because` is English, the other languages beside it."""
    found = advice.findings
    return {
        "recommended": advice.recommended,
        "nearest": advice.nearest,
        "probability": {size: round(p, 3) for size, p in advice.probability.items()},
        "because": list(advice.because["en"]),
        "because_by_language": {tongue: list(said) for tongue, said in advice.because.items()},
        "abstains": _abstains(advice),
        "model": advice.model,
        "would_say": {
            size: {word: round(p, 3) for word, p in words.items()}
            for size, words in advice.words.items()
        },
        "sources": _sources(found),
        "reasons": reasons_json(found),
    }


def reasons_json(found: Findings) -> list[dict[str, Any]]:
    """Return the causes, each with what would be otherwise, for programs."""
    reasons = [_decides(found), _one_more(found), *_measures(found), *_owned(found)]
    return [*reasons, *_learned(found), *_similar(found)]


def _abstains(advice: JointAdvice) -> dict[str, Any] | None:
    told = advice.abstains
    if told is None:
        return None
    return {
        "why": told.why,
        "said": {tongue: " ".join(lines) for tongue, lines in told.said.items()},
        "helps": {tongue: list(lines) for tongue, lines in told.helps.items()},
    }


def _sources(found: Findings) -> dict[str, Any]:
    wearer, item = found.evidence
    return {
        "physical": _view(found, found.physical),
        "learned": None if found.learned is None else _view(found, found.learned),
        "learned_weight": round(found.weight, 3),
        "outcomes_of_wearer": round(wearer, 1),
        "outcomes_of_garment": round(item, 1),
    }


def _view(found: Findings, view: View) -> dict[str, Any]:
    names = found.case.sizes.sizes
    return {
        "size": names[view.median],
        "probability": {n: round(float(p), 3) for n, p in zip(names, view.suits, strict=True)},
    }


def _decides(found: Findings) -> dict[str, Any]:
    case, zone = found.case, found.case.decisive
    return {
        "kind": "decides",
        "zone": case.sizes.zones[zone].name,
        "body_cm": round(float(case.body[zone]) / CENTIMETRE, 1),
        "ease_cm": {
            case.name(size): case.ease_cm(size, zone) for size in (case.best, *case.neighbours)
        },
        "otherwise": [
            {
                "body_cm": round((float(case.body[zone]) + turn.shift) / CENTIMETRE, 1),
                "larger": turn.shift > 0.0,
                "size": case.name(turn.size),
            }
            for turn in case.turns
        ],
    }


def _one_more(found: Findings) -> dict[str, Any]:
    case = found.case
    return {
        "kind": "one_centimetre_more",
        "zone": case.sizes.zones[case.decisive].name,
        "size": case.name(found.one_more.size),
        "probability_now": round(float(found.view.suits[case.best]), 3),
        "probability_then": round(found.one_more.probability, 3),
    }


def _measures(found: Findings) -> list[dict[str, Any]]:
    return [_worth(found, worth) for worth in found.worths]


def _worth(found: Findings, worth: Worth) -> dict[str, Any]:
    mass = TERMS[worth.term].kind == "mass"
    unit, factor = ("kg", 1.0) if mass else ("cm", CENTIMETRE)

    def told(value: float | None) -> float | None:
        return None if value is None else round(value / factor, 1)

    return {
        "kind": "measuring",
        "measurement": f"{worth.term}_{unit}",
        "reckoned_with": told(worth.estimate),
        "give_or_take": told(worth.sd),
        "probability_now": round(worth.now, 3),
        "probability_then": round(worth.then, 3),
        "otherwise": [
            {"size": found.case.name(size), "from": told(low), "to": told(high)}
            for size, low, high in worth.answers
        ],
    }


def _owned(found: Findings) -> list[dict[str, Any]]:
    if found.without_owned is None:
        return []
    size, chance = found.without_owned
    told = [
        {"garment": one.ref, "size": one.size, "fit": one.how, "zone": one.zone}
        for one in found.owned
    ]
    otherwise = {"size": found.case.name(size), "probability": round(chance, 3)}
    return [{"kind": "owned", "told": told, "otherwise": otherwise}]


def _learned(found: Findings) -> list[dict[str, Any]]:
    if found.learned is None:
        return []
    return [
        {
            "kind": "learned",
            "size": found.case.name(found.learned.median),
            "otherwise": {"size": found.case.name(found.physical.median)},
        }
    ]


def _similar(found: Findings) -> list[dict[str, Any]]:
    return [
        {
            "kind": "similar_people",
            "size": one.size,
            "people": one.people,
            "fits": one.fits,
            "small": one.small,
            "large": one.large,
        }
        for one in found.similar
    ]
