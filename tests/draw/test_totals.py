"""Totals by institution and by type, small types merged (02 §8.5)."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import (
    BadInput,
    Matching,
    MatchRow,
    MatchRules,
    Pool,
    Subject,
    by_institution,
    by_type,
    match,
)
from tests.draw.builders import SAMPLING_UNTIL, digest, institution, plain
from tests.draw.strategies import TYPES, match_rules, seeds, subject_lists
from tests.draw.test_matching_properties import feasible_part


def matching(*rows: tuple[int, str, str, str]) -> Matching:
    return Matching(
        tuple(
            MatchRow(plain(number), product_type, sampler, tester, "none", "kept", digest("salt"))
            for number, product_type, sampler, tester in rows
        )
    )


def pool_of(**sizes: int) -> Pool:
    """Return a pool with that many rows per type, one candidate each, numbered from 0."""
    types = [code for code, size in sizes.items() for _ in range(size)]
    leaves = [plain(number) for number in range(len(types))]
    candidates = {leaf: (code,) for leaf, code in zip(leaves, types, strict=True)}
    return Pool(tuple((leaf, "r") for leaf in leaves), candidates, {})


def merged(**sizes: int) -> tuple[tuple[str, int], ...]:
    rows = by_type(sizes.keys(), pool_of(**sizes), Matching(()))
    return tuple((code, size) for code, size, _ in rows)


RULES = MatchRules(
    [
        institution("AA", A=(1, 0)),
        institution("AB", A=(0, 1), B=(1, 1)),
        institution("AC", C=(1, 1)),
        institution("AD", B=(5, 5)),
    ],
    SAMPLING_UNTIL,
    frozenset(),
)


def test_institutions_with_a_quota_in_a_chosen_type_are_listed() -> None:
    made = matching((1, "A", "AA", "AB"), (2, "A", "AA", "AB"))
    assert by_institution(made, RULES, ["A"]) == (("AA", 2, 0), ("AB", 0, 2))
    assert by_institution(made, RULES, {"B", "A"}) == (("AA", 2, 0), ("AB", 0, 2), ("AD", 0, 0))


def test_an_institution_without_a_quota_is_refused() -> None:
    with pytest.raises(BadInput, match=r"matching: expected .*, found 'AC'"):
        by_institution(matching((1, "A", "AA", "AC")), RULES, ["A"])


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"A": 50, "B": 60}, (("A", 50), ("B", 60))),
        ({"A": 49}, (("*", 49),)),
        ({"A": 0}, (("*", 0),)),
        ({"A": 49, "B": 90, "C": 60}, (("B", 90), ("*", 109))),
        ({"A": 30, "B": 20, "C": 60}, (("C", 60), ("*", 50))),
        ({"A": 30, "B": 19, "C": 60, "D": 60}, (("D", 60), ("*", 109))),
        ({"A": 49, "B": 49, "C": 50}, (("C", 50), ("*", 98))),
        ({"A": 0, "B": 50}, (("*", 50),)),
    ],
)
def test_small_types_are_merged(
    sizes: dict[str, int], expected: tuple[tuple[str, int], ...]
) -> None:
    assert merged(**sizes) == expected


def test_drawn_rows_are_counted_by_type() -> None:
    made = matching((0, "A", "AA", "AB"), (49, "A", "AA", "AB"), (50, "B", "AA", "AB"))
    assert by_type(["A", "B", "C"], pool_of(A=50, B=60, C=70), made) == (
        ("A", 50, 2),
        ("B", 60, 1),
        ("C", 70, 0),
    )
    assert by_type(["A", "B"], pool_of(A=50, B=3), made) == (("*", 53, 3),)


@pytest.mark.parametrize("row", [(0, "B", "AA", "AB"), (9, "A", "AA", "AB"), (0, "C", "AA", "AB")])
def test_a_matching_of_another_pool_is_refused(row: tuple[int, str, str, str]) -> None:
    with pytest.raises(BadInput, match="matching: expected rows of the pool"):
        by_type(["A", "B"], pool_of(A=2, B=2), matching(row))


@given(seeds, subject_lists(), match_rules())
def test_both_columns_sum_to_n(seed: str, subjects: list[Subject], rules: MatchRules) -> None:
    able = feasible_part(subjects, rules)
    if not able:
        return
    made = match(seed, able, rules)
    rows = by_institution(made, rules, TYPES)
    assert [code for code, _, _ in rows] == [one.code for one in rules.institutions]
    assert sum(sampling for _, sampling, _ in rows) == len(able)
    assert sum(testing for _, _, testing in rows) == len(able)


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 120), min_size=1))
def test_no_small_cell_stays_unless_all_are_merged(sizes: dict[str, int]) -> None:
    rows = merged(**sizes)
    assert sum(size for _, size in rows) == sum(sizes.values())
    assert all(size >= 50 for _, size in rows) or [code for code, _ in rows] == ["*"]
    assert [code for code, _ in rows if code != "*"] == sorted(c for c, _ in rows if c != "*")
    assert Counter(code for code, _ in rows)["*"] <= 1
    assert "*" not in [code for code, _ in rows[:-1]]
