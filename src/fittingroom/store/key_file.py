"""The key file: made at the first start, readable by its owner alone."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fittingroom.errors import FileRefused
from fittingroom.store.keyring import KEY_BYTES, KEY_ID_BYTES, SealingKey, Secrets, new_secrets
from fittingroom.store.whole import write_whole

OTHERS = 0o077  # permission bits of group and others


def key_file(path: Path) -> Callable[[], Secrets]:
    """Return a reader of a key file, which is made where it isn't there; read again when changed.

    Raises:
        FileRefused: others may read the file, or it isn't a key file.
    """
    if not path.exists():
        make_key_file(path)
    stamp: tuple[int, int] | None = None
    held: Secrets | None = None

    def read() -> Secrets:
        nonlocal stamp, held
        now = path.stat()
        if held is None or stamp != (now.st_mtime_ns, now.st_ino):
            if now.st_mode & OTHERS:
                raise FileRefused(
                    f"others may read {path}: chmod 600 it", field="key_file", value=str(path)
                )
            held, stamp = parse_keys(path.read_text("utf-8")), (now.st_mtime_ns, now.st_ino)
        return held

    return read


def make_key_file(path: Path) -> None:
    """Make a key file with one new key; one that another process just made is left."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    write_whole(draft, shown(new_secrets()).encode())
    try:
        os.link(draft, path)  # fails where the file exists: nobody's keys are ever overwritten
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def save_keys(path: Path, secrets: Secrets) -> None:
    """Replace a key file's keys."""
    write_whole(path, shown(secrets).encode())


def shown(secrets: Secrets) -> str:
    """Return secrets as a key file holds them."""
    keys = [
        {
            "id": key.id.hex(),
            "key": b64encode(key.secret).decode(),
            "made": key.made.isoformat(),
        }
        for key in secrets.keys
    ]
    return json.dumps({"root": b64encode(secrets.root).decode(), "keys": keys}, indent=1) + "\n"


def parse_keys(text: str) -> Secrets:
    """Read what a key file, or the environment, holds.

    Raises:
        FileRefused: it isn't a key file.
    """
    try:
        document = json.loads(text)
        keys = tuple(
            SealingKey(
                bytes.fromhex(key["id"]),
                b64decode(key["key"], validate=True),
                datetime.fromisoformat(key["made"]),
            )
            for key in document["keys"]
        )
        root = b64decode(document["root"], validate=True)
    except (KeyError, TypeError, ValueError):
        raise _refused() from None  # the cause would show the keys
    sound = all(len(key.id) == KEY_ID_BYTES and len(key.secret) == KEY_BYTES for key in keys)
    if not keys or not sound or len(root) < KEY_BYTES:
        raise _refused()
    return Secrets(keys, root)


def _refused() -> FileRefused:
    return FileRefused(
        "the keys aren't what 'fittingroom serve' writes: {'root': …, 'keys': [{'id', 'key', "
        "'made'}]}",
        field="keys",
    )
