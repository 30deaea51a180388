"""Images made to harm: each function writes one kind."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin


def photo(size: tuple[int, int] = (900, 1200), kind: str = "JPEG", **options: object) -> bytes:
    """A picture with something in every region, so that it compresses as photos do."""
    picture = Image.radial_gradient("L").resize(size)
    picture = Image.merge("RGB", (picture, picture.transpose(0), picture.transpose(1)))
    ImageDraw.Draw(picture).ellipse((20, 20, 200, 260), fill="orange")
    return saved(picture, kind, **options)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(width: int, height: int, *chunks: bytes, bits: int = 8, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


def png_bomb(side: int = 15_000) -> bytes:
    """A true picture of black pixels: some hundred kilobytes that unfold to 675 megabytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * side)
    packed = b"".join([packer.compress(row) for _ in range(side)]) + packer.flush()
    return png(side, side, chunk(b"IDAT", packed))


def png_lying(width: int, height: int) -> bytes:
    """A header that claims any size over a few bytes of picture."""
    return png(width, height, chunk(b"IDAT", zlib.compress(bytes(1000))))


def png_overfull() -> bytes:
    """A small picture whose data go on for 300 megabytes after its last row."""
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(bytes(10**6)) for _ in range(300)]) + packer.flush()
    return png(100, 100, chunk(b"IDAT", packed))


def profile_bomb() -> bytes:
    """A colour profile of 200 kilobytes that unfolds to 200 megabytes."""
    packed = zlib.compress(bytes(200 * 10**6), 9)
    picture = zlib.compress(bytes((1 + 3 * 100) * 100))
    return png(100, 100, chunk(b"iCCP", b"p\0\0" + packed), chunk(b"IDAT", picture))


def many_chunks() -> bytes:
    """More chunks before the picture than anybody writes."""
    return png(100, 100, *[chunk(b"tEXt", b"k\0v")] * 100_000)


def with_place() -> bytes:
    """A photo that says where and with what it was taken, on its side."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 13.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    return photo((1200, 900), exif=exif, comment=b"SecretComment")


def polyglot() -> bytes:
    """A PNG that is a ZIP with a page in it as well."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("../../evil.html", "<script>alert('polyglot')</script>")
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert('polyglot')</script>")
    return photo(kind="PNG", pnginfo=notes) + archive.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (200, 300), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    content = bytearray(photo((100, 100)))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP whose extended header claims another size."""
    body = photo((100, 100), "WEBP")[12:]
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    extended = b"VP8X" + struct.pack("<I", 10) + bytes(4) + sides + body
    return b"RIFF" + struct.pack("<I", 4 + len(extended)) + b"WEBP" + extended
