"""Reads one picture from standard input and writes the text of its QR code, or nothing.

`inspection.qr` runs this file by its path in a process of its own: a picture of 16 kB can keep a
decoder busy for minutes, and only a process can be ended from outside. It imports nothing of ours.
Whatever goes wrong ends it; that, too, is "nothing".
"""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Final

import zxingcpp
from PIL import Image

LARGEST: Final = 25_000_000
"""The most pixels that a picture may have, so that a small file cannot fill the memory."""

LONG_SIDE: Final = 1_600
"""Pixels to which the long side is reduced: a beacon's code has at most 73 modules."""

CPU_SECONDS: Final = 3
MEMORY: Final = 1 << 30
"""Bytes of address space; 25 million pixels of four bytes are held twice at most."""

_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def text_of(image: bytes) -> str | None:
    """Return the text of the only QR code on a PNG or JPEG; None if there is not exactly one.

    Raises what Pillow raises for a picture that is broken.
    """
    with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > LARGEST:
            return None
        found = zxingcpp.read_barcodes(_grey(picture), formats=_QR)
    texts = {code.text for code in found if code.valid}
    return texts.pop() if len(texts) == 1 else None


def _grey(picture: Image.Image) -> Image.Image:
    """Reduced, on white: what is transparent would come out black otherwise."""
    picture.draft("L", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded smaller; a PNG does not mind
    clear = picture.convert("RGBA")
    clear.thumbnail((LONG_SIDE, LONG_SIDE))
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("L")


def _limit() -> None:
    """Bound time and memory where the platform can; elsewhere the parent's timeout remains."""
    if sys.platform == "win32":
        return
    import resource  # not on every platform

    for what, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with contextlib.suppress(ValueError, OSError):  # a lower limit is in force already
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write((text_of(sys.stdin.buffer.read()) or "").encode())
