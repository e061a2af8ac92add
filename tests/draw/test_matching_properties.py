"""What holds of every matching (02 §8, §10), checked by walking through it again."""

import dataclasses
import itertools
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from draw import (
    Infeasible,
    Institution,
    Matching,
    MatchRules,
    Row,
    Subject,
    assign_types,
    infeasible,
    match,
    ticket,
)
from tests.draw.strategies import CODES, TYPES, match_rules, seeds, subject_lists


def rows_of(subjects: list[Subject]) -> list[Row]:
    return [Row(one.leaf, one.facts) for one in subjects]


def feasible_part(subjects: list[Subject], rules: MatchRules) -> list[Subject]:
    """Return the subjects for which no type of theirs meets an obstacle."""
    barred = {(one.leaf, one.type) for one in infeasible(rows_of(subjects), TYPES, rules)}
    return [
        one
        for one in subjects
        if not any({(None, code), (one.leaf, code)} & barred for code in one.candidates)
    ]


def pairs(subject: Subject, product_type: str, rules: MatchRules) -> list[tuple[str, str]]:
    """Return all (sampler, tester) that conflicts, quotas, validity and separation allow."""
    able: dict[str, list[str]] = {"sampling": [], "testing": []}
    for one in rules.institutions:
        quota = one.types.get(product_type)
        if quota and quota.valid_until >= rules.sampling_until:
            able["sampling"] += [one.code] * (quota.sampling > 0)
            able["testing"] += [one.code] * (quota.testing > 0)
    return [
        (sampler, tester)
        for sampler, tester in itertools.product(able["sampling"], able["testing"])
        if not {sampler, tester} & set(subject.facts.conflicts)
        and (sampler != tester or product_type in rules.waived)
    ]


@given(seeds, subject_lists(), match_rules())
def test_matching_succeeds_exactly_where_everyone_has_a_pair(
    seed: str, subjects: list[Subject], rules: MatchRules
) -> None:
    types = assign_types(seed, subjects)
    possible = all(pairs(one, types[one.leaf], rules) for one in subjects)
    try:
        assert len(match(seed, subjects, rules).rows) == len(subjects)
        assert possible
    except Infeasible:
        assert not possible


@given(seeds, subject_lists(), match_rules())
def test_no_obstacle_means_no_seed_can_fail(
    seed: str, subjects: list[Subject], rules: MatchRules
) -> None:
    able = feasible_part(subjects, rules)
    if able:
        assert len(match(seed, able, rules).rows) == len(able)


@given(seeds, subject_lists(), match_rules())
def test_every_row_keeps_the_rules(seed: str, subjects: list[Subject], rules: MatchRules) -> None:
    able = feasible_part(subjects, rules)
    if not able:
        return
    types, known = assign_types(seed, able), {one.leaf: one for one in able}
    for row in match(seed, able, rules).rows:
        one = known[row.leaf]
        assert row.type == types[row.leaf]
        assert row.salt == ticket(seed, "row", one.lot)
        allowed = pairs(one, row.type, rules)
        last = one.facts.last_visit(row.type)
        rotated = [
            pair
            for pair in allowed
            if last is None or not _repeats(pair, last.sampler, last.tester)
        ]
        assert (row.sampling, row.testing) in (rotated or allowed)
        assert (row.rotation == "dropped") == (not rotated)


def _repeats(pair: tuple[str, str], sampler: str, tester: str) -> bool:
    return pair[0] == sampler or pair[1] == tester


@given(seeds, subject_lists(), match_rules())
def test_over_quota_only_where_nobody_eligible_is_free(
    seed: str, subjects: list[Subject], rules: MatchRules
) -> None:
    able = feasible_part(subjects, rules)
    if not able:
        return
    left = _base_quotas(rules)
    known = {one.leaf: one for one in able}
    rows = match(seed, able, rules).rows
    for row in sorted(rows, key=lambda row: ticket(seed, "order", known[row.leaf].lot)):
        subject = known[row.leaf]
        allowed = pairs(subject, row.type, rules)
        last = subject.facts.last_visit(row.type)
        if last and row.rotation == "kept":
            allowed = [pair for pair in allowed if not _repeats(pair, last.sampler, last.tester)]
        testers = {tester for _, tester in allowed}
        samplers = {sampler for sampler, tester in allowed if tester == row.testing}
        for role, eligible, code in (
            ("testing", testers, row.testing),
            ("sampling", samplers, row.sampling),
        ):
            over = row.over in (role, "both")
            assert over == all(left[role, row.type, one] == 0 for one in eligible)
            if not over:
                left[role, row.type, code] -= 1
                assert left[role, row.type, code] >= 0


def _base_quotas(rules: MatchRules) -> dict[tuple[str, str, str], int]:
    left: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in rules.institutions:
        for product_type, quota in one.types.items():
            left["sampling", product_type, one.code] = quota.sampling
            left["testing", product_type, one.code] = quota.testing
    return left


@given(seeds, subject_lists(), match_rules(), st.data())
def test_the_order_of_the_subjects_changes_nothing(
    seed: str, subjects: list[Subject], rules: MatchRules, data: st.DataObject
) -> None:
    able = feasible_part(subjects, rules)
    if able:
        shuffled = data.draw(st.permutations(able))
        assert match(seed, shuffled, rules) == match(seed, able, rules)


@given(seeds, subject_lists(), match_rules())
def test_a_leaf_is_only_a_name(seed: str, subjects: list[Subject], rules: MatchRules) -> None:
    # Everything after selection is keyed by the LOT: other leaves, same types and institutions.
    able = feasible_part(subjects, rules)
    if not able:
        return
    renamed = [dataclasses.replace(one, leaf=one.lot) for one in able]
    lots = {one.leaf: one.lot for one in able}
    expected = {
        dataclasses.replace(row, leaf=lots[row.leaf]) for row in match(seed, able, rules).rows
    }
    assert set(match(seed, renamed, rules).rows) == expected


@given(seeds, subject_lists(), match_rules())
def test_names_of_institutions_matter_only_by_their_order(
    seed: str, subjects: list[Subject], rules: MatchRules
) -> None:
    able = feasible_part(subjects, rules)
    if not able:
        return
    new = {code: f"N{place}" for place, code in enumerate(CODES)} | {"": ""}
    made = match(seed, [_rename(one, new) for one in able], _rename_rules(rules, new))
    expected = Matching(
        tuple(
            dataclasses.replace(row, sampling=new[row.sampling], testing=new[row.testing])
            for row in match(seed, able, rules).rows
        )
    )
    assert made == expected


def _rename(subject: Subject, new: dict[str, str]) -> Subject:
    last = tuple(
        dataclasses.replace(visit, sampler=new[visit.sampler], tester=new[visit.tester])
        for visit in subject.facts.last
    )
    conflicts = tuple(new[code] for code in subject.facts.conflicts)
    return dataclasses.replace(
        subject, facts=dataclasses.replace(subject.facts, last=last, conflicts=conflicts)
    )


def _rename_rules(rules: MatchRules, new: dict[str, str]) -> MatchRules:
    renamed = [Institution(new[one.code], one.types) for one in rules.institutions]
    return MatchRules(renamed, rules.sampling_until, rules.waived)
