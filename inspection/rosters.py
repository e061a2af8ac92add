"""A campaign's roster: sealed leaves in the database, facts in memory for drawing.

`seal` turns imported enterprises into leaves with fresh salts (spec 01 §1); `load` brings the
openings back. `Roster.count` answers "how many manufacturers for these types?" in microseconds: one
bit per enterprise and type, so that the number on the keyboard can follow every tap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from draw import Avoidance, BadInput, Facts, Row, Visit, commitment, leaf
from inspection.errors import Refusal
from inspection.lists import Enterprise
from inspection.tables import EnterpriseRow, table_of
from ledger import canonical, merkle

NORMAL = "normal"
_FRESH: Final = 4 * 32
"""Random bytes of one enterprise: its lot and the salts of its three parts."""
_PARTS: Final = (
    EnterpriseRow.leaf,
    EnterpriseRow.id_salt,
    EnterpriseRow.id_value,
    EnterpriseRow.facts_salt,
    EnterpriseRow.facts_value,
    EnterpriseRow.lot_salt,
    EnterpriseRow.lot,
)


@dataclass(frozen=True)
class PoolCount:
    """What a choice would draw from: N, m, planned and n (spec 02 §1)."""

    size: int
    must: int
    planned: int
    n: int


@dataclass(frozen=True)
class Roster:
    """The rows of one campaign, ascending by leaf; `lots` are the secret keys of spec 01 §1."""

    rows: tuple[Row, ...]
    lots: Mapping[str, str]
    avoidance: Avoidance

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {row.leaf: place for place, row in enumerate(self.rows)}

    @cached_property
    def _failed(self) -> Mapping[str, int]:
        return self._masks(lambda facts: facts.failed)

    @cached_property
    def _own(self) -> Mapping[str, int]:
        return self._masks(self._unavoided)

    def count(self, types: Iterable[str], drawn: Iterable[str]) -> tuple[int, int]:
        """(N, m) of the pool these types would give; equals `draw.pool` (tested)."""
        chosen = list(types)
        must = _union(self._failed, chosen)
        own = _union(self._own, chosen) & ~self._bits([self._places[leaf] for leaf in drawn])
        return (must | own).bit_count(), must.bit_count()

    def _unavoided(self, facts: Facts) -> list[str]:
        cut, last_day = self.avoidance.cut, self.avoidance.reference_date
        recent = {visit.type for visit in facts.last if cut < visit.date <= last_day}
        return [code for code in facts.types if code not in recent]

    def _masks(self, select_types: Callable[[Facts], Iterable[str]]) -> Mapping[str, int]:
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            if row.facts.status == NORMAL:
                for code in select_types(row.facts):
                    places.setdefault(code, []).append(place)
        return {code: self._bits(found) for code, found in places.items()}

    def _bits(self, places: Iterable[int]) -> int:
        buffer = bytearray(len(self.rows) // 8 + 1)
        for place in places:
            buffer[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(buffer, "little")


def seal(
    session: Session, campaign: int, rows: Sequence[Enterprise], entropy: Callable[[int], bytes]
) -> tuple[str, ...]:
    """Commit to every enterprise with fresh salts and keep the openings; gives the leaves.

    `entropy(n)` gives n fresh random bytes. It is asked once: four questions for each of many
    thousand enterprises took longer than all of their hashes.
    """
    fresh = entropy(_FRESH * len(rows))
    sealed = [
        _sealed(campaign, row, fresh[_FRESH * place : _FRESH * (place + 1)])
        for place, row in enumerate(rows)
    ]
    session.execute(insert(table_of(EnterpriseRow)), sealed)
    return tuple(sorted(str(row["leaf"]) for row in sealed))


def load(session: Session, campaign: int, root: str, avoidance: Avoidance) -> Roster:
    """The roster of a campaign from its private rows.

    Every leaf is computed again from its parts. `roster_damaged` is raised unless the rows are
    exactly those of `root`, the roster root (hex) in `campaign.open`: whoever can write to the
    database must not be able to draw from another roster than the audited one.
    """
    query = select(*map(col, _PARTS)).where(col(EnterpriseRow.campaign) == campaign)
    found: list[tuple[str, ...]] = sorted(tuple(row) for row in session.execute(query))
    leaves = [_leaf_again(campaign, parts) for _, *parts in found]
    real = merkle.root(map(bytes.fromhex, leaves))
    if real != root or leaves != [row[0] for row in found]:
        raise Refusal("roster_damaged", campaign=campaign)
    return Roster(
        rows=tuple(Row(row[0], facts_of(row[4])) for row in found),
        lots={row[0]: row[6] for row in found},
        avoidance=avoidance,
    )


def facts_of(value: str) -> Facts:
    """The facts behind an opened `facts` part (spec 01 §1)."""
    data: Any = json.loads(value)  # our own private row; strangers' bytes go through `canonical`
    return Facts(
        types=tuple(data["types"]),
        failed=tuple(row["type"] for row in data["failed"]),
        last=tuple(
            Visit(row["type"], date.fromisoformat(row["date"]), row["sampler"], row["tester"])
            for row in data["last"]
        ),
        conflicts=tuple(data["conflicts"]),
        status=data["status"],
    )


def as_facts(row: Enterprise) -> Facts:
    """An imported enterprise as the drawing core sees it."""
    visits = tuple(Visit(v.type, v.date, v.sampler, v.tester) for v in row.last)
    failed = tuple(code for code, _ in row.failed)
    return Facts(row.types, failed, visits, row.conflicts, row.status)


def _union(masks: Mapping[str, int], types: Iterable[str]) -> int:
    bits = 0
    for code in types:
        bits |= masks.get(code, 0)
    return bits


def _sealed(campaign: int, row: Enterprise, fresh: bytes) -> dict[str, object]:
    id_value, facts_value = _id_value(row), _facts_value(row)
    lot, id_salt, facts_salt, lot_salt = (fresh[at : at + 32].hex() for at in range(0, _FRESH, 32))
    return {
        "campaign": campaign,
        "leaf": _leaf(id_salt, id_value, facts_salt, facts_value, lot_salt, lot),
        "id_salt": id_salt,
        "id_value": id_value,
        "facts_salt": facts_salt,
        "facts_value": facts_value,
        "lot_salt": lot_salt,
        "lot": lot,
    }


def _leaf(
    id_salt: str, id_value: str, facts_salt: str, facts_value: str, lot_salt: str, lot: str
) -> str:
    return leaf(
        commitment("id", id_salt, id_value),
        commitment("facts", facts_salt, facts_value),
        commitment("lot", lot_salt, f'"{lot}"'),
    )


def _leaf_again(campaign: int, parts: Iterable[str]) -> str:
    try:
        return _leaf(*parts)
    except BadInput as error:  # a salt or value that was never written by `seal`
        raise Refusal("roster_damaged", campaign=campaign) from error


def _id_value(row: Enterprise) -> str:
    return canonical.text({"addresses": list(row.addresses), "code": row.code, "name": row.name})


def _facts_value(row: Enterprise) -> str:
    last = [
        {"date": v.date.isoformat(), "sampler": v.sampler, "tester": v.tester, "type": v.type}
        for v in row.last
    ]
    return canonical.text(
        {
            "conflicts": list(row.conflicts),
            "failed": [{"evidence": evidence, "type": code} for code, evidence in row.failed],
            "last": last,
            "region": row.region,
            "status": row.status,
            "types": list(row.types),
        }
    )
