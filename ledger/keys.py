"""Ed25519 keys (RFC 8032): key ids, key files, and the verifier key text of C2SP signed notes."""

import base64
import binascii
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import Malformed

_ED25519 = b"\x01"  # signature type of C2SP signed-note
_FIELD_PRIME = 2**255 - 19
_SMALL_ORDER = frozenset(  # the y of the eight points whose order divides 8, as in 00 §1.3
    {
        0,
        1,
        _FIELD_PRIME - 1,
        *(
            int.from_bytes(bytes.fromhex(text), "little")
            for text in (
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            )
        ),
    }
)
_VKEY = re.compile(r"(?P<name>[^\s+]{1,255})\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]{1,64})")


class SigningKey:
    """An Ed25519 private key. It has no form as text: repr shows the key id only."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        """The public key, 32 bytes."""

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the operating system's random generator."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a PEM PKCS #8 file that only its owner can read.

        Raises `Malformed` for another kind of file and for a file that others can read: a key
        that was readable is no longer known to be secret.
        """
        if path.stat().st_mode & 0o077:
            raise Malformed(f"key file {path.name}: others can read it; expected mode 0600")
        try:
            private = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError) as error:
            raise Malformed(f"key file {path.name}: expected an unencrypted PEM key") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise Malformed(f"key file {path.name}: expected an Ed25519 key")
        return cls(private)

    def save(self, path: Path) -> None:
        """Write a new PEM PKCS #8 file of mode 0600, durably; an existing file is never replaced.

        Raises `FileExistsError`.
        """
        pem = self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, flags, mode=0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())

    @property
    def public_hex(self) -> str:
        """The public key as 64 hex digits."""
        return self.public.hex()

    @property
    def key_id(self) -> str:
        """hex(H(public key)), 64 hex digits (03 §3)."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature; the same message always gives the same signature."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey(key_id={self.key_id!r})"


def key_id(public: bytes) -> str:
    """Return the id of an entry key: hex(H(32 raw bytes)), 64 hex digits (03 §3)."""
    return sha256(public).hexdigest()


def require_public(public: bytes) -> None:
    """Require a public key that may be read (00 §1.3): 32 bytes, canonical, not of small order.

    RFC 8032 leaves both open, and libraries differ: OpenSSL takes y + p for y. Under a key of small
    order one signature fits many texts, so whoever publishes such a key proves nothing. Raises
    `Malformed`. That the bytes are a point at all is seen when a signature is verified.
    """
    if len(public) != 32:
        raise Malformed(f"public key: expected 32 bytes, found {len(public)}")
    y = int.from_bytes(public, "little") & (1 << 255) - 1  # the top bit is the sign of x
    if y >= _FIELD_PRIME or y in _SMALL_ORDER:
        fault = "of small order" if y in _SMALL_ORDER else "not in its canonical form"
        raise Malformed(
            f"public key {public.hex()}: {fault}; expected a key as SigningKey.generate makes it"
        )


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the 64-byte `signature` over `message` was made by the 32-byte `public` key.

    As in 00 §1.3; under a key that `require_public` refuses nothing is signed.
    """
    try:
        require_public(public)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, Malformed, ValueError):  # ValueError: not a point
        return False
    return True


def note_key_id(name: str, public: bytes) -> bytes:
    """Return the 4-byte id of a key in signed notes: H(name ‖ LF ‖ 0x01 ‖ public)[:4] (03 §5)."""
    return sha256(name.encode("utf-8") + b"\n" + _ED25519 + public).digest()[:4]


def vkey(name: str, public: bytes) -> str:
    """Return `<name>+<key id>+<base64>` for the 32-byte `public` key (03 §5).

    Raises `Malformed` for a name with spaces or `+`, and for what `require_public` refuses.
    """
    require_public(public)
    written = base64.b64encode(_ED25519 + public).decode("ascii")
    text = f"{name}+{note_key_id(name, public).hex()}+{written}"
    if not _VKEY.fullmatch(text):
        raise Malformed(f"vkey: expected a name without spaces and `+`, found {name!r}")
    return text


def read_vkey(text: str) -> tuple[str, bytes]:
    """Return (name, 32-byte public key) of a vkey; raises `Malformed` unless exactly in form."""
    match = _VKEY.fullmatch(text)
    if match is None:
        raise Malformed(f"vkey: expected `<name>+<8 hex>+<base64>`, found {text[:120]!r}")
    try:
        raw = base64.b64decode(match["key"], validate=True)
    except binascii.Error as error:
        raise Malformed("vkey: the key is not base64") from error
    if len(raw) != 33 or not raw.startswith(_ED25519) or vkey(match["name"], raw[1:]) != text:
        raise Malformed("vkey: expected type 0x01, 32 bytes of key and the key id made from them")
    return match["name"], raw[1:]
