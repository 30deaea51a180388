"""`ModelCard`: what a model was made of, how good it is, and what its data can't support.

Source: Mitchell et al. 2019, *Model Cards for Model Reporting*, FAT* 2019, for the headings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fittingroom.errors import InvalidInput, UnknownName

TEXT_MAX, LINES_MAX = 4_000, 60  # characters of one sentence, entries of one list

LIMITS: Mapping[str, tuple[str, ...]] = {
    "simulated": (
        "No person was asked: outcomes are computed from the physical fit, a taste and chance.",
        "Bodies vary as in a survey of US soldiers of 17 to 58: few are old, few above a body mass"
        " index of 35, none is pregnant.",
        "Seven garments of four plain styles stand for all clothes; brands differ by their girths"
        " alone, not by proportions, cloth or taste.",
        "How tight is too tight comes from the trade's tables, so the model can't know better than"
        " they do.",
        "Tape errors are random: nobody in it flatters, guesses or mixes up units.",
    ),
    "renttherunway": (
        "Women only: it says nothing of men.",
        "Height, weight, bust and fit are what wearers said of themselves; nobody measured them.",
        "Occasion wear rented between 2010 and 2018: everyday clothes, other years, clothes that"
        " are bought and kept may differ.",
        "One shop's customers in the US, who chose to write a review: those who sent the dress back"
        " unworn are missing.",
        "Finished measures, charts and cloth of the garments aren't known.",
        "For research only: it must not ship, nor anything trained on it.",
    ),
    "modcloth": (
        "Mostly women, one US shop; sizes of bodies are what customers said of themselves.",
        "Only those who wrote a review are heard.",
        "For research only: it must not ship, nor anything trained on it.",
    ),
    "shop": (
        "Only this shop's customers, and of them only those who said how it fitted or sent it"
        " back.",
        "Sizes that the advice kept people from buying are hardly seen: the model knows least where"
        " the advice was surest.",
        "Groups with few rows are judged by few people; see the intervals.",
    ),
}  # fmt: skip
"""What each source of data can't support."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What there is to know of a model before it is used.

    Args:
        title: what it is.
        kind: "fit" or "recommend".
        purpose: what it's for, and what not.
        source: where its data comes from, a key of `LIMITS`.
        data_hash: of the rows it was trained on.
        rows: how many they were.
        period: first and last day of the data, where known.
        code_version: of the code that trained it.
        metrics: measured on rows never trained on.
        measured_on: which rows these were.
        made_by: the command that makes it again.
        limits: what its data can't support, beside those of its source.
        groups: metrics by body group, where measured.

    Raises:
        UnknownName: the source of the data isn't known.
        InvalidInput: a text or list that is far too long, or a metric that isn't a number.
    """

    title: str
    kind: str
    purpose: str
    source: str
    data_hash: str
    rows: int
    code_version: str
    metrics: Mapping[str, float]
    measured_on: str
    made_by: str
    period: tuple[str, str] | None = None
    limits: tuple[str, ...] = ()
    groups: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.source not in LIMITS:
            raise UnknownName("source of a model's data", self.source, LIMITS)
        for name in ("title", "purpose", "measured_on", "made_by", "data_hash", "code_version"):
            _check_text(name, getattr(self, name))
        for line in self.limits:
            _check_text("limits", line)
        if max(len(self.limits), len(self.metrics), len(self.groups)) > LINES_MAX:
            raise InvalidInput(f"a card holds at most {LINES_MAX} lines of a kind", field="card")
        for name, value in self.metrics.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InvalidInput(f"metric {name} is {value!r}, not a number", field=name)

    @property
    def all_limits(self) -> tuple[str, ...]:
        """What the data can't support: its source's limits and the model's own."""
        return (*LIMITS[self.source], *self.limits)

    def as_json(self) -> dict[str, Any]:
        """Return the card as JSON holds it."""
        return {
            "title": self.title, "kind": self.kind, "purpose": self.purpose,
            "source": self.source, "data_hash": self.data_hash, "rows": self.rows,
            "period": None if self.period is None else list(self.period),
            "code_version": self.code_version, "metrics": dict(self.metrics),
            "measured_on": self.measured_on, "made_by": self.made_by,
            "limits": list(self.limits), "cannot_support": list(self.all_limits),
            "groups": {group: dict(values) for group, values in self.groups.items()},
        }  # fmt: skip


def card_from_json(plain: Mapping[str, Any]) -> ModelCard:
    """Return the card that `as_json` gave.

    Raises:
        InvalidInput: something is missing, or isn't what it should be.
    """
    try:
        period = plain["period"]
        return ModelCard(
            title=plain["title"],
            kind=plain["kind"],
            purpose=plain["purpose"],
            source=plain["source"],
            data_hash=plain["data_hash"],
            rows=int(plain["rows"]),
            code_version=plain["code_version"],
            metrics=dict(plain["metrics"]),
            measured_on=plain["measured_on"],
            made_by=plain["made_by"],
            period=None if period is None else (str(period[0]), str(period[1])),
            limits=tuple(plain["limits"]),
            groups={name: dict(values) for name, values in plain["groups"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise InvalidInput(f"this isn't a model card: {error!r}", field="card") from error


def card_markdown(card: ModelCard) -> str:
    """Return the card as people read it."""
    when = "" if card.period is None else f", {card.period[0]} to {card.period[1]}"
    lines = [
        f"# {card.title}", "", card.purpose, "", "## Data", "",
        f"- source: {card.source}{when}",
        f"- rows: {card.rows:,}",
        f"- hash: `{card.data_hash}`", "",
        "## What the data can't support", "",
        *(f"- {line}" for line in card.all_limits), "",
        "## How good it is", "",
        f"Measured on {card.measured_on}.", "",
        "| metric | value |", "|---|---|",
        *(f"| {name} | {value:.4g} |" for name, value in card.metrics.items()), "",
    ]  # fmt: skip
    if card.groups:
        names = sorted({name for values in card.groups.values() for name in values})
        lines += ["## By body group", "", f"| group | {' | '.join(names)} |"]
        lines += ["|---" * (len(names) + 1) + "|"]
        lines += [
            f"| {group} | {' | '.join(_figure(values.get(name)) for name in names)} |"
            for group, values in card.groups.items()
        ]
        lines.append("")
    lines += ["## Made by", "", f"`{card.made_by}`, code {card.code_version}", ""]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str) or not 0 < len(value) <= TEXT_MAX:
        raise InvalidInput(
            f"{name} of a card is a text of 1 to {TEXT_MAX} characters",
            field=name, value=type(value).__name__, allowed=f"1 to {TEXT_MAX} characters",
        )  # fmt: skip
