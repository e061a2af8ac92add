"""The beacon's signature: every published round is accepted, whatever was altered is refused.

Three unrelated libraries judge the same values: arkworks (what we use), blst (what the verifier
uses) and py_ecc (plain Python; about 0.5 s a value, so it sees few).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_arkworks_bls12381 import G1Point, G2Point

from draw import CHAINS, DEFAULT, QUICKNET, TEST, BadInput, Beacon, Chain
from inspection.bls import BeaconRefused, verify
from inspection.errors import InspectionError

# Without types for a checker: blst ships none, py_ecc's are not what its functions take.
# Importing py_ecc raises Python's recursion limit for the whole process: undone for other tests.
LIMIT = sys.getrecursionlimit()
BLST: Any = import_module("pyblst")
CURVE: Any = import_module("py_ecc.optimized_bls12_381")
HASHING: Any = import_module("py_ecc.bls.hash_to_curve")
COMPRESSION: Any = import_module("py_ecc.bls.point_compression")
sys.setrecursionlimit(LIMIT)

DATA = json.loads((Path(__file__).parents[1] / "data" / "beacons.json").read_text("utf-8"))
DST_G1 = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
DST_G2 = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"

Judge = Callable[[Beacon], bool]


def read(row: dict[str, Any]) -> Beacon:
    return Beacon(CHAINS[row["chain"]], row["round"], row["signature"], row["previous"])


def flipped(digits: str, bit: int) -> str:
    """These hex digits with one bit turned over, counted from the first."""
    value = int(digits, 16) ^ (1 << (4 * len(digits) - 1 - bit))
    return f"{value:0{len(digits)}x}"


REAL = [read(row) for row in DATA["real"]]
SIGNED_FOR_TEST = Beacon(
    TEST,
    123,
    "a0a8ec237e5d37539d5ff4070271e14e42be179e6b41fa1c4824eaa9eba777b7"
    "3361b00fb631564ac1dfde3d716be565",
    None,
)
GOOD = [*REAL, SIGNED_FOR_TEST]
FIRST, LINKED = REAL[0], REAL[-1]


# ---- second opinions


def arkworks(beacon: Beacon) -> bool:
    try:
        verify(beacon)
    except BeaconRefused:
        return False
    return True


def blst(beacon: Beacon) -> bool:
    ours, theirs = BLST.BlstP1Element, BLST.BlstP2Element
    signatures, keys, dst = (
        (theirs, ours, DST_G2) if beacon.chain.chained else (ours, theirs, DST_G1)
    )
    base = (G1Point() if beacon.chain.chained else G2Point()).to_compressed_bytes()
    try:
        signature = signatures.uncompress(bytes.fromhex(beacon.signature))
        key = keys.uncompress(bytes.fromhex(beacon.chain.public_key))
    except ValueError:
        return False
    hashed, generator = signatures.hash_to_group(beacon.message, dst), keys.uncompress(base)
    return bool(BLST.final_verify(_loop(hashed, key), _loop(signature, generator)))


def _loop(one: object, other: object) -> object:
    """Pair a point of each group, whichever comes first."""
    pair = (one, other) if isinstance(one, BLST.BlstP1Element) else (other, one)
    return BLST.miller_loop(*pair)


def py_ecc(beacon: Beacon) -> bool:
    chained = beacon.chain.chained
    hash_to = HASHING.hash_to_G2 if chained else HASHING.hash_to_G1
    try:
        signature, key = _point(beacon.signature), _point(beacon.chain.public_key)
    except ValueError:
        return False
    inside = CURVE.is_inf(CURVE.multiply(signature, CURVE.curve_order))
    hashed = hash_to(beacon.message, DST_G2 if chained else DST_G1, hashlib.sha256)
    if chained:
        same = CURVE.pairing(hashed, key) == CURVE.pairing(signature, CURVE.G1)
    else:
        same = CURVE.pairing(key, hashed) == CURVE.pairing(CURVE.G2, signature)
    return bool(inside and same and not CURVE.is_inf(signature))


def _point(digits: str) -> object:
    """A compressed point of the group that its length tells."""
    if len(digits) == 96:
        return COMPRESSION.decompress_G1(int(digits, 16))
    return COMPRESSION.decompress_G2((int(digits[:96], 16), int(digits[96:], 16)))


# ---- what is altered


def altered_bits(beacon: Beacon) -> list[Beacon]:
    """The signature with one of 24 bits turned over; the first three bits say its form."""
    length = 4 * len(beacon.signature)
    bits = [2, 3, 4, length - 1, *range(9, length, length // 20)]
    signatures = [flipped(beacon.signature, bit) for bit in bits]
    return [Beacon(beacon.chain, beacon.round, text, beacon.previous) for text in signatures]


def moved(beacon: Beacon) -> list[Beacon]:
    """The signature under another round, another chain of the same scheme, another predecessor."""
    chain, number, signature = beacon.chain, beacon.round, beacon.signature
    if not chain.chained:
        other = TEST if chain == QUICKNET else QUICKNET
        rounds = [Beacon(chain, number + step, signature, None) for step in (-1, 1, 2**32)]
        return [*rounds, Beacon(other, number, signature, None)]
    if beacon.previous is None or number == 1:
        return [Beacon(chain, 2, signature, LINKED.signature)]
    return [
        *(Beacon(chain, number + step, signature, beacon.previous) for step in (-1, 1)),
        Beacon(chain, number, beacon.previous, signature),
        Beacon(chain, number, signature, signature),
        Beacon(chain, number, beacon.previous, beacon.previous),
        *(Beacon(chain, number, signature, flipped(beacon.previous, bit)) for bit in (2, 9, 767)),
    ]


def outside_the_group(chain: Chain) -> Beacon:
    """A point on the curve, with the smallest x, that is in a group of another order."""
    group = G2Point if chain.chained else G1Point
    digits = chain.signature_digits
    for x in range(1000):
        signature = f"{(8 << 4 * (digits - 1)) + x:0{digits}x}"
        try:
            point = group.from_compressed_bytes_unchecked(bytes.fromhex(signature))
        except ValueError:
            continue
        if not point.is_in_subgroup():
            return Beacon(
                chain, 2, signature, DEFAULT.signature_digits * "8" if chain.chained else None
            )
    raise AssertionError("no such point")


NEITHER = [outside_the_group(QUICKNET), outside_the_group(DEFAULT)]
OTHER_KEY = [read(row) for row in DATA["other_key"]]
WRONG = [*OTHER_KEY, *NEITHER, *(wrong for good in GOOD for wrong in moved(good))]


# ---- the tests


@pytest.mark.parametrize("judge", [arkworks, blst, py_ecc])
def test_every_published_round_is_accepted(judge: Judge) -> None:
    assert len(REAL) == 6
    for beacon in GOOD:
        assert judge(beacon), beacon


def test_the_data_say_what_was_published() -> None:
    for row in DATA["real"]:
        assert hashlib.sha256(bytes.fromhex(row["signature"])).hexdigest() == row["randomness"]


@pytest.mark.parametrize("judge", [arkworks, blst])
def test_every_altered_value_is_refused(judge: Judge) -> None:
    altered = [wrong for good in GOOD for wrong in altered_bits(good)]
    assert len(altered) >= 20 * len(GOOD)
    for beacon in [*WRONG, *altered]:
        assert not judge(beacon), beacon


def test_plain_python_refuses_them_too() -> None:
    for beacon in [*OTHER_KEY, *NEITHER, *moved(FIRST)[:2], *moved(LINKED)[2:3]]:
        assert not py_ecc(beacon), beacon
    for beacon in (altered_bits(FIRST)[0], altered_bits(LINKED)[-1]):
        assert not py_ecc(beacon), beacon


def test_the_round_of_another_network_is_true_under_its_own_key() -> None:
    """So that it is refused for its key, not for a mistake in copying it."""
    (row,) = DATA["other_key"]
    (beacon,) = OTHER_KEY
    key = BLST.BlstP1Element.uncompress(bytes.fromhex(row["public_key"]))
    signature = BLST.BlstP2Element.uncompress(bytes.fromhex(beacon.signature))
    hashed = BLST.BlstP2Element.hash_to_group(beacon.message, DST_G2)
    generator = BLST.BlstP1Element.uncompress(G1Point().to_compressed_bytes())
    assert BLST.final_verify(_loop(key, hashed), _loop(generator, signature))


@pytest.mark.parametrize("chain", CHAINS.values(), ids=lambda chain: chain.name)
def test_the_point_at_infinity_does_not_get_as_far(chain: Chain) -> None:
    group = G2Point if chain.chained else G1Point
    identity = group.identity().to_compressed_bytes().hex()
    before = DEFAULT.signature_digits * "8" if chain.chained else None
    with pytest.raises(BadInput, match="first one 'c'"):
        Beacon(chain, 2, identity, before)


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(
        InspectionError, match=r"round 124 of the chain quicknet: expected .*"
    ) as no:
        verify(Beacon(QUICKNET, 124, FIRST.signature, None))
    assert "found a signature of something else" in str(no.value)
    assert "ask another relay" in str(no.value)
    with pytest.raises(BeaconRefused, match="no point of the right group"):
        verify(NEITHER[0])


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(CHAINS.values())),
    st.integers(1, 2**53 - 1),
    st.text("0123456789abcdef", min_size=191, max_size=191),
    st.sampled_from("89ab"),
)
def test_junk_of_the_right_form_is_refused(
    chain: Chain, number: int, digits: str, first: str
) -> None:
    signature = (first + digits)[: chain.signature_digits]
    before = chain.genesis_seed if number == 1 else "8" + digits
    with pytest.raises(BeaconRefused):
        verify(Beacon(chain, number, signature, before if chain.chained else None))


@given(st.sampled_from(list(CHAINS.values())), st.integers(), st.text(), st.none() | st.text())
def test_junk_of_any_form_ends_in_a_refusal(
    chain: Chain, number: int, signature: str, previous: str | None
) -> None:
    with pytest.raises((BadInput, BeaconRefused)):
        verify(Beacon(chain, number, signature, previous))


VECTORS = Path(__file__).resolve().parents[2] / "docs" / "spec" / "vectors" / "beacon.json"


@pytest.mark.parametrize(
    "vector",
    json.loads(VECTORS.read_text("utf-8"))["vectors"],
    ids=lambda vector: vector["name"],
)
def test_published_vectors(vector: dict[str, Any]) -> None:
    given_value = vector["input"]
    try:
        chain = CHAINS[given_value["chain"]]
        verify(
            Beacon(chain, given_value["round"], given_value["signature"], given_value["previous"])
        )
        found = True
    except (KeyError, BadInput, BeaconRefused):
        found = False
    assert found == vector["expect"]
