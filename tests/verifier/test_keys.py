"""Public keys under which anybody can sign are refused wherever a key is read (spec 00 §1.3)."""

import base64
from collections.abc import Callable
from hashlib import sha256, sha512
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from verifier import note
from verifier.selftest.attacks_files import on_head
from verifier.selftest.book import BEFORE, standard
from verifier.selftest.package import Package, packed, report_of
from verifier.selftest.signers import NoKey
from verifier.witnesses import Policy, Witness, cosignatures, policy_faults

from .judged import results

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
SMALL = (0, 1, PRIME - 1, *(int.from_bytes(bytes.fromhex(y), "little") for y in ORDER_8))
# Every y that is not below the prime and fits into 255 bits: there are 19.
UNREDUCED = tuple(range(PRIME, 2**255))
REFUSED = tuple(
    (y | sign << 255).to_bytes(32, "little") for y in (*SMALL, *UNREDUCED) for sign in (0, 1)
)


def vkey(public: bytes, algorithm: bytes, name: str = "key.example") -> str:
    data = algorithm + public
    key_id = sha256(name.encode() + b"\n" + data).hexdigest()[:8]
    return f"{name}+{key_id}+{base64.b64encode(data).decode()}"


def test_the_library_takes_signatures_that_anybody_can_make() -> None:
    """Why keys have to be looked at here: nothing is secret about y = 1."""
    public = NoKey().public_key().public_bytes_raw()
    for message in (b"", b"a", b"anything at all"):
        signature = NoKey().sign(message)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        assert not note.is_signed(public, signature, message)


def test_the_equation_is_that_without_the_cofactor() -> None:
    """A public key plus a point of order 2: A' = A + T. With the cofactor all signatures that A's
    holder makes for A' fit; without it only those with an even k do."""
    x, y = _public_point(b"\3" * 32)
    public = _encoded((PRIME - x) % PRIME, (PRIME - y) % PRIME)
    assert note.is_key(public)
    found = {note.is_signed(public, *_signed(b"\3" * 32, public, n)) for n in range(16)}
    expected = [_challenge(b"\3" * 32, public, n) % 2 == 0 for n in range(16)]
    assert found == {True, False} == set(expected)
    for n, fits in enumerate(expected):
        assert note.is_signed(public, *_signed(b"\3" * 32, public, n)) is fits


def _encoded(x: int, y: int) -> bytes:
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _public_point(secret: bytes) -> tuple[int, int]:
    """x and y of the public key of a secret (RFC 8032 §5.1.3)."""
    raw = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    number = int.from_bytes(raw, "little")
    y, sign = number & (2**255 - 1), number >> 255
    d = -121665 * pow(121666, -1, PRIME)
    square = (y * y - 1) * pow(d * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    return (x if x & 1 == sign else PRIME - x), y


def _parts(secret: bytes, n: int) -> tuple[int, int, bytes, bytes]:
    """Scalar, r, R and message; R is the public key of another secret, whose scalar is r."""
    message = b"message %d" % n
    nonce = sha256(b"nonce" + message).digest()
    point = Ed25519PrivateKey.from_private_bytes(nonce).public_key().public_bytes_raw()
    return _scalar(secret), _scalar(nonce), point, message


def _scalar(secret: bytes) -> int:
    low = bytearray(sha512(secret).digest()[:32])
    low[0] &= 248
    low[31] = low[31] & 63 | 64
    return int.from_bytes(low, "little")


def _challenge(secret: bytes, public: bytes, n: int) -> int:
    _own, _r, point, message = _parts(secret, n)
    return int.from_bytes(sha512(point + public + message).digest(), "little") % ORDER


def _signed(secret: bytes, public: bytes, n: int) -> tuple[bytes, bytes]:
    """Signature and message: S = r + k·a with k over the altered key."""
    scalar, r, point, message = _parts(secret, n)
    s = (r + _challenge(secret, public, n) * scalar) % ORDER
    return point + s.to_bytes(32, "little"), message


def test_all_refused_keys_are_refused() -> None:
    assert len(set(REFUSED)) == 48
    assert not any(note.is_key(public) for public in REFUSED)


@pytest.mark.parametrize("y", [2, 3, 4, PRIME - 2, PRIME - 3])
def test_their_neighbours_are_not(y: int) -> None:
    assert note.is_key(y.to_bytes(32, "little"))


@pytest.mark.parametrize(
    ("read", "algorithm"), [(note.parse_log_key, b"\1"), (note.parse_witness_key, b"\4")]
)
def test_a_vkey_of_such_a_key_is_refused(
    read: Callable[[str], note.NoteKey], algorithm: bytes
) -> None:
    for public in REFUSED:
        with pytest.raises(note.NoteError, match="small order"):
            read(vkey(public, algorithm))


def test_a_policy_names_the_key() -> None:
    told = [{"body": "x", "vkey": vkey(REFUSED[2], b"\4")}]
    assert [fault.field for fault in policy_faults(1, told)] == ["witnesses[0].vkey"]


def test_a_line_of_such_a_key_does_not_count() -> None:
    """Even if a policy had let it in."""
    text = b"x.example\n1\n" + base64.b64encode(b"\1" * 32) + b"\n"
    public = NoKey().public_bytes_raw()
    key = note.NoteKey("w", b"\0\0\0\1", public)
    blob = key.key_id + (7).to_bytes(8, "big") + NoKey().sign(b"")
    line = "— w " + base64.b64encode(blob).decode() + "\n"
    head = note.parse_checkpoint(text + b"\n" + line.encode())
    with pytest.raises(note.NoteError, match="does not fit"):
        cosignatures(head, Policy(1, (Witness("w", "", key),)))


LINE = "— x AAAAAAAA\n".encode()


@pytest.mark.parametrize(("lines", "exit_code"), [(99, 0), (100, 1)])
def test_a_note_has_at_most_100_signature_lines(lines: int, exit_code: int, tmp_path: Path) -> None:
    package: Package = packed(standard(size=24), BEFORE)
    on_head(lambda head: head + LINE * lines)(package)
    report = report_of(package, tmp_path)
    assert report["exit"] == exit_code
    assert results(report, "failed") == ({"01.note"} if exit_code else set())
