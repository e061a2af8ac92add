"""Selection, cut-off, odds and reserves (02 §6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import BadInput, Selection, reserves, select, ticket
from draw.selection import _lowest
from tests.draw.builders import digest, plain
from tests.draw.strategies import pool_lists, seeds

SEED = digest("seed")
POOL = [(plain(number), "m" if number in (2, 5) else "r") for number in range(1, 9)]


@st.composite
def draws(draw: st.DrawFn) -> tuple[list[tuple[str, str]], int]:
    rows = draw(pool_lists())
    must = sum(mark == "m" for _, mark in rows)
    return rows, draw(st.integers(max(must, 1), len(rows)))


def ranked(seed: str, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((ticket(seed, "draw", leaf), leaf) for leaf, mark in rows if mark == "r")


@given(seeds, draws())
def test_the_lowest_tickets_win(seed: str, drawn: tuple[list[tuple[str, str]], int]) -> None:
    rows, size = drawn
    must = [row for row in rows if row[1] == "m"]
    order = ranked(seed, rows)
    winners = order[: size - len(must)]
    expected = sorted([*must, *((leaf, "r") for _, leaf in winners)])
    made = select(seed, rows, size)
    assert made.rows == tuple(expected)
    assert made.cutoff == (winners[-1][0] if winners else None)
    assert made.odds == ((len(winners), len(order)) if order else None)
    assert reserves(seed, rows, made) == tuple(leaf for _, leaf in order[len(winners) :])


@given(seeds, draws())
def test_one_row_is_checked_by_the_cut_off(
    seed: str, drawn: tuple[list[tuple[str, str]], int]
) -> None:
    rows, size = drawn
    made = select(seed, rows, size)
    assert len(made.rows) == size
    for leaf, mark in rows:
        below = made.cutoff is not None and ticket(seed, "draw", leaf) <= made.cutoff
        assert ((leaf, mark) in made.rows) == (mark == "m" or below)


@given(seeds, draws())
def test_musts_never_move_the_cut_off(seed: str, drawn: tuple[list[tuple[str, str]], int]) -> None:
    rows, size = drawn
    others = [row for row in rows if row[1] == "r"]
    places = size - (len(rows) - len(others))
    if places:
        alone = select(seed, others, places)
        made = select(seed, rows, size)
        assert (alone.cutoff, alone.odds) == (made.cutoff, made.odds)


def test_only_musts() -> None:
    made = select(SEED, POOL, 2)
    assert made == Selection(((plain(2), "m"), (plain(5), "m")), None, (0, 6))
    assert len(reserves(SEED, POOL, made)) == 6


def test_nobody_but_musts() -> None:
    rows = [(plain(1), "m"), (plain(2), "m")]
    made = select(SEED, rows, 2)
    assert made == Selection(tuple(rows), None, None)
    assert reserves(SEED, rows, made) == ()


def test_everybody() -> None:
    made = select(SEED, POOL, len(POOL))
    assert made.rows == tuple(POOL)
    assert made.odds == (6, 6)
    assert made.cutoff == ranked(SEED, POOL)[-1][0]


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=20), st.data())
def test_leaving_out_high_tickets_changes_nothing(some: list[bytes], data: st.DataObject) -> None:
    # Any spread at all: few distinct values repeated, so that ties and bad bounds occur.
    spread = some * data.draw(st.integers(1, 12)) + [bytes([255] * 32)] * data.draw(
        st.integers(0, 200)
    )
    tickets = data.draw(st.permutations(spread)) if len(spread) < 40 else spread
    count = data.draw(st.integers(0, len(tickets)))
    expected = sorted(range(len(tickets)), key=lambda place: (tickets[place], place))[:count]
    found = _lowest(tickets, count)
    assert sorted(found) == sorted(expected)
    assert found[-1:] == expected[-1:]


def test_a_large_pool_is_drawn_as_by_sorting() -> None:
    rows = [(leaf, "r") for leaf in sorted(map(digest, range(2000)))]
    made = select(SEED, rows, 300)
    assert {leaf for leaf, _ in made.rows} == {leaf for _, leaf in ranked(SEED, rows)[:300]}


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        ([], 1),
        (POOL, 0),
        (POOL, 1),
        (POOL, 9),
        (POOL, True),
        (POOL[::-1], 4),
        ([POOL[0], *POOL], 4),
        ([(plain(1), "x")], 1),
        ([(plain(1), "")], 1),
        ([("1", "r")], 1),
        ([(plain(10).upper(), "r")], 1),
    ],
)
def test_bad_input_is_refused(rows: list[tuple[str, str]], size: int) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        select(SEED, rows, size)


def test_a_bad_seed_is_refused() -> None:
    with pytest.raises(BadInput, match="seed: expected"):
        select(SEED.upper(), POOL, 4)


def test_reserves_belong_to_their_selection() -> None:
    made = select(SEED, POOL, 4)
    other_seed = digest("another seed")
    assert select(other_seed, POOL, 4).rows != made.rows
    for seed, rows, selection in (
        (other_seed, POOL, made),
        (SEED, POOL[1:], made),
        (SEED, POOL, Selection((), None, None)),
        (SEED, POOL, Selection(made.rows[:1], made.cutoff, made.odds)),
    ):
        with pytest.raises(BadInput, match="expected"):
            reserves(seed, rows, selection)
