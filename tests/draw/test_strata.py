"""Allocation `per_type`: type first, then a quota per type (02 §6.1)."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import BadInput, Stratum, select, select_by_type, ticket
from tests.draw.builders import digest, plain
from tests.draw.strategies import TYPES, pool_lists, seeds

SEED = digest("seed")
Rows = list[tuple[str, str]]


@st.composite
def typed_pools(draw: st.DrawFn) -> tuple[Rows, Mapping[str, str], Mapping[str, int]]:
    rows = draw(pool_lists())
    chosen = sorted(draw(st.sets(st.sampled_from(TYPES), min_size=1)))
    types = {leaf: draw(st.sampled_from(chosen)) for leaf, _ in rows}
    return rows, types, {code: draw(st.integers(1, 12)) for code in chosen}


@given(seeds, typed_pools())
def test_each_stratum_is_drawn_by_its_own_quota(
    seed: str, given_: tuple[Rows, Mapping[str, str], Mapping[str, int]]
) -> None:
    """Walked through again with sorted pairs, type by type."""
    rows, types, planned = given_
    drawn = select_by_type(seed, rows, types, planned)
    expected: Rows = []
    for stratum, code in zip(drawn.strata, sorted(planned), strict=True):
        own = [row for row in rows if types[row[0]] == code]
        must = [row for row in own if row[1] == "m"]
        others = sorted((ticket(seed, "draw", leaf), leaf) for leaf, mark in own if mark == "r")
        size = max(min(planned[code], len(own)), len(must))
        winners = others[: size - len(must)]
        expected += [*must, *((leaf, "r") for _, leaf in winners)]
        cutoff = winners[-1][0] if winners else None
        odds = (len(winners), len(others)) if others else None
        assert stratum == Stratum(code, len(own), len(must), size, cutoff, odds)
    assert drawn.rows == tuple(sorted(expected))


@given(seeds, pool_lists(), st.integers(1, 40))
def test_one_type_is_drawn_as_a_pool(seed: str, rows: Rows, planned: int) -> None:
    drawn = select_by_type(seed, rows, dict.fromkeys((leaf for leaf, _ in rows), "A01"), {"A01": 5})
    must = sum(mark == "m" for _, mark in rows)
    alone = select(seed, rows, max(min(5, len(rows)), must))
    assert drawn.rows == alone.rows
    assert (drawn.strata[0].cutoff, drawn.strata[0].odds) == (alone.cutoff, alone.odds)


def test_a_shortfall_is_not_made_up_elsewhere() -> None:
    rows = [(plain(number), "r") for number in range(1, 11)]
    types = {leaf: "A01" if leaf == plain(1) else "A02" for leaf, _ in rows}
    drawn = select_by_type(SEED, rows, types, {"A01": 5, "A02": 3, "B1": 4})
    assert [one.size for one in drawn.strata] == [1, 3, 0]
    assert drawn.strata[2] == Stratum("B1", 0, 0, 0, None, None)
    assert len(drawn.rows) == 4


@pytest.mark.parametrize("types", [{}, {plain(1): "B1"}])
def test_a_row_without_a_chosen_type_is_refused(types: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="a chosen type"):
        select_by_type(SEED, [(plain(1), "r")], types, {"A01": 1})


@pytest.mark.parametrize("numbers", [[], [2, 1], [1, 1], [3, 2]])
def test_a_pool_out_of_order_is_refused_even_if_its_strata_are_in_order(numbers: list[int]) -> None:
    types = {plain(number): f"A0{number}" for number in (1, 2, 3)}
    planned = dict.fromkeys(types.values(), 1)
    rows = [(plain(number), "r") for number in numbers]
    with pytest.raises(BadInput, match="leaves of the pool"):
        select_by_type(SEED, rows, types, planned)


@pytest.mark.parametrize(
    ("pool_size", "must", "size", "cutoff", "odds"),
    [
        (3, 0, 4, digest("t"), (4, 3)),
        (3, 2, 1, None, None),
        (3, 0, 1, None, (1, 3)),
        (3, 0, 1, digest("t"), (2, 3)),
        (3, 3, 3, digest("t"), None),
        (3, 0, 1, "X" * 64, (1, 3)),
    ],
)
def test_numbers_that_cannot_be_together(
    pool_size: int, must: int, size: int, cutoff: str | None, odds: tuple[int, int] | None
) -> None:
    with pytest.raises(BadInput):
        Stratum("A01", pool_size, must, size, cutoff, odds)
