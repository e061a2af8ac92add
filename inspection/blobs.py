"""The blobs of `campaign.open` that are JSON: catalogue and institutions (01 §3.1, §3.2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from inspection.lists import Lists, Qualification
from ledger import canonical


def catalogue_blob(lists: Lists) -> bytes:
    """The catalogue blob (spec 01 §3.1)."""
    rows = [
        {"class": row.class_name, "code": row.code, "name": row.name, "planned": row.planned}
        for row in sorted(lists.catalogue, key=lambda row: row.code)
    ]
    return canonical.encode({"kind": "catalogue", "types": rows, "v": 1}) + b"\n"


def institutions_blob(rows: Sequence[Qualification], weighted: Collection[str] = ()) -> bytes:
    """The institutions blob; of the types `weighted` the numbers are weights (spec 01 §3.2)."""
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row.code, row.type)):
        ending = "_weight" if row.type in weighted else ""
        line = {
            f"sampling{ending}": row.sampling,
            f"testing{ending}": row.testing,
            "type": row.type,
            "valid_until": row.valid_until.isoformat(),
        }
        grouped.setdefault((row.code, row.name), []).append(line)
    listed = [{"code": c, "name": n, "types": types} for (c, n), types in grouped.items()]
    return canonical.encode({"institutions": listed, "kind": "institutions", "v": 1}) + b"\n"
