"""Finding the compiled library and its signatures.

The library stands in the environment, `<sys.prefix>/sunlot/selection-<digest>.so`, where the digest
is that of the C source: one that was made from another source is not found, and scripts/setup
clears it away together with everything else.
"""

import ctypes
import hashlib
import sys
from collections.abc import Callable
from ctypes import (
    POINTER,
    c_char,
    c_char_p,
    c_int,
    c_size_t,
    c_ssize_t,
    c_uint32,
    c_uint64,
    py_object,
)
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("selection.c")

_ADDRESSES, _WORDS, _HEADS = POINTER(c_char_p), POINTER(c_uint32), POINTER(c_uint64)
_MARKS = POINTER(c_char)


@dataclass(frozen=True, slots=True)
class Library:
    """The functions of selection.c, described there.

    `gather` keeps the interpreter's lock, for it looks into Python's objects; the others let it go.
    """

    gather: Callable[..., int]
    is_digest: Callable[..., int]
    middle: Callable[..., None]
    sweep: Callable[..., int]
    choose: Callable[..., int]


def place() -> Path:
    """Return where the library for the present source stands, or would stand."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    return Path(sys.prefix) / "sunlot" / f"selection-{digest[:16]}.so"


def load(path: Path) -> Library:
    """Return the functions of a library.

    Raises OSError if the file is no library for this machine, AttributeError if one is missing.
    """
    locked, free = ctypes.PyDLL(str(path)), ctypes.CDLL(str(path))
    common = (_WORDS, _ADDRESSES)  # middle, leaves
    return Library(
        gather=_typed(locked, "gather", c_ssize_t, py_object, c_ssize_t, _ADDRESSES, _MARKS),
        is_digest=_typed(free, "is_digest", c_int, c_char_p),
        middle=_typed(free, "middle", None, c_char_p, _WORDS),
        sweep=_typed(free, "sweep", c_int, *common, c_size_t, c_size_t, _HEADS),
        choose=_typed(
            *(free, "choose", c_ssize_t),
            *(*common, _MARKS, _HEADS, c_size_t, c_size_t, c_uint64, c_uint64),
        ),
    )


def _typed(
    library: ctypes.CDLL, name: str, result: type | None, *arguments: type
) -> Callable[..., Any]:
    function = library[f"sunlot_{name}"]
    function.restype, function.argtypes = result, arguments
    return function
