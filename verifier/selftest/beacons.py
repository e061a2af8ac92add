"""Beacon chains written a second time, and values of the test chain.

The test chain's secret is public, but to sign with it needs a BLS library. So the values that the
self-test uses are shipped (`rounds`); any other is signed where a library happens to be there.
"""

import base64
import hashlib
import importlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from .rounds import BY_ANOTHER, FIRST_SLOT, SIGNATURES, SLOT_PERIOD

G1_DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
# A real round of drand's quicknet: its published randomness is SHA-256 of the signature,
# fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd.
QUICKNET_ROUND = 1000
QUICKNET_1000 = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)


@dataclass(frozen=True)
class PlainChain:
    """A chain of 02 §11: its times in seconds."""

    hash: str
    period: int
    genesis: int
    delay: int
    margin: int

    def time(self, number: int) -> int:
        """When a round is due."""
        return self.genesis + (number - 1) * self.period

    def round(self, closed_at: int) -> int:
        """The first round that is due at least `delay` after the close, found by looking."""
        number = max(1, (closed_at + self.delay - self.genesis) // self.period - 2)
        while self.time(number) < closed_at + self.delay:
            number += 1
        return number


QUICKNET = PlainChain(
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971", 3, 1692803367, 90, 15
)
DEFAULT = PlainChain(
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce", 30, 1595431050, 90, 15
)
TEST = PlainChain(
    "914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c", 3, 1767225600, 12, 3
)
CHAINS = {"quicknet": QUICKNET, "default": DEFAULT, "test": TEST}


def next_slot(at: int) -> int:
    """The first time from `at` on at which a close leads to a round whose value is shipped."""
    return at + (FIRST_SLOT - at) % SLOT_PERIOD


@cache
def _shipped() -> dict[int, str]:
    rows = (line.split() for line in SIGNATURES.splitlines())
    return {int(number): base64.b64decode(value).hex() for number, value in rows}


def signature(number: int) -> str:
    """The test chain's value of a round, in hex."""
    return _shipped().get(number) or signed_by(public_secret(), number)


def by_another_secret(number: int) -> str:
    """A value that fits the round of the first slot, by a secret that is not the test chain's."""
    if number != TEST.round(FIRST_SLOT):
        raise ValueError(f"no such value of round {number} is shipped")
    return base64.b64decode(BY_ANOTHER).hex()


def public_secret() -> Any:
    """The test chain's public secret as a scalar of the optional library."""
    scalar = importlib.import_module("py_arkworks_bls12381").Scalar
    return scalar.from_be_bytes_mod_order(hashlib.sha256(b"sunlot/v1/test-beacon").digest())


def signed_by(secret: Any, number: int) -> str:
    """The value of an unchained chain with this secret, in hex; needs the optional library."""
    g1 = importlib.import_module("py_arkworks_bls12381").G1Point
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    made: bytes = (g1.hash_to_curve(message, G1_DST) * secret).to_compressed_bytes()
    return made.hex()
