"""What the openings say of the roster itself: 10.roster (spec 04 §3, 01 §1, §3.7)."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from .codes import is_enterprise_code
from .findings import Fault, Findings, say
from .matching import Market, has_pair
from .material import CampaignMaterial
from .openings import Row
from .step03_entries import Entry

Rows = Mapping[str, Row]


def check_roster(base: CampaignMaterial, opening: Entry, rows: Rows, findings: Findings) -> None:
    """10.roster over every row of which something is open.

    Codes valid and unique, LOTs unique, types in the catalogue, no visit after the reference
    date, and every normal row can be served for each of its types.
    """
    findings.cover("10.roster", len(rows))
    ordered = [rows[leaf] for leaf in sorted(rows)]
    faults = [*_repeated(ordered), *_codes(ordered)]
    served: dict[tuple[str, tuple[str, ...]], bool] = {}
    # Many enterprises share one object of the same facts; what is right in it is looked at once.
    right: set[int] = set()
    for row in ordered:
        if row.facts is not None and id(row.facts) not in right:
            found = list(_facts_faults(base, opening, row, served))
            faults += found
            if not found:
                right.add(id(row.facts))
    for fault in faults:
        findings.fail("10.roster", fault, entry=opening.seq)
    if base.planned is None or base.market is None:
        findings.skip("10.roster", say("catalogue or institutions could not be read"))


def _codes(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        if row.code is not None and not is_enterprise_code(row.code):
            wrong = say("the enterprise code is not valid")
            yield Fault(wrong, f"leaf {row.leaf}: id.code", None, row.code)


def _repeated(rows: Sequence[Row]) -> Iterator[Fault]:
    for name in ("code", "lot"):
        seen: dict[str, str] = {}
        for row in rows:
            value = row.code if name == "code" else row.lot
            if value is not None and seen.setdefault(value, row.leaf) != row.leaf:
                wrong = say("leaf {other} has the same value", other=seen[value])
                yield Fault(wrong, f"leaf {row.leaf}: {name}", None, value)


def _facts_faults(
    base: CampaignMaterial,
    opening: Entry,
    row: Row,
    served: dict[tuple[str, tuple[str, ...]], bool],
) -> Iterator[Fault]:
    """Faults of one enterprise; `served` remembers, by type and conflicts, who can be served."""
    facts = row.facts
    if facts is None or base.planned is None or base.market is None:
        return
    for name in facts.types:
        if name not in base.planned:
            wrong = say("the type is not in the catalogue")
            yield Fault(wrong, f"leaf {row.leaf}: facts.types", None, name)
            continue
        asked = (name, facts.conflicts)
        if asked not in served:
            served[asked] = _can_serve(base.market, *asked)
        if facts.status == "normal" and not served[asked]:
            wrong = say("no two institutions can serve this enterprise for type {type}", type=name)
            yield Fault(wrong, f"leaf {row.leaf}: facts.conflicts")
    for visit in facts.last:
        if visit[1] > opening.data["reference_date"]:
            wrong = say("a visit is later than the reference date")
            where = f"leaf {row.leaf}: facts.last"
            yield Fault(wrong, where, f"<= {opening.data['reference_date']}", visit[1])


def _can_serve(market: Market, name: str, conflicts: Collection[str]) -> bool:
    roles = (market.sampling.get(name, {}), market.testing.get(name, {}))
    able = [tuple(code for code in role if code not in conflicts) for role in roles]
    return has_pair(able[0], able[1], name in market.waived)
