"""Openings and leaves recomputed from spec 00 §6 and 01 §1 with the standard library alone."""

import hashlib
import json
from typing import Any


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> str:
    """Canonical JSON of spec 00 §2, as far as our values go."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(tag: str, salt: str, value: object) -> str:
    return digest(f"sunlot/v1/{tag}\nsalt={salt}\nvalue={canonical(value)}\n")


def leaf(opening: dict[str, Any]) -> str:
    """The leaf of an opening, whatever of it is open."""
    text = "sunlot/v1/leaf\n"
    for part in ("id", "facts", "lot"):
        piece = opening[part]
        found = piece.get("commitment") or commitment(part, piece["salt"], piece["value"])
        text += f"{part}={found}\n"
    return digest(text)
