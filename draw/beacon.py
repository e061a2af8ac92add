"""Beacons: chains of public random values, which round a draw waits for, and its value (02 §11).

Contract: the chains are these three and no other, each named by its hash, which everybody can
recompute from its numbers. A `Beacon` that exists has the right form, exactly; whether its
signature is true is not decided here, because that needs arithmetic on a curve: whoever uses one
verifies it first.

It does not know the present: a round that is due and one that is not look the same.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from draw.notation import refusal, require_count

_LONGEST_TYPED = 2000
_POINT = "lower-case hexadecimal digits, the first one 8, 9, a or b"
_RETYPE = "Copy the value again, completely, as the beacon's page or a relay shows it."


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of beacons (02 §11).

    `hash` is its id, 64 hex digits. Times are whole seconds since 1970 (UTC): `period` between two
    rounds, `genesis` of round 1, `delay` from a draw's close to its round at least, `margin` from
    the witnesses' signatures to the round at least. `public_key` is a compressed point and
    `genesis_seed` the value before round 1, both hex. `beacon_id` is the name that drand gives it.
    """

    name: str
    hash: str
    scheme: str
    period: int
    genesis: int
    delay: int
    margin: int
    public_key: str
    genesis_seed: str
    beacon_id: str

    @property
    def chained(self) -> bool:
        """True if a round signs the signature of the one before it, too."""
        return self.scheme == "pedersen-bls-chained"

    @property
    def signature_digits(self) -> int:
        """The length of a signature in hex digits: a point of G2 if chained, else of G1."""
        return 192 if self.chained else 96


QUICKNET = Chain(
    name="quicknet",
    hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    scheme="bls-unchained-g1-rfc9380",
    period=3,
    genesis=1692803367,
    delay=90,
    margin=15,
    public_key="83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    genesis_seed="f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    beacon_id="quicknet",
)
"""drand's chain of three-second rounds."""

DEFAULT = Chain(
    name="default",
    hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    scheme="pedersen-bls-chained",
    period=30,
    genesis=1595431050,
    delay=90,
    margin=15,
    public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5c"
    "ce96366b5d7a569937c529eeda66c7293784a9402801af31",
    genesis_seed="176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
    beacon_id="default",
)
"""drand's first chain, of half-minute rounds."""

TEST = Chain(
    name="test",
    hash="914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c",
    scheme="bls-unchained-g1-rfc9380",
    period=3,
    genesis=1767225600,
    delay=12,
    margin=3,
    public_key="b9c276af2d70b81e69ed905b1b9c5d6b1e13aea09d7b86569217f6df8513279e"
    "ab129a61e0e7e142e58889a669df6d460d4c874c58ff42df21746cad5d55e974"
    "a120fefe435f279d5ad78ad523b1b1f8277c9327e8c6c270e0bc07dfb22e2a39",
    genesis_seed="3207b431dc89b99b00139bbf3955183b216f4461a8e55c056e44a079c0d30c5a",
    beacon_id="sunlot-test",
)
"""The chain for rehearsals. Its secret key is public: it protects nothing."""

CHAINS: Mapping[str, Chain] = MappingProxyType(
    {chain.hash: chain for chain in (QUICKNET, DEFAULT, TEST)}
)
"""Every chain of this version of the specification, by its hash."""


def chain_hash(chain: Chain) -> str:
    """Return the hash of a chain's numbers, 64 hex digits; a true chain has it as its `hash`."""
    digest = hashlib.sha256(chain.period.to_bytes(4, "big"))
    digest.update(chain.genesis.to_bytes(8, "big", signed=True))
    digest.update(bytes.fromhex(chain.public_key + chain.genesis_seed))
    if chain.beacon_id != "default":
        digest.update(chain.beacon_id.encode("ascii"))
    return digest.hexdigest()


