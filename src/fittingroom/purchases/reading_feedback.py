"""Our own feedback as purchases: what was said joined with who they are and what was cut."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from fittingroom.errors import FittingRoomError
from fittingroom.garment.garment import Garment
from fittingroom.person.reading import read_person
from fittingroom.purchases.cleaning import clean
from fittingroom.purchases.outcome import fit_of
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.question import question_columns
from fittingroom.purchases.report import CleaningReport, Finding, examples_of
from fittingroom.purchases.schema import BY_NAME, COLUMNS

_ANYBODY = {"sex": "female", "height_cm": 168.0}  # asked for what is a garment's alone
_BAD = {"too_tight": "small", "too_loose": "large"}
_WEARER = [column.name for column in COLUMNS if column.part == "wearer"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One feedback of the store.

    Args:
        wearer: a name that leads nowhere, None where nobody is known.
        person: their person.json where they keep one.
        at: when it was said or ordered.
        said: `garment`, `size`, `outcome` (kept or returned), and where told `reason`, `fit`,
            `zones` (a verdict by zone), `rating`.
    """

    wearer: str | None
    person: Mapping[str, Any] | None
    at: datetime
    said: Mapping[str, Any]


def feedback_purchases(
    feedback: Iterable[Feedback], garments: Mapping[str, Garment]
) -> tuple[Purchases, CleaningReport]:
    """Return feedback as purchases, cleaned, with the report.

    Args:
        feedback: rows of the store.
        garments: those known by ref; of others only the ref and the size's label are told.
    """
    asked = _Asked(garments)
    rows = [asked.row(one) for one in feedback]
    columns = {
        column.name: np.array([row.get(column.name) for row in rows], object)
        for column in COLUMNS
        if any(row.get(column.name) is not None for row in rows)
    }
    tidy, report = clean(Purchases(columns))
    return tidy, report.after(asked.findings())


def fit_said(said: Mapping[str, Any]) -> str | None:
    """Return how it fitted: as said, else by the zones, else by what was kept and why not."""
    if said.get("fit") is not None:
        return str(said["fit"])
    reason = fit_of(said["outcome"], said.get("reason"))
    if said["outcome"] == "kept" or reason is not None:
        return reason
    bad = {_BAD[verdict] for verdict in (said.get("zones") or {}).values() if verdict in _BAD}
    return bad.pop() if len(bad) == 1 else None


class _Asked:
    """What garments and people are, each looked up once."""

    def __init__(self, garments: Mapping[str, Garment]) -> None:
        self._garments = garments
        self._articles: dict[str, dict[str, Row]] = {}
        self._wearers: dict[str, Row] = {}
        self._unknown: list[str] = []
        self._unread: list[str] = []

    def row(self, one: Feedback) -> Row:
        said = one.said
        row = {
            **self._article(said["garment"], said["size"]),
            **self._wearer(one),
            "user_id": one.wearer,
            "ordered_at": one.at,
            "kept": said["outcome"],
            "return_reason": said.get("reason"),
            "rating": said.get("rating"),
            "fit": fit_said(said),
        }
        return {name: value for name, value in row.items() if value is not None}

    def findings(self) -> list[Finding]:
        told = {
            "unknown garment": (self._unknown, "item_id", "no such garment or size"),
            "unreadable person": (self._unread, "user_id", "measurements that no longer read"),
        }
        return [
            Finding(rule, column, len(found), "only told", says, examples_of(found))
            for rule, (found, column, says) in told.items()
            if found
        ]

    def _article(self, ref: str, size: str) -> Row:
        garment = self._garments.get(ref)
        if garment is None or size not in garment.chart.sizes:
            self._unknown.append(f"{ref} {size}")
            return {"item_id": ref, "size_label": size}
        if ref not in self._articles:
            self._articles[ref] = _rows_by_size(garment)
        return self._articles[ref][size]

    def _wearer(self, one: Feedback) -> Row:
        if one.person is None or not self._garments:
            return {}
        told = json.dumps(dict(one.person), sort_keys=True)
        if told not in self._wearers:
            self._wearers[told] = self._read(one.person, str(one.wearer))
        return self._wearers[told]

    def _read(self, told: Mapping[str, Any], wearer: str) -> Row:
        try:
            person = read_person(dict(told))
        except FittingRoomError:  # kept before a rule was made stricter
            self._unread.append(wearer[:8])
            return {}
        columns = question_columns(person, next(iter(self._garments.values())))
        return {name: _plain(columns[name][0]) for name in _WEARER if name in columns}


def _rows_by_size(garment: Garment) -> dict[str, Row]:
    columns = question_columns(read_person(_ANYBODY), garment)
    articles = [name for name in columns if BY_NAME[name].part == "article"]
    return {
        size: {name: _plain(columns[name][place]) for name in articles}
        for place, size in enumerate(garment.chart.sizes)
    }


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value
