"""Strict canonical JSON (spec 00 §2): what does not re-encode to itself is refused."""

import json
import re
from typing import Any

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 8
# So deep no reader of JSON runs out of stack, whatever limit a library has set for the process.
_HARMLESS = 100

_KEY = re.compile(r"[a-z0-9_]{1,32}")
# Everything that is not a bracket outside a string. The string alternative also swallows an
# unterminated string up to the end, so that hostile text is scanned once, never again and again.
_NOT_BRACKET = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?+(?:"|\Z)|[^\[\]{}"]++',
    re.DOTALL,
)


class NotCanonicalError(ValueError):
    """The text is not in the profile of spec 00 §2; the message is a translatable sentence."""


def _integer(text: str) -> int:
    if text.startswith("-") or len(text) > 16:
        raise NotCanonicalError("an integer is negative or not below 2^53")
    value = int(text)
    if value > MAX_INTEGER:
        raise NotCanonicalError("an integer is negative or not below 2^53")
    return value


def _no_fraction(_text: str) -> Any:
    raise NotCanonicalError("a number is not an integer")


_DECODER = json.JSONDecoder(
    parse_float=_no_fraction, parse_int=_integer, parse_constant=_no_fraction
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(value: Any) -> bytes:
    """The canonical bytes of a value (spec 00 §2).

    Raises UnicodeEncodeError for a lone surrogate. The value must come from `decode` or be
    made of the same kinds.
    """
    return _ENCODER.encode(value).encode("utf-8")


def is_utf8(data: bytes) -> bool:
    """True for UTF-8 without surrogates."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_depth(data: bytes) -> None:
    """Refuse nesting deeper than 8 before any recursive reader sees the text (00 §2.5)."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for byte in _NOT_BRACKET.sub(b"", data):
        if byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise NotCanonicalError("the text is nested deeper than 8")
        else:
            depth -= 1


def _check_keys(value: Any) -> None:
    if type(value) is dict:
        for key, inner in value.items():
            if _KEY.fullmatch(key) is None:
                raise NotCanonicalError("a key is not of the pattern [a-z0-9_]{1,32}")
            _check_keys(inner)
    elif type(value) is list:
        for inner in value:
            _check_keys(inner)


def parse(data: bytes) -> Any:
    """Read JSON without looking whether it is canonical; raises NotCanonicalError.

    Only for callers that go on to compose the one canonical text of the value and compare it.
    Deep nesting is refused before a recursive reader sees it; what has too few brackets to hurt
    one is left to the caller's rules.
    """
    if data.count(b"[") + data.count(b"{") > _HARMLESS:
        _check_depth(data)
    try:
        return _DECODER.decode(data.decode("utf-8"))
    except NotCanonicalError:
        raise
    except (ValueError, RecursionError):
        raise NotCanonicalError("the text is not JSON in UTF-8") from None


def decode(data: bytes, *, known_keys: bool = False) -> Any:
    """Read canonical JSON; what its re-encoding does not reproduce is refused (spec 00 §2.6).

    Duplicate and unordered keys, white space, floats, other escapes and lone surrogates all
    change under re-encoding or are refused while reading. Raises NotCanonicalError only.
    With `known_keys` the caller goes on to compare every object's keys with a closed list, and
    their pattern need not be looked at here.
    """
    _check_depth(data)
    value = parse(data)
    try:
        again = encode(value)
    except (ValueError, RecursionError):
        raise NotCanonicalError("the text is not JSON in UTF-8") from None
    if again != data:
        raise NotCanonicalError("the text is not in canonical form (00 §2)")
    if not known_keys:
        _check_keys(value)
    return value


def decode_line(data: bytes) -> Any:
    """Read canonical JSON followed by exactly one LF (blobs, trust file)."""
    if not data.endswith(b"\n"):
        raise NotCanonicalError("the text does not end with one line feed")
    return decode(data[:-1])
