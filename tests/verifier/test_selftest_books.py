"""Random honest books are proven; changed ones never are."""

from pathlib import Path

import pytest

from verifier.selftest.honest import false_alarm, honest_book
from verifier.selftest.mutating import (
    byte_mutations,
    field_mutations,
    is_free,
    small_book,
    survivors,
)
from verifier.selftest.package import Package, report_of

SMALL = 20_000


@pytest.mark.parametrize("seed", range(60))
def test_honest_books_raise_no_alarm(seed: int) -> None:
    assert false_alarm(seed) is None


def test_honest_books_differ_and_repeat() -> None:
    first, again, other = honest_book(3), honest_book(3), honest_book(4)
    assert first.files == again.files
    assert first.files != other.files


def test_every_byte_counts() -> None:
    """Every 17th here, all in scripts/battery."""
    assert sum(map(len, small_book().files.values())) <= SMALL
    count, left = survivors(byte_mutations(17))
    assert (count > 500, left) == (True, [])


def test_every_field_counts() -> None:
    """Every 23rd here, all in scripts/battery."""
    count, left = survivors(field_mutations(23))
    assert (count > 80, left) == (True, [])


def test_a_change_that_is_not_seen_is_reported(tmp_path: Path) -> None:
    honest = small_book()
    assert survivors(iter([("nothing", honest)]))[1][0].exit == 0
    broken = Package(honest.maker, [], {}, b"x")
    assert report_of(broken, tmp_path)["exit"] == 2


def test_free_fields_are_few() -> None:
    assert is_free("campaign.open", "title", "change")
    assert not is_free("campaign.open", "title", "drop")
    assert not is_free("draw.result", "seed", "change")
