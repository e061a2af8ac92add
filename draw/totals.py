"""The totals that `match.result` publishes (02 §8.5).

Contract: counts only; nothing here names an enterprise. Rows ascend by code, zeros included.
Types and institutions are never crossed, and small types are merged, to protect small groups.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from draw.institutions import MatchRules
from draw.matching import Matching
from draw.notation import ascending_types, refusal
from draw.pools import Pool

_SMALL = 50
"""Types with fewer pool rows are merged."""

MERGED = "*"
"""Stands in place of a type for the small types together; always the last row."""


def by_institution(
    matching: Matching, rules: MatchRules, chosen: Collection[str]
) -> tuple[tuple[str, int, int], ...]:
    """Return (code, rows it samples, rows it tests), ascending by code (02 §8.5).

    One row for every institution with a quota in some chosen type, even if its qualification ends
    too early. Both columns sum to n. Raises BadInput if the matching names any other institution.
    """
    wanted = frozenset(ascending_types("chosen types", chosen))
    codes = [one.code for one in rules.institutions if not wanted.isdisjoint(one.types)]
    sampling = Counter(row.sampling for row in matching.rows)
    testing = Counter(row.testing for row in matching.rows)
    if strange := (sampling.keys() | testing.keys()) - set(codes):
        advice = "Pass the rules and the choice that this matching was made with."
        expected = "institutions with a quota in a chosen type"
        raise refusal("matching", expected, repr(min(strange)), advice)
    return tuple((code, sampling[code], testing[code]) for code in codes)


def by_type(
    chosen: Collection[str], pool: Pool, matching: Matching, merged: bool = True
) -> tuple[tuple[str, int, int], ...]:
    """Return (type, pool rows that have it as a candidate, rows drawn for it) (02 §8.5).

    Ascending by type; types with fewer than 50 pool rows are merged into one last row `*`, which
    takes in the next smallest types until it has 50 itself; not with allocation `per_type`
    (`merged` false), where every type's counts are public anyway. Raises BadInput if the matching
    does not belong to this pool and choice.
    """
    types = ascending_types("chosen types", chosen)
    _require_pool(types, pool, matching)
    rows = Counter(code for candidates in pool.candidates.values() for code in candidates)
    drawn = Counter(row.type for row in matching.rows)
    table = [(code, rows[code], drawn[code]) for code in types]
    return _merge(table) if merged else tuple(table)


def _require_pool(types: Sequence[str], pool: Pool, matching: Matching) -> None:
    for row in matching.rows:
        if row.type not in types or row.type not in pool.candidates.get(row.leaf, ()):
            found = f"{row.leaf} drawn for {row.type}"
            advice = "Pass the pool and the choice that this matching was made with."
            raise refusal("matching", "rows of the pool with a candidate type", found, advice)


def _merge(rows: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Merge small types: all below 50, then the smallest (lowest code) until 50 are together."""
    smallest_first = sorted(rows, key=lambda row: (row[1], row[0]))
    merged: list[tuple[str, int, int]] = []
    together = 0
    for row in smallest_first:
        if row[1] >= _SMALL and (not merged or together >= _SMALL):
            break
        merged.append(row)
        together += row[1]
    if not merged:
        return tuple(rows)
    kept = [row for row in rows if row not in merged]
    return (*kept, (MERGED, together, sum(drawn for _, _, drawn in merged)))
