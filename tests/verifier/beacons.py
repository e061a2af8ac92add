"""Beacon chains written a second time; values of the test chain, signed with its public secret."""

import hashlib
from dataclasses import dataclass

from py_arkworks_bls12381 import G1Point, G2Point, Scalar

SECRET = Scalar.from_be_bytes_mod_order(hashlib.sha256(b"sunlot/v1/test-beacon").digest())
G1_DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
G2_DST = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
# A real round of drand's quicknet: its published randomness is SHA-256 of the signature,
# fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd.
QUICKNET_1000 = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)


@dataclass(frozen=True)
class PlainChain:
    hash: str
    period: int
    genesis: int
    delay: int
    margin: int

    def time(self, number: int) -> int:
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


def signature(number: int, secret: Scalar = SECRET) -> str:
    """The value of an unchained chain with this secret, in hex."""
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    return (G1Point.hash_to_curve(message, G1_DST) * secret).to_compressed_bytes().hex()


def chained_signature(number: int, previous: str, secret: Scalar = SECRET) -> str:
    message = hashlib.sha256(bytes.fromhex(previous) + number.to_bytes(8, "big")).digest()
    return (G2Point.hash_to_curve(message, G2_DST) * secret).to_compressed_bytes().hex()