def round_after(chain: Chain, closed_at: int) -> int:
    """Return R, the first round at least `delay` seconds after a close at `closed_at` (seconds).

    Computed, so that nobody can choose it. Raises `BadInput` for a close so long before the chain
    began that R would be below 1.
    """
    require_count("time of the close", closed_at)
    number = -(-(closed_at + chain.delay - chain.genesis) // chain.period) + 1
    if number < 1:
        expected = f"a time not before {chain.genesis - chain.delay}"
        advice = f"The chain {chain.name} has no round so early; set the clock right."
        raise refusal("time of the close", expected, str(closed_at), advice)
    require_count("time of the round", time_of(chain, number))
    return number


def time_of(chain: Chain, number: int) -> int:
    """Return when a round is due, in seconds since 1970 (UTC)."""
    require_count("round", number, least=1)
    return chain.genesis + chain.period * (number - 1)


def message(chain: Chain, number: int, previous: str | None) -> bytes:
    """Return the 32 bytes that the chain signs in a round; `previous` as in `Beacon`."""
    require_count("round", number, least=1)
    _require_previous(chain, number, previous)
    return hashlib.sha256(bytes.fromhex(previous or "") + number.to_bytes(8, "big")).digest()


@dataclass(frozen=True, slots=True)
class Beacon:
    """The value of one round, of the right form; its signature is not verified by that.

    `signature` is a compressed point in lower-case hex and not the point at infinity. `previous`
    is null for an unchained chain; for a chained one the signature of the round before, and for
    round 1 the chain's genesis seed.
    """

    chain: Chain
    round: int
    signature: str
    previous: str | None

    def __post_init__(self) -> None:
        if self.chain not in CHAINS.values():
            advice = "This version of the specification knows no other."
            raise refusal("chain", "one of 02 §11", type(self.chain).__name__, advice)
        require_count("round", self.round, least=1)
        _require_point("signature", self.signature, self.chain)
        _require_previous(self.chain, self.round, self.previous)

    @property
    def line(self) -> str:
        """The value in the texts of seed and statement: `chain:round:signature`."""
        return f"{self.chain.hash}:{self.round}:{self.signature}"

    @property
    def typed(self) -> str:
        """The value as a person types it, which `read_typed` reads back."""
        return self.signature if self.previous is None else f"{self.previous}:{self.signature}"

    @property
    def message(self) -> bytes:
        """The 32 bytes that `signature` has to be the chain's signature of."""
        return message(self.chain, self.round, self.previous)


def read_typed(chain: Chain, number: int, text: str) -> Beacon:
    """Return the value that a person typed, pasted or scanned for a round.

    Blanks and line breaks are left out wherever they are, for digits are shown in groups. Nothing
    else is repaired: a text with a wrong digit is refused and not guessed at, in upper case too.
    """
    if len(text) > _LONGEST_TYPED:
        found = f"{len(text)} characters"
        raise refusal("value", f"at most {_LONGEST_TYPED} characters", found, _RETYPE)
    previous, colon, signature = "".join(text.split()).rpartition(":")
    if bool(colon) != chain.chained:
        expected = "<previous signature>:<signature>" if chain.chained else "the signature alone"
        found = "a text with a colon" if colon else "a text without a colon"
        raise refusal(f"value of the chain {chain.name}", expected, found, _RETYPE)
    return Beacon(chain, number, signature, previous if chain.chained else None)


def beacon_line(beacon: Beacon | None) -> str:
    """Return what seed and statement say of their beacon: its line, or `none`."""
    return "none" if beacon is None else beacon.line


def _require_previous(chain: Chain, number: int, previous: object) -> None:
    if not chain.chained:
        if previous is not None:
            advice = "A round of this chain stands alone; leave it out."
            found = _outline(previous)
            raise refusal(f"previous signature of the chain {chain.name}", "none", found, advice)
    elif number > 1:
        _require_point("previous signature", previous, chain)
    elif previous != chain.genesis_seed:
        expected = f"the genesis seed {chain.genesis_seed}"
        raise refusal("previous signature of round 1", expected, _outline(previous), _RETYPE)


def _require_point(what: str, value: object, chain: Chain) -> None:
    """Require a compressed point by its form: of its first byte, 0x80 is set and 0x40 is not.

    That is a first digit 8, 9, a or b. The bit 0x40 would mark the point at infinity, a signature
    that fits every message under some keys.
    """
    digits = chain.signature_digits
    if not isinstance(value, str) or not re.fullmatch(f"[89ab][0-9a-f]{{{digits - 1}}}", value):
        expected = f"{digits} {_POINT}"
        raise refusal(f"{what} of the chain {chain.name}", expected, _outline(value), _RETYPE)


def _outline(value: object) -> str:
    """Describe a value that may be long or strange: its length, and where it first goes wrong."""
    if not isinstance(value, str):
        return type(value).__name__
    wrong = re.search("[^0-9a-f]", value)
    place = f", {wrong[0]!r} as character {wrong.start() + 1}" if wrong else ""
    first = f", the first one {value[0]!r}" if value and not wrong else ""
    return f"{len(value)} characters{place}{first}"
