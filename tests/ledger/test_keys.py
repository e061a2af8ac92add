"""Keys and key files."""

import base64
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger import Malformed, SigningKey, keys
from tests.ledger.world import AGENCY_KEY, fixed_key

# Key, text and signature of the tests of golang.org/x/mod/sumdb/note, made by others.
KNOWN_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KNOWN_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
KNOWN_TEXT = (
    b"If you think cryptography is the answer to your problem,\n"
    b"then you don't know what your problem is.\n"
)
KNOWN_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def test_rfc_8032_test_1() -> None:
    key = SigningKey(_private("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public_hex == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06")
    assert keys.verify(key.public, key.sign(b""), b"")
    assert not keys.verify(key.public, key.sign(b""), b"x")
    assert not keys.verify(b"short", key.sign(b""), b"")


def test_key_id_is_the_hash_of_the_public_key() -> None:
    assert sha256(AGENCY_KEY.public).hexdigest() == AGENCY_KEY.key_id


def test_a_file_brings_the_same_key_back_and_is_private(tmp_path: Path) -> None:
    key, path = SigningKey.generate(), tmp_path / "agency.pem"
    key.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert SigningKey.load(path).public == key.public
    with pytest.raises(FileExistsError):
        fixed_key("other").save(path)
    assert SigningKey.load(path).public == key.public


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "agency.pem"
    AGENCY_KEY.save(path)
    path.chmod(mode)
    with pytest.raises(Malformed, match="others can read"):
        SigningKey.load(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "agency.pem"
    path.touch(mode=0o600)
    with pytest.raises(Malformed, match="PEM"):
        SigningKey.load(path)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(pem)
    with pytest.raises(Malformed, match="Ed25519"):
        SigningKey.load(path)


def test_repr_shows_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "k.pem"
    AGENCY_KEY.save(path)
    body = path.read_text().split("\n")[1]
    assert body not in repr(AGENCY_KEY)
    assert repr(AGENCY_KEY) == f"SigningKey(key_id='{AGENCY_KEY.key_id}')"


def test_a_vkey_that_others_made() -> None:
    name, public = keys.read_vkey(KNOWN_VKEY)
    assert name == "PeterNeumann"
    assert keys.vkey(name, public) == KNOWN_VKEY


def test_a_note_signature_that_others_made() -> None:
    key = SigningKey(_private(KNOWN_SEED.hex()))
    made = keys.note_key_id("PeterNeumann", key.public) + key.sign(KNOWN_TEXT)
    assert base64.b64encode(made).decode() == KNOWN_SIGNATURE
    assert keys.vkey("PeterNeumann", key.public) == KNOWN_VKEY


@given(st.binary(min_size=32, max_size=32), st.from_regex(r"[a-z0-9._/-]{3,100}", fullmatch=True))
def test_vkeys_come_back(seed: bytes, name: str) -> None:
    public = SigningKey(_private(seed.hex())).public
    assert keys.read_vkey(keys.vkey(name, public)) == (name, public)


# Which keys may be read (00 §1.3), told here by the curve itself instead of by a list.

PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME


def x_of(y: int) -> int | None:
    """The even x of the point with this y; None if there is none (RFC 8032 §5.1.3)."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    root = pow(square, (PRIME + 3) // 8, PRIME)
    if root * root % PRIME != square:
        root = root * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if root * root % PRIME != square:
        return None
    return root if root % 2 == 0 else PRIME - root


def doubled(point: tuple[int, int]) -> tuple[int, int]:
    """The point added to itself (RFC 8032 §5.1, affine)."""
    x, y = point
    both = D * x * x * y * y % PRIME
    return (
        2 * x * y * pow(1 + both, -1, PRIME) % PRIME,
        (y * y + x * x) * pow(1 - both, -1, PRIME) % PRIME,
    )


def of_small_order(y: int) -> bool:
    x = x_of(y)
    return x is not None and doubled(doubled(doubled((x, y)))) == (0, 1)


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


EIGHTH = [
    int.from_bytes(bytes.fromhex(text), "little")
    for text in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
]
SMALL = [0, 1, PRIME - 1, *EIGHTH]


def test_the_small_ones_are_small() -> None:
    assert all(map(of_small_order, SMALL))


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", [*SMALL, PRIME, PRIME + 1, PRIME + 2, 2**255 - 1])
def test_keys_that_prove_nothing_are_refused(y: int, sign: int) -> None:
    public = encoded(y, sign)
    with pytest.raises(Malformed, match="small order" if y < PRIME else "canonical"):
        keys.require_public(public)
    with pytest.raises(Malformed):
        keys.vkey("name", public)
    raw = b"\x01" + public
    identity = sha256(b"name\n" + raw).hexdigest()[:8]
    with pytest.raises(Malformed):
        keys.read_vkey(f"name+{identity}+{base64.b64encode(raw).decode()}")


def test_a_signature_that_fits_every_text_is_none() -> None:
    """R = the neutral point, S = 0: right under the neutral key for every text, by the equation."""
    signature = encoded(1) + bytes(32)
    for sign in (0, 1):
        assert not keys.verify(encoded(1, sign), signature, b"any text")


@given(st.integers(0, 2**255 - 1) | st.integers(0, 300).map(lambda n: PRIME - n), st.booleans())
def test_every_other_key_is_read(y: int, sign: bool) -> None:
    public = encoded(y, int(sign))
    if y >= PRIME or of_small_order(y):
        with pytest.raises(Malformed):
            keys.require_public(public)
    else:
        keys.require_public(public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a+b",
        KNOWN_VKEY + "\n",
        " " + KNOWN_VKEY,
        KNOWN_VKEY.replace("c74f20a3", "C74F20A3"),
        KNOWN_VKEY.replace("c74f20a3", "c74f20a4"),
        KNOWN_VKEY.replace("Peter", "peter"),
        KNOWN_VKEY.replace("+ARp", "+BRp"),
        KNOWN_VKEY[:-1],
        KNOWN_VKEY + "=",
    ],
)
def test_bad_vkeys_are_refused(text: str) -> None:
    with pytest.raises(Malformed):
        keys.read_vkey(text)


def test_bad_names_make_no_vkey() -> None:
    for name in ("", "a b", "a+b", "a\n"):
        with pytest.raises(Malformed):
            keys.vkey(name, AGENCY_KEY.public)
    with pytest.raises(Malformed):
        keys.vkey("name", b"short")


def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
