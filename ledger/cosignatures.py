"""Cosignatures of witnesses on checkpoints: C2SP `tlog-cosignature` v1, Ed25519 (03 §8).

A witness states: at this time, this was the largest tree I had seen of this log, and it continued
every one I had seen before. What is verified is the text that was received, never a form rebuilt
from parsed parts (as in `ledger.notes`).
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from ledger import keys
from ledger.errors import Malformed
from ledger.notes import (
    SIGNATURE_LINE,
    Checkpoint,
    note_lines,
    note_parts,
    read_base64,
    read_text,
    require_few,
)

_ED25519_COSIGNATURE = b"\x04"  # signature type of C2SP signed-note
_HEADER = "cosignature/v1"
_KEY_ID_BYTES, _TIME_BYTES, _SIGNATURE_BYTES = 4, 8, 64
_MAX_TIME = 2**53 - 1  # C2SP allows 2^63 − 1; ours must fit a number of 00 §2, too
_MAX_NAME_BYTES = 255
_NAME = r"[^\s+\x00-\x1f\x7f-\x9f]{1,255}"
_VKEY = re.compile(rf"(?P<name>{_NAME})\+(?P<id>[0-9a-f]{{8}})\+(?P<key>[A-Za-z0-9+/=]{{1,64}})")


@dataclass(frozen=True)
class Cosignature:
    """A verified statement of the witness with this key at `time` (POSIX seconds)."""

    vkey: str
    time: int


@dataclass(frozen=True)
class SignatureLine:
    """One signature line: the key's name, its id (4 bytes), what follows it, the line with LF."""

    name: str
    key_id: bytes
    signature: bytes
    bytes: bytes


@dataclass(frozen=True)
class SignedText:
    """A checkpoint in right form, nothing verified: its three lines as received, and the rest."""

    text: bytes
    head: Checkpoint
    lines: tuple[SignatureLine, ...]


def key_id(name: str, public: bytes) -> bytes:
    """Return the 4-byte id of a witness key: H(name ‖ LF ‖ 0x04 ‖ public key)[:4]."""
    return sha256(name.encode("utf-8") + b"\n" + _ED25519_COSIGNATURE + public).digest()[:4]


def make_vkey(name: str, public: bytes) -> str:
    """Return `<name>+<key id>+<base64>` for the 32-byte `public` key of a witness.

    Raises `Malformed` for another name than 03 §8 has, and for what `keys.require_public` refuses.
    """
    keys.require_public(public)
    written = base64.b64encode(_ED25519_COSIGNATURE + public).decode("ascii")
    text = f"{name}+{key_id(name, public).hex()}+{written}"
    if not _VKEY.fullmatch(text) or len(name.encode("utf-8")) > _MAX_NAME_BYTES:
        raise Malformed(
            f"witness key: expected a name without spaces and `+`, at most {_MAX_NAME_BYTES} "
            f"bytes, found {name[:80]!r}"
        )
    return text


def read_vkey(text: str) -> tuple[str, bytes]:
    """Return (name, 32-byte key) of a witness's vkey; raises `Malformed` unless exactly in form."""
    match = _VKEY.fullmatch(text)
    if match is None:
        raise Malformed(f"witness key: expected `<name>+<8 hex>+<base64>`, found {text[:120]!r}")
    try:
        raw = base64.b64decode(match["key"], validate=True)
    except binascii.Error as error:
        raise Malformed("witness key: the key is not base64") from error
    is_right = len(raw) == 33 and raw.startswith(_ED25519_COSIGNATURE)
    if not is_right or make_vkey(match["name"], raw[1:]) != text:
        raise Malformed("witness key: expected type 0x04, 32 bytes and the key id made from them")
    return match["name"], raw[1:]


def read_note(note: bytes) -> SignedText:
    """Return the parts of a checkpoint note, its form checked in full and no signature verified.

    Raises `Malformed`.
    """
    stated, signatures = note_parts(note)
    text = "".join(f"{line}\n" for line in stated).encode()
    return SignedText(text, read_text(stated), tuple(read_line(line) for line in signatures))


def read_line(line: str) -> SignatureLine:
    """Return the parts of a signature line (given without its LF); raises `Malformed`."""
    match = SIGNATURE_LINE.fullmatch(line)
    if match is None:
        raise Malformed(f"signature line: expected `— <name> <base64>`, found {line[:120]!r}")
    raw = read_base64(match["base64"])
    if len(raw) <= _KEY_ID_BYTES:
        raise Malformed("signature line: too short for a key id and a signature")
    key_and_rest = raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:]
    return SignatureLine(match["name"], *key_and_rest, f"{line}\n".encode())


