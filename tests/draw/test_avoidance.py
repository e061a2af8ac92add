"""Calendar months, clamped to the end of the month (02 §2)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import Avoidance, BadInput, months_after, months_before
from tests.draw.builders import REFERENCE, visit

days = st.dates(datetime.date(1902, 1, 1), datetime.date(9997, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "cut"),
    [
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-08-31", 0, "2026-08-31"),
        ("2026-08-31", 12, "2025-08-31"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-02-29", 24, "2022-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 1, "2026-11-30"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2000-03-30", 1, "2000-02-29"),
        ("1900-01-01", 24, "1898-01-01"),
    ],
)
def test_months_before(start: str, months: int, cut: str) -> None:
    assert months_before(day(start), months) == day(cut)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31", 12, "2027-08-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
    ],
)
def test_months_after(start: str, months: int, end: str) -> None:
    assert months_after(day(start), months) == day(end)


@given(days, st.integers(0, 24))
def test_a_month_is_a_month(start: datetime.date, months: int) -> None:
    cut = months_before(start, months)
    assert (start.year - cut.year) * 12 + start.month - cut.month == months
    assert cut.day == start.day or (cut.day < start.day and (cut + datetime.timedelta(1)).day == 1)
    assert months_after(cut, months) <= start


def test_impossible_months_are_refused() -> None:
    for refused in (
        lambda: months_before(REFERENCE, -1),
        lambda: months_after(REFERENCE, -1),
        lambda: months_after(day("9999-12-01"), 1),
        lambda: months_before(REFERENCE, 12 * 2026),
        lambda: months_before(REFERENCE, True),
        lambda: Avoidance(REFERENCE, 25),
        lambda: Avoidance(day("1899-12-31"), 6),
    ):
        with pytest.raises(BadInput, match=r"expected .*, found"):
            refused()


def test_a_visit_after_the_reference_date_is_refused() -> None:
    Avoidance(REFERENCE, 6).require_past(visit("A", "2026-08-31"))
    with pytest.raises(BadInput, match="expected a day up to the reference date 2026-08-31"):
        Avoidance(REFERENCE, 6).require_past(visit("A", "2026-09-01"))
