"""Taking in the officials' lists: bulk, strict, all or nothing.

The last accepted file of each kind is *staged*; opening a campaign freezes all three. A file with a
single wrong row is not staged, and the report names every wrong row, so that nothing is half
imported. The catalogue comes first, then institutions, then enterprises: each is checked against
the ones before it, and again when the campaign is opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import col

from inspection import lists
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.lists import (
    Enterprise,
    Item,
    Lists,
    Parsed,
    ProductType,
    Qualification,
    RefusedRow,
)
from inspection.people import Person, Role, require
from inspection.reading import Table, read_table
from inspection.tables import StagedRow

KINDS: Final = ("catalogue", "institutions", "enterprises")
REPORT_LIMIT: Final = 2_000


@dataclass(frozen=True)
class FileReport:
    """What became of a file. `refused` holds the first 2,000 of `refused_total` rows."""

    kind: str
    rows: int
    digest: str
    refused: tuple[RefusedRow, ...]
    refused_total: int
    accepted: bool


@dataclass(frozen=True)
class Staged:
    """The list of one kind that the next campaign will use; `at` in seconds."""

    name: str
    rows: int
    digest: str
    at: int


def today(desk: Desk) -> date:
    """The day in Asia/Shanghai (spec 00 §1.7: UTC+8, always)."""
    return (datetime.fromtimestamp(desk.now, UTC) + timedelta(hours=8)).date()


def take_file(desk: Desk, by: Person, filename: str, data: bytes) -> FileReport:
    """Read a list and stage it if every row is right."""
    require(by, Role.OFFICIAL)
    if desk.state.campaign is not None:
        raise Refusal("campaign_running", campaign=desk.state.campaign.number)
    if not data:
        raise Refusal("file_empty", name=filename)
    table = read_table(filename, data)
    kind = lists.kind_of(table)
    digest = hashlib.sha256(data).hexdigest()
    parsed = _parse(desk, kind, table, digest)
    accepted = not parsed.refused
    if accepted:
        row = StagedRow(
            kind=kind,
            name=filename[:100],
            digest=digest,
            data=data,
            rows=len(parsed.rows),
            by=by.id,
            at=desk.now,
        )
        desk.session.merge(row)
        desk.session.flush()
    refused = parsed.refused
    return FileReport(
        kind, len(parsed.rows), digest, refused[:REPORT_LIMIT], len(refused), accepted
    )


def staged(desk: Desk) -> Mapping[str, Staged]:
    """The staged lists by kind."""
    named = select(col(StagedRow.kind), col(StagedRow.name), col(StagedRow.digest))
    numbered = select(col(StagedRow.kind), col(StagedRow.rows), col(StagedRow.at))
    numbers = {kind: (rows, at) for kind, rows, at in desk.session.execute(numbered)}
    return {
        kind: Staged(name, numbers[kind][0], digest, numbers[kind][1])
        for kind, name, digest in desk.session.execute(named)
    }


def staged_lists(desk: Desk) -> Lists:
    """All three lists, parsed again and checked against each other; refused if one is missing."""
    present = staged(desk)
    missing = [kind for kind in KINDS if kind not in present]
    if missing:
        raise Refusal("file_missing", kinds=tuple(missing))
    key = (today(desk).isoformat(), *(present[kind].digest for kind in KINDS))
    if desk.office.lists is None or desk.office.lists[0] != key:
        desk.office.lists = (key, _fitting_lists(desk))
    return desk.office.lists[1]


def _fitting_lists(desk: Desk) -> Lists:
    catalogue = _whole(lists.parse_catalogue(_table(desk, "catalogue")), "catalogue")
    types = frozenset(row.code for row in catalogue)
    institutions = _whole(
        lists.parse_institutions(_table(desk, "institutions"), types), "institutions"
    )
    codes = frozenset(row.code for row in institutions)
    digest = staged(desk)["enterprises"].digest
    parsed = _enterprises(desk, digest, lambda: _table(desk, "enterprises"), types, codes)
    return Lists(catalogue, institutions, _whole(parsed, "enterprises"))


def _whole(parsed: Parsed[Item], kind: str) -> tuple[Item, ...]:
    if parsed.refused:
        row = parsed.refused[0]
        reason = f"{kind}, line {row.line}, {row.column}: {row.found}"
        raise Refusal("file_conflict", reason=reason)
    return parsed.rows


def _parse(
    desk: Desk, kind: str, table: Table, digest: str
) -> Parsed[ProductType] | Parsed[Qualification] | Parsed[Enterprise]:
    if kind == "catalogue":
        return lists.parse_catalogue(table)
    if "catalogue" not in staged(desk):
        raise Refusal("file_missing", kinds=("catalogue",))
    types = frozenset(row.code for row in lists.parse_catalogue(_table(desk, "catalogue")).rows)
    if kind == "institutions":
        return lists.parse_institutions(table, types)
    if "institutions" not in staged(desk):
        raise Refusal("file_missing", kinds=("institutions",))
    known = lists.parse_institutions(_table(desk, "institutions"), types).rows
    codes = frozenset(row.code for row in known)
    return _enterprises(desk, digest, lambda: table, types, codes)


def _enterprises(
    desk: Desk,
    digest: str,
    read: Callable[[], Table],
    types: frozenset[str],
    codes: frozenset[str],
) -> Parsed[Enterprise]:
    """The roster of this digest; one that was just taken in is not read again for the preview."""
    key = (today(desk), digest, types, codes)
    kept = desk.office.enterprises
    if kept is None or kept[0] != key:
        kept = (key, lists.parse_enterprises(read(), types, codes, today(desk)))
        desk.office.enterprises = kept
    return kept[1]


def _table(desk: Desk, kind: str) -> Table:
    row = desk.session.get_one(StagedRow, kind)
    return read_table(row.name, row.data)


def staged_names(desk: Desk) -> Mapping[str, ProductType]:
    """Names of the product types by code, for languages the book does not carry."""
    query = select(col(StagedRow.digest)).where(col(StagedRow.kind) == "catalogue")
    digest = desk.session.scalar(query)
    if digest is None:
        return {}
    kept = desk.office.names
    if kept is None or kept[0] != digest:
        rows = lists.parse_catalogue(_table(desk, "catalogue")).rows
        kept = desk.office.names = (digest, {row.code: row for row in rows})
    return kept[1]
