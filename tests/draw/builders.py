"""Short names for the values that tests of the draw are made of. Everything here is synthetic."""

import datetime
import hashlib

from draw import Facts, Institution, Pool, Quota, Row, Selection, Subject, Visit

REFERENCE = datetime.date(2026, 8, 31)
SAMPLING_UNTIL = datetime.date(2026, 12, 31)
LATER = datetime.date(2027, 6, 30)


def digest(name: str | int) -> str:
    """Return 64 hex digits that stand for a name."""
    return hashlib.sha256(f"synthetic {name}".encode()).hexdigest()


def plain(number: int) -> str:
    """Return the digest that is a small number, so that a test can order leaves by hand."""
    return f"{number:064x}"


def facts(
    *types: str,
    failed: tuple[str, ...] = (),
    last: tuple[Visit, ...] = (),
    conflicts: tuple[str, ...] = (),
    status: str = "normal",
) -> Facts:
    return Facts(types, failed, last, conflicts, status)


def visit(product_type: str, day: str, sampler: str = "", tester: str = "") -> Visit:
    return Visit(product_type, datetime.date.fromisoformat(day), sampler, tester)


def row(number: int, known: Facts) -> Row:
    return Row(plain(number), known)


def quota(sampling: int, testing: int, valid_until: datetime.date = LATER) -> Quota:
    return Quota(sampling, testing, valid_until)


def institution(code: str, **types: tuple[int, int]) -> Institution:
    """Return an institution: `institution("AA", A01=(3, 2))` samples 3 and tests 2 of A01."""
    return Institution(code, {name: quota(*quotas) for name, quotas in types.items()})


def subject(number: int, *candidates: str, known: Facts | None = None) -> Subject:
    leaf, lot = plain(number), digest(f"lot {number}")
    return Subject(leaf, lot, candidates, known or facts(*candidates))


def subjects_of(selection: Selection, pool: Pool, roster: list[Row]) -> list[Subject]:
    known = {row.leaf: row.facts for row in roster}
    return [
        Subject(leaf, digest(f"lot {leaf}"), pool.candidates[leaf], known[leaf])
        for leaf, _ in selection.rows
    ]
