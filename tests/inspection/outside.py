"""What comes from outside the office: witnesses' lines, the beacon's values, people's own devices.

Everything here is synthetic, always the same, and made without the office's code: commitments from
the text of spec 02 §3, values of the test chain with its public secret (02 §11).
"""

from hashlib import sha256
from typing import Final

from py_arkworks_bls12381 import G1Point, Scalar

from draw import QUICKNET, TEST, Beacon
from ledger import Publisher
from ledger.cosignatures import make_vkey, sign_cosignature
from ledger.policy import witness_policy
from tests.ledger.world import fixed_key

NAMES: Final = ("association.example/w", "notary.example/w", "university.example/w")
WITNESS_KEYS: Final = tuple(fixed_key(name) for name in NAMES)
VKEYS: Final = tuple(
    make_vkey(name, key.public) for name, key in zip(NAMES, WITNESS_KEYS, strict=True)
)
BODIES: Final = ("示例消费者协会", "示例公证处", "示例大学")
POLICY: Final = witness_policy(
    2, [{"body": body, "vkey": vkey} for body, vkey in zip(BODIES, VKEYS, strict=True)]
)

_SECRET = Scalar.from_be_bytes_mod_order(sha256(b"sunlot/v1/test-beacon").digest())
_DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def signature(number: int) -> str:
    """What the test chain signs in a round, hex."""
    message = sha256(number.to_bytes(8, "big")).digest()
    point: bytes = (G1Point.hash_to_curve(message, _DST) * _SECRET).to_compressed_bytes()
    return point.hex()


def true_value(number: int) -> Beacon:
    """The test chain's value of a round."""
    return Beacon(TEST, number, signature(number), None)


def foreign_value(number: int) -> Beacon:
    """The same digits, said to be quicknet's."""
    return Beacon(QUICKNET, number, signature(number), None)


def flipped(value: Beacon, bit: int = 300) -> Beacon:
    """The value with one bit of its signature turned over."""
    digits = f"{int(value.signature, 16) ^ (1 << bit):096x}"
    return Beacon(value.chain, value.round, digits, None)


def text_of(note: bytes) -> bytes:
    """The three lines of a signed note, which is what everybody signs."""
    return note[: note.index(b"\n\n") + 1]


def line(note: bytes, witness: int, time: int) -> bytes:
    """The line of a witness, by its place in `NAMES`, on a note."""
    return sign_cosignature(text_of(note), time, NAMES[witness], WITNESS_KEYS[witness])


def sign(publisher: Publisher, witnesses: tuple[int, ...], time: int) -> bytes:
    """These witnesses sign the present head; gives the note with all its lines."""
    signed = publisher.signed()
    assert signed is not None
    lines = [line(signed.note, witness, time) for witness in witnesses]
    return publisher.witness(signed.note, lines)


def device_secret(campaign: int, draw: int, number: int) -> str:
    """What a representative's own device made for a draw, hex."""
    return sha256(f"device of {number} in draw {campaign}.{draw}".encode()).hexdigest()


def commitment(campaign: int, draw: int, root: str, number: int, secret: str) -> str:
    """The commitment of a representative's secret, as the page on the device computes it."""
    lines = (
        "sunlot/v1/commitment",
        f"campaign={campaign}",
        f"draw={draw}",
        f"roster={root}",
        f"party=representative.{number}",
        f"secret={secret}",
    )
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
