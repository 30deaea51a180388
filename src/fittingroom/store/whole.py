"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from fittingroom.errors import StorageFull

FULL = (errno.ENOSPC, errno.EDQUOT)
OWNER_ONLY = 0o600


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, flush it to the disk, then move it there in one step.

    Raises:
        StorageFull: no room; nothing is left of it.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        if error.errno in FULL:
            raise full() from error
        raise
    _flush_folder(path.parent)


def is_full(error: Exception) -> bool:
    """Say whether a system's or a database's error means that there's no room."""
    if isinstance(error, OSError):
        return error.errno in (*FULL, errno.EFBIG)
    return "is full" in str(error) or "No space left" in str(error)


def full() -> StorageFull:
    """Return the error of a full disk."""
    return StorageFull("the service has no room left to keep this; nothing of it was kept")


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
