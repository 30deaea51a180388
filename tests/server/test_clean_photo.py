"""Untrusted images: what is harmless comes out clean, what isn't is refused within limits."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import hostile_images as hostile
from fittingroom.errors import FileRefused
from fittingroom.server import image_making, images
from fittingroom.server.image_header import NotAnImage, read_header
from fittingroom.server.images import clean_photo
from pace import within


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_ordinary_photo_comes_out_as_it_went_in(kind: str) -> None:
    given = hostile.photo(kind=kind)
    made = opened(clean_photo(given))
    assert (made.format, made.size, made.mode) == ("JPEG", (900, 1200), "RGB")
    before, after = opened(given).convert("RGB").resize((90, 120)), made.resize((90, 120))
    worst = max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True))
    assert worst <= 12


def test_a_phones_large_photo_becomes_a_small_one() -> None:
    made = opened(clean_photo(hostile.photo((4000, 3000), quality=92)))
    assert made.size == (2048, 1536)


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    given = hostile.with_place()
    assert b"SecretCamera" in given and opened(given).getexif().get_ifd(0x8825)
    made = clean_photo(given)
    assert opened(made).size == (900, 1200)
    assert dict(opened(made).getexif()) == {}
    assert b"Secret" not in made and b"Exif" not in made
    assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_nothing_of_a_polyglot_is_left() -> None:
    given = hostile.polyglot()
    assert b"<script>" in given and b"PK\x03\x04" in given
    made = clean_photo(given)
    assert b"script" not in made and b"PK\x03\x04" not in made and made.endswith(b"\xff\xd9")


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "CMYK", "1"])
def test_every_way_of_colour_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    grey = Image.new("I;16", (100, 100), 40_000) if mode == "I;16" else None
    picture = grey or Image.new("RGB", (100, 100), (200, 200, 200)).convert(mode)
    made = opened(clean_photo(hostile.saved(picture, kind)))
    mean = made.resize((1, 1), Image.Resampling.BOX).tobytes()  # mode "1" is dithered
    wanted = 40_000 // 256 if mode == "I;16" else 200
    assert made.mode == "RGB" and all(abs(value - wanted) <= 12 for value in mean)


def test_what_is_transparent_becomes_white() -> None:
    made = opened(clean_photo(hostile.saved(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG")))
    assert made.getpixel((5, 5)) == (255, 255, 255)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "JPEG, PNG, WebP"),
    "a page": (lambda: b"<!doctype html><script>1</script>", "JPEG, PNG, WebP"),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG, WebP"),
    "a GIF": (lambda: hostile.photo((100, 100), "GIF"), "JPEG, PNG, WebP"),
    "a TIFF": (lambda: hostile.photo((100, 100), "TIFF"), "JPEG, PNG, WebP"),
    "a PDF": (lambda: hostile.photo((100, 100), "PDF"), "JPEG, PNG, WebP"),
    "a moving PNG": (lambda: hostile.moving("PNG"), "still"),
    "a moving WebP": (lambda: hostile.moving("WEBP"), "still"),
    "a PNG bomb": (lambda: hostile.png_bomb(), "pixels a side"),
    "a PNG bomb below the pixel limit": (lambda: hostile.png_bomb(6_000), "decoded bytes"),
    "a PNG that claims everything": (lambda: hostile.png_lying(2**31 - 1, 2**31 - 1), "pixels a"),
    "a PNG of no size": (lambda: hostile.png_lying(0, 0), "pixels a side"),
    "a very long PNG": (lambda: hostile.png_lying(100, 100_000), "pixels a side"),
    "a JPEG of 100 megapixels": (lambda: hostile.jpeg_claiming(10_000, 10_000), "pixels a side"),
    "a WebP of 250 megapixels": (lambda: hostile.webp_claiming(16_000, 16_000), "pixels a side"),
    "a PNG of many chunks": (hostile.many_chunks, "JPEG, PNG, WebP"),
    "half a JPEG": (lambda: hostile.photo()[:8_000], "undamaged"),
    "half a PNG": (lambda: hostile.photo(kind="PNG")[:8_000], "undamaged"),
    "half a WebP": (lambda: hostile.photo(kind="WEBP")[:4_000], "undamaged"),
    "a JPEG of three bytes": (lambda: b"\xff\xd8\xff", "JPEG, PNG, WebP"),
    "a PNG of ten bytes": (lambda: hostile.photo(kind="PNG")[:10], "JPEG, PNG, WebP"),
    "a file of 13 megabytes": (lambda: hostile.photo() + bytes(13 * 2**20), "bytes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_images_are_refused_soon_and_without_memory(name: str) -> None:
    make, allowed = REFUSED[name]
    content = make()
    before = peak()
    with within(10.0), pytest.raises(FileRefused) as refused:
        clean_photo(content)
    assert peak() - before < 60 * 2**20  # this process never holds the picture
    assert refused.value.field == "photo"
    assert allowed in str(refused.value.allowed)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("make", [hostile.profile_bomb, hostile.png_overfull])
def test_bombs_beside_the_picture_cost_nothing(make: Callable[[], bytes]) -> None:
    content, before = make(), children()
    try:
        made = clean_photo(content)
    except FileRefused:
        return
    assert opened(made).size == (100, 100)
    assert children() - before < 150 * 2**20


def children() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_a_photo_of_100_megapixels_is_refused_before_it_is_decoded() -> None:
    content = hostile.saved(Image.effect_noise((10_000, 10_000), 20), "JPEG", quality=1)
    with within(0.2), pytest.raises(FileRefused):
        clean_photo(content)


def test_the_decoding_process_cant_take_more_memory_than_it_may() -> None:
    content = hostile.png_bomb(20_000)  # past every check of the parent's
    command = [sys.executable, "-I", image_making.__file__, "PNG"]
    with within(30.0):
        ended = subprocess.run(command, input=content, capture_output=True)
    assert ended.returncode not in (0,) and ended.stdout == b""


def test_a_decoder_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(image_making, "__file__", str(hanging))
    monkeypatch.setattr(images, "SECONDS", 1.0)
    with within(5.0), pytest.raises(FileRefused, match="too long"):
        clean_photo(hostile.photo())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_headers_are_read_as_pillow_reads_them(kind: str) -> None:
    for size in ((64, 64), (640, 481), (1023, 77)):
        for options in ({}, {"lossless": True}) if kind == "WEBP" else ({},):
            header = read_header(hostile.photo(size, kind, **options))
            assert (header.kind, header.width, header.height) == (kind, *size)
            assert not header.moving


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_cut_header_is_never_anything_but_not_an_image(kind: str) -> None:
    content = hostile.photo((100, 100), kind)
    for length in range(200):
        try:
            header = read_header(content[:length])
        except NotAnImage:
            continue
        assert (header.width, header.height) == (100, 100)
