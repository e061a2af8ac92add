"""What stands against opening a campaign (01 §3 item 8; 04 §3, 05.feasible)."""

import datetime

import pytest
from hypothesis import given

from draw import BadInput, Facts, Institution, MatchRules, Obstacle, Row, Subject, infeasible
from tests.draw.builders import SAMPLING_UNTIL, facts, institution, plain, quota, row, visit
from tests.draw.strategies import TYPES, match_rules, subject_lists
from tests.draw.test_matching_properties import pairs, rows_of

EXPIRED = SAMPLING_UNTIL - datetime.timedelta(days=1)
RULES = MatchRules(
    [
        institution("AA", A=(1, 1), B=(1, 1), C=(1, 0), D=(1, 1)),
        institution("AB", A=(1, 1), C=(1, 0), E=(0, 1)),
        Institution("AC", {"B": quota(1, 1, EXPIRED)}),
    ],
    SAMPLING_UNTIL,
    frozenset({"D"}),
)


def test_types_without_a_pair_are_named_even_if_nobody_makes_them() -> None:
    assert infeasible([], set("EDCBA"), RULES) == (
        Obstacle(None, "B", "no_separation"),
        Obstacle(None, "C", "no_tester"),
        Obstacle(None, "E", "no_sampler"),
    )


def test_enterprises_are_named_where_their_conflicts_are_the_cause() -> None:
    rows = [
        row(3, facts("A", "B", conflicts=("AB",))),
        row(2, facts("A", conflicts=("AC",))),
        row(1, facts("A", "D", conflicts=("AA", "AB"))),
    ]
    assert infeasible(rows, ["A", "B", "D"], RULES) == (
        Obstacle(None, "B", "no_separation"),
        Obstacle(plain(1), "A", "no_sampler"),
        Obstacle(plain(1), "D", "no_sampler"),
        Obstacle(plain(3), "A", "no_separation"),
    )


@pytest.mark.parametrize(
    "known",
    [
        facts("A", conflicts=("AB",), status="closed"),
        facts("A", last=(visit("A", "2020-01-01", "AA", "AA"),)),
        facts("X", conflicts=("AA", "AB")),
        facts("A"),
    ],
)
def test_what_is_no_obstacle(known: Facts) -> None:
    assert infeasible([row(1, known)], ["A"], RULES) == ()


@given(subject_lists(), match_rules())
def test_exactly_the_pairs_decide(subjects: list[Subject], rules: MatchRules) -> None:
    found = infeasible(rows_of(subjects), TYPES, rules)
    barren = {one.type for one in found if one.leaf is None}
    for one in subjects:
        for code in one.facts.types:
            named = code in barren or (one.leaf, code) in {(o.leaf, o.type) for o in found}
            assert named == (not pairs(one, code, rules))
    assert len(set(found)) == len(found)
    assert infeasible(rows_of(subjects)[::-1], frozenset(TYPES), rules) == found


@pytest.mark.parametrize("catalogue", [[], ["A", "A"], ["a"], "A"])
def test_a_bad_catalogue_is_refused(catalogue: list[str]) -> None:
    rows: list[Row] = []
    with pytest.raises(BadInput, match="catalogue: expected"):
        infeasible(rows, catalogue, RULES)
