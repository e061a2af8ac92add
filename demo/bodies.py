"""The bodies that watch the book: three witnesses, each a process with a folder of its own.

Each is set up as its person would do it (docs/spec/03 §8): it makes its key, gives it to the office
before the book is founded, and trusts the book's key afterwards.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from demo.stage import Stage, sunlot
from demo.words import Words

BODIES: Final[Sequence[tuple[str, Words]]] = (
    ("witness.example.org/consumers", Words("示例消费者协会", "Example consumer association")),
    ("witness.example.com/notary", Words("示例公证处", "Example notary office")),
    ("witness.example.net/university", Words("示例大学", "Example university")),
)
"""Name of each witness, and the body that runs it."""
QUORUM: Final = 2


@dataclass
class Witnesses:
    """The three of one play; `numbers` 1 to 3 in the order of `BODIES`."""

    stage: Stage
    language: str
    ports: dict[int, int] = field(default_factory=dict)
    _away: set[int] = field(default_factory=set)

    @property
    def numbers(self) -> range:
        """Their numbers."""
        return range(1, len(BODIES) + 1)

    async def make(self) -> list[str]:
        """Make all keys; the options of `sunlot init` for this policy."""
        vkeys = await asyncio.gather(*map(self._make, self.numbers))
        self.ports = dict(zip(self.numbers, free_ports(len(BODIES)), strict=True))
        options = ["--quorum", str(QUORUM)]
        for number, vkey in zip(self.numbers, vkeys, strict=True):
            body = BODIES[number - 1][1].form(self.language)
            options += ["--witness", f"{vkey} {_address(self.ports[number])} {body}"]
        return options

    async def serve(self, origin: str) -> None:
        """Let all of them trust the book, and start them."""
        await asyncio.gather(*(self._trust(number, origin) for number in self.numbers))
        for number in self.numbers:
            await self._start(number)

    def addresses(self) -> list[tuple[Words, str]]:
        """Each body and the address of its witness; none before they were made."""
        return [(BODIES[number - 1][1], _address(port)) for number, port in self.ports.items()]

    async def leave(self, number: int) -> None:
        """SIGKILL to one, which stays away until it comes back."""
        self._away.add(number)
        await self.stage.kill(f"witness-{number}")

    async def come_back(self, number: int) -> None:
        """Start one that was away; it goes on from what it has signed."""
        self._away.discard(number)
        await self._start(number)

    async def die(self, number: int) -> bool:
        """SIGKILL to one that is there, and start it anew; whether it was there."""
        if number in self._away:
            return False
        await self.leave(number)
        await self.come_back(number)
        return True

    # ---- inside

    async def _start(self, number: int) -> None:
        where = ["--folder", str(self.stage.layout.witness(number))]
        command = sunlot("witness", "serve", *where, "--port", str(self.ports[number]))
        await self.stage.start(f"witness-{number}", command)

    async def _make(self, number: int) -> str:
        name, body = BODIES[number - 1]
        whose = ["--name", name, "--body", body.form(self.language)]
        folder = str(self.stage.layout.witness(number))
        command = sunlot("witness", "make", *whose, "--folder", folder)
        return (await self.stage.run(f"witness-{number}-make", *command)).split()[-1]

    async def _trust(self, number: int, origin: str) -> None:
        log_key = (self.stage.layout.out / "log.vkey").read_text("utf-8").strip()
        folder = str(self.stage.layout.witness(number))
        command = sunlot("witness", "trust", "--folder", folder, origin, log_key)
        await self.stage.run(f"witness-{number}-trust", *command)


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now: addresses must be known before the witnesses start."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
