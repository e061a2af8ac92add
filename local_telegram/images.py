"""Pictures: the size of a bot's from its first bytes, and a person's as photos of several sizes."""

from __future__ import annotations

import io
import struct

from PIL import Image

_PNG = b"\x89PNG\r\n\x1a\n"
_SIDES = (90, 320, 800, 1280)
"""Longest sides of the sizes that Telegram makes of a photo, in pixels (its types s, m, x, y)."""

_MOST_PIXELS = 50_000_000
_QUALITY = 87
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels of a PNG, GIF or JPEG; None if it is none of them."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments of ITU-T T.81 to the first start-of-frame."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def photo_sizes(data: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """JPEGs of a PNG or JPEG picture with their (width, height), ascending, at most 1,280 wide.

    Compressed anew, as Telegram does: what a bot gets is never what the person sent. Raises
    ValueError with a reason for anything else.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ValueError("it has too many pixels")
            image = _on_white(picture)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("it is no PNG or JPEG picture") from error
    longest = max(image.size)
    sides = [side for side in _SIDES if side < longest]
    return [_jpeg(image, side) for side in (*sides, min(longest, _SIDES[-1]))][: len(_SIDES)]


def _on_white(picture: Image.Image) -> Image.Image:
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _jpeg(image: Image.Image, side: int) -> tuple[bytes, tuple[int, int]]:
    smaller, file = image.copy(), io.BytesIO()
    smaller.thumbnail((side, side))
    smaller.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue(), smaller.size
