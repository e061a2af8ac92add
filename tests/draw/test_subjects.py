"""The type of a selected enterprise (02 §7)."""

import pytest

from draw import BadInput, Facts, Subject, assign_types, index, ticket
from tests.draw.builders import digest, facts, plain, subject

SEED = digest("seed")


def test_a_type_is_the_candidate_at_the_index() -> None:
    subjects = [subject(number, "A01", "A02", "B") for number in range(40)]
    types = assign_types(SEED, subjects)
    assert list(types) == sorted(one.leaf for one in subjects)
    for one in subjects:
        place = index(ticket(SEED, "type", one.lot), 3)
        assert types[one.leaf] == ("A01", "A02", "B")[place]
    assert set(types.values()) == {"A01", "A02", "B"}


def test_one_candidate_is_the_type_and_order_changes_nothing() -> None:
    subjects = [subject(1, "A01"), subject(2, "A02", "B")]
    assert assign_types(SEED, subjects)[plain(1)] == "A01"
    assert assign_types(SEED, subjects[::-1]) == assign_types(SEED, subjects)


@pytest.mark.parametrize(
    ("leaf", "lot", "candidates", "known"),
    [
        ("1", digest(1), ("A",), facts("A")),
        (plain(1), "x", ("A",), facts("A")),
        (plain(1), digest(1), (), facts("A")),
        (plain(1), digest(1), ("B", "A"), facts("A", "B")),
        (plain(1), digest(1), ("A", "A"), facts("A")),
        (plain(1), digest(1), ("B",), facts("A")),
    ],
)
def test_a_malformed_subject_is_refused(
    leaf: str, lot: str, candidates: tuple[str, ...], known: Facts
) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        Subject(leaf, lot, candidates, known)


@pytest.mark.parametrize(
    "subjects",
    [
        [],
        [subject(1, "A"), Subject(plain(1), digest(2), ("A",), facts("A"))],
        [subject(1, "A"), Subject(plain(2), digest("lot 1"), ("A",), facts("A"))],
    ],
)
def test_repetitions_are_refused(subjects: list[Subject]) -> None:
    with pytest.raises(BadInput, match="subjects: expected"):
        assign_types(SEED, subjects)


def test_a_lot_is_not_printed() -> None:
    assert digest("lot 1") not in repr(subject(1, "A"))
