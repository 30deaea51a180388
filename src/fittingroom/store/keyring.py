"""`Keyring`: what personal data is sealed with, and what it is compared by.

Sealing is AES-256-GCM. A sealed value is `version | key id | nonce | ciphertext and tag`, and is
bound to its record: what was sealed for one row can't be opened as another's.

    sealed = keyring.seal(b"…", "shopper.sealed_person", shopper_id)
    keyring.open(sealed, "shopper.sealed_person", shopper_id)

Always `table.column` and the row's primary key: a rotation finds and opens them by that.

`keyring.digest(b"…")` is keyed, so that a guessed measurement can't be confirmed by its digest. It
doesn't change when the sealing key is rotated.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fittingroom.errors import SealBroken

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12  # NIST SP 800-38D: random nonces of 96 bits for up to 2**32 seals a key
KEY_BYTES = 32
HEAD_BYTES = len(VERSION) + KEY_ID_BYTES


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One key. `id` is four random bytes; `made` orders keys, the newest seals."""

    id: bytes
    secret: bytes
    made: datetime


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the key file holds: sealing keys, oldest first, and the root of digests and cookies."""

    keys: tuple[SealingKey, ...]
    root: bytes


def new_key() -> SealingKey:
    """Make a sealing key."""
    return SealingKey(
        secrets.token_bytes(KEY_ID_BYTES), AESGCM.generate_key(8 * KEY_BYTES), datetime.now(UTC)
    )


def new_secrets() -> Secrets:
    """Make the secrets of a new service."""
    return Secrets((new_key(),), secrets.token_bytes(KEY_BYTES))


class Keyring:
    """Seals, opens and digests.

    Args:
        read: returns the secrets as they are now; asked before each seal and when a key is
            unknown, so that a running service follows a rotation.
    """

    def __init__(self, read: Callable[[], Secrets]) -> None:
        self._read = read
        self._secrets = read()

    def seal(self, plain: bytes, column: str, row: str) -> bytes:
        """Seal a value for one column (`table.column`) of one row."""
        self._secrets = self._read()
        key = self._secrets.keys[-1]
        nonce = secrets.token_bytes(NONCE_BYTES)
        head = VERSION + key.id
        return head + nonce + AESGCM(key.secret).encrypt(nonce, plain, _bound(head, column, row))

    def open(self, sealed: bytes, column: str, row: str) -> bytes:
        """Open a value of one column of one row.

        Raises:
            SealBroken: another key's, another record's, or damaged.
        """
        head, nonce = sealed[:HEAD_BYTES], sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES]
        key = self._key(head)
        try:
            body = sealed[HEAD_BYTES + NONCE_BYTES :]
            return AESGCM(key.secret).decrypt(nonce, body, _bound(head, column, row))
        except (InvalidTag, ValueError) as error:
            raise SealBroken(f"{column} isn't what was sealed there") from error

    def seal_json(self, value: object, column: str, row: str) -> bytes:
        """Seal a value as JSON."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self.seal(text.encode(), column, row)

    def open_json(self, sealed: bytes, column: str, row: str) -> Any:
        """Open a value that was sealed as JSON."""
        return json.loads(self.open(sealed, column, row))

    def digest(self, content: bytes, purpose: str = "content") -> str:
        """Return a keyed digest in hexadecimal; digests for two purposes never meet."""
        key = self.derive(f"digest:{purpose}")
        return hmac.new(key, content, sha256).hexdigest()

    def derive(self, purpose: str) -> bytes:
        """Return a secret for one purpose, always the same (HMAC of the root)."""
        return hmac.new(self._secrets.root, purpose.encode(), sha256).digest()

    def is_newest(self, sealed: bytes) -> bool:
        """Say whether a value is sealed with the newest key."""
        self._secrets = self._read()
        return sealed[:HEAD_BYTES] == VERSION + self._secrets.keys[-1].id

    def _key(self, head: bytes) -> SealingKey:
        known = self._known()
        if head not in known:
            self._secrets = self._read()
            known = self._known()
        if head not in known:
            raise SealBroken("sealed with a key that isn't in the key file")
        return known[head]

    def _known(self) -> Mapping[bytes, SealingKey]:
        return {VERSION + key.id: key for key in self._secrets.keys}


def _bound(head: bytes, column: str, row: str) -> bytes:
    return b"\x00".join((head.hex().encode(), column.encode(), row.encode()))
