"""A world in process with a clock we turn, and a real server process for real clients."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from local_telegram.floods import FloodControl
from local_telegram.model import Account, Chat
from local_telegram.world import World
from tests.local_telegram.stage import NO_TLS, TOKEN, Clock, UserSide


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock, FloodControl())


@pytest.fixture
def bot(world: World) -> Account:
    return world.add_bot(TOKEN, "sunlot_bot", "阳光签")


@pytest.fixture
def person(world: World) -> Account:
    return world.add_person("李", "雷", "lilei", "zh-hans")


@pytest.fixture
def chat(world: World, person: Account, bot: Account) -> Chat:
    """The open private chat of these two."""
    place = world.private_chat(person.id, bot.id)
    place.opened = True
    return place


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A server process of its own, with flood limits on."""
    with subprocess.Popen(
        [sys.executable, "-m", "local_telegram"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


@pytest.fixture
async def side(server_url: str) -> AsyncIterator[UserSide]:
    """The user side of an empty world with the bot of TOKEN."""
    async with httpx.AsyncClient(base_url=server_url, timeout=30, verify=NO_TLS) as http:
        user_side = UserSide(http)
        await user_side.post("/reset")
        await user_side.post("/bots", token=TOKEN, username="sunlot_bot", name="阳光签")
        yield user_side


@pytest.fixture
async def uid(side: UserSide) -> int:
    """A person who has not yet opened the chat."""
    made = await side.post("/users", first_name="李", username="lilei", language_code="zh-hans")
    return int(made["id"])


@pytest.fixture
async def opened(side: UserSide, uid: int) -> int:
    """The same person, after pressing Start."""
    await side.post(f"/users/{uid}/start", bot="sunlot_bot")
    return uid


@pytest.fixture
async def client(server_url: str, side: UserSide) -> AsyncIterator[Bot]:
    """python-telegram-bot's own client, unmodified."""
    del side  # only its bot is needed
    urls = (f"{server_url}/bot", f"{server_url}/file/bot")
    wires = [HTTPXRequest(httpx_kwargs={"verify": NO_TLS}) for _ in range(2)]
    async with Bot(TOKEN, *urls, request=wires[0], get_updates_request=wires[1]) as telegram_bot:
        yield telegram_bot
