"""`SealedFiles`: results as files, sealed, each whole or not there.

A place is a short name that the caller makes up, for example `job_key[:32] + "-look.glb"`: letters,
digits, `-`, `_` and `.`. The file is bound to its place: moved to another it doesn't open.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from fittingroom.errors import InvalidInput
from fittingroom.store.keyring import HEAD_BYTES, Keyring
from fittingroom.store.whole import write_whole

PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,79}")
COLUMN = "file.place"


class SealedFiles:
    """A folder of sealed files.

    Args:
        folder: where they lie; made where it isn't there.
        keyring: what they are sealed with.
    """

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder, self._keyring = folder, keyring

    def write(self, place: str, content: bytes) -> int:
        """Seal a file and keep it, in place of one that is there; returns its size on disk.

        Raises:
            StorageFull: no room; what was there before is unchanged.
        """
        path = self._path(place)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        sealed = self._keyring.seal(content, COLUMN, place)
        write_whole(path, sealed)
        return len(sealed)

    def read(self, place: str) -> bytes:
        """Read and open a file.

        Raises:
            FileNotFoundError: it isn't there.
            SealBroken: it isn't what was written there.
        """
        return self._keyring.open(self._path(place).read_bytes(), COLUMN, place)

    def remove(self, place: str) -> bool:
        """Remove a file; returns whether it was there."""
        path = self._path(place)
        there = path.exists()
        path.unlink(missing_ok=True)
        return there

    def places(self) -> Iterator[str]:
        """Name every file that is kept."""
        for path in sorted(self._folder.glob("??/*")):
            if PLACE.fullmatch(path.name):
                yield path.name

    def age(self, place: str) -> float:
        """Return the seconds since a file was written; 0 where it isn't there any more."""
        try:
            return time.time() - self._path(place).stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def head(self, place: str) -> bytes:
        """Return the first bytes of a file, which name its key."""
        with self._path(place).open("rb") as file:
            return file.read(HEAD_BYTES)

    def _path(self, place: str) -> Path:
        if not PLACE.fullmatch(place) or ".." in place:
            raise InvalidInput("a file's place is a short name", field="place", value=place)
        return self._folder / place[:2] / place
