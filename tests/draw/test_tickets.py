"""Tickets and indices (02 §5)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import BadInput, index, ticket
from draw.tickets import LABELS, raw_tickets
from tests.draw.builders import digest

SEED, KEY = digest("seed"), digest("key")


@pytest.mark.parametrize("label", ["draw", "type", "order", "test", "sample", "row"])
def test_a_ticket_is_what_sha256sum_prints(label: str) -> None:
    assert ticket(SEED, label, KEY) == hashlib.sha256(f"{SEED}:{label}:{KEY}".encode()).hexdigest()


@given(st.sampled_from(LABELS), st.lists(st.integers(0, 99).map(digest)))
def test_many_tickets_are_the_single_ones(label: str, keys: list[str]) -> None:
    assert [one.hex() for one in raw_tickets(SEED, label, map(str.encode, keys))] == [
        ticket(SEED, label, key) for key in keys
    ]


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [
        (0, 1, 0),
        (2**256 - 1, 1, 0),
        (2**255 - 1, 2, 0),
        (2**255, 2, 1),
        (2**256 - 1, 7, 6),
        (2**256 // 3, 3, 0),
        (2**256 // 3 + 1, 3, 1),
        (2**256 - 1, 2**53 - 1, 2**53 - 2),
    ],
)
def test_index_at_its_borders(number: int, total: int, expected: int) -> None:
    assert index(f"{number:064x}", total) == expected


@given(st.integers(0, 2**256 - 1), st.integers(1, 2**53 - 1))
def test_an_index_is_below_its_total(number: int, total: int) -> None:
    place = index(f"{number:064x}", total)
    assert 0 <= place < total
    assert place <= number * total / 2**256 * (1 + 1e-9)


@pytest.mark.parametrize(
    "values",
    [
        ("x", "draw", KEY),
        (SEED.upper(), "draw", KEY),
        (SEED, "staff", KEY),
        (SEED, "", KEY),
        (SEED, "draw", "91990000MA0DEM005D"),
        (SEED, "type", KEY.upper()),
    ],
)
def test_bad_ticket_input_is_refused(values: tuple[str, str, str]) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        ticket(*values)


def test_a_lot_is_not_printed() -> None:
    with pytest.raises(BadInput) as refused:
        ticket(SEED, "order", KEY.upper())
    assert KEY.upper() not in str(refused.value)


@pytest.mark.parametrize(("text", "total"), [(KEY, 0), (KEY, -1), (KEY, 2**53), ("0x1", 3)])
def test_bad_index_input_is_refused(text: str, total: int) -> None:
    with pytest.raises(BadInput, match="expected"):
        index(text, total)
