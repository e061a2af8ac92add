"""Runs the bot over a data folder in use: chat, errands, and how both end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial

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
        asking = asyncio.create_task(_ask_username(service))
        _at_signals(partial(_stop, runner, asking))  # before anything that a signal could break off
        running = asyncio.create_task(errands.run())
        # they end by an error only, which says more than a bot that goes on
        running.add_done_callback(lambda _: _stop(runner, asking))
        try:
            await asyncio.wait([asking])
            if not asking.cancelled():
                dispatch.bot_username = asking.result()
                errands.chat.set()
                await runner.run()
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def _stop(runner: Runner, asking: asyncio.Task[str]) -> None:
    """End the process: also one that still waits for the chat to be there."""
    asking.cancel()
    runner.stop()


def _at_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


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


async def _ask_username(service: Service) -> str:
    """The bot's name; waits for the network, which may come up after this process."""
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
