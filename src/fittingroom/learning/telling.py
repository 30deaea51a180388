"""What sentences in any language need: figures as people say them."""

from __future__ import annotations

from fittingroom.learning.joint_advice import Findings
from fittingroom.person.terms import TERMS
from fittingroom.units import CENTIMETRE


def shown(term: str, value: float) -> str:
    """Return a measure [m] or [kg] as people say it: "98 cm", "62 kg"."""
    if TERMS[term].kind == "mass":
        return f"{value:.0f} kg"
    return f"{value / CENTIMETRE:.0f} cm"


def turning(found: Findings) -> list[tuple[int, int, bool]]:
    """Return each size that another measure would lead to, with that measure [cm] and whether it's
    larger; one centimetre more is told of by itself.
    """
    case = found.case
    return [
        (turn.size, round((float(case.body[case.decisive]) + turn.shift) / CENTIMETRE),
         turn.shift > 0.0)
        for turn in case.turns
        if turn.shift < 0.0 or found.one_more.size == case.best
    ]  # fmt: skip


def counts(found: Findings) -> tuple[int, int]:
    """Return how many outcomes of this wearer and of this garment stand behind the advice."""
    wearer, item = found.evidence
    return round(wearer), round(item)


def worth_saying(found: Findings) -> list[int]:
    """Return the sizes worth telling of, the most probable first, three at most."""
    suits = found.view.suits
    order = sorted(range(len(suits)), key=lambda size: -suits[size])
    return [size for size in order if suits[size] >= 0.05][:3]


def one_in(share: float, language: str) -> str:
    """Return a share as people say it: "1 in 10", "7 in 10"."""
    tenths = min(max(round(10 * share), 1), 9)
    return f"{tenths} in 10" if language == "en" else f"{tenths} 成"


def most(share: float, language: str) -> str:
    """Return how many of some people it was, in words that tell of no single one."""
    english, chinese = next(words for least, words in _SHARES if share >= least)
    return english if language == "en" else chinese


_SHARES = (
    (0.9, ("almost all of them", "几乎都")),
    (0.7, ("most of them", "大多")),
    (0.55, ("more than half", "半数以上")),
    (0.45, ("about half", "约一半")),
    (0.0, ("some of them", "有些人")),
)
