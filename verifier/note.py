"""Notes, their keys and Ed25519 (spec 03 §3, §5, §6, §8; C2SP signed-note)."""

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import MAX_INTEGER

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_ED25519 = b"\x01"
_COSIGNATURE = b"\x04"
_MAX_NAME = 255
MAX_NOTE = 16_384
MAX_SIGNATURES = 100

_PRIME = 2**255 - 19
_ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
# The y of all points whose order divides 8 (spec 00 §1.3).
_SMALL = frozenset(
    {0, 1, _PRIME - 1, *(int.from_bytes(bytes.fromhex(y), "little") for y in _ORDER_8)}
)
BAD_KEY = "the public key is not in canonical form or is a point of small order"


class NoteError(ValueError):
    """A note or a key breaks spec 03 §5 or §8; the message is a translatable sentence.

    `who` names the key whose line is wrong, where it is about one.
    """

    def __init__(self, message: str, who: str | None = None) -> None:
        super().__init__(message)
        self.who = who


@dataclass(frozen=True)
class NoteKey:
    """A key that signs notes: its name, four-byte id and 32 raw bytes of Ed25519."""

    name: str
    key_id: bytes
    public: bytes


@dataclass(frozen=True)
class Checkpoint:
    """A parsed checkpoint; `text` are its three signed lines, `lines` name → blob pairs."""

    origin: str
    size: int
    root: bytes
    text: bytes
    lines: tuple[tuple[str, bytes], ...]


def decode_base64(text: str) -> bytes:
    """Bytes of canonical, padded base64 (RFC 4648 §4); raises NoteError."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise NoteError("the base64 is not canonical") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise NoteError("the base64 is not canonical")
    return data


def parse_log_key(vkey: str) -> NoteKey:
    """Read the vkey of a log, `<name>+<key id>+<base64>`; raises NoteError (03 §5)."""
    return _parse_key(vkey, _ED25519)


def log_vkey(key: NoteKey) -> str:
    """A log key written as a vkey, the text that `parse_log_key` reads."""
    return f"{key.name}+{key.key_id.hex()}+{base64.b64encode(_ED25519 + key.public).decode()}"


def parse_witness_key(vkey: str) -> NoteKey:
    """Read the vkey of a witness; raises NoteError (03 §8)."""
    key = _parse_key(vkey, _COSIGNATURE)
    if len(key.name.encode("utf-8", "surrogatepass")) > _MAX_NAME:
        raise NoteError("the name of the key is longer than 255 bytes")
    return key


def _parse_key(vkey: str, algorithm: bytes) -> NoteKey:
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not _is_name(parts[0]) or _KEY_ID.fullmatch(parts[1]) is None:
        raise NoteError("the key is not of the form name+id+base64")
    data = decode_base64(parts[2])
    if len(data) != 33 or data[:1] != algorithm:
        raise NoteError("the key is not a key of 32 bytes of the right kind")
    key_id = sha256(parts[0].encode("utf-8", "surrogatepass") + b"\n" + data).digest()[:4]
    if key_id.hex() != parts[1]:
        raise NoteError("the id of the key does not belong to it")
    if not is_key(data[1:]):
        raise NoteError(BAD_KEY)
    return NoteKey(parts[0], key_id, data[1:])


def is_key(public: bytes) -> bool:
    """False for 32 bytes that no public key may be: y not below the prime, or of small order.

    Under the neutral element, y = 1, R = [S]B fits every message: libraries accept what anybody
    can make. That a point is on the curve is left to the library, under which nothing verifies
    otherwise.
    """
    y = int.from_bytes(public, "little") & ((1 << 255) - 1)
    return y < _PRIME and y not in _SMALL


def _is_name(name: str) -> bool:
    return bool(name) and not any(
        char == "+" or char.isspace() or unicodedata.category(char) == "Cc" for char in name
    )


def _decode(data: bytes) -> str:
    if len(data) > MAX_NOTE:
        raise NoteError("the file is longer than allowed")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("the checkpoint is not UTF-8") from None
    if text.startswith("\ufeff"):
        raise NoteError("the checkpoint begins with a byte-order mark")
    if any(char != "\n" and unicodedata.category(char) == "Cc" for char in text):
        raise NoteError("the checkpoint has a control character")
    return text


def _signature_line(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _is_name(parts[1]):
        raise NoteError("a signature line is not of the form: dash, name, base64")
    blob = decode_base64(parts[2])
    if len(blob) < 5:
        raise NoteError("a signature line is too short")
    return parts[1], blob


def _root(line: str) -> bytes:
    root = decode_base64(line)
    if len(root) != 32:
        raise NoteError("the root of the checkpoint is not 32 bytes long")
    return root


def parse_checkpoint(data: bytes) -> Checkpoint:
    """Read a checkpoint strictly (spec 03 §5, no extension lines); raises NoteError."""
    lines = _decode(data).split("\n")
    if len(lines) < 6 or lines[3] != "" or lines[-1] != "" or "" in lines[4:-1]:
        raise NoteError("the checkpoint is not three lines, an empty line and signature lines")
    if len(lines) - 5 > MAX_SIGNATURES:
        raise NoteError("the checkpoint has more than 100 signature lines")
    if not lines[0]:
        raise NoteError("the checkpoint has no origin")
    if _SIZE.fullmatch(lines[1]) is None or int(lines[1]) > MAX_INTEGER:
        raise NoteError("the tree size of the checkpoint is not a decimal number below 2^53")
    text = "".join(line + "\n" for line in lines[:3]).encode("utf-8")
    signatures = tuple(_signature_line(line) for line in lines[4:-1])
    return Checkpoint(lines[0], int(lines[1]), _root(lines[2]), text, signatures)


def log_signatures(checkpoint: Checkpoint, key: NoteKey) -> list[bytes]:
    """What follows the key id on the lines of this key; lines of other keys are ignored."""
    return [
        blob[4:] for name, blob in checkpoint.lines if name == key.name and blob[:4] == key.key_id
    ]


def check_log_signature(checkpoint: Checkpoint, key: NoteKey) -> None:
    """Exactly one line of the log's key, and a right one (03 §5); raises NoteError."""
    signatures = log_signatures(checkpoint, key)
    if len(signatures) != 1:
        raise NoteError("there must be exactly one signature line of the log's key")
    if not is_signed(key.public, signatures[0], checkpoint.text):
        raise NoteError("the log's signature does not fit the checkpoint")


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """True if `signature` (64 bytes) is Ed25519 over `message` by `public` (32 bytes).

    By the equation without the cofactor and S below the group order, as spec 00 §1.3 wants it:
    so OpenSSL does it, under `cryptography`. A key that `is_key` refuses signs nothing.
    """
    if not is_key(public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_message(kind: str, body: bytes) -> bytes:
    """DSSE pre-authentication encoding of an entry's body (spec 03 §3)."""
    payload_type = f"application/vnd.sunlot.{kind}.v1+json".encode()
    return b"DSSEv1 %d %b %d %b" % (len(payload_type), payload_type, len(body), body)
