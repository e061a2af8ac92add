"""The ledger: entries in one hash chain that is also a Merkle tree, published as plain files.

It knows entries and blobs, not draws. Specification: docs/spec 00 and 03.
"""

from ledger import (
    canonical,
    chain,
    cosignatures,
    entries,
    guard,
    keys,
    lists,
    lock,
    merkle,
    notes,
    proofs,
    publication,
    store,
    tiles,
    trust,
    witnessing,
)
from ledger.cosignatures import Cosignature
from ledger.entries import Draft, Entry
from ledger.errors import Inconsistent, LedgerError, Locked, Malformed, Refused, Stopped
from ledger.guard import Guard
from ledger.keys import SigningKey
from ledger.lists import (
    Blob,
    ListBlob,
    leaf_list,
    marked_list,
    read_leaf_list,
    read_marked_list,
)
from ledger.lock import DataLock
from ledger.notes import Checkpoint
from ledger.publication import Publisher, rebuild
from ledger.store import Book, create, open_engine
from ledger.trust import trust_file

__all__ = [
    "Blob",
    "Book",
    "Checkpoint",
    "Cosignature",
    "DataLock",
    "Draft",
    "Entry",
    "Guard",
    "Inconsistent",
    "LedgerError",
    "ListBlob",
    "Locked",
    "Malformed",
    "Publisher",
    "Refused",
    "SigningKey",
    "Stopped",
    "canonical",
    "chain",
    "cosignatures",
    "create",
    "entries",
    "guard",
    "keys",
    "leaf_list",
    "lists",
    "lock",
    "marked_list",
    "merkle",
    "notes",
    "open_engine",
    "proofs",
    "publication",
    "read_leaf_list",
    "read_marked_list",
    "rebuild",
    "store",
    "tiles",
    "trust",
    "trust_file",
    "witnessing",
]
