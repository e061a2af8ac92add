"""Witnesses of a made book: keys, vkeys and cosignature lines (C2SP tlog-cosignature)."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Public(Protocol):
    """What a book needs of a public key."""

    def public_bytes_raw(self) -> bytes:
        """Its 32 bytes."""


class Signing(Protocol):
    """What a book needs of a private key."""

    def sign(self, data: bytes, /) -> bytes:
        """64 bytes of Ed25519."""

    def public_key(self) -> Public:
        """The key that verifies."""


class NoKey:
    """Signs without any secret: the public key is the neutral element, y = 1 (00 §1.3).

    [S]B = R + [k]A holds for S = 1, R = B and every message, as [k]A is neutral for every k.
    """

    def sign(self, data: bytes, /) -> bytes:
        """The one signature that fits everything."""
        del data
        return bytes.fromhex("58" + "66" * 31) + (1).to_bytes(32, "little")

    def public_key(self) -> "NoKey":
        """Itself: there is nothing secret about it."""
        return self

    def public_bytes_raw(self) -> bytes:
        """y = 1 with sign bit 0."""
        return (1).to_bytes(32, "little")


@dataclass
class Signer:
    """A witness; `key` signs, `name` and `body` are what the policy says of it."""

    name: str
    body: str
    key: Signing

    @classmethod
    def make(cls, name: str, number: int) -> "Signer":
        """A witness with a key made from its number."""
        secret = hashlib.sha256(f"witness {number}".encode()).digest()
        return cls(name, f"见证单位{number}", Ed25519PrivateKey.from_private_bytes(secret))

    def public(self) -> bytes:
        """Algorithm byte and public key."""
        return b"\x04" + self.key.public_key().public_bytes_raw()

    def key_id(self) -> bytes:
        """The first four bytes that name the key in a line."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.public()).digest()[:4]

    def vkey(self) -> str:
        """The key as a policy names it."""
        return f"{self.name}+{self.key_id().hex()}+{base64.b64encode(self.public()).decode()}"

    def line(self, text: bytes, time: int, signed_text: bytes | None = None) -> str:
        """A cosignature line of a note's text; over `signed_text` instead it is wrong."""
        over = text if signed_text is None else signed_text
        message = b"cosignature/v1\ntime %d\n" % time + over
        data = self.key_id() + time.to_bytes(8, "big") + self.key.sign(message)
        return f"— {self.name} {base64.b64encode(data).decode()}\n"
