"""The test chain: its numbers, its rounds and its signatures. Pure.

Source: docs/spec/02 §11. Written out again here, because a stand-in imports nothing of what it
stands in for; a test outside compares the two.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from py_arkworks_bls12381 import G1Point, G2Point, Scalar

PERIOD: Final = 3  # seconds
GENESIS: Final = 1767225600  # seconds since 1970 (UTC), the time of round 1
SCHEME: Final = "bls-unchained-g1-rfc9380"
BEACON_ID: Final = "sunlot-test"
GENESIS_SEED: Final = hashlib.sha256(b"sunlot/v1/test-beacon/genesis").hexdigest()
_DST: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_SECRET: Final = Scalar.from_be_bytes_mod_order(hashlib.sha256(b"sunlot/v1/test-beacon").digest())

PUBLIC_KEY: Final = (G2Point() * _SECRET).to_compressed_bytes().hex()
"""Compressed point of G2. Its secret key is public."""


def _chain_hash() -> str:
    head = PERIOD.to_bytes(4, "big") + GENESIS.to_bytes(8, "big", signed=True)
    rest = bytes.fromhex(PUBLIC_KEY + GENESIS_SEED) + BEACON_ID.encode()
    return hashlib.sha256(head + rest).hexdigest()


CHAIN_HASH: Final = _chain_hash()
"""The chain's id, 64 hex digits."""


@dataclass(frozen=True)
class Value:
    """The value of one round as a relay tells it: 96 and 64 hex digits."""

    round: int
    signature: str
    randomness: str


def sign(number: int, told: int | None = None) -> Value:
    """The value of a round; with `told`, said to be the one of that round, which is a lie."""
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    signature = (G1Point.hash_to_curve(message, _DST) * _SECRET).to_compressed_bytes()
    randomness = hashlib.sha256(signature).hexdigest()
    return Value(number if told is None else told, signature.hex(), randomness)


def time_of(number: int) -> int:
    """When a round is due, in seconds since 1970 (UTC)."""
    return GENESIS + PERIOD * (number - 1)


def last_round(now: float) -> int:
    """The last round that is due at `now`; 0 or less before the chain began."""
    return int((now - GENESIS) // PERIOD) + 1
