"""Notation of the specification: 00 §1 (hex, integers, order, dates) and 00 §3 (codes).

Contract: a `require_*` function returns nothing, or raises `BadInput` that says what was expected,
what was found and what to do. Values are taken as `object`, because they may come from a file.

Order rule: *ascending* is ascending by bytes (00 §1.6). Everything ordered here is ASCII by its
pattern, so Python's order of `str` is that order.

It does not parse, repair or convert: whoever reads a file does that.
"""

import datetime
import hashlib
import itertools
import operator
import re
from collections.abc import Collection, Iterable, Sequence

from draw.errors import BadInput

MUST = "m"
"""Mark of a pool row that is drawn for certain (00 §5)."""

RANDOM = "r"
"""Mark of a pool row that is drawn by its ticket (00 §5)."""

_LIMIT = 2**53
_DIGEST = re.compile("[0-9a-f]{64}")
_PRODUCT_TYPE = re.compile("[A-Z0-9]{1,8}")
_INSTITUTION = re.compile("[A-Z0-9]{2,18}")
_HEX_DIGITS = b"0123456789abcdef"


def refusal(what: str, expected: str, found: str, advice: str) -> BadInput:
    """Return the error to raise: one sentence with `what`, both sides, and what to do."""
    return BadInput(f"{what}: expected {expected}, found {found}. {advice}")


def require_digest(what: str, value: object, *, secret: bool = False) -> None:
    """Require 64 lower-case hex digits (00 §1.3); a `secret` value is kept out of the message."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        found = _outline(value) if secret else repr(value)
        advice = "Give the 32 bytes in lower-case hexadecimal, as sha256sum prints them."
        raise refusal(what, "64 digits 0-9 a-f", found, advice)


def _outline(value: object) -> str:
    return f"a text of {len(value)} characters" if isinstance(value, str) else type(value).__name__


def require_match(what: str, value: object, pattern: re.Pattern[str], advice: str) -> None:
    """Require a text that a pattern describes from its first to its last character."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise refusal(what, f"a text {pattern.pattern}", repr(value), advice)


def require_product_type(what: str, value: object) -> None:
    """Require the code of a product type (00 §3)."""
    require_match(what, value, _PRODUCT_TYPE, "Give the type's code from the catalogue.")


def require_institution(what: str, value: object) -> None:
    """Require the code of an institution (00 §3)."""
    require_match(what, value, _INSTITUTION, "Give its code from the list of institutions.")


def require_count(what: str, value: object, least: int = 0) -> None:
    """Require an integer (no bool) from `least` to 2^53 - 1 (00 §1.4)."""
    if type(value) is not int or not least <= value < _LIMIT:
        advice = "Give a whole number in that range."
        raise refusal(what, f"an integer {least} … 2^53-1", repr(value), advice)


def require_one_of(what: str, value: object, allowed: Collection[str]) -> None:
    """Require a word of a closed list of the specification."""
    if value not in allowed:
        advice = "This version of the specification knows no other."
        raise refusal(what, f"one of {', '.join(allowed)}", repr(value), advice)


def require_bool(what: str, value: object) -> None:
    """Require true or false; a text like "false" would count as true."""
    if type(value) is not bool:
        raise refusal(what, "true or false", repr(value), "Give the flag of the genesis entry.")


def require_date(what: str, value: object) -> None:
    """Require a day of the years 1900 to 9999 (00 §1.7).

    A `datetime` is refused although it is a `date` to Python: it carries a time, and the day it
    stands for depends on a zone.
    """
    if type(value) is not datetime.date or value.year < 1900:
        raise refusal(what, "a date 1900-01-01 … 9999-12-31", repr(value), "Give a calendar day.")


def require_ascending(what: str, values: Sequence[str]) -> None:
    """Require strictly ascending values: in order, and none twice (00 §1.6)."""
    for left, right in itertools.pairwise(values):
        if left >= right:
            found = f"{right!r} after {left!r}"
            advice = "Sort by bytes and name each once."
            raise refusal(what, "ascending values without repetition", found, advice)


def require_leaves(what: str, leaves: Sequence[str]) -> None:
    """Require a list of leaves as in 00 §5: digests, strictly ascending, at least one.

    The whole list is judged at once, because it is long: one regular expression per leaf costs
    more than the leaf's SHA-256. Only a list with a fault is looked at leaf by leaf, to name it.
    """
    if not leaves:
        raise refusal(what, "at least one row", "none", "A list of the specification has rows.")
    if not _are_digests(leaves):
        for leaf in leaves:
            require_digest(what, leaf)
    if not all(map(operator.lt, leaves, leaves[1:])):
        require_ascending(what, leaves)


def _are_digests(leaves: Sequence[str]) -> bool:
    try:
        text = "".join(leaves)
    except TypeError:
        return False
    if set(map(len, leaves)) != {64}:
        return False
    return text.isascii() and not text.encode().translate(None, _HEX_DIGITS)


def ascending_types(what: str, types: Collection[str]) -> tuple[str, ...]:
    """Return product types in ascending order: at least one, none twice.

    A set has no order; a sequence must already have this one, as every list of the records (01).
    """
    if isinstance(types, str) or not types:
        advice = "Give a collection of codes, even for one."
        raise refusal(what, "at least one product type", repr(types), advice)
    for code in types:
        require_product_type(what, code)
    if isinstance(types, Sequence):
        require_ascending(what, types)
    return tuple(sorted(types))


def sha256_hex(text: str) -> str:
    """Return hex(H(text)) (00 §1.3, §1.5), 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def lines(header: str, fields: Iterable[tuple[str, object]]) -> str:
    """Return a text to be hashed: the header, then `name=value`, an LF after every line (00 §1.2).

    Callers pass values whose pattern excludes LF, so that no two lists of fields give one text.
    """
    return header + "\n" + "".join(f"{name}={value}\n" for name, value in fields)
