"""`Ground`: what every part of the service stands on, the web process and the workers alike.

with open_ground(settings) as ground:
    with ground.database.write() as session: …
    ground.keyring.seal(b"…", "look.sealed_request", look_id)
    ground.files.write(place, content)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fittingroom.server.settings import Settings
from fittingroom.store.database import Database
from fittingroom.store.files import SealedFiles
from fittingroom.store.key_file import key_file, parse_keys
from fittingroom.store.keyring import Keyring

KEY_FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class Ground:
    """Settings, database, keyring and files."""

    settings: Settings
    database: Database
    keyring: Keyring
    files: SealedFiles


@contextmanager
def open_ground(settings: Settings) -> Iterator[Ground]:
    """Open the database, keys and files of a service; made where they aren't there.

    The tables are not touched: `store.migrating.migrate` does that, once, at the start.

    Raises:
        FileRefused: others may read the key file.
        InvalidInput: an unknown kind of database.
    """
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyring = open_keyring(settings)
    database = Database(settings.database)
    try:
        files = SealedFiles(settings.folder / "files", keyring)
        yield Ground(settings, database, keyring, files)
    finally:
        database.close()


def open_keyring(settings: Settings) -> Keyring:
    """Open the keys of a service."""
    if settings.keys is not None:
        held = parse_keys(settings.keys.get_secret_value())
        return Keyring(lambda: held)
    return Keyring(key_file(settings.folder / KEY_FILE))
