"""A whole ledger in a folder, as `app` would put it together, with keys that are always the same.

Everything in it is synthetic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from ledger import Blob, Book, Draft, Entry, Guard, Publisher, SigningKey, create, keys, open_engine
from ledger.files import Disk

ORIGIN = "synthetic.example/ledger"
START = 1_700_000_000


def fixed_key(name: str) -> SigningKey:
    """A key made from a name: fit for tests only, where runs must give equal bytes."""
    return SigningKey(Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest()))


AGENCY_KEY = fixed_key("agency")
LOG_KEY = fixed_key("log")
VKEY = keys.vkey(ORIGIN, LOG_KEY.public)


def genesis(key: SigningKey = AGENCY_KEY) -> Draft:
    return Draft(
        "genesis",
        {
            "agency_key": key.public_hex,
            "origin": ORIGIN,
            "profile": "sunlot/v1",
            "quorum": 0,
            "simulation": True,
            "witnesses": [],
        },
    )


def note(number: int, blob: Blob | None = None) -> Draft:
    """A draft of an invented kind, with or without a blob."""
    data: dict[str, object] = {"number": number, "text": f"合成 {number}"}
    return Draft("test.note", data if blob is None else data | {"list": {"blob": blob.digest}})


def nowhere(_point: str) -> None:
    pass


@dataclass
class World:
    """Rows, guard and publication below `folder`."""

    folder: Path
    engine: sa.Engine
    book: Book
    guard: Guard
    publisher: Publisher

    @property
    def published(self) -> Path:
        return self.folder / "publication"

    def append(
        self, drafts: Sequence[Draft], request: str, at: int = START, blobs: Sequence[bytes] = ()
    ) -> list[Entry]:
        with Session(self.engine) as session, session.begin():
            return self.book.append(session, drafts, at=at, request=request, blobs=blobs)

    def entries(self) -> list[Entry]:
        with Session(self.engine) as session:
            return list(self.book.entries(session))

    def files(self) -> dict[str, bytes]:
        return snapshot(self.published)

    def close(self) -> None:
        self.engine.dispose()
        self.guard.close()


def open_world(
    folder: Path,
    *,
    at_point: Callable[[str], None] = nowhere,
    disk: Disk | None = None,
    witnesses: Sequence[str] = (),
) -> World:
    """Open the ledger in `folder`, making it where it is missing; nothing is recovered yet."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(folder / "rows.db")
    create(engine)
    book = Book(ORIGIN, True, AGENCY_KEY)
    guard = Guard(folder / "guard.db", VKEY)
    publisher = Publisher(
        engine,
        book,
        guard,
        folder / "publication",
        LOG_KEY,
        witnesses=witnesses,
        at_point=at_point,
        disk=disk,
    )
    return World(folder, engine, book, guard, publisher)


def grown_world(folder: Path, size: int, witnesses: Sequence[str] = ()) -> World:
    """A recovered ledger of `size` entries, published once as genesis and once as a whole."""
    world = open_world(folder, witnesses=witnesses)
    world.publisher.recover()
    world.append([genesis()], "genesis")
    world.publisher.publish()
    if size > 1:
        world.append([note(number) for number in range(1, size)], "growth")
        world.publisher.publish()
    return world


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
