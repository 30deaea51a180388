"""What a file of purchases may be: anybody could have written it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fittingroom.errors import FileRefused


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one file.

    Args:
        file_bytes: of the file, and of what a packed file unpacks to.
        rows: of the table.
        line_bytes: of one line of text.
        columns: of one row.
    """

    file_bytes: int = 2 * 1024**3
    rows: int = 5_000_000
    line_bytes: int = 256 * 1024  # the longest review in the public sets has under 10 kB
    columns: int = 200


LIMITS = Limits()


def check_file(path: Path, limits: Limits) -> None:
    """Refuse what isn't a file or is too large.

    Raises:
        FileRefused: saying which.
    """
    if not path.is_file():
        raise FileRefused(f"no such file: {path}", field="file", value=str(path))
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise too_much(path, f"{size:,} bytes", f"at most {limits.file_bytes:,} bytes")
    if size == 0:
        raise FileRefused(f"{path} is empty", field="file", value=str(path))


def too_much(path: Path, found: str, allowed: str) -> FileRefused:
    """Return the refusal of a file that has too much of something."""
    return FileRefused(
        f"{path} has {found}; {allowed} are read: split the file",
        field="file", value=str(path), allowed=allowed,
    )  # fmt: skip
