"""The beacon's signature, verified before its value is used (spec 02 §11).

Contract: a value that passes here is *the* value of its round, for a BLS signature is unique. Its
form was checked when the `Beacon` was made, so that native code sees points of the right length
only. The verifier checks the same with unrelated code.
"""

from __future__ import annotations

from typing import Final

from py_arkworks_bls12381 import GT, G1Point, G2Point

from draw import Beacon
from inspection.errors import InspectionError

_DST_G1: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_DST_G2: Final = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"


class BeaconRefused(InspectionError):
    """A value of the right form that its chain did not sign; nothing may be drawn with it."""


def verify(beacon: Beacon) -> None:
    """Return if the chain's key signed this round, about 1 ms; else raise `BeaconRefused`."""
    holds = _signed_on_g2 if beacon.chain.chained else _signed_on_g1
    try:
        signed = holds(beacon)
    except ValueError as error:  # what the library raises for a point it does not accept
        raise _refused(beacon, f"no point of the right group ({error})") from error
    if not signed:
        raise _refused(beacon, "a signature of something else, or by another key")


def _signed_on_g1(beacon: Beacon) -> bool:
    """e(H(message), key) = e(signature, g2), in one product with the signature negated."""
    signature = G1Point.from_compressed_bytes(bytes.fromhex(beacon.signature))
    if signature == G1Point.identity():
        return False
    key = G2Point.from_compressed_bytes(bytes.fromhex(beacon.chain.public_key))
    hashed = G1Point.hash_to_curve(beacon.message, _DST_G1)
    return GT.pairing_check([hashed, -signature], [key, G2Point()])


def _signed_on_g2(beacon: Beacon) -> bool:
    """e(key, H(message)) = e(g1, signature), in one product with the generator negated."""
    signature = G2Point.from_compressed_bytes(bytes.fromhex(beacon.signature))
    if signature == G2Point.identity():
        return False
    key = G1Point.from_compressed_bytes(bytes.fromhex(beacon.chain.public_key))
    hashed = G2Point.hash_to_curve(beacon.message, _DST_G2)
    return GT.pairing_check([key, -G1Point()], [hashed, signature])


def _refused(beacon: Beacon, found: str) -> BeaconRefused:
    chain = beacon.chain.name
    return BeaconRefused(
        f"value of round {beacon.round} of the chain {chain}: expected the chain's signature, "
        f"found {found}. Copy the value of exactly this round again, or ask another relay."
    )
