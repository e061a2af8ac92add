"""A publication as it was between a draw's openings and its beacon.

The bracket of a draw is a signed head over the openings (spec 03 §9), published as a blob: with the
book cut down to its entries it is the whole publication of that moment, without any key.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BLOB = "blob/sha256/"


def entries_of(archive: Path) -> list[bytes]:
    """The entries of a publication of at most 255 entries (03 §4)."""
    with zipfile.ZipFile(archive) as packed:
        name = next(one for one in packed.namelist() if one.startswith("tile/entries/"))
        data = packed.read(name)
    found = []
    while data:
        size = int.from_bytes(data[:2], "big")
        found.append(data[2 : 2 + size])
        data = data[2 + size :]
    return found


def data_of(entry: bytes) -> dict[str, Any]:
    """The data of an entry."""
    data: dict[str, Any] = json.loads(entry)["body"]["data"]
    return data


def kind_of(entry: bytes) -> str:
    """The kind of an entry."""
    return str(json.loads(entry)["body"]["kind"])


@dataclass(frozen=True)
class Moment:
    """A draw before its beacon: the head of that moment, its round's value and its later result."""

    name: str
    head: str
    value: dict[str, Any]
    freeze: dict[str, Any]
    result: dict[str, Any]


def moments(entries: list[bytes]) -> list[Moment]:
    """Every draw of a book that has a bracket and a result."""
    acts: dict[tuple[int, int, str], dict[str, Any]] = {}
    for entry in entries:
        data = data_of(entry)
        acts[(data.get("campaign", 0), data.get("draw", 0), kind_of(entry))] = data
    return [
        Moment(
            f"{campaign}.{draw}",
            data["bracket"]["blob"],
            data["beacon"],
            acts[(campaign, draw, "draw.freeze")],
            acts[(campaign, draw, "draw.result")],
        )
        for (campaign, draw, kind), data in acts.items()
        if kind == "draw.beacon" and data["bracket"]
    ]


def digests(value: object, key: str = "") -> set[str]:
    """Every blob that data of an entry names (03 §4)."""
    if isinstance(value, dict):
        return {found for name, inner in value.items() for found in digests(inner, name)}
    if isinstance(value, list):
        return {found for inner in value for found in digests(inner)}
    return {value} if isinstance(value, str) and key in ("blob", "statement") else set()


def shorten(archive: Path, target: Path, head: str) -> Path:
    """The publication under the head whose blob is named so."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        note = old.read(BLOB + head)
        entries = entries_of(archive)[: int(note.split(b"\n")[1])]
        tile = b"".join(hashlib.sha256(b"\0" + one).digest() for one in entries)
        new.writestr("checkpoint", note)
        new.writestr(f"tile/0/000.p/{len(entries)}", tile)
        packed = b"".join(len(one).to_bytes(2, "big") + one for one in entries)
        new.writestr(f"tile/entries/000.p/{len(entries)}", packed)
        for digest in sorted({one for entry in entries for one in digests(data_of(entry))}):
            new.writestr(BLOB + digest, old.read(BLOB + digest))
    return target
