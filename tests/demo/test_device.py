"""The player's own device: its commitment is the specification's, and a wrong proof is noticed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.device import Contribution
from demo.errors import NotSeen
from draw import secret_commitment
from ledger import merkle

ROSTER = "ab" * 32
SHOWN = f"2. 粘贴：\nsunlot:contribute:1:2:3:{ROSTER}"
Change = Callable[[dict[str, object]], object]


def proof(mine: Contribution, index: int = 5, size: int = 9) -> dict[str, object]:
    """A proof as docs/spec/03 §10 says; its path is made the slow way, by roots of halves."""
    data = {"commitment": mine.commitment, "draw": mine.draw, "representative": mine.number}
    entry = json.dumps({"body": {"data": data, "seq": index}, "sigs": []})
    leaves = [b"%d" % n for n in range(size)]
    leaves[index] = entry.encode()
    root = base64.b64encode(bytes.fromhex(merkle.root(leaves))).decode()
    return {
        "checkpoint": f"example.org/x\n{size}\n{root}\n",
        "entry": entry,
        "index": index,
        "proof": path(index, leaves),
        "roster": mine.roster,
    }


def path(index: int, leaves: list[bytes]) -> list[str]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    half = 1
    while 2 * half < len(leaves):
        half *= 2
    left, right = leaves[:half], leaves[half:]
    if index < half:
        return [*path(index, left), merkle.root(right)]
    return [*path(index - half, right), merkle.root(left)]


def test_the_commitment_is_the_one_of_the_rules() -> None:
    mine = Contribution.make(SHOWN, "3 5 2 6")
    expected = secret_commitment(1, 2, ROSTER, "representative.3", mine.secret)
    assert mine.commitment == expected
    assert mine.handed_in() == f"sunlot:commitment:1:2:3:{expected}"
    assert mine.opened() == f"sunlot:opening:1:2:3:{mine.secret}"


def test_every_secret_is_another() -> None:
    assert len({Contribution.make(SHOWN, "same").secret for _ in range(20)}) == 20


def test_without_a_code_nothing_is_made() -> None:
    with pytest.raises(NotSeen, match="expected a code"):
        Contribution.make("请稍候", "")


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_a_right_proof_is_accepted(place: tuple[int, int]) -> None:
    mine = Contribution.make(SHOWN, "")
    mine.check(json.dumps(proof(mine, *place)).encode())


CHANGES: dict[str, Change] = {
    "another entry": lambda told: told.update(entry=str(told["entry"]).replace(": 3", ": 4")),
    "a byte of the entry": lambda told: told.update(entry=f"{told['entry']} "),
    "another roster": lambda told: told.update(roster="cd" * 32),
    "another index": lambda told: told.update(index=4),
    "a longer path": lambda told: told.update(proof=[*_path(told), "00" * 32]),
    "a shorter path": lambda told: told.update(proof=_path(told)[:-1]),
    "a turned path": lambda told: told.update(proof=_path(told)[::-1]),
    "another root": lambda told: told.update(checkpoint=f"x\n9\n{'A' * 43}=\n"),
}


def _path(told: dict[str, object]) -> list[str]:
    found = told["proof"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_a_wrong_proof_is_noticed(name: str) -> None:
    mine = Contribution.make(SHOWN, "")
    told = proof(mine)
    CHANGES[name](told)
    with pytest.raises(NotSeen, match="expected"):
        mine.check(json.dumps(told).encode())


def test_a_proof_of_another_secret_is_noticed() -> None:
    mine, other = Contribution.make(SHOWN, ""), Contribution.make(SHOWN, "")
    with pytest.raises(NotSeen, match="expected a proof of"):
        mine.check(json.dumps(proof(other)).encode())
