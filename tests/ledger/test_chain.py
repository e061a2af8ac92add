"""What must hold between two entries, and which blobs an entry names."""

from dataclasses import replace
from typing import Any

import pytest

from ledger import Entry, Inconsistent, entries
from ledger.chain import follow, named_blobs, texts
from tests.ledger.world import AGENCY_KEY, START, genesis, note

FIRST = entries.build(genesis(), 0, "0" * 64, START, True, AGENCY_KEY)
SECOND = entries.build(note(1), 1, FIRST.leaf, START, True, AGENCY_KEY)


def test_a_right_chain() -> None:
    follow(None, FIRST)
    follow(FIRST, SECOND)


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 2},
        {"seq": 0},
        {"prev": "0" * 64},
        {"prev": SECOND.leaf},
        {"at": START - 1},
        {"simulation": False},
        {"kind": "genesis"},
    ],
    ids=str,
)
def test_a_wrong_second_entry(change: dict[str, Any]) -> None:
    with pytest.raises(Inconsistent, match="entry 1"):
        follow(FIRST, replace(SECOND, **change))


@pytest.mark.parametrize(
    "first", [SECOND, replace(FIRST, kind="test"), replace(FIRST, prev=SECOND.leaf)]
)
def test_a_wrong_first_entry(first: Entry) -> None:
    with pytest.raises(Inconsistent, match="entry 0"):
        follow(None, first)


def test_texts_and_named_blobs() -> None:
    value = {"a": ["x", {"blob": "y", "n": 1}], "blob": {"blob": "z"}, "c": None, "d": True}
    assert sorted(texts(value)) == ["x", "y", "z"]
    assert sorted(named_blobs(value)) == ["y", "z"]
    assert list(named_blobs("blob")) == []
