"""Canonical JSON (00 §2): the profile in which everything that is hashed or signed is written.

Contract: `decode` accepts a text only if `encode` of what it read gives the same bytes, so there is
one text for one value. The standard library's encoder is enough inside this profile (integers and
a closed key alphabet); the RFC 8785 package agrees with it and is kept as the oracle of the tests.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

from ledger.errors import Malformed

MAX_BYTES = 60_000
"""Most bytes of an entry (03 §1), and what `decode` accepts unless told otherwise."""
MAX_DEPTH = 8
"""Deepest nesting; the outermost object or array is depth 1 (00 §2.5)."""
MAX_INTEGER = 2**53 - 1
"""Largest integer (00 §1.4): beyond it readers in other languages lose digits."""

_KEY = re.compile(r"[a-z0-9_]{1,32}")
_INTEGER_DIGITS = len(str(MAX_INTEGER))
# A string, complete or cut off, or a bracket. Possessive, so that hostile text costs linear time.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


def encode(value: object) -> bytes:
    """Return the canonical UTF-8 bytes of `value`: mappings, sequences, text, integers, bool, None.

    Raises `Malformed` for anything outside the profile (00 §2): floats, negative or big integers,
    other keys, lone surrogates, deeper nesting.
    """
    return text(value).encode("utf-8")


def text(value: object) -> str:
    """Return `encode(value)` as text, for hash inputs that are composed of lines (00 §6)."""
    _check(value, depth=1)
    written = _ENCODER.encode(value)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("canonical JSON: a text holds a lone surrogate; remove it") from error
    return written


def decode(data: bytes, max_bytes: int = MAX_BYTES) -> object:
    """Return the value of the canonical text `data`; raises `Malformed` if it is anything else.

    Size and depth are judged before the recursive parser sees the text. Objects come back as
    dict, arrays as list.
    """
    if len(data) > max_bytes:
        raise Malformed(
            f"canonical JSON: expected at most {max_bytes:,} bytes, found {len(data):,}"
        )
    _check_depth(data)
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except ValueError as error:  # covers JSONDecodeError and UnicodeDecodeError
        raise Malformed(f"canonical JSON: not readable: {error}") from error
    if encode(value) != data:  # white space, order, escapes, and keys that stand twice
        raise Malformed("canonical JSON: the text is valid JSON, but not in its canonical form")
    return value


def _check(value: object, depth: int) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if not 0 <= value <= MAX_INTEGER:
            raise Malformed(
                f"canonical JSON: expected an integer from 0 to 2^53-1, found {value:#x}"
            )
        return
    if depth > MAX_DEPTH:
        raise Malformed(f"canonical JSON: nested deeper than {MAX_DEPTH}")
    if isinstance(value, Mapping):
        for key, item in value.items():
            _check_key(key)
            _check(item, depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        for item in value:
            _check(item, depth + 1)
    else:
        raise Malformed(
            "canonical JSON: expected object, array, text, integer, true, false or null, "
            f"found {type(value).__name__}"
        )


def _check_key(key: object) -> None:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Malformed(f"canonical JSON: expected a key [a-z0-9_]{{1,32}}, found {key!r}")


def _as_json(value: object) -> object:
    """Give the encoder the dict or list it knows for any other Mapping or Sequence."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise Malformed(f"canonical JSON: cannot write {type(value).__name__}")


# one encoder for all: json.dumps makes a new one at every call with these settings
_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    allow_nan=False,
    sort_keys=True,
    separators=(",", ":"),
    default=_as_json,
)


def _check_depth(data: bytes) -> None:
    depth = 0
    for match in _TOKEN.finditer(data):
        first = match[0][:1]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Malformed(f"canonical JSON: nested deeper than {MAX_DEPTH}")
        elif first in b"]}":
            depth -= 1


def _integer(digits: str) -> int:
    if len(digits) > _INTEGER_DIGITS:
        raise Malformed("canonical JSON: expected an integer from 0 to 2^53-1, found a longer one")
    return int(digits)


def _no_float(found: str) -> NoReturn:
    raise Malformed(f"canonical JSON: expected an integer, found {found[:40]}")