def read_lines(data: bytes) -> tuple[SignatureLine, ...]:
    """Return the signature lines that `data` consists of, at least one; raises `Malformed`.

    Takes what a witness answers, and lines for a note: so no more bytes and lines than a note may
    have.
    """
    lines = note_lines(data)
    require_few(lines)
    return tuple(read_line(line) for line in lines)


def sign_cosignature(text: bytes, time: int, name: str, key: keys.SigningKey) -> bytes:
    """Return the signature line, with its LF, of the witness `name` on a checkpoint's `text`.

    `text` is the note's three lines with their LFs; `time` is in POSIX seconds.
    """
    if not 0 < time <= _MAX_TIME:
        raise Malformed(f"cosignature: expected POSIX seconds, found {time}")
    signature = key.sign(_message(text, time))
    make_vkey(name, key.public)  # a name that no reader accepts is not signed with
    raw = key_id(name, key.public) + time.to_bytes(_TIME_BYTES, "big") + signature
    return f"— {name} {base64.b64encode(raw).decode('ascii')}\n".encode()


def read_cosignatures(note: bytes, vkeys: Iterable[str]) -> tuple[Cosignature, ...]:
    """Return what the witnesses with these `vkeys` say of the checkpoint, ascending by vkey.

    The log's own line is not looked at: see `notes.read_checkpoint`. Lines of unknown keys are
    ignored (C2SP signed-note). Raises `Malformed` for a note out of form, for a line of one of
    these keys that does not verify, and for two lines of one key.
    """
    found: dict[str, Cosignature] = {}
    for cosignature, _ in _verified(read_note(note), vkeys):
        if cosignature.vkey in found:
            raise Malformed(f"cosignatures: two lines of {cosignature.vkey}")
        found[cosignature.vkey] = cosignature
    return tuple(found[vkey] for vkey in sorted(found))


def with_cosignatures(note: bytes, lines: Iterable[bytes], vkeys: Iterable[str]) -> bytes:
    """Return `note` with the cosignature `lines` (each with its LF) of `vkeys` added.

    The log's line stays first; one line for each witness follows, ascending by name: the earliest,
    because a bracket asks for how early a list was known. Lines of other keys are left out.
    Raises `Malformed` like `read_cosignatures`, here for the lines that are added, too.
    """
    read = read_note(note)
    added = tuple(one for data in lines for one in read_lines(data))
    together = SignedText(read.text, read.head, read.lines + added)
    verified = sorted(_verified(together, vkeys), key=lambda pair: pair[0].time, reverse=True)
    earliest = {cosignature.vkey: line for cosignature, line in verified}
    of_witnesses = {line.bytes for _, line in verified}
    kept = [
        line
        for line in read.lines
        if line.name == read.head.origin and line.bytes not in of_witnesses
    ]
    kept += sorted(earliest.values(), key=lambda line: (line.name, line.key_id))
    return read.text + b"\n" + b"".join(line.bytes for line in kept)


def _verified(
    read: SignedText, vkeys: Iterable[str]
) -> Iterator[tuple[Cosignature, SignatureLine]]:
    """Give the lines of these keys with what they say; raises `Malformed` for one that is wrong."""
    known = {}
    for vkey in vkeys:
        name, public = read_vkey(vkey)
        known[name, key_id(name, public)] = vkey, public
    for line in read.lines:
        if (line.name, line.key_id) in known:
            vkey, public = known[line.name, line.key_id]
            yield Cosignature(vkey, _signed_time(read.text, line, public)), line


def _signed_time(text: bytes, line: SignatureLine, public: bytes) -> int:
    if len(line.signature) != _TIME_BYTES + _SIGNATURE_BYTES:
        raise Malformed(f"cosignature of {line.name}: expected a time and 64 bytes of signature")
    time = int.from_bytes(line.signature[:_TIME_BYTES], "big")
    if not 0 < time <= _MAX_TIME:
        raise Malformed(f"cosignature of {line.name}: expected POSIX seconds, found {time}")
    if not keys.verify(public, line.signature[_TIME_BYTES:], _message(text, time)):
        raise Malformed(f"cosignature of {line.name}: the signature does not fit the text")
    return time


def _message(text: bytes, time: int) -> bytes:
    return f"{_HEADER}\ntime {time}\n".encode() + text
