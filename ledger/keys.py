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


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the 64-byte `signature` over `message` was made by the 32-byte `public` key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):  # ValueError: not a point, or a wrong length
        return False
    return True


def note_key_id(name: str, public: bytes) -> bytes:
    """Return the 4-byte id of a key in signed notes: H(name ‖ LF ‖ 0x01 ‖ public)[:4] (03 §5)."""
    return sha256(name.encode("utf-8") + b"\n" + _ED25519 + public).digest()[:4]


def vkey(name: str, public: bytes) -> str:
    """Return `<name>+<key id>+<base64>` for the 32-byte `public` key (03 §5)."""
    if len(public) != 32:
        raise Malformed(f"vkey: expected a public key of 32 bytes, found {len(public)}")
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
