"""Reading the QR code on a picture that a person took of a beacon's page.

What is read is only a text that somebody claims; whoever uses it checks it (`read_typed`,
`verify`).
"""

from __future__ import annotations

import io
import struct
from typing import Final

import zxingcpp
from PIL import Image

_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

LONGEST: Final = 10_000_000
"""The most bytes that a picture may have; a telephone's photograph has about 4 million."""

LARGEST: Final = 25_000_000
"""The most pixels that a picture may have, so that a small file cannot fill the memory."""


def read_qr(image: bytes) -> str | None:
    """Return the text of the only QR code on a PNG or JPEG, at any angle; None if there is not one.

    Two different codes are none: nobody could say which was meant.
    """
    grey = _grey(image) if len(image) <= LONGEST else None
    if grey is None:
        return None
    found = zxingcpp.read_barcodes(grey, formats=_QR)
    texts = {code.text for code in found if code.valid}
    return texts.pop() if len(texts) == 1 else None


def _grey(image: bytes) -> Image.Image | None:
    """Decode PNG and JPEG only, after the size was read from the head."""
    try:
        with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > LARGEST:
                return None
            # On white: what is transparent would come out black otherwise.
            clear = picture.convert("RGBA")
            return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("L")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return None  # what Pillow raises for a picture that is broken
