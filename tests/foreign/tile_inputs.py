"""Tiles and their paths for the differential fuzz: most roots fit the bytes that were changed."""

from random import Random

from ledger.tiles import write_entries
from tests.foreign.mutations import ODD_BYTES, mutated
from tests.ledger.reference import number, tree_hash


def path(rng: Random) -> bytes:
    """A tile's path."""
    level = rng.choice(
        (
            "entries",
            "data",
            *(str(rng.randrange(70 if rng.random() < 0.3 else 7)) for _ in range(6)),
        )
    )
    index = rng.choice(
        (0, 5, 999, 1_000, 1_234_067, rng.getrandbits(rng.randint(1, 40)), rng.getrandbits(70))
    )
    width = rng.choice((None, None, 1, 255, 256, 0, rng.randrange(300)))
    text = f"tile/{level}/{number(index)}" + ("" if width is None else f".p/{width}")
    tokens = (*ODD_BYTES, b"tile/", b"x001/", b"x000/", b".p/", b".p", b"/", b"001", b"..")
    return mutated(rng, text.encode(), tokens) if rng.random() < 0.6 else text.encode()


def hash_tile(rng: Random) -> bytes:
    """Width, root and bytes of the lowest tile of a tree that has no other one."""
    width = rng.choice((1, 2, 3, 255, 256, rng.randint(1, 256), rng.randint(1, 8)))
    data = rng.randbytes(32 * width)
    root = _root_of(data)
    choice = rng.random()
    if choice < 0.5:
        data = mutated(rng, data, (rng.randbytes(32), rng.randbytes(31), *ODD_BYTES))
        root = _root_of(data) if rng.random() < 0.6 else root
    elif choice < 0.6:
        width = rng.randint(1, 256)
    elif choice < 0.7:
        root = mutated(rng, root, ODD_BYTES)[:32].ljust(32, b"\0")
    return width.to_bytes(2, "big") + root + data


def _root_of(data: bytes) -> bytes:
    return tree_hash([data[at : at + 32] for at in range(0, len(data) - 31, 32)])


def bundle(rng: Random) -> bytes:
    """Number of entries (1 … 256) and an entries tile."""
    count = rng.choice((1, 2, 3, 256, rng.randint(1, 256), *(rng.randint(1, 20) for _ in range(5))))
    entries = [rng.randbytes(rng.choice((0, 1, 20, rng.randrange(300)))) for _ in range(count)]
    data = write_entries(entries)
    choice = rng.random()
    if choice < 0.5:
        data = mutated(rng, data, (b"\0\0", b"\0\1x", b"\xff\xff", *ODD_BYTES))
    elif choice < 0.6:
        count = rng.randint(1, 256)
    elif choice < 0.7:  # one length changed by one
        at = sum(2 + len(entry) for entry in entries[: rng.randrange(count)])
        length = int.from_bytes(data[at : at + 2], "big") + rng.choice((-1, 1))
        data = data[:at] + max(0, length).to_bytes(2, "big") + data[at + 2 :]
    return count.to_bytes(2, "big") + data
