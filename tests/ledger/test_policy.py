"""The witness policy (01 §2): quorums, and who counts as one witness."""

import base64
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Malformed
from ledger.cosignatures import make_vkey
from ledger.policy import NO_WITNESSES, WitnessPolicy, witness_policy
from tests.ledger.world import fixed_key

MOST = 15


def rows(count: int) -> list[dict[str, Any]]:
    """So many different witnesses, not in order."""
    keys = [fixed_key(f"witness {number}") for number in range(count)]
    return [
        {"body": f"合成 {number}", "vkey": make_vkey(f"w{number}.example", key.public)}
        for number, key in enumerate(keys)
    ][::-1]


# n -> the quorums that 01 §2 allows, written out as far as a hand can check them
ALLOWED = {
    0: [0],
    1: [1],
    2: [2],
    3: [2, 3],
    4: [3, 4],
    5: [3, 4, 5],
    6: [4, 5, 6],
    7: [4, 5, 6, 7],
}


@pytest.mark.parametrize("count", [*ALLOWED, 8, 14, 15, 16])
def test_a_quorum_is_more_than_half(count: int) -> None:
    right = []
    for quorum in range(-1, count + 2):
        try:
            policy = witness_policy(quorum, rows(count))
        except Malformed:
            continue
        assert (policy.quorum, len(policy.witnesses)) == (quorum, count)
        right.append(quorum)
    more = {8: [5, 6, 7, 8], 14: list(range(8, 15)), 15: list(range(8, 16)), 16: []}
    assert right == {**ALLOWED, **more}[count]


@given(count=st.integers(1, MOST), quorum=st.integers(1, MOST))
def test_two_quorums_always_share_a_witness(count: int, quorum: int) -> None:
    """What the rule is for: among any two sets of k of n, at least 2k - n are in both."""
    try:
        witness_policy(quorum, rows(count))
    except Malformed:
        assert quorum > count or 2 * quorum <= count
    else:
        assert 2 * quorum - count >= 1


def test_the_order_of_the_rows_does_not_matter() -> None:
    policy = witness_policy(2, rows(3))
    assert policy == witness_policy(2, rows(3)[::-1])
    assert list(policy.vkeys) == sorted(row["vkey"] for row in rows(3))
    assert policy.to_json() == [{"body": body, "vkey": vkey} for body, vkey in policy.witnesses]
    assert witness_policy(2, policy.to_json()) == policy
    assert NO_WITNESSES.to_json() == []


def two(**second: str) -> list[dict[str, Any]]:
    first, other = rows(2)
    return [first, {**other, **second}]


KEY = fixed_key("one")
WEAK = b"\x04" + bytes([1]) + bytes(31)  # the neutral point: under it anything is signed
WEAK_ID = sha256(b"a.example\n" + WEAK).hexdigest()[:8]
TWICE: dict[str, list[dict[str, Any]]] = {
    "one key under two names": [
        {"body": "甲", "vkey": make_vkey("a.example", KEY.public)},
        {"body": "乙", "vkey": make_vkey("b.example", KEY.public)},
    ],
    "one vkey twice": two(vkey=rows(2)[0]["vkey"]),
    "one body twice": two(body=rows(2)[0]["body"]),
    "no body": two(body=""),
    "a long body": two(body="长" * 201),
    "no vkey": two(vkey=""),
    "the vkey of a log": two(vkey=f"a.example+{'0' * 8}+AQ=="),
    "a key of small order": two(vkey=f"a.example+{WEAK_ID}+{base64.b64encode(WEAK).decode()}"),
    "a wrong key id": two(vkey=make_vkey("a.example", KEY.public).replace("+", "+0", 1)[:-1]),
}


@pytest.mark.parametrize("name", TWICE)
def test_a_witness_counts_once_and_has_a_name(name: str) -> None:
    with pytest.raises(Malformed):
        witness_policy(2, TWICE[name])


def test_a_body_may_have_200_characters() -> None:
    assert witness_policy(2, two(body="长" * 200)).quorum == 2


def test_a_policy_is_in_order() -> None:
    policy = witness_policy(2, rows(2))
    with pytest.raises(Malformed):
        WitnessPolicy(2, policy.witnesses[::-1])
