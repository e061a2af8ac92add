"""A bot process whose handler of /act kills it; to be started again and again by a test.

python -m tests.bot.killed FOLDER CHAT
    handles what is stored in the hall of FOLDER; ends once something was said in CHAT, and prints
    what was said in every chat, as JSON
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from bot.buttons import Mint
from bot.context import Context
from bot.dispatch import Dispatch
from bot.table import EVERYONE, OFFICIALS, Command, Table
from bot.worker import Worker
from tests.bot import small_face
from tests.bot.room import KEY, ManualTime, Room
from tests.inspection import hall as halls


def kill(_ctx: Context) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def serve(folder: Path, chat: int) -> None:
    hall = halls.reopen(folder)
    commands = {
        "act": Command("act", OFFICIALS, "private", "act", kill),
        "anywhere": Command("anywhere", EVERYONE, "both", "anywhere", small_face.act),
    }
    clock = ManualTime().monotonic
    room = Room(hall, Dispatch(hall.office, Table(commands), Mint(KEY), "sunlot_bot", clock))
    worker = Worker(hall.office.engine)
    runner = room.runner(worker)
    task = asyncio.create_task(runner.run())
    await room.service.until(lambda: room.service.texts(chat))
    runner.stop()
    await task
    worker.close()
    said = {shown.chat: room.service.texts(shown.chat) for shown in room.service.messages}
    print(json.dumps(said))  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
