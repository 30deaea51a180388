"""The wardrobe: garments, fabrics, poses, and which size suits."""

from __future__ import annotations

from typing import Literal

from fittingroom.server.wire.base import Message, Words

Kind = Literal["top", "bottom", "dress"]


class FabricCard(Message):
    """A fabric: weight [g/m²], how far it gives across [%] at 1 N/cm."""

    name: str
    title: Words
    grams: float
    give_pct: float


class GarmentCard(Message):
    """A garment on its shelf. `thumbnail` is a path; `fabrics` are those it may be cut in."""

    ref: str
    title: Words
    brand: str
    style: str
    kind: Kind
    sizes: list[str]
    colour: str
    colours: list[str]
    weave: str
    fabric: str
    fabrics: list[str]
    thumbnail: str


class PoseCard(Message):
    """A pose a shopper can take."""

    name: str
    title: Words


class MotionCard(Message):
    """A movement a shopper can make."""

    name: str
    title: Words


class Shelf(Message):
    """Everything there is to try on."""

    garments: list[GarmentCard]
    fabrics: list[FabricCard]
    poses: list[PoseCard]
    motions: list[MotionCard]


class GarmentDetail(Message):
    """A garment with its chart and finished measures [cm], by size."""

    card: GarmentCard
    chart_kind: Literal["garment", "body"]
    chart_source: str
    chart_cm: dict[str, dict[str, tuple[float, float]]]
    finished_cm: dict[str, dict[str, float]]


class SizeAdviceMade(Message):
    """Which size to buy: the probability that each suits, and why, by language."""

    garment: str
    recommended: str
    probability: dict[str, float]
    because: dict[str, list[str]]


class MySizes(Message):
    """Advice for every garment, by ref."""

    advice: dict[str, SizeAdviceMade]
