"""Curve and libraries: both libraries agree, and neither is given what is not a point."""

import sys
from hashlib import sha256
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from verifier import bls, curve
from verifier.beacon import CHAINS, QUICKNET, Chain, Value, chain_hash, typed_value, value_fault
from verifier.selftest.beacons import G1_DST, QUICKNET_1000, signature

G2_DST = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
LIBRARIES = ("pyblst", "py_arkworks_bls12381")


@pytest.fixture(params=LIBRARIES, name="only")
def only_one_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The other library is not installed."""
    for name in LIBRARIES:
        if name != request.param:
            monkeypatch.setitem(sys.modules, name, None)
    return str(request.param)


def chained_signature(number: int, previous: str, secret: Scalar) -> str:
    message = sha256(bytes.fromhex(previous) + number.to_bytes(8, "big")).digest()
    return (G2Point.hash_to_curve(message, G2_DST) * secret).to_compressed_bytes().hex()


def chained(secret: Scalar) -> Chain:
    key = (G1Point() * secret).to_compressed_bytes().hex()
    return Chain("own", "", True, 3, 0, 9, 3, key, "ab" * 32, "own")


def test_the_table_is_that_of_the_hashes() -> None:
    for name, chain in CHAINS.items():
        assert chain_hash(chain) == name == chain.hash
        assert curve.in_group(bytes.fromhex(chain.public_key))


def test_unchained_values(only: str) -> None:
    test = next(chain for chain in CHAINS.values() if chain.name == "test")
    assert value_fault(QUICKNET, 1000, Value(QUICKNET_1000, None)) is None
    assert value_fault(QUICKNET, 1001, Value(QUICKNET_1000, None)) is not None
    assert value_fault(test, 9, Value(signature(9), None)) is None
    assert value_fault(test, 9, Value(signature(10), None)) is not None


def test_chained_values(only: str) -> None:
    secret = Scalar(1234567)
    chain = chained(secret)
    first = chained_signature(1, chain.genesis_seed, secret)
    second = chained_signature(2, first, secret)
    assert value_fault(chain, 1, Value(first, chain.genesis_seed)) is None
    assert value_fault(chain, 2, Value(second, first)) is None
    assert value_fault(chain, 2, Value(second, second)) is not None
    assert value_fault(chain, 1, Value(first, first)) is not None
    assert value_fault(chain, 2, Value(second, None)) is not None


def test_typed_values() -> None:
    assert typed_value(" a b\tc\n") == Value("abc", None)
    assert typed_value("ab: cd") == Value("cd", "ab")
    assert typed_value("a:b:c") == Value("c", "a:b")


def test_points_of_the_groups() -> None:
    random = Random(1)
    for _ in range(6):
        scalar = Scalar(random.getrandbits(200) + 1)
        one, two = (G1Point() * scalar), (G2Point() * scalar)
        assert curve.in_group(one.to_compressed_bytes())
        assert curve.in_group(two.to_compressed_bytes())
        hashed = G1Point.hash_to_curve(b"%d" % _, G1_DST)
        assert curve.in_group(hashed.to_compressed_bytes())


def test_points_of_the_curve_outside_of_the_group() -> None:
    """Nearly every x on the curve belongs to a point that is not in the subgroup."""
    refused = 0
    for x in range(1, 30):
        data = bytearray(x.to_bytes(48, "big"))
        data[0] |= 0x80
        assert not curve.in_group(bytes(data))
        try:
            G1Point.from_compressed_bytes_unchecked(bytes(data))
        except ValueError:
            continue
        refused += 1
    assert refused > 5
    for x in range(1, 12):
        data = bytearray(48) + bytearray(x.to_bytes(48, "big"))
        data[0] |= 0x80
        assert not curve.in_group(bytes(data))


class Panic(BaseException):
    """What a panic of native code looks like: no Exception."""


@pytest.mark.parametrize("error", [Panic, ValueError, RuntimeError, AttributeError])
def test_a_library_that_breaks_down(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def fails(*_arguments: Any) -> Any:
        raise error("no")

    element = SimpleNamespace(uncompress=fails, hash_to_group=fails)
    fake = SimpleNamespace(BlstP1Element=element, BlstP2Element=element, miller_loop=fails)
    monkeypatch.setitem(sys.modules, "pyblst", fake)
    assert value_fault(QUICKNET, 1000, Value(QUICKNET_1000, None)) is None  # by the other one
    monkeypatch.setitem(sys.modules, "py_arkworks_bls12381", SimpleNamespace(G1Point=None))
    with pytest.raises(bls.NoLibraryError):
        value_fault(QUICKNET, 1000, Value(QUICKNET_1000, None))


def test_a_key_pressed_by_the_user_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: Any) -> Any:
        raise KeyboardInterrupt

    element = SimpleNamespace(uncompress=interrupted)
    fake = SimpleNamespace(BlstP1Element=element, BlstP2Element=element, miller_loop=interrupted)
    monkeypatch.setitem(sys.modules, "pyblst", fake)
    with pytest.raises(KeyboardInterrupt):
        value_fault(QUICKNET, 1000, Value(QUICKNET_1000, None))
