from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.worker import Worker
from tests.bot import room as rooms
from tests.bot import small_face
from tests.bot.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return rooms.build(tmp_path, small_face.table())


@pytest.fixture
def worker(room: Room) -> Iterator[Worker]:
    found = Worker(room.hall.office.engine)
    yield found
    found.close()
