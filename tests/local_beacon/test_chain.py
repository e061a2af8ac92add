"""The stand-in has its own constants: they must be the specification's, as `draw` has them."""

from __future__ import annotations

import pytest

from draw import TEST, Beacon, time_of
from inspection.bls import BeaconRefused, verify
from local_beacon import chain


def test_both_know_the_same_chain() -> None:
    assert TEST.hash == chain.CHAIN_HASH
    assert TEST.public_key == chain.PUBLIC_KEY
    assert TEST.genesis_seed == chain.GENESIS_SEED
    assert (TEST.period, TEST.genesis) == (chain.PERIOD, chain.GENESIS)
    assert (TEST.scheme, TEST.beacon_id) == (chain.SCHEME, chain.BEACON_ID)


def test_round_123_is_the_one_of_the_specification() -> None:
    assert chain.sign(123).signature == (
        "a0a8ec237e5d37539d5ff4070271e14e42be179e6b41fa1c4824eaa9eba777b7"
        "3361b00fb631564ac1dfde3d716be565"
    )


@pytest.mark.parametrize("number", [1, 2, 123, 10**7, 2**53 - 1])
def test_every_round_verifies_and_a_lie_does_not(number: int) -> None:
    value = chain.sign(number)
    verify(Beacon(TEST, value.round, value.signature, None))
    lie = chain.sign(number + 1, told=number)
    with pytest.raises(BeaconRefused):
        verify(Beacon(TEST, lie.round, lie.signature, None))


def test_a_round_is_the_last_from_its_time_on() -> None:
    for number in (1, 2, 123):
        due = time_of(TEST, number)
        assert chain.time_of(number) == due
        assert [chain.last_round(due - 0.001), chain.last_round(due)] == [number - 1, number]
        assert chain.last_round(due + 2.999) == number
