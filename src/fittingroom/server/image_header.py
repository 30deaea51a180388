"""What an untrusted image says of itself in its first bytes, read without decoding anything."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import Literal

PNG_START, JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
CHUNKS_READ = 200  # of a PNG before its picture starts; cameras and editors write about ten
# JPEG's start-of-frame markers; C4, C8 and CC among them are other things
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})  # JPEG markers without content


class NotAnImage(ValueError):
    """Bytes that aren't the start of a JPEG, PNG or WebP."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a file claims to be.

    Args:
        kind: by its content, whatever its name says.
        width: [pixel].
        height: [pixel].
        moving: whether it has more than one frame.
    """

    kind: Literal["JPEG", "PNG", "WEBP"]
    width: int
    height: int
    moving: bool = False


def read_header(content: bytes) -> Header:
    """Return what the image's header says.

    Raises:
        NotAnImage: not a JPEG, PNG or WebP, or broken before its size is told.
    """
    readers = (
        (content.startswith(JPEG_START), _jpeg),
        (content.startswith(PNG_START), _png),
        (content[:4] == b"RIFF" and content[8:12] == b"WEBP", _webp),
    )
    reader = next((reader for fits, reader in readers if fits), None)
    if reader is None:
        raise NotAnImage("not a JPEG, PNG or WebP")
    try:
        return reader(content)
    except (IndexError, struct.error) as error:
        raise NotAnImage("ends within its header") from error


def _jpeg(content: bytes) -> Header:
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise NotAnImage("broken in its header")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in NO_LENGTH:
            at += 2
        elif marker in FRAMES:
            height, width = unpack_from(">HH", content, at + 5)
            return Header("JPEG", width, height)
        else:
            at += 2 + max(unpack_from(">H", content, at + 2)[0], 2)
    raise NotAnImage("ends within its header")


def _png(content: bytes) -> Header:
    width, height = unpack_from(">II", content, 16)
    if content[12:16] != b"IHDR":
        raise NotAnImage("broken in its header")
    return Header("PNG", width, height, moving=b"acTL" in _chunk_names(content))


def _chunk_names(content: bytes) -> Iterator[bytes]:
    at = len(PNG_START)
    for _ in range(CHUNKS_READ):
        (length,) = unpack_from(">I", content, at)
        name = content[at + 4 : at + 8]
        if name in (b"IDAT", b"IEND", b""):
            return
        yield name
        at += 12 + length
    raise NotAnImage("more chunks before the picture than any camera writes")


def _webp(content: bytes) -> Header:
    kind = content[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        height = int.from_bytes(content[27:30], "little") + 1
        return Header("WEBP", width, height, moving=bool(content[20] & 0x02))
    if kind == b"VP8L":
        bits = unpack_from("<I", content, 21)[0]
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", content, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    raise NotAnImage("not a WebP of a known kind")
