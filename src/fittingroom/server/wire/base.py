"""What every message shares."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["too_tight", "tight", "regular", "loose", "too_loose"]


class Message(BaseModel):
    """A message: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class Words(Message):
    """The same text by language."""

    en: str
    zh: str


class Problem(BaseModel):
    """What went wrong (RFC 9457).

    `type` is "urn:fittingroom:" and the error's name; `field`, `value` and `allowed` say which
    value was wrong and what may stand there.
    """

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    value: Any = None
    allowed: str | None = None
