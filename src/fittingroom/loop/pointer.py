"""Which model is the champion: one small file, switched whole, with what came before it."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fittingroom.errors import FileRefused
from fittingroom.show.writing import write_whole

LOG_MAX = 1_000  # the latest changes that are kept
POINTER_BYTES_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Pointer:
    """The champion of one kind of model.

    Args:
        champion: name of the model in use, None before the first.
        before: earlier champions, the latest last.
        log: every change: when, to which model, why.
    """

    champion: str | None = None
    before: tuple[str, ...] = ()
    log: tuple[dict[str, str], ...] = ()

    def moved(self, name: str, why: str, when: str) -> Pointer:
        """Return the pointer at a new champion."""
        before = self.before if self.champion is None else (*self.before, self.champion)
        return Pointer(name, before[-LOG_MAX:], self._logged(name, why, when))

    def back(self, why: str, when: str) -> Pointer:
        """Return the pointer at the champion before this one."""
        name = self.before[-1]
        return replace(
            self, champion=name, before=self.before[:-1], log=self._logged(name, why, when)
        )

    def _logged(self, name: str, why: str, when: str) -> tuple[dict[str, str], ...]:
        return (*self.log, {"at": when, "champion": name, "why": why})[-LOG_MAX:]


def read_pointer(path: Path) -> Pointer:
    """Read a pointer, an empty one where there is none yet.

    Raises:
        FileRefused: the file isn't a pointer.
    """
    try:
        with path.open("rb") as file:
            plain: Any = json.loads(file.read(POINTER_BYTES_MAX))
        champion = plain["champion"]
        return Pointer(
            None if champion is None else str(champion),
            tuple(str(name) for name in plain["before"]),
            tuple({str(k): str(v) for k, v in line.items()} for line in plain["log"]),
        )
    except FileNotFoundError:
        return Pointer()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FileRefused(
            f"{path} doesn't say which model is the champion: delete it and promote one",
            field="champion", value=str(path),
        ) from error  # fmt: skip


def write_pointer(path: Path, pointer: Pointer) -> None:
    """Switch a pointer: whoever reads sees the old one or the new one, never half of one."""
    plain = {"champion": pointer.champion, "before": pointer.before, "log": pointer.log}
    write_whole(path, (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock while a pointer is read and switched, or a number is taken."""
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
