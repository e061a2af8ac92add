"""What the tests of the errands run beside a hall: witnesses, relays, the errands themselves."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import httpx
import uvicorn

import witness
from app.errands import PATIENCE as PATIENCE_OF_PEOPLE
from app.errands import Errands
from app.relays import Relays
from app.witnesses import WitnessClient
from bot.buttons import Mint
from bot.dispatch import Dispatch
from bot.faces import table
from bot.worker import Worker
from inspection import bls
from local_beacon.server import application
from tests.app.stage import NO_TLS
from tests.inspection.hall import Hall, Work
from tests.witness.running import Running, free_port, running

T = TypeVar("T")
PATIENCE: Final = 20.0


@dataclass
class Body:
    """A witness that can be started and killed at its address, as often as wanted."""

    folder: Path
    name: str
    port: int = field(default_factory=free_port)
    vkey: str = ""
    _stack: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.vkey = witness.make(self.folder, self.name)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Running:
        command = ["-m", "tests.witness.child", str(self.folder), str(self.port)]
        return self._stack.enter_context(running(command, self.port))

    def kill(self) -> None:
        self._stack.close()


@dataclass
class Evening:
    """A book with its errands; every look and act goes to the database thread."""

    hall: Hall
    worker: Worker
    task: asyncio.Task[None]

    async def ask(self, look: Callable[[Hall], T]) -> T:
        return await self.worker.run(lambda: look(self.hall))

    async def act(self, *works: Work) -> None:
        for work in works:
            await self.worker.run(partial(self.hall.do, work))

    async def until(self, condition: Callable[[Hall], object]) -> None:
        """The errands give no event, so it looks again and again."""
        end = time.monotonic() + PATIENCE
        while not await self.ask(condition):
            assert not self.task.done(), self.task
            assert time.monotonic() < end, "waited in vain"
            await asyncio.sleep(0.02)


@asynccontextmanager
async def errands(
    hall: Hall,
    urls: Mapping[str, str],
    relays: Sequence[str],
    patience: int = PATIENCE_OF_PEOPLE,
    chat: asyncio.Event | None = None,
) -> AsyncIterator[Evening]:
    """The errands as `sunlot bot` runs them. `urls`: address of each witness, by vkey."""
    worker = Worker(hall.office.engine)
    dispatch = Dispatch(hall.office, table(), Mint(b"k" * 32), "sunlot_bot", time.monotonic)
    async with AsyncExitStack() as stack:
        stack.callback(worker.close)
        asked = [
            await stack.enter_async_context(WitnessClient(url, vkey, timeout=2))
            for vkey, url in urls.items()
        ]
        fetching = Relays(relays, bls.verify, timeout=2)
        stack.push_async_callback(fetching.close)
        beside = Errands(worker, dispatch, asked, fetching, patience, chat)
        task = asyncio.create_task(beside.run())
        stack.push_async_callback(_ended, task)
        yield Evening(hall, worker, task)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@asynccontextmanager
async def relay(hall: Hall, **faults: object) -> AsyncIterator[str]:
    """A relay of the test beacon whose clock is the hall's."""
    site = application(lambda: hall.now)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(verify=NO_TLS, trust_env=False) as http:
            (await http.post(f"{url}/local/faults", json=faults)).raise_for_status()
        yield url
        server.should_exit = True
        await serving


@asynccontextmanager
async def lying(answers: Sequence[bytes]) -> AsyncIterator[tuple[str, list[bytes]]]:
    """An address at which these bodies are answered in turn; and what it was asked."""
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        body = answers[len(asked) % len(answers)]
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
