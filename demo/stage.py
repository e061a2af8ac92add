"""The stage: starts the processes of the play, watches them, and takes all of them down again.

It knows commands and files, as an administrator does, and imports nothing of ours. Everything it
starts has a process group of its own, so that Ctrl-C reaches the play alone, which then ends its
processes in order: whatever happens, none is left behind.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

from demo.errors import StageError
from demo.layout import Layout

ROOT: Final = Path(__file__).resolve().parents[1]
TOKEN: Final = "7:LOCAL-sunlot-demo"  # noqa: S105 - opens nothing but a rehearsal on loopback
ENDING_SECONDS: Final = 10.0
LINES_SHOWN: Final = 15
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Stage:
    """The processes of one play; use it with `async with`. `layout.out` must exist.

    `verdicts`: how the verifier may end; 0 is that everything that is open so far is proven.
    """

    layout: Layout
    telegram_url: str = ""
    relay_url: str = ""
    verdicts: Sequence[int] = (0,)
    _running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    _spent: float = 0.0

    async def __aenter__(self) -> Stage:
        self.layout.logs.mkdir(exist_ok=True)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.gather(*map(self._end, list(self._running)))

    # ---- commands that end by themselves

    async def run(self, name: str, *command: str, good: Sequence[int] = (0,)) -> str:
        """Run to the end; its output. `StageError` for another exit code than a good one."""
        process = await self.start(name, command, stdout=asyncio.subprocess.PIPE)
        try:
            output, _ = await process.communicate()
        finally:
            await self._end(name)
        text = output.decode()
        if process.returncode not in good:
            raise StageError(
                f"{name}: expected exit code {' or '.join(map(str, good))}, got "
                f"{process.returncode}. Its last lines:\n{text[-2000:]}{self._tail(name)}"
            )
        return text

    async def generate(self, small: bool, day: str) -> None:
        """Write the synthetic lists; `day` is their reference date, YYYY-MM-DD."""
        variant = "small" if small else "normal"
        where = ["--out", str(self.layout.lists), "--variant", variant, "--reference-date", day]
        await self.run("generate", *module("demo.generate"), *where)

    async def init(
        self, bot: str, origin: str, officials: Sequence[str], policy: Sequence[str] = ()
    ) -> list[dict[str, str]]:
        """`sunlot init`: the invitations of the first officials (name, start, code).

        `policy`: its options `--witness` and `--quorum`.
        """
        names = [part for name in officials for part in ("--official", name)]
        options = ["--origin", origin, "--simulation", "--bot", bot, *names, *policy, "--json"]
        found = json.loads(await self.run("init", *sunlot("init"), *options))
        for name in ("trust.json", "log.vkey"):
            data = (self.layout.office / name).read_bytes()
            (self.layout.out / name).write_bytes(data)
        return list(found["invitations"])

    async def write_auditor(self) -> None:
        """`sunlot auditor`: the folder with all openings."""
        await self.run("auditor", *sunlot("auditor"), "--out", str(self.layout.auditor))

    async def verify(self, name: str, *options: str) -> str:
        """The verifier as its own process over the publication; its report."""
        return await self.verifier(name, str(self.layout.publication), *options)

    async def verifier(self, name: str, *arguments: str) -> str:
        """The verifier with this command line; its report, also left in logs/NAME.txt.

        `StageError` unless it ends as `verdicts` says.
        """
        if not (ROOT / "verifier" / "__main__.py").is_file():
            raise StageError(
                "the publication was written, but nobody could verify it: expected the package "
                "verifier/ beside demo/, found none"
            )
        trust = ["--trust", str(self.layout.trust)]
        command = (*module("verifier"), *arguments, *trust)
        report = await self.run(name, *command, good=self.verdicts)
        (self.layout.logs / f"{name}.txt").write_text(report, encoding="utf-8")
        return report

    # ---- processes that stay

    async def telegram(self) -> None:
        """Start local_telegram with its flood limits; sets `telegram_url`."""
        self.telegram_url = await self.announced("telegram", *module("local_telegram"))

    async def relay(self) -> None:
        """Start the relay of the test beacon that the bot will ask; sets `relay_url`."""
        self.relay_url = await self.announced("relay", *module("local_beacon"))

    async def announced(self, name: str, *command: str) -> str:
        """Start a process that prints its address as a JSON line, and stays; the address."""
        process = await self.start(name, command, stdout=asyncio.subprocess.PIPE)
        if process.stdout is None:
            raise StageError(f"{name}: expected a pipe to read its address from")
        line = await process.stdout.readline()
        if not line:
            raise StageError(f"{name}: did not start. Its last lines:\n{self._tail(name)}")
        return str(json.loads(line)["url"])

    async def web(self, port: int) -> str:
        """Start the public page on this port of the loopback, and wait until it is there."""
        where = ["--trust", str(self.layout.trust), "--port", str(port)]
        process = await self.start("web", sunlot("web", *where))
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)  # it tells nobody when it begins to listen
            else:
                writer.close()
                return f"http://127.0.0.1:{port}"
        raise self._ended("web", process)

    async def bot(self, kill_at: str = "") -> None:
        """Start the bot. `kill_at`: the named point at which it kills itself."""
        await self.start("bot", sunlot("bot"), SUNLOT_KILL_AT=kill_at)

    async def kill_bot(self) -> None:
        """SIGKILL: nothing gets the chance to tidy up."""
        process = self._running.get("bot")
        if process is not None:
            self._spent += _cpu_seconds(process.pid)
        await self.kill("bot")

    async def bot_death(self) -> None:
        """Wait until the bot has killed itself; `StageError` if it ended in another way."""
        process = self._running["bot"]
        if await process.wait() != -signal.SIGKILL:
            raise self._ended("bot", process)
        await self._gone("bot")

    async def watch(self, *names: str) -> None:
        """Raises `StageError` as soon as one of these processes has ended; never returns."""
        waits = {asyncio.ensure_future(self._running[name].wait()): name for name in names}
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
        name = waits[done.pop()]
        raise self._ended(name, self._running[name])

    def abandon(self) -> None:
        """Kill what is left, at once: for an end that could not wait for anything."""
        for process in self._running.values():
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()

    def work(self) -> float:
        """Seconds of processor time the bot has spent so far, over all its lives."""
        process = self._running.get("bot")
        return self._spent + (_cpu_seconds(process.pid) if process else 0.0)

    # ---- any process

    async def start(
        self, name: str, command: Sequence[str], stdout: int | None = None, **environment: str
    ) -> asyncio.subprocess.Process:
        """Start a process of this name; it ends with the stage."""
        with (self.layout.logs / f"{name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self.layout.out,  # a sunlot.env of the checkout must not be read
                env={**self._environment(), **environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log if stdout is None else stdout,
                stderr=log,
                start_new_session=True,
            )
        self._running[name] = process
        return process

    async def kill(self, name: str) -> None:
        """SIGKILL to the process of this name, if there is one."""
        process = self._running.get(name)
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await self._gone(name)

    # ---- inside

    def _environment(self) -> Mapping[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("SUNLOT_")}
        return {
            **kept,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
            "SUNLOT_TOKEN": TOKEN,
            "SUNLOT_API_URL": self.telegram_url or "http://127.0.0.1",
            "SUNLOT_DATA": str(self.layout.office),
            "SUNLOT_PUBLICATION": str(self.layout.publication),
            "SUNLOT_RELAYS": self.relay_url or "http://127.0.0.1:9",
        }

    async def _end(self, name: str) -> None:
        """Ask it to end, and make it end after ten seconds."""
        process = self._running.get(name)
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), ENDING_SECONDS)
            except TimeoutError:
                process.kill()
        await self._gone(name)

    async def _gone(self, name: str) -> None:
        process = self._running.pop(name, None)
        if process is not None:
            await process.wait()

    def _ended(self, name: str, process: asyncio.subprocess.Process) -> StageError:
        return StageError(
            f"{name}: expected it to go on, but it ended with {process.returncode}. "
            f"Its last lines:\n{self._tail(name)}"
        )

    def _tail(self, name: str) -> str:
        log = self.layout.logs / f"{name}.log"
        lines = log.read_text("utf-8", "replace").splitlines() if log.is_file() else []
        return "\n".join(lines[-LINES_SHOWN:])


def module(name: str) -> list[str]:
    """The command that runs a package of this checkout."""
    return [sys.executable, "-m", name]


def sunlot(*command: str) -> list[str]:
    """The command as scripts/setup installed it, beside the interpreter."""
    return [str(Path(sys.executable).with_name("sunlot")), *command]


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process so far (proc(5), stat, fields 14 and 15); 0 if gone."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / _TICKS
