"""Public beacons: the chains v1 knows, their rounds and values (spec 02 §11)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from . import bls
from .canonical import MAX_INTEGER
from .curve import in_group
from .findings import Text, say

_DST = {
    "g1": b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_",
    "g2": b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_",
}
_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_COMPRESSED = 0x80
_INFINITY = 0x40
SILENT_SECONDS = 86_400


class NoRoundError(ValueError):
    """A draw was closed before the chain's first round, or beyond all times (00 §1.4)."""


@dataclass(frozen=True)
class Chain:
    """One chain of 02 §11; seconds everywhere. Signatures are in G2 if chained, else in G1."""

    name: str
    hash: str
    chained: bool
    period: int
    genesis: int
    delay: int
    margin: int
    public_key: str
    genesis_seed: str
    beacon_id: str

    def time(self, round: int) -> int:
        """When a round is due, seconds since 1970."""
        return self.genesis + self.period * (round - 1)

    def round_after(self, closed_at: int) -> int:
        """The first round at least `delay` seconds after a close; raises NoRoundError."""
        waited = closed_at + self.delay - self.genesis
        round = -(-waited // self.period) + 1
        if round < 1 or self.time(round) > MAX_INTEGER:
            raise NoRoundError("no round of the chain fits this time")
        return round


def chain_hash(chain: Chain) -> str:
    """The hash that names a chain, recomputed from its parameters."""
    id = "" if chain.beacon_id == "default" else chain.beacon_id
    return sha256(
        chain.period.to_bytes(4, "big")
        + chain.genesis.to_bytes(8, "big", signed=True)
        + bytes.fromhex(chain.public_key)
        + bytes.fromhex(chain.genesis_seed)
        + id.encode("ascii")
    ).hexdigest()


QUICKNET = Chain(
    name="quicknet",
    hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    chained=False,
    period=3,
    genesis=1692803367,
    delay=90,
    margin=15,
    public_key="83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a"
    "2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991e"
    "f5ece45a",
    genesis_seed="f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    beacon_id="quicknet",
)
DEFAULT = Chain(
    name="default",
    hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    chained=True,
    period=30,
    genesis=1595431050,
    delay=90,
    margin=15,
    public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a940"
    "2801af31",
    genesis_seed="176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
    beacon_id="default",
)
TEST = Chain(
    name="test",
    hash="914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c",
    chained=False,
    period=3,
    genesis=1767225600,
    delay=12,
    margin=3,
    public_key="b9c276af2d70b81e69ed905b1b9c5d6b1e13aea09d7b86569217f6df8513279eab129a61e0e7e142e58889a6"
    "69df6d460d4c874c58ff42df21746cad5d55e974a120fefe435f279d5ad78ad523b1b1f8277c9327e8c6c270e0bc07df"
    "b22e2a39",
    genesis_seed="3207b431dc89b99b00139bbf3955183b216f4461a8e55c056e44a079c0d30c5a",
    beacon_id="sunlot-test",
)
CHAINS: Mapping[str, Chain] = {chain.hash: chain for chain in (QUICKNET, DEFAULT, TEST)}


@dataclass(frozen=True)
class Value:
    """What a beacon says in one round, in hex; `previous` is None on an unchained chain."""

    signature: str
    previous: str | None


def typed_value(text: str) -> Value:
    """The value out of its typed form; blanks are ignored, nothing else is judged here."""
    previous, colon, signature = "".join(text.split()).rpartition(":")
    return Value(signature, previous if colon else None)


def value_fault(chain: Chain, round: int, value: Value) -> Text | None:
    """What is wrong with a value of a round, None if it is the chain's one value of it.

    1. Form of previous and signature. 2. The signature is a point of the prime-order group.
    3. The pairing equation. Only the last needs a library: raises bls.NoLibraryError.
    """
    fault = _form_fault(chain, round, value)
    if fault is not None:
        return fault
    signature = bytes.fromhex(value.signature)
    if not in_group(signature):
        return say("the signature is not a point of the chain's group")
    message = _message(chain, round, value)
    if not bls.is_valid(bytes.fromhex(chain.public_key), signature, message, _dst(chain)):
        return say("the signature is not the chain's signature of this round")
    return None


def _dst(chain: Chain) -> bytes:
    return _DST["g2" if chain.chained else "g1"]


def _message(chain: Chain, round: int, value: Value) -> bytes:
    previous = bytes.fromhex(value.previous or "")
    return sha256(previous + round.to_bytes(8, "big")).digest()


def _form_fault(chain: Chain, round: int, value: Value) -> Text | None:
    if not 1 <= round <= MAX_INTEGER:
        return say("there is no such round")
    return signature_fault(chain, value.signature) or _previous_fault(chain, round, value.previous)


def signature_fault(chain: Chain, signature: str) -> Text | None:
    """What is wrong with the form of a signature: its length, its digits, the flags of a point."""
    if not _is_hex(signature, 192 if chain.chained else 96):
        digits = 192 if chain.chained else 96
        return say("the signature is not {digits} lower-case hex digits", digits=digits)
    first = int(signature[:2], 16)
    if not first & _COMPRESSED or first & _INFINITY:
        return say("the signature is not a compressed point, or it is the point at infinity")
    return None


def _previous_fault(chain: Chain, round: int, previous: str | None) -> Text | None:
    if not chain.chained:
        return None if previous is None else say("an unchained chain has no previous signature")
    if round == 1:
        fits = previous == chain.genesis_seed
    else:
        fits = previous is not None and _is_hex(previous, 192)
    return None if fits else say("the previous signature is missing or has another length")


def _is_hex(text: str, digits: int) -> bool:
    return len(text) == digits and _HEX.fullmatch(text) is not None
