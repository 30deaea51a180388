"""Keys of groups as keyed digests: a kept model can't tell who its wearers were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Ints

Keys: TypeAlias = NDArray[np.uint64]
NOBODY = np.uint64(0)  # the key of a missing word: a group of its own that nobody looks up
_MIX = np.uint64(0x9E3779B97F4A7C15)


def digests(words: Iterable[object], secret: bytes) -> Keys:
    """Return a 64-bit keyed digest of each word, `NOBODY` where it's None.

    Args:
        words: words, many of them equal.
        secret: 16 bytes or more, drawn for each model: equal words have other digests elsewhere.
    """
    known: dict[object, int] = {None: int(NOBODY)}
    found = []
    for word in words:
        if word not in known:
            digest = blake2b(str(word).encode(), digest_size=8, key=secret).digest()
            known[word] = int.from_bytes(digest, "little") or 1
        found.append(known[word])
    return np.array(found, np.uint64)


def joined(first: Keys, second: Keys) -> Keys:
    """Return one key for each pair of keys, `NOBODY` where either is.

    Source: the 64-bit finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    """
    with np.errstate(over="ignore"):
        mixed = first ^ (second * _MIX + (first << np.uint64(6)) + (first >> np.uint64(2)))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return np.where((first == NOBODY) | (second == NOBODY), NOBODY, np.maximum(mixed, 1))


@dataclass(frozen=True, slots=True)
class Places:
    """Where each known key stands in a table.

    Args:
        keys: sorted, each once, without `NOBODY`.
    """

    keys: Keys

    def find(self, keys: Keys) -> Ints:
        """Return the place of each key, -1 where it isn't known, shape of `keys`."""
        if len(self.keys) == 0:
            return np.full(len(keys), -1)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, places, -1)


def places_of(keys: Keys) -> Places:
    """Return the places of all keys that occur."""
    known = np.unique(keys)
    return Places(known[known != NOBODY])
