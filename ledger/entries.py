"""Entries: canonical `{"body":…,"sigs":[…]}`, linked by leaf hashes and signed over DSSE's PAE.

`body` sorts before `sigs`, so the signed bytes are a literal slice of the entry (03 §1) and are
never serialised again. What stands in `data` is not this package's business.
"""

import builtins
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from ledger import canonical, keys, merkle
from ledger.errors import Malformed

NO_PREVIOUS = "0" * 64
"""`prev` of entry 0."""

_BODY_START = len(b'{"body":')
_SIGS = b',"sigs":['
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_KIND = re.compile(r"[a-z]+(\.[a-z]+)*")
_MAX_KIND = 64


@dataclass(frozen=True)
class Draft:
    """What a caller wants recorded: an entry kind and its data (01), canonical JSON values only."""

    kind: str
    data: Mapping[str, object]


@dataclass(frozen=True)
class Entry:
    """One entry of the ledger (03 §2), and its bytes.

    `at` is in seconds since 1970; `prev` and `leaf` (this entry's own leaf hash, the next entry's
    `prev`) are 64 hex digits; `bytes` is what is hashed and published.
    """

    seq: int
    at: int
    kind: str
    data: Mapping[str, object]
    prev: str
    simulation: bool
    bytes: builtins.bytes  # named as in the specification; so the type needs its full name
    leaf: str

    @property
    def body(self) -> builtins.bytes:
        """The signed slice: from byte 8 to just before `,"sigs":[`."""
        return self.bytes[_BODY_START : self.bytes.rindex(_SIGS)]

    @property
    def signatures(self) -> tuple[tuple[str, builtins.bytes], ...]:
        """The (key id, 64-byte signature) pairs, ascending by key id."""
        start = self.bytes.rindex(_SIGS) + len(_SIGS) - 1
        return _read_signatures(canonical.decode(self.bytes[start:-1]))

    def signed_by(self, public: builtins.bytes) -> bool:
        """Tell whether this entry has exactly one signature, a right one of `public` (03 §3)."""
        signatures = self.signatures
        if len(signatures) != 1 or signatures[0][0] != keys.key_id(public):
            return False
        return keys.verify(public, signatures[0][1], pae(self.kind, self.body))


def build(
    draft: Draft, seq: int, prev: str, at: int, simulation: bool, key: keys.SigningKey
) -> Entry:
    """Sign `draft` as entry `seq` after the entry whose leaf hash is `prev` (64 hex digits).

    Raises `Malformed` if the result would not be a valid entry (03 §1-3), its size included.
    """
    body = {
        "at": at,
        "data": draft.data,
        "kind": draft.kind,
        "prev": prev,
        "seq": seq,
        "simulation": simulation,
        "v": 1,
    }
    message = pae(draft.kind, canonical.encode(body))
    signature = {"key": key.key_id, "sig": key.sign(message).hex()}
    return parse(canonical.encode({"body": body, "sigs": [signature]}))


def parse(data: bytes) -> Entry:
    """Read an entry strictly: shape, ranges and canonical form of 03 §1-3; `Malformed` otherwise.

    The signature's form is judged, not whether it is right: that takes the key (`signed_by`).
    """
    outer = _exactly(canonical.decode(data), {"body", "sigs"}, "entry")
    _read_signatures(outer["sigs"])
    keys_of_body = {"at", "data", "kind", "prev", "seq", "simulation", "v"}
    body = _exactly(outer["body"], keys_of_body, "body")
    if not _is_integer(body["v"]) or body["v"] != 1:
        raise Malformed(f"entry: expected version 1, found {body['v']!r}")
    at, seq, prev, kind = body["at"], body["seq"], body["prev"], body["kind"]
    if not _is_integer(at) or not _is_integer(seq):
        raise Malformed("entry: expected integers as at and seq")
    if not isinstance(kind, str) or len(kind) > _MAX_KIND or not _KIND.fullmatch(kind):
        raise Malformed(f"entry: expected a kind like `draw.result`, found {kind!r}")
    if not _is_digest(prev) or (seq == 0) != (prev == NO_PREVIOUS):
        raise Malformed(
            "entry: expected prev as 64 hex digits, all zeros in entry 0 and only there"
        )
    simulation, content = body["simulation"], body["data"]
    if not isinstance(simulation, bool) or not isinstance(content, dict):
        raise Malformed("entry: expected simulation true or false, and data as an object")
    leaf = merkle.leaf_hash(data).hex()
    return Entry(seq, at, kind, content, prev, simulation, data, leaf)


def pae(kind: str, body: bytes) -> bytes:
    """Return the message that is signed: DSSE's pre-authentication encoding (03 §3)."""
    media_type = f"application/vnd.sunlot.{kind}.v1+json".encode()
    return b"DSSEv1 %d %b %d %b" % (len(media_type), media_type, len(body), body)


def _exactly(value: object, expected: set[str], what: str) -> dict[str, object]:
    if not isinstance(value, dict) or value.keys() != expected:
        raise Malformed(f"{what}: expected an object with exactly the keys {sorted(expected)}")
    return value


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_digest(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _read_signatures(value: object) -> tuple[tuple[str, bytes], ...]:
    if not isinstance(value, list) or not value:
        raise Malformed("entry: expected at least one signature")
    read: list[tuple[str, bytes]] = []
    for item in value:
        one = _exactly(item, {"key", "sig"}, "signature")
        key, signature = one["key"], one["sig"]
        if not _is_digest(key) or not isinstance(signature, str):
            raise Malformed("signature: expected a key id of 64 hex digits and a text")
        if not _SIGNATURE.fullmatch(signature):
            raise Malformed("signature: expected 128 lower-case hex digits")
        if read and read[-1][0] >= key:
            raise Malformed("signature: expected ascending, unique key ids")
        read.append((key, bytes.fromhex(signature)))
    return tuple(read)
