"""The process in which untrusted images are decoded: an image in, a fresh JPEG out, then it ends.

It is started by path, with nothing but Pillow to import, and limits itself before it reads.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageOps

MEMORY = 900 * 2**20  # [byte] of address space: 50 megapixels of 4 bytes, twice, and Python
SECONDS = 10  # of processor time
SIDE = 2048  # [pixel] of the longer side that is kept
QUALITY = 90
BROKEN = 3  # exit status: it can't be decoded


def main() -> int:
    """Make the image that comes in on standard input anew; return the exit status."""
    kind = sys.argv[1]
    _limit()
    Image.MAX_IMAGE_PIXELS = None  # the header was checked before; limits hold besides
    content = sys.stdin.buffer.read()
    try:
        made = _made(content, kind)
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError):
        return BROKEN  # what Pillow raises on files that lie
    sys.stdout.buffer.write(made)
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _made(content: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
        opened.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
        opened.load()
        picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    flat = _flat(picture)
    buffer = io.BytesIO()
    Image.frombytes("RGB", flat.size, flat.tobytes()).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture as 8-bit RGB, white where it was transparent."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1.0 / 256.0)).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        white = Image.new("RGBA", whole.size, "white")
        picture = Image.alpha_composite(white, whole)
    return picture.convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
