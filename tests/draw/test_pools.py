"""The pool, rule by rule and as a whole (02 §1)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from draw import EXCLUSIONS, Avoidance, BadInput, Facts, Infeasible, Pool, Row, pool, sample_size
from tests.draw.builders import REFERENCE, facts, plain, row, visit
from tests.draw.strategies import TYPES, chosen_types, rosters

AVOIDANCE = Avoidance(REFERENCE, 6)
RECENT, OLD = "2026-03-01", "2026-02-28"
COMPANY = row(99, facts("A01"))


def outcome(known: Facts, drawn: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return mark and candidates of one enterprise for the choice A01, A02; or its reason."""
    earlier = {plain(1)} if drawn else set()
    made = pool(["A01", "A02"], [row(1, known), COMPANY], AVOIDANCE, earlier)
    marks = dict(made.rows)
    if plain(1) in marks:
        return marks[plain(1)], made.candidates[plain(1)]
    return next((reason for reason in EXCLUSIONS if made.excluded[reason]), "absent"), ()


@pytest.mark.parametrize(
    ("known", "drawn", "expected"),
    [
        (facts("B"), False, ("absent", ())),
        (facts("B", status="closed"), False, ("absent", ())),
        (facts("A01", status="closed"), False, ("closed", ())),
        (facts("A01", failed=("A01",), status="duplicate"), True, ("duplicate", ())),
        (facts("A01", status="invalid"), True, ("invalid", ())),
        (facts("A01", "A02", failed=("A02",)), False, ("m", ("A02",))),
        (facts("A01", "A02", "B", failed=("A01", "B")), True, ("m", ("A01",))),
        (facts("A01", failed=("A01",), last=(visit("A01", RECENT),)), False, ("m", ("A01",))),
        (facts("A01", "B", failed=("B",)), False, ("r", ("A01",))),
        (facts("A01", "B", failed=("B",)), True, ("drawn", ())),
        (facts("A01", last=(visit("A01", RECENT),)), True, ("drawn", ())),
        (facts("A01", last=(visit("A01", RECENT),)), False, ("avoidance", ())),
        (facts("A01", last=(visit("A01", OLD),)), False, ("r", ("A01",))),
        (facts("A01", last=(visit("A01", "2026-08-31"),)), False, ("avoidance", ())),
        (facts("A01", "A02", last=(visit("A01", RECENT),)), False, ("r", ("A02",))),
        (facts("A01", "B", last=(visit("A01", RECENT),)), False, ("avoidance", ())),
        (facts("A01", last=(visit("B", RECENT),)), False, ("r", ("A01",))),
    ],
)
def test_the_first_rule_that_fits_decides(
    known: Facts, drawn: bool, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert outcome(known, drawn) == expected


def test_zero_months_avoid_nothing() -> None:
    visited = row(1, facts("A01", last=(visit("A01", "2026-08-31"),)))
    made = pool({"A01"}, [visited], Avoidance(REFERENCE, 0), frozenset())
    assert made.rows == ((plain(1), "r"),)


def test_counts_and_order() -> None:
    rows = [
        row(4, facts("A01", failed=("A01",))),
        row(2, facts("A01")),
        row(3, facts("A01", status="closed")),
        row(1, facts("A01", status="closed")),
    ]
    made = pool(["A01"], rows, AVOIDANCE, set())
    assert made.rows == ((plain(2), "r"), (plain(4), "m"))
    assert (made.size, made.must) == (2, 1)
    assert list(made.excluded) == list(EXCLUSIONS)
    assert dict(made.excluded) == dict.fromkeys(EXCLUSIONS, 0) | {"closed": 2}


def test_an_empty_pool_is_infeasible_and_says_why() -> None:
    rows = [row(1, facts("A01", status="closed")), row(2, facts("B"))]
    with pytest.raises(Infeasible, match=r"A01: .*\(closed 1, .*Choose other types\.$"):
        pool(["A01"], rows, AVOIDANCE, set())


@pytest.mark.parametrize(
    ("chosen", "rows", "drawn"),
    [
        ([], [COMPANY], set()),
        ("A01", [COMPANY], set()),
        (["A01", "A01"], [COMPANY], set()),
        (["a01"], [COMPANY], set()),
        (["A02", "A01"], [COMPANY], set()),
        (["A01"], [], set()),
        (["A01"], [COMPANY, COMPANY], set()),
        (["A01"], [COMPANY], {plain(7)}),
        (["A01"], [COMPANY], {"x"}),
        (["A01"], [COMPANY, row(1, facts("B", last=(visit("B", "2026-09-01"),)))], set()),
    ],
)
def test_bad_input_is_refused(chosen: list[str], rows: list[Row], drawn: set[str]) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        pool(chosen, rows, AVOIDANCE, drawn)


@pytest.mark.parametrize(
    ("planned", "size", "must", "n"),
    [(10, 100, 3, 10), (10, 5, 3, 5), (10, 100, 30, 30), (1, 1, 0, 1), (1, 1, 1, 1), (9, 4, 4, 4)],
)
def test_sample_size(planned: int, size: int, must: int, n: int) -> None:
    assert sample_size(planned, size, must) == n


@pytest.mark.parametrize("numbers", [(0, 1, 0), (1, 0, 0), (1, 1, 2), (1, 1, -1), (2**53, 1, 0)])
def test_impossible_sizes_are_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(BadInput, match="expected"):
        sample_size(*numbers)


def try_pool(chosen: set[str], rows: list[Row], drawn: set[str]) -> Pool:
    try:
        return pool(chosen, rows, AVOIDANCE, drawn)
    except Infeasible:
        assume(False)
        raise


@given(chosen_types, rosters(), st.data())
def test_the_order_of_the_roster_changes_nothing(
    chosen: set[str], rows: list[Row], data: st.DataObject
) -> None:
    made = try_pool(chosen, rows, set())
    assert try_pool(chosen, data.draw(st.permutations(rows)), set()) == made


@given(chosen_types, rosters(), st.data())
def test_what_holds_of_every_pool(chosen: set[str], rows: list[Row], data: st.DataObject) -> None:
    drawn = {one.leaf for one in data.draw(st.lists(st.sampled_from(rows)))}
    made = try_pool(chosen, rows, drawn)
    known = {one.leaf: one.facts for one in rows}
    making = [one for one in rows if chosen & set(one.facts.types)]
    assert made.size + sum(made.excluded.values()) == len(making)
    assert list(made.candidates) == [leaf for leaf, _ in made.rows] == sorted(dict(made.rows))
    for leaf, mark in made.rows:
        candidates = made.candidates[leaf]
        assert candidates
        assert set(candidates) <= chosen & set(known[leaf].types)
        assert candidates == tuple(sorted(candidates))
        assert (mark == "m") == bool(set(known[leaf].failed) & chosen)
        assert mark == "m" or leaf not in drawn


@given(chosen_types, st.sampled_from(TYPES), rosters(), st.data())
def test_one_more_type_takes_nobody_out(
    chosen: set[str], more: str, rows: list[Row], data: st.DataObject
) -> None:
    drawn = {one.leaf for one in data.draw(st.lists(st.sampled_from(rows)))}
    fewer = try_pool(chosen, rows, drawn)
    wider = try_pool(chosen | {more}, rows, drawn)
    assert dict(fewer.rows).keys() <= dict(wider.rows).keys()
    for leaf, mark in fewer.rows:
        assert mark == "r" or dict(wider.rows)[leaf] == "m"
        if dict(wider.rows)[leaf] == mark:
            assert set(fewer.candidates[leaf]) <= set(wider.candidates[leaf])
