"""What the judges read and our verifier refuses: each reason it gives, and why it is right to.

Go's libraries are one reader of a format that allows more than our specification does; a reason
that is not here fails the fuzz, for it may be an honest book refused.
"""

from collections.abc import Mapping

_BASE64 = "one value, one text (03 §5, RFC 4648 §4): Go forgives the unused last bits"
_SHAPE = "Node and Go read any JSON; an entry has this shape (03 §1)"
_CANONICAL = "Node and Go read any JSON; ours is one text for one value"

STRICTER: Mapping[str, Mapping[str, str]] = {
    "note": {
        "the tree size of the checkpoint is not a decimal number below 2^53": (
            "the highest integer of the specification (00 §1.4); Go goes up to 2^63"
        ),
        "there must be exactly one signature line of the log's key": (
            "03 §5; Go reads the first and drops the rest, so the bytes would not be one head's"
        ),
        "the base64 is not canonical": _BASE64,
        "the checkpoint has a control character": (
            "none but LF (03 §5); Go lets U+007F … U+009F pass, which a terminal may obey"
        ),
        "the checkpoint is not three lines, an empty line and signature lines": (
            "no extension lines (03 §5): nobody has said what they would mean"
        ),
        "the file is longer than allowed": "16,384 bytes (03 §5); Go has no limit on the whole",
    },
    "key": {
        "the key is not of the form name+id+base64": (
            "eight lower-case hex digits, a name without control characters (03 §5)"
        ),
        "the base64 is not canonical": _BASE64,
    },
    "path": {
        "no tile's path": "levels 0 … 63 (03 §4); Go knows no highest level",
        "no tree has this tile": "a size is below 2^53 (00 §1.4), so no tile lies behind that",
    },
    "tile": {},
    "bundle": {},
    "entry": {
        "an integer is negative or not below 2^53": f"{_CANONICAL} (00 §2.2)",
        "a number is not an integer": f"{_CANONICAL} (00 §2.2)",
        "a key is not of the pattern [a-z0-9_]{1,32}": f"{_CANONICAL} (00 §2.3)",
        "the text is nested deeper than 8": "bounded for every reader (00 §2.5)",
        "the text is not JSON in UTF-8": (
            "lone surrogates (00 §2.4): Go and Node read their escapes, no UTF-8 can write them"
        ),
        "the text is not in canonical form (00 §2)": f"{_CANONICAL} (00 §2.6)",
        "the entry is longer than allowed": "60,000 bytes (03 §1): two bytes tell its length",
        "not an entry: expected an object": _SHAPE,
        "not an entry: expected a list": _SHAPE,
        "not an entry: expected exactly the keys {keys}": _SHAPE,
    },
}
