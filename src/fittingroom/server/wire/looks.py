"""Trying on: what is asked, how far it is, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from fittingroom.server.wire.base import Message, Problem, Verdict, Words
from fittingroom.server.wire.shelf import SizeAdviceMade

State = Literal["queued", "running", "done", "failed", "cancelled"]
Extra = Literal["usdz", "pictures", "report"]
Name = Annotated[str, Field(max_length=80)]


class Wear(Message):
    """One garment of a look; the advised size and the garment's own fabric where not given."""

    garment: Name
    size: Name | None = None
    fabric: Name | None = None


class LookRequest(Message):
    """What to try on, garments from the skin outwards.

    `ahead` marks what nobody waits for yet: it is made after everything else and is given up
    first. `extras` are made besides the 3D model and the fit.
    """

    wear: Annotated[list[Wear], Field(min_length=1, max_length=4)]
    pose: Name = "a"
    motion: Name | None = None
    extras: Annotated[list[Extra], Field(max_length=3, default_factory=list)]
    ahead: bool = False


class HeatScale(Message):
    """How a quantity is coloured: the GLB carries it per vertex as `_QUANTITY`, in SI.

    `low` and `high` are in `unit`, which is `factor` in SI; colours are sRGB 0 to 1 at equal
    distances from `low` to `high`.
    """

    quantity: str
    title: Words
    unit: str
    factor: float
    low: float
    high: float
    colours: list[tuple[float, float, float]]


class Zone(Message):
    """How a garment sits at one zone; `at` is a point of the body to hang a note on [m]."""

    zone: str
    body_cm: float
    garment_cm: float
    ease_cm: float
    strain_pct: float
    pressure_kpa: float
    verdict: Verdict
    cut_cm: float
    cut_ease_cm: float
    at: tuple[float, float, float] | None = None


class Worn(Message):
    """How one garment of a look sits."""

    garment: str
    size: str
    fabric: str
    verdict: Verdict
    zones: list[Zone]
    scales: list[HeatScale]
    advice: SizeAdviceMade
    settled: bool
    vertices: int
    seconds: float


class Step(Message):
    """How far a look is."""

    step: str
    done: float


class LookMade(Message):
    """A look: asked, on its way, or made. `files` are names to be fetched, once it's done."""

    id: str
    request: LookRequest
    state: State
    at: datetime
    progress: Step | None
    problem: Problem | None
    worn: list[Worn]
    files: list[str]


class Looks(Message):
    """The shopper's looks, the newest first."""

    looks: list[LookMade]


class Shared(Message):
    """A link that shows one look to whoever has it, until it ends or is taken back."""

    token: str
    path: str
    until: datetime


class SharedLook(Message):
    """What a link shows: the clothes on the body, no measurement of the person."""

    wear: list[Wear]
    titles: list[Words]
    verdicts: list[Verdict]
    until: datetime


class ProgressEvent(Message):
    """One server-sent event's data: `event` is the state, "running" with every step."""

    state: State
    progress: Step | None = None
    problem: Problem | None = None
