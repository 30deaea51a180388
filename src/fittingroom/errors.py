"""Everything that can go wrong because of what was given to us.

    FittingRoomError
    ├── InvalidInput            a value that can't be right: field, value, allowed range, what to do
    │   ├── MeasurementError    a body measurement
    │   ├── SizeChartError      a size chart row
    │   ├── PatternError        a sewing pattern that can't be sewn
    │   ├── FabricError         a fabric figure
    │   └── FileRefused         an untrusted file: too big, too deep, not what it says it is
    ├── UnknownName             a key that doesn't exist, with the nearest that does
    ├── NotFound                nothing there, or another's: the answer is the same
    ├── NotAllowed              who asks may not: a wrong or missing key, token or session
    │   ├── KeyMissing          no API key or token, or one that nobody knows
    │   └── ConsentMissing      something of a person that they haven't agreed to
    ├── TooMuch                 asked too often, too long or too large: wait, or ask for less
    ├── NotSent                 an e-mail that the mail server didn't take
    ├── StorageFull             no room to keep something; nothing of it was kept
    ├── SealBroken              kept data that its key doesn't open
    ├── DrapeDiverged           a simulation that found no rest, with the cause
    └── MissingDependency       an optional library, with the extra to install

A person's mistake is a `FittingRoomError` and the process lives on. Our own mistakes are ordinary
exceptions and may crash.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LISTED = 8  # so few known names are all named: a size isn't misspelt, it's missing


class FittingRoomError(Exception):
    """The root: `str()` of it is the whole sentence a person reads."""

    field: str | None = None
    value: object = None
    allowed: str | None = None

    def as_problem(self) -> dict[str, object]:
        """Return the RFC 9457 problem details of this error, ready for JSON."""
        problem: dict[str, object] = {
            "type": f"urn:fittingroom:{type(self).__name__}",
            "title": type(self).__name__,
            "detail": str(self),
        }
        extra = {"field": self.field, "value": _plain(self.value), "allowed": self.allowed}
        return problem | {key: value for key, value in extra.items() if value is not None}


class InvalidInput(FittingRoomError):
    """A value outside what is possible.

    Args:
        message: what was wrong and what to do, one or two sentences.
        field: the name of the value as the person wrote it.
        value: the value as the person wrote it.
        allowed: the allowed range, with its unit.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        value: object = None,
        allowed: str | None = None,
    ) -> None:
        super().__init__(message)
        self.field, self.value, self.allowed = field, value, allowed


class MeasurementError(InvalidInput):
    """A body measurement that no person has, or that contradicts another."""


class SizeChartError(InvalidInput):
    """A size chart that contradicts itself or leaves out what the style needs."""


class PatternError(InvalidInput):
    """A sewing pattern that can't be cut or sewn."""


class FabricError(InvalidInput):
    """A fabric figure outside what cloth can be."""


class FileRefused(InvalidInput):
    """A file that is too large, too deep or not of the kind it claims to be."""


class UnknownName(FittingRoomError):
    """A name nobody knows; the message offers the nearest known one.

    Args:
        kind: what the name should have been, for example "measurement".
        name: the name given.
        known: the names that exist.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = list(known)
        near = get_close_matches(name, names, n=3, cutoff=0.4)
        near.sort(key=lambda known: sorted(known) != sorted(name))  # letters swapped: surely it
        hints = [f"did you mean '{near[0]}'?"] if near else []
        if not near or len(names) <= LISTED:
            hints.append(f"known: {', '.join(names)}")
        super().__init__(f"unknown {kind} '{name}': {' '.join(hints)}")
        self.field, self.value, self.allowed = kind, name, ", ".join(names)


class NotFound(FittingRoomError):
    """Nothing of that name, or another's: who asks can't tell which.

    Args:
        kind: what was looked for, for example "look".
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"there is no such {kind}")
        self.field = kind


class NotAllowed(FittingRoomError):
    """Something that who asks may not do; the message says what would let them."""


class KeyMissing(NotAllowed):
    """No API key or token, or one that nobody knows."""


class ConsentMissing(NotAllowed):
    """Something of a person that they haven't agreed to.

    Args:
        purpose: what consent is asked for, "body" or "photo".
    """

    def __init__(self, purpose: str) -> None:
        super().__init__(
            f"this needs the shopper's consent '{purpose}': POST /api/me/consents first"
        )
        self.field, self.value = "consent", purpose


class TooMuch(FittingRoomError):
    """More than the service gives one asker: wait, or ask for less.

    Args:
        message: what was too much.
        wait: seconds to wait, None where waiting doesn't help.
    """

    def __init__(self, message: str, *, wait: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class NotSent(FittingRoomError):
    """An e-mail that the mail server didn't take; the message says what to try."""


class StorageFull(FittingRoomError):
    """No room to keep something; nothing of it was kept."""


class SealBroken(FittingRoomError):
    """Kept data that its key doesn't open: another key's, another record's, or damaged."""


class DrapeDiverged(FittingRoomError):
    """A simulation that found no rest; the message names the cause."""


class MissingDependency(FittingRoomError):
    """An optional library that isn't installed.

    Args:
        library: its import name.
        extra: the extra that brings it, None where the default install should have.
        purpose: what it is needed for.
    """

    def __init__(self, library: str, *, extra: str | None = None, purpose: str) -> None:
        wanted = f"fittingroom[{extra}]" if extra else "fittingroom"
        super().__init__(
            f"{purpose} needs '{library}', which isn't installed: pip install '{wanted}'"
        )
        self.field, self.value = "dependency", library


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
