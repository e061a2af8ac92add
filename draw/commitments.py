"""Commitments and the leaf of an enterprise (00 §6, 01 §1).

Contract: text in, 64 hex digits out. Whoever knows salt and value can rebuild the three lines and
run `sha256sum` on them.

It makes no salt (that is the operating system's work, outside this package) and no JSON: the value
arrives as the canonical text, and this module only makes sure that it is one line.
"""

import re

from draw.notation import lines, refusal, require_digest, require_one_of, sha256_hex

_CONTROL = re.compile(r"[\x00-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

TAGS = ("id", "facts", "lot", "person", "text")
"""What a commitment can be about (00 §6)."""


def commitment(tag: str, salt: str, value_json: str) -> str:
    """Return the commitment to a value, 64 hex digits (00 §6).

    `salt` is 64 hex digits, fresh for every commitment; `value_json` is the value's canonical JSON
    (00 §2). Raises BadInput for an unknown tag, a bad salt, or a value that is not one line.
    """
    require_one_of("tag of a commitment", tag, TAGS)
    require_digest("salt of a commitment", salt, secret=True)
    _require_one_line(value_json)
    return sha256_hex(lines(f"sunlot/v1/{tag}", [("salt", salt), ("value", value_json)]))


def _require_one_line(value_json: str) -> None:
    # Canonical JSON escapes every control character (00 §2.4); a raw LF would forge a fourth line.
    raw = _CONTROL.search(value_json)
    if raw or not value_json:
        found = f"the raw control character {raw[0]!r}" if raw else "an empty text"
        advice = "Encode the value under 00 §2 first."
        raise refusal("value of a commitment", "canonical JSON on one line", found, advice)
    if _SURROGATE.search(value_json):
        advice = "Such a text has no UTF-8; correct it where it was read."
        raise refusal("value of a commitment", "Unicode text", "a lone surrogate", advice)


def leaf(id_commitment: str, facts_commitment: str, lot_commitment: str) -> str:
    """Return the leaf of an enterprise from its three commitments (01 §1)."""
    parts = [("id", id_commitment), ("facts", facts_commitment), ("lot", lot_commitment)]
    for name, value in parts:
        require_digest(f"commitment {name} of a leaf", value)
    return sha256_hex(lines("sunlot/v1/leaf", parts))
