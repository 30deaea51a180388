"""`clean_photo`: an untrusted image in, a fresh JPEG without metadata out."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from fittingroom.errors import FileRefused


def clean_photo(content: bytes) -> bytes:
    """Return a photo made anew: JPEG, at most 2048 pixels, upright, without metadata.

    Raises:
        FileRefused: not a JPEG, PNG or WebP.
    """
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            photo = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused("the photo isn't a JPEG, PNG or WebP", field="photo") from error
    photo.thumbnail((2048, 2048))
    made = BytesIO()
    photo.save(made, "JPEG", quality=90)
    return made.getvalue()
