"""The trust file: what a verifier must know from a place the operator does not control (03 §6)."""

import re

from ledger import canonical, keys
from ledger.entries import Entry
from ledger.errors import Malformed

_KEY = re.compile("[0-9a-f]{64}")


def vkey_line(origin: str, log_key: keys.SigningKey) -> str:
    """Return the log's verifier key (03 §5) for `origin`, without LF."""
    return keys.vkey(origin, log_key.public)


def trust_file(genesis_entry: Entry, origin: str, log_key: keys.SigningKey) -> bytes:
    """Return the trust file (canonical JSON and one LF) of the ledger that begins with this entry.

    Its hash of the genesis entry binds the agency key. Raises `Malformed` if the entry is not the
    genesis of `origin`, if its agency key is none (00 §1.3), or if log key and agency key are one
    key (03 §3).
    """
    if genesis_entry.seq != 0 or genesis_entry.kind != "genesis":
        raise Malformed(
            f"trust file: expected entry 0 of kind genesis, "
            f"found entry {genesis_entry.seq} of kind {genesis_entry.kind}"
        )
    if genesis_entry.data.get("origin") != origin:
        raise Malformed(f"trust file: the genesis entry does not name the origin {origin!r}")
    _require_agency_key(genesis_entry.data.get("agency_key"), log_key)
    value = {
        "genesis": genesis_entry.leaf,
        "log_key": vkey_line(origin, log_key),
        "origin": origin,
        "quorum": genesis_entry.data["quorum"],
        "v": 1,
        "witnesses": genesis_entry.data["witnesses"],
    }
    return canonical.encode(value) + b"\n"


def _require_agency_key(written: object, log_key: keys.SigningKey) -> None:
    if not isinstance(written, str) or not _KEY.fullmatch(written):
        raise Malformed(f"trust file: expected an agency key of 64 hex digits, found {written!r}")
    keys.require_public(bytes.fromhex(written))
    if written == log_key.public_hex:
        raise Malformed("trust file: log key and agency key must be different keys")
