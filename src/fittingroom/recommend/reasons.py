"""Reasons in the shopper's language; a number of people is never told below `LEAST_PEOPLE`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh")
LEAST_PEOPLE = 5  # fewer could be recognised


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is recommended.

    Args:
        kind: which sentence of `data/reasons.json`.
        strength: how much it speaks for it, 0 to 1: the strongest is said first.
        values: what the sentence names; by language where it is a word.
    """

    kind: str
    strength: float
    values: Mapping[str, object | Mapping[str, str]] = field(default_factory=dict)


def said(reasons: Sequence[Reason]) -> dict[str, tuple[str, ...]]:
    """Return the sentences by language, the strongest reason first."""
    order = sorted(reasons, key=lambda reason: -reason.strength)
    return {
        language: tuple(
            wording()[language][reason.kind].format(**_in(language, reason.values))
            for reason in order
        )
        for language in LANGUAGES
    }


@cache
def wording() -> dict[str, Any]:
    """Return the sentences that ship, by language and kind, and the colour schemes' names."""
    text = files("fittingroom.recommend").joinpath("data/reasons.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _in(language: str, values: Mapping[str, object | Mapping[str, str]]) -> dict[str, object]:
    return {
        name: value[language] if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
