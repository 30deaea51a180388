"""`clean_photo`: an untrusted image in, a fresh JPEG without metadata out."""

from __future__ import annotations

import subprocess
import sys
from threading import BoundedSemaphore

from fittingroom.errors import FileRefused
from fittingroom.server import image_making
from fittingroom.server.image_header import Header, NotAnImage, read_header

BYTES = 12 * 2**20  # [byte]; phones write 2 to 8 MB
PIXELS = 50_000_000  # what the newest phones take
LEAST_SIDE = 64  # [pixel]: below it nobody can be seen
SIDE = 16_000  # [pixel]
# decoded bytes for one byte of file: photographs have 5 to 200, a plain page has 1,000
RATIO = 400
FREE_PIXELS = 4_000_000  # so few can't hurt, whatever their ratio
SECONDS = 20.0  # until the decoding process is ended; a phone's photo takes half a second
AT_ONCE = BoundedSemaphore(2)  # decoding processes: each may take a gigabyte
KINDS = "JPEG, PNG, WebP"


def clean_photo(content: bytes) -> bytes:
    """Return a photo made anew: JPEG, at most 2048 pixels, upright, without metadata.

    What a file says of itself is checked first; then another process decodes it, under limits of
    memory and time, so that a file that harms the decoder harms nothing else.

    Args:
        content: bytes that anybody may have sent.

    Raises:
        FileRefused: not a still JPEG, PNG or WebP, too large, too dense or broken.
    """
    header = _checked(content)
    command = [sys.executable, "-I", image_making.__file__, header.kind]
    with AT_ONCE:
        try:
            made = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise _refused("takes too long to decode", None, f"{SECONDS:.0f} s") from None
    if made.returncode == image_making.BROKEN:
        raise _refused("is broken", None, "a whole, undamaged file")
    if made.returncode != 0:
        raise _refused("takes too much memory or time to decode", None, "an ordinary photo")
    return made.stdout


def _checked(content: bytes) -> Header:
    if len(content) > BYTES:
        raise _refused("is too large", f"{len(content)} bytes", f"up to {BYTES} bytes")
    try:
        header = read_header(content)
    except NotAnImage as error:
        raise _refused(f"can't be read: {error}", None, KINDS) from error
    if header.moving:
        raise _refused("moves", header.kind, "a still picture")
    size, pixels = f"{header.width} x {header.height} pixels", header.width * header.height
    shorter, longer = sorted((header.width, header.height))
    if shorter < LEAST_SIDE or longer > SIDE or pixels > PIXELS:
        allowed = f"{LEAST_SIDE} to {SIDE} pixels a side, up to {PIXELS} in all"
        raise _refused("is too small or too large", size, allowed)
    if pixels > FREE_PIXELS and 3 * pixels > RATIO * len(content):
        allowed = f"up to {RATIO} decoded bytes for each of the file's"
        raise _refused("holds too many pixels for its bytes", size, allowed)
    return header


def _refused(what: str, value: str | None, allowed: str) -> FileRefused:
    message = f"the photo {what}; allowed: {allowed}"
    return FileRefused(message, field="photo", value=value, allowed=allowed)
