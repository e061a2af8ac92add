"""Runs the bot over a data folder in use: chat, errands, and how both end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from app.errands import Errands
from app.errors import WrongSettings
from app.relays import Relays
from app.settings import Settings
from app.wiring import AtPoint, System, now
from app.witnesses import WitnessClient
from bot.buttons import Mint
from bot.dispatch import Dispatch
from bot.errors import ChatError, TokenRefused
from bot.faces import table
from bot.gateway import Gateway
from bot.runner import Runner
from bot.sender import Sender, Time
from bot.service import Service
from bot.worker import Worker
from inspection import bls


async def run_bot(system: System, settings: Settings, at_point: AtPoint) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises `TokenRefused`, and what the book cannot bear."""
    token = _usable_token(system, settings)
    worker = Worker(system.engine)
    try:
        async with Gateway(token, settings.api_url) as gateway:
            await _serve(system, settings, gateway, worker, at_point)
    finally:
        worker.close()


async def _serve(
    system: System, settings: Settings, service: Service, worker: Worker, at_point: AtPoint
) -> None:
    """Ask the witnesses at once, and serve the chat as soon as it is there."""
    mint = Mint(system.folder.button_key())
    relay = settings.relays[0] if settings.relays else ""
    dispatch = Dispatch(system.office, table(), mint, "", time.monotonic, relay)
    sender = Sender(worker, service, Time(now, time.monotonic), at_point)
    runner = Runner(worker, service, dispatch, sender, sender.time, at_point)
    async with _errands(system, settings, worker, dispatch) as errands:
        errands.chat = asyncio.Event()
        running = asyncio.create_task(errands.run())
        try:
            dispatch.bot_username = await _username(service, running)
            errands.chat.set()
            _stop_with(runner, running)
            await runner.run()
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def _stop_with(runner: Runner, running: asyncio.Task[None]) -> None:
    """Stop at a signal, and when the errands end: that is an error, and ends the process."""
    running.add_done_callback(lambda _: runner.stop())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, runner.stop)


@asynccontextmanager
async def _errands(
    system: System, settings: Settings, worker: Worker, dispatch: Dispatch
) -> AsyncIterator[Errands]:
    _, addresses = system.folder.policy()
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(WitnessClient(url, vkey))
            for vkey, url in addresses.items()
        ]
        relays = Relays(settings.relays, bls.verify)
        stack.push_async_callback(relays.close)
        yield Errands(worker, dispatch, clients, relays)


async def _username(service: Service, running: asyncio.Task[None]) -> str:
    """The bot's name; waits for the network, which may come up after this process.

    Waits no longer than the errands run: their error says more than an endless wait.
    """
    asking = asyncio.create_task(_ask_username(service))
    running.add_done_callback(lambda _: asking.cancel())
    return await asking


async def _ask_username(service: Service) -> str:
    while True:
        try:
            return await service.me()
        except TokenRefused:
            raise
        except ChatError:
            await asyncio.sleep(3)


def _usable_token(system: System, settings: Settings) -> str:
    if settings.token is None:
        raise WrongSettings("SUNLOT_TOKEN: expected the bot's token, found nothing")
    token = settings.token.get_secret_value()
    if ":LOCAL-" in token and not system.office.book.simulation:
        raise WrongSettings(
            "SUNLOT_TOKEN: this token is of a local rehearsal server, but the book is real; "
            "rehearse with a folder made by `sunlot init --simulation`"
        )
    return token
