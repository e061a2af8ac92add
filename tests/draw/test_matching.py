"""Matching, case by case (02 §8)."""

import dataclasses
import hashlib
from typing import Any

import pytest

from draw import (
    BadInput,
    Infeasible,
    Institution,
    Matching,
    MatchRow,
    MatchRules,
    Quota,
    match,
    ticket,
)
from tests.draw.builders import (
    LATER,
    SAMPLING_UNTIL,
    digest,
    facts,
    institution,
    plain,
    quota,
    subject,
    visit,
)

SEED = digest("seed")
ROW = MatchRow("1" * 64, "A01", "AA", "AB", "both", "dropped", "2" * 64)


def rules(*institutions: Institution, waived: str = "") -> MatchRules:
    return MatchRules(institutions, SAMPLING_UNTIL, frozenset(waived.split()))


def only(made: Matching) -> MatchRow:
    (row,) = made.rows
    return row


def test_a_row_is_the_hash_of_its_text() -> None:
    text = (
        f"sunlot/v1/row\nsalt={'2' * 64}\nleaf={'1' * 64}\ntype=A01\n"
        "sampling=AA\ntesting=AB\nover=both\nrotation=dropped\n"
    )
    assert ROW.digest() == hashlib.sha256(text.encode("ascii")).digest()


def test_one_enterprise_by_hand() -> None:
    made = rules(
        institution("AA", A01=(2, 5)), institution("AB", A01=(3, 0)), institution("AC", A01=(4, 1))
    )
    one = subject(1, "A01")
    tester = "AA" if int(ticket(SEED, "test", one.lot), 16) * 6 >> 256 < 5 else "AC"
    place = int(ticket(SEED, "sample", one.lot), 16)
    if tester == "AA":
        sampler = "AB" if place * 7 >> 256 < 3 else "AC"
    else:
        sampler = "AA" if place * 5 >> 256 < 2 else "AB"
    salt = ticket(SEED, "row", one.lot)
    expected = MatchRow(plain(1), "A01", sampler, tester, "none", "kept", salt)
    assert match(SEED, [one], made).rows == (expected,)


def test_separation_leaves_one_way() -> None:
    made = rules(institution("AA", A01=(9, 9)), institution("AB", A01=(0, 9)))
    row = only(match(SEED, [subject(1, "A01")], made))
    assert (row.sampling, row.testing, row.over) == ("AA", "AB", "none")


def test_a_waiver_allows_one_institution_and_forces_nothing() -> None:
    alone = rules(institution("AA", A01=(9, 9)), waived="A01")
    assert match(SEED, [subject(1, "A01")], alone).waived == 1
    two = rules(institution("AA", A01=(99, 99)), institution("AB", A01=(99, 99)), waived="A01")
    waived = match(SEED, [subject(number, "A01") for number in range(60)], two).waived
    assert 0 < waived < 60


def test_a_conflict_bans_both_roles() -> None:
    made = rules(*(institution(code, A01=(9, 9)) for code in ("AA", "AB", "AC")))
    for number in range(20):
        one = subject(number, "A01", known=facts("A01", conflicts=("AB",)))
        row = only(match(SEED, [one], made))
        assert {row.sampling, row.testing} == {"AA", "AC"}


def test_a_conflict_without_a_pair_is_infeasible() -> None:
    made = rules(institution("AA", A01=(9, 9)), institution("AB", A01=(9, 9)))
    one = subject(1, "A01", known=facts("A01", conflicts=("AB",)))
    with pytest.raises(Infeasible, match=r"type A01: expected a pair .* found none.*waiver"):
        match(SEED, [one], made)


def test_rotation_is_per_role() -> None:
    made = rules(institution("AA", A01=(9, 9)), institution("AB", A01=(9, 9)))
    last = (visit("A01", "2020-01-01", "AA", "AB"),)
    row = only(match(SEED, [subject(1, "A01", known=facts("A01", last=last))], made))
    assert (row.sampling, row.testing, row.rotation) == ("AB", "AA", "kept")


def test_rotation_of_another_type_does_not_count() -> None:
    made = rules(institution("AA", A01=(9, 0)), institution("AB", A01=(0, 9)))
    last = (visit("B", "2020-01-01", "AA", "AB"),)
    row = only(match(SEED, [subject(1, "A01", known=facts("A01", last=last))], made))
    assert row.rotation == "kept"


