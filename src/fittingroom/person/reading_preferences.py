"""What a person likes, as forms tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from fittingroom.errors import MeasurementError, UnknownName
from fittingroom.person.person import Ease, Preferences
from fittingroom.person.quantity import describe, shown

WORDS_MAX = 50  # liked colours or styles
WORD_LENGTH_MAX = 60


def read_preferences(told: object) -> Preferences:
    """Read preferences.

    Args:
        told: an object with any of `ease`, `colours`, `styles`.

    Raises:
        MeasurementError: not an object, or a list that isn't one of short words.
        UnknownName: an unknown preference or ease, with the nearest known one.
    """
    if not isinstance(told, Mapping):
        raise MeasurementError(
            f"preferences must be an object, not {describe(told)}", field="preferences"
        )
    for name in told:
        if name not in ("ease", "colours", "styles"):
            raise UnknownName("preference", shown(name), ["ease", "colours", "styles"])
    ease = told.get("ease", "regular")
    if not isinstance(ease, str) or ease not in get_args(Ease):
        raise UnknownName("ease", shown(ease), get_args(Ease))
    return Preferences(
        ease=cast(Ease, ease),
        colours=_words(told.get("colours", []), "colours"),
        styles=_words(told.get("styles", []), "styles"),
    )


def _words(value: object, field: str) -> tuple[str, ...]:
    fine = (
        isinstance(value, list | tuple)
        and len(value) <= WORDS_MAX
        and all(isinstance(word, str) and 0 < len(word) <= WORD_LENGTH_MAX for word in value)
    )
    if not fine:
        raise MeasurementError(
            f"preferences.{field} must be a list of at most {WORDS_MAX} short words",
            field=f"preferences.{field}",
        )
    return tuple(cast("list[str]", value))
