"""Facts that exist are well-formed (01 §1)."""

import dataclasses
import datetime

import pytest

from draw import BadInput, Facts, Row, Visit
from tests.draw.builders import facts, plain, visit

GOOD = Facts(("A01", "B"), ("B",), (visit("A01", "2026-01-31"),), ("AA", "AB"), "normal")


def test_a_type_of_a_last_visit_need_not_be_made() -> None:
    known = facts("A01", last=(visit("Z", "2020-02-29", "AA", ""),))
    assert known.last_visit("Z") == visit("Z", "2020-02-29", "AA", "")
    assert known.last_visit("A01") is None


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"types": ()}, "types of an enterprise"),
        ({"types": ("B", "A01")}, "types of an enterprise"),
        ({"types": ("A01", "A01", "B")}, "types of an enterprise"),
        ({"types": ("b",)}, "type of an enterprise"),
        ({"failed": ("C",)}, "failed types"),
        ({"failed": ("B", "A01")}, "failed types"),
        ({"failed": ("B", "B")}, "failed types"),
        ({"last": (visit("B", "2026-01-01"), visit("A01", "2026-01-01"))}, "last visits"),
        ({"last": (visit("B", "2026-01-01"), visit("B", "2026-01-02"))}, "last visits"),
        ({"conflicts": ("AB", "AA")}, "conflicts"),
        ({"conflicts": ("AA", "AA")}, "conflicts"),
        ({"conflicts": ("A",)}, "conflict of an enterprise"),
        ({"status": "open"}, "status"),
        ({"status": ""}, "status"),
    ],
)
def test_malformed_facts_are_refused(change: dict[str, tuple[str, ...]], what: str) -> None:
    fields = {name: getattr(GOOD, name) for name in Facts.__slots__}
    with pytest.raises(BadInput, match=f"{what}.*: expected"):
        Facts(**(fields | change))


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        (("a", datetime.date(2026, 1, 1), "", ""), "type of a last visit"),
        (("A", datetime.date(1899, 1, 1), "", ""), "date of a last visit"),
        (("A", datetime.date(2026, 1, 1), "a", ""), "sampler of a last visit"),
        (("A", datetime.date(2026, 1, 1), "", "A"), "tester of a last visit"),
    ],
)
def test_malformed_visits_are_refused(
    fields: tuple[str, datetime.date, str, str], what: str
) -> None:
    with pytest.raises(BadInput, match=f"{what}: expected"):
        Visit(*fields)


def test_a_row_needs_a_leaf() -> None:
    assert Row(plain(1), GOOD).facts is GOOD
    with pytest.raises(BadInput, match="leaf of a roster row"):
        Row("1", GOOD)


def test_values_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        GOOD.status = "closed"  # type: ignore[misc]
