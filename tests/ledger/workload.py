"""The work whose every interruption is tested: appends and publishes across a tile's edge.

Its requests can be repeated from the start after any crash, as a chat repeats its updates.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from ledger import Blob, Draft, Entry
from tests.ledger.world import START, World, grown_world, note, nowhere

BASE_SIZE = 254
BLOBS = [Blob(b"synthetic one\n"), Blob(b"synthetic two\n")]
STEPS: list[tuple[str, list[Draft], list[Blob]]] = [
    ("one", [note(1001)], []),
    ("three", [note(1002, BLOBS[0]), note(1003, BLOBS[1]), note(1004, BLOBS[0])], BLOBS),
    ("again", [note(1005)], []),
]
APPEND_POINTS = ["append.inserted", "append.recorded"]
PUBLISH_POINTS = [
    "publish.read",
    "publish.guard",
    "publish.blobs",
    "publish.tiles",
    "publish.checkpoint",
    "publish.done",
]

Acknowledge = Callable[[str, list[Entry]], None]


def forget(_request: str, _entries: list[Entry]) -> None:
    pass


def run(
    world: World,
    acknowledge: Acknowledge = forget,
    at_point: Callable[[str], None] = nowhere,
) -> None:
    """Recover, then do every step; `acknowledge` is called once a step is committed."""
    world.publisher.recover()
    for request, drafts, blobs in STEPS:
        with Session(world.engine) as session, session.begin():
            added = world.book.append(
                session, drafts, at=START, request=request, blobs=[blob.data for blob in blobs]
            )
            at_point("append.inserted")
        acknowledge(request, added)
        at_point("append.recorded")
        world.publisher.publish()


def make_base(folder: Path) -> Path:
    """A published ledger just short of a full tile, closed, to be copied by each test."""
    grown_world(folder, BASE_SIZE).close()
    return folder


def copy(base: Path, target: Path) -> Path:
    shutil.copytree(base, target)
    return target
