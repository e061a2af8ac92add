"""Reading the QR code on a picture that a person took of a beacon's page.

What is read is only a text that somebody claims; whoever uses it checks it (`read_typed`,
`verify`). The picture is decoded in a process of its own (`qr_child`), which is ended when it takes
too long. A thread could not be ended, and the decoders hold the interpreter's lock.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

LONGEST: Final = 10_000_000
"""The most bytes that a picture may have; a telephone's photograph has about 4 million."""

SECONDS: Final = 3.0
"""How long reading may take; a telephone's photograph takes less than one second."""

LONGEST_TEXT: Final = 4_096
"""The most bytes of the text; a QR code holds at most 2,953 (ISO/IEC 18004)."""

_CHILD: Final = Path(__file__).with_name("qr_child.py")


def read_qr(image: bytes) -> str | None:
    """Return the text of the only QR code on a PNG or JPEG, at any angle; None if there is not one.

    Two different codes are none: nobody could say which was meant. None, too, for a picture that is
    broken, too large, or not read within `SECONDS`.
    """
    if len(image) > LONGEST:
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=image,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a decoder says about a broken picture helps nobody
            timeout=SECONDS,
            check=True,
        )
        text = done.stdout.decode()
    except (subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return text if 0 < len(done.stdout) <= LONGEST_TEXT else None
