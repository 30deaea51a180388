"""`Entry`: one model in the registry, read only when the hash of every file holds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fittingroom.errors import FileRefused, FittingRoomError
from fittingroom.loop.card import ModelCard, card_from_json, card_markdown

ENTRY, CARD, MODEL = "entry.json", "card.md", "model"
ENTRY_BYTES_MAX = 1_000_000
FILES_MAX, BYTES_MAX = 1_000, 4_000_000_000  # of one model
NAME = re.compile(r"\d{4,8}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that is kept.

    Args:
        name: its number and the start of its hash, "0003-1f2e3d4c".
        made_at: when it was added, ISO 8601 in UTC.
        card: what there is to know of it.
        verdict: what the comparison with the champion said, empty for a first model.
        files: SHA-256 of each of its files, by path in `folder`.
        folder: where the model's files are.
    """

    name: str
    made_at: str
    card: ModelCard
    verdict: str
    files: Mapping[str, str]
    folder: Path

    def as_json(self) -> dict[str, Any]:
        """Return the entry as JSON holds it."""
        return {
            "name": self.name, "made_at": self.made_at, "card": self.card.as_json(),
            "verdict": self.verdict, "files": dict(self.files),
        }  # fmt: skip


def write_entry(entry: Entry, place: Path) -> None:
    """Write an entry's facts and its card beside the model's files, which are there already."""
    text = json.dumps(entry.as_json(), ensure_ascii=False, indent=1) + "\n"
    (place / CARD).write_text(card_markdown(entry.card), "utf-8")
    (place / ENTRY).write_text(text, "utf-8")


def read_entry(place: Path) -> Entry:
    """Read an entry whose files are all there and unchanged.

    Raises:
        FileRefused: something is missing, damaged or was changed; nothing is deleted.
    """
    try:
        with (place / ENTRY).open("rb") as file:
            raw = file.read(ENTRY_BYTES_MAX + 1)
        if len(raw) > ENTRY_BYTES_MAX:
            raise _damaged(place, f"{ENTRY} is larger than {ENTRY_BYTES_MAX} bytes")
        plain = json.loads(raw)
        entry = Entry(
            plain["name"], plain["made_at"], card_from_json(plain["card"]), plain["verdict"],
            dict(plain["files"]), place / MODEL,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(place, f"{ENTRY} can't be read ({type(error).__name__})") from error
    except FittingRoomError as error:
        raise _damaged(place, str(error)) from error
    if entry.name != place.name:
        raise _damaged(place, f"it calls itself {entry.name}")
    if not entry.files:
        raise _damaged(place, "it has no files")
    if hash_files(entry.folder) != entry.files:
        raise _damaged(place, "its files aren't those that were added")
    return entry


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by path.

    Raises:
        FileRefused: a link, or more than a model has.
    """
    hashes: dict[str, str] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise FileRefused(f"{path} is a link; a model has files", field="file", value=str(path))
        if not path.is_file():
            continue
        total += path.stat().st_size
        if len(hashes) >= FILES_MAX or total > BYTES_MAX:
            raise FileRefused(
                f"{folder} has more than {FILES_MAX} files or {BYTES_MAX} bytes: is it a model?",
                field="folder", value=str(folder),
            )  # fmt: skip
        with path.open("rb") as file:
            hashes[path.relative_to(folder).as_posix()] = hashlib.file_digest(
                file, "sha256"
            ).hexdigest()
    return hashes


def _damaged(place: Path, why: str) -> FileRefused:
    return FileRefused(
        f"model {place.name} is damaged: {why}. It was left as it is; promote another or roll back",
        field="model", value=place.name,
    )  # fmt: skip
