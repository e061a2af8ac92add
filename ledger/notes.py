"""Checkpoints: C2SP signed notes over origin, tree size and root (03 §5).

What is verified is the text that was received, never a form rebuilt from parsed parts: a lenient
reader that re-serialises before it verifies accepts notes that others refuse.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger import keys
from ledger.errors import Malformed

MAX_NOTE_BYTES = 16_384
"""Most bytes of a checkpoint."""

MAX_SIGNATURE_LINES = 100
"""Most signature lines of a checkpoint, also those of unknown keys (as the Go original has it)."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
SIGNATURE_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<base64>[A-Za-z0-9+/]+={0,2})")
"""A signature line without its LF."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Checkpoint:
    """A signed head: the ledger's name, its number of entries, its Merkle root (64 hex digits)."""

    origin: str
    size: int
    root: str


def sign_checkpoint(origin: str, size: int, root: str, key: keys.SigningKey) -> bytes:
    """Return the note for a tree of `size` entries with `root` (64 hex digits), signed by `key`."""
    text = f"{origin}\n{size}\n{_base64(bytes.fromhex(root))}\n".encode()
    signature = keys.note_key_id(origin, key.public) + key.sign(text)
    note = text + f"\n— {origin} {_base64(signature)}\n".encode()
    read_checkpoint(note, keys.vkey(origin, key.public))  # what we cannot read, we do not sign
    return note


def read_checkpoint(note: bytes, vkey: str) -> Checkpoint:
    """Return the head that `note` states; raises `Malformed` unless form and signature are right.

    `vkey` is the log's key (03 §5); its name must be the origin. Lines of other keys are ignored;
    exactly one line of this key must be there.
    """
    name, public = keys.read_vkey(vkey)
    stated, signatures = note_parts(note)
    checkpoint = read_text(stated)
    if checkpoint.origin != name:
        raise Malformed(f"checkpoint: expected origin {name!r}, found {checkpoint.origin!r}")
    signature = _own_signature(signatures, name, keys.note_key_id(name, public))
    if not keys.verify(public, signature, "".join(f"{line}\n" for line in stated).encode()):
        raise Malformed("checkpoint: the log's signature does not fit the text")
    return checkpoint


def note_parts(note: bytes) -> tuple[list[str], list[str]]:
    """Return the three lines of a note and its signature lines, all without LF, none looked into.

    Raises `Malformed` for another form, and for more than `MAX_SIGNATURE_LINES`.
    """
    lines = note_lines(note)
    if len(lines) < 5 or lines[3] != "":
        raise Malformed("checkpoint: expected three lines, an empty line and signature lines")
    require_few(lines[4:])
    return lines[:3], lines[4:]


def require_few(signatures: Sequence[str]) -> None:
    """Require at most `MAX_SIGNATURE_LINES`; raises `Malformed`."""
    if len(signatures) > MAX_SIGNATURE_LINES:
        raise Malformed(
            f"checkpoint: expected at most {MAX_SIGNATURE_LINES} signature lines, "
            f"found {len(signatures)}"
        )


def note_lines(note: bytes) -> list[str]:
    """Return the lines of a note without their LFs; raises `Malformed` for other than such text."""
    if len(note) > MAX_NOTE_BYTES:
        raise Malformed(f"checkpoint: more than {MAX_NOTE_BYTES:,} bytes")
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("checkpoint: not UTF-8") from error
    if _CONTROL.search(text):
        raise Malformed("checkpoint: a control character other than LF")
    if not text.endswith("\n"):
        raise Malformed("checkpoint: expected an LF after the last line")
    return text[:-1].split("\n")


def read_text(lines: list[str]) -> Checkpoint:
    """Return what the three lines of a checkpoint say; raises `Malformed`."""
    origin, size, root = lines
    if not _SIZE.fullmatch(size) or int(size) >= 2**53:
        raise Malformed(f"checkpoint: expected a tree size in decimal, found {size[:40]!r}")
    hashed = read_base64(root)
    if len(hashed) != 32:
        raise Malformed(f"checkpoint: expected a root of 32 bytes, found {len(hashed)}")
    return Checkpoint(origin, int(size), hashed.hex())


def _own_signature(lines: list[str], name: str, key_id: bytes) -> bytes:
    own = []
    for line in lines:
        match = SIGNATURE_LINE.fullmatch(line)
        if match is None:
            raise Malformed(f"checkpoint: expected `— <name> <base64>`, found {line[:120]!r}")
        raw = read_base64(match["base64"])
        if len(raw) < 5:
            raise Malformed("checkpoint: a signature line too short for a key id and a signature")
        if match["name"] == name and raw[:4] == key_id:
            own.append(raw[4:])
    if len(own) != 1:
        raise Malformed(f"checkpoint: expected one line of the log's key, found {len(own)}")
    return own[0]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def read_base64(text: str) -> bytes:
    """Return the bytes of canonical, padded base64; raises `Malformed` for any other text."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:  # ValueError: not ASCII
        raise Malformed(f"checkpoint: not base64: {text[:80]!r}") from error
    if _base64(data) != text:
        raise Malformed(f"checkpoint: base64 not in its canonical form: {text[:80]!r}")
    return data
