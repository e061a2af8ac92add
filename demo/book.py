"""The entries of a publication as their kinds and row counts (docs/spec/03 §4, 01)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeAlias

from demo.cast import DRAWS, LOST_DRAW, OBJECTED_DRAW, OBJECTOR
from demo.errors import StageError

Row: TypeAlias = tuple[str, dict[str, int]]
"""Kind of an entry and the numbers of rows it speaks of, as far as no lot decides them."""

_ANSWERS: Final = frozenset({"confirm", "object", "object.answer"})
_REPRESENTATIVES: Final = range(1, DRAWS + 1)


def entries(publication: Path) -> list[Row]:
    """Every published entry, in order; none if nothing was published yet."""
    if not (publication / "checkpoint").is_file():
        return []
    return [_row(json.loads(data)["body"]) for data in _published(publication)]


def _published(publication: Path) -> Iterator[bytes]:
    """The bytes of the entries. A play has fewer than 256, so they lie in one partial tile."""
    tiles = publication / "tile" / "entries" / "000.p"
    widest = max(tiles.iterdir(), key=lambda path: int(path.name))
    data, at = widest.read_bytes(), 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2])
        yield data[at + 2 : at + 2 + size]
        at += 2 + size


def _row(body: Mapping[str, Any]) -> Row:
    data = body["data"]
    match body["kind"]:
        case "campaign.open":
            return body["kind"], {"roster": data["roster"]["count"]}
        case "draw.choice":
            return body["kind"], {"types": len(data["types"])}
        case "draw.freeze":
            return body["kind"], {"pool": data["pool"]["count"], "n": data["n"]}
        case "draw.close":
            return body["kind"], {"contributions": len(data["contributions"])}
        case kind:
            return kind, {}


def signatures(publication: Path) -> int:
    """How many witnesses have signed the newest head (docs/spec/03 §5): all lines but the log's."""
    note = (publication / "checkpoint").read_text("utf-8")
    return note.count("\n\u2014 ") - 1


def voids(rows: list[Row]) -> int:
    """How many draws were declared void."""
    return sum(kind == "draw.void" for kind, _ in rows)


def counting(rows: list[Row]) -> list[Row]:
    """The entries without those of void draws; pools of the first draw only.

    Later pools leave out what earlier draws have taken, and that is the lot's business.
    """
    kept: list[Row] = []
    for kind, numbers in rows:
        if kind == "draw.void":
            kept = _without_last_draw(kept)
        else:
            first = all(row[0] != "draw.freeze" for row in kept)
            kept.append((kind, numbers if first or kind != "draw.freeze" else {}))
    return kept


def _without_last_draw(rows: list[Row]) -> list[Row]:
    """Without everything since the last commitment but the answers, which are to other draws."""
    start = max(at for at, row in enumerate(rows) if row[0] == "draw.commit")
    return rows[:start] + [row for row in rows[start:] if row[0] in _ANSWERS]


def difference(found: list[Row], expected: list[Row]) -> str:
    """Where the book differs from what must be in it; empty if nowhere.

    Answers come whenever their people get round to them, so of these only the numbers count. Void
    draws are left out of `found`: how many there are is the clock's business.
    """
    found = counting(found)
    pairs = zip_longest(_without_answers(found), _without_answers(expected))
    for at, (got, wanted) in enumerate(pairs):
        if got != wanted:
            return f"entry {at} without answers: expected {wanted}, got {got}"
    got_answers, wanted_answers = (_count_answers(rows) for rows in (found, expected))
    if got_answers != wanted_answers:
        return f"answers: expected {dict(wanted_answers)}, got {dict(got_answers)}"
    return ""


def _without_answers(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row[0] not in _ANSWERS]


def _count_answers(rows: list[Row]) -> Counter[str]:
    return Counter(kind for kind, _ in rows if kind in _ANSWERS)


def expected_entries(
    roster: int, pool: int, n: int, types: tuple[int, ...], *, beacon: bool
) -> list[Row]:
    """What the play must have written, whatever was killed on the way."""
    rows: list[Row] = [("genesis", {}), ("campaign.open", {"roster": roster}), ("roster.audit", {})]
    for draw in _REPRESENTATIVES:
        rows += [("draw.commit", {}), ("draw.choice", {"types": types[draw - 1]})]
        rows.append(("draw.freeze", {"pool": pool, "n": n} if draw == 1 else {}))
        rows += [("draw.contribution", {}) for _ in _REPRESENTATIVES]
        rows.append(("draw.close", {"contributions": DRAWS}))
        rows += [("draw.open", {}) for _ in range(1 + DRAWS - (beacon and draw == LOST_DRAW))]
        rows += [("draw.beacon", {})] if beacon else []
        rows += [("draw.result", {}), ("match.result", {})]
    return [*rows, *_answers(), ("campaign.close", {})]


def _answers() -> list[Row]:
    objects = [
        (number, draw) == (OBJECTOR, OBJECTED_DRAW)
        for draw in _REPRESENTATIVES
        for number in _REPRESENTATIVES
    ]
    rows: list[Row] = [("object" if one else "confirm", {}) for one in objects]
    return [*rows, *(("object.answer", {}) for one in objects if one)]


def check_book(publication: Path, expected: list[Row]) -> None:
    """`StageError` unless the publication holds these entries."""
    if wrong := difference(entries(publication), expected):
        raise StageError(f"the book does not hold what was done. {wrong}")