def test_rotation_that_leaves_no_pair_is_dropped_in_both_roles() -> None:
    made = rules(
        institution("AA", A01=(9, 0)), institution("AB", A01=(0, 9)), institution("AC", A01=(0, 9))
    )
    known = facts("A01", last=(visit("A01", "2020-01-01", "AA", "AB"),))
    testers = set()
    for number in range(30):
        row = only(match(SEED, [subject(number, "A01", known=known)], made))
        assert (row.sampling, row.rotation) == ("AA", "dropped")
        testers.add(row.testing)
    assert testers == {"AB", "AC"}


def test_over_quota_is_counted_per_role_and_reduces_nothing() -> None:
    made = rules(institution("AA", A01=(2, 0)), institution("AB", A01=(0, 1)))
    rows = match(SEED, [subject(number, "A01") for number in range(4)], made)
    assert sorted(row.over for row in rows.rows) == ["both", "both", "none", "testing"]
    assert rows.over_quota == (2, 3)


def test_over_quota_is_drawn_by_base_quota() -> None:
    made = rules(
        institution("AA", A01=(9000, 0)),
        institution("AB", A01=(0, 1)),
        institution("AC", A01=(0, 99)),
    )
    rows = match(SEED, [subject(number, "A01") for number in range(600)], made).rows
    over = [row.testing for row in rows if row.over == "testing"]
    assert len(over) == 500
    assert 0 < over.count("AB") < 25  # 5 are expected; equal chances would give 250


def test_quotas_are_per_type() -> None:
    made = rules(institution("AA", A01=(1, 0), B=(1, 0)), institution("AB", A01=(0, 1), B=(0, 1)))
    rows = match(SEED, [subject(1, "A01"), subject(2, "B")], made)
    assert rows.over_quota == (0, 0)
    assert [row.leaf for row in rows.rows] == [plain(1), plain(2)]


@pytest.mark.parametrize(
    "change",
    [
        {"leaf": "1"},
        {"type": "*"},
        {"sampling": ""},
        {"testing": "ab"},
        {"over": "all"},
        {"rotation": "no"},
        {"salt": "2" * 63},
    ],
    ids=str,
)
def test_a_malformed_row_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        dataclasses.replace(ROW, **change)


def test_rows_stand_in_order() -> None:
    other = dataclasses.replace(ROW, leaf="0" * 64)
    assert Matching((other, ROW)).rotation_dropped == 2
    for rows in ((ROW, other), (ROW, ROW)):
        with pytest.raises(BadInput, match="match rows by leaf"):
            Matching(rows)


def weighted(code: str, sampling: int, testing: int) -> Institution:
    return Institution(code, {"A01": Quota(sampling, testing, LATER, weighted=True)})


def test_weights_are_never_used_up() -> None:
    """By weight 3 to 1 the first gets about three of four tests, for ever, and none is over."""
    made = rules(weighted("AA", 0, 3), weighted("AB", 0, 1), weighted("AC", 1, 0))
    rows = match(SEED, [subject(number, "A01") for number in range(400)], made).rows
    assert {row.over for row in rows} == {"none"}
    assert 270 < sum(row.testing == "AA" for row in rows) < 330
    for row, one in zip(rows, (subject(number, "A01") for number in range(400)), strict=True):
        place = int(ticket(SEED, "test", one.lot), 16) * 4 >> 256
        assert row.testing == ("AA" if place < 3 else "AB")


def test_quotas_and_weights_in_one_type_are_refused() -> None:
    with pytest.raises(BadInput, match="all quotas or all weights"):
        rules(weighted("AA", 1, 1), institution("AB", A01=(1, 1)))


def test_each_type_may_be_of_its_own_form() -> None:
    both = Institution("AA", {"A01": quota(1, 1), "A02": Quota(1, 1, LATER, weighted=True)})
    made = rules(both)
    assert made.weighted == {"A02"}
    assert (made.offer("A01").weighted, made.offer("A02").weighted) == (False, True)
    assert made.offer("A02").without(["AA"], []).weighted
