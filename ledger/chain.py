"""What holds between an entry and the one before it, and which blobs an entry names. No I/O."""

from collections.abc import Iterator, Mapping, Sequence

from ledger.entries import NO_PREVIOUS, Entry
from ledger.errors import Inconsistent


def follow(previous: Entry | None, entry: Entry) -> None:
    """Raise `Inconsistent` unless `entry` may stand right after `previous` (03 §2).

    None stands for the start of the ledger.
    """
    seq = 0 if previous is None else previous.seq + 1
    prev = NO_PREVIOUS if previous is None else previous.leaf
    if entry.seq != seq:
        raise Inconsistent(f"entry {seq}: expected this number, found {entry.seq}")
    if entry.prev != prev:
        raise Inconsistent(f"entry {seq}: expected prev {prev}, found {entry.prev}")
    if (entry.kind == "genesis") != (seq == 0):
        raise Inconsistent(f"entry {seq}: genesis must be entry 0 and only there")
    if previous is None:
        return
    if entry.at < previous.at:
        raise Inconsistent(f"entry {seq}: expected a time from {previous.at} on, found {entry.at}")
    if entry.simulation != previous.simulation:
        raise Inconsistent(f"entry {seq}: its simulation flag differs from the entry before")


def texts(value: object) -> Iterator[str]:
    """Give every string that stands somewhere in a JSON value (object keys are not values)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from texts(item)


def named_blobs(value: object) -> Iterator[str]:
    """Give every text under a key `blob` in a JSON value: the digests that surely name blobs."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == "blob" and isinstance(item, str):
                yield item
            yield from named_blobs(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from named_blobs(item)
