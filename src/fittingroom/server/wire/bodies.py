"""The body that measures as told, small enough to be blended in the browser."""

from __future__ import annotations

from pydantic import Field

from fittingroom.server.wire.base import Message
from fittingroom.server.wire.people import PersonFile


class BodyRequest(Message):
    """Whose body."""

    person: PersonFile


class Guess(Message):
    """A measurement that nobody told: cm or kg, one standard deviation in the same unit."""

    value: float
    sd: float


class BodyMade(Message):
    """A body as coefficients of the basis that `GET /api/body/basis` sends once.

    `row` are the basis rows' coefficients. `slope` says how `row` changes with what was told: per
    cm or kg, one list as long as `row` for every key of `told`: enough to follow a tape's change
    at once while the service makes the true body. Keys are person.json's (`bust_girth_cm`).
    """

    told: dict[str, float]
    measured: dict[str, float]
    error_mm: dict[str, float]
    guessed: dict[str, Guess]
    wide: bool = Field(description="arms at 35° instead of 30° (body mass index above 35)")
    row: list[float]
    slope: dict[str, list[float]]
    landmarks: dict[str, tuple[float, float, float]]
    notes: dict[str, list[str]]
    seconds: float
