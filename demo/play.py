"""The play: one campaign from the first invitation to the verified publication.

    python -m demo.play [--out DIR] [--serve] [--kill] [--small] [--lang zh|en]

1. local Telegram is started, the lists are generated, the book is founded, the bot is started;
2. ten people act through the chat alone: what they expect must be shown to them in time;
3. the book must hold what was done, the public must have been shown no enterprise;
4. the auditor's folder is written and the verifier runs, both as processes of their own.
Exit code 0, or 1 with a sentence. The folder DIR stays, with chat.txt and summary.json.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Final

from demo import arriving, drawing, labels, strangers
from demo.book import difference, entries, expected_entries
from demo.cast import BOT, DRAWS, PICKS, Company, card, gather_company
from demo.choosing import Counts
from demo.errors import DemoError, NotSeen, StageError
from demo.killing import Killer
from demo.options import Options, read_options
from demo.phones import Phones
from demo.progress import Progress
from demo.stage import TOKEN, Layout, Stage
from demo.summary import draw_line, people_line, served, summary, write_json
from demo.tally import Tally, tallies
from demo.transcript import transcript
from demo.words import Words

ORIGIN: Final = "example.org/sunlot-demo"
PATIENCE: Final = 30.0
PATIENCE_WITH_DEATHS: Final = 120.0
LIFE: Final = 10.0
SMALL_LIFE: Final = 4.0
"""Seconds the bot lives at most with `--kill`, for the full and the small lists."""


@dataclass
class Play:
    """One evening: the processes, the people, and what was learned."""

    options: Options
    stage: Stage
    progress: Progress
    results: drawing.Results = field(default_factory=drawing.Results)
    killer: Killer | None = None
    proven: bool = False

    async def run(self) -> None:
        """Play everything; raises a `DemoError` (perhaps in a group) where something is wrong."""
        self.progress.scene(Words("准备：启动聊天服务，建立账本", "starting chat and book"))
        await self.stage.telegram()
        async with Phones(self.stage.telegram_url) as phones, _Behind() as behind:
            patience = PATIENCE_WITH_DEATHS if self.options.kill else PATIENCE
            company = await gather_company(phones, TOKEN, self.options.language, patience)
            for person in company.people.values():
                behind.run(person.listen())
            try:
                lists = await self._act(company, behind)
                await self._prove(company, lists)
            finally:
                people = self._leave_behind(company)
            self._check_messages(people)
            self._say_what_came_out(people)
            self.proven = True
            if self.options.serve:
                self.progress.line(served(self.stage.layout, self.stage.telegram_url, company))
                await self.stage.watch("telegram", "bot")

    # ---- 1 and 2

    async def _act(self, company: Company, behind: _Behind) -> arriving.Lists:
        generated = behind.run(self.stage.generate(self.options.small, _today()))
        names = [card(short, self.options.language).name for short in ("o1", "o2")]
        invitations = await self.stage.init(BOT, ORIGIN, names)
        keeper = await self._keep_bot(behind)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(strangers.typist(company))
            used = invitations[0]["start"]
            self._scene(company, Words("登记", "enrolling"))
            await arriving.enrol_officials(company, invitations)
            tasks.create_task(strangers.meddler(company, ("o1", "r1"), used))
            await generated
            lists = arriving.Lists.read(self.stage.layout.lists)
            await self._prepare(company, lists)
            await self._campaign(company, lists, tasks)
        self._scene(company, Words("结束活动", "closing the campaign"))
        await drawing.close(company)
        await strangers.looks_up_draws(company, self.results.statements)
        keeper.cancel()
        if self.killer is not None:
            await self.killer.rest()
        return lists

    async def _prepare(self, company: Company, lists: arriving.Lists) -> None:
        self._scene(company, Words("邀请人员，提交三份名单", "inviting people, sending the lists"))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(arriving.send_lists(company, lists))
            await arriving.invite_all(company)
            await arriving.bind_group(company)

    async def _campaign(
        self, company: Company, lists: arriving.Lists, tasks: asyncio.TaskGroup
    ) -> None:
        self._scene(company, Words("开启活动", "opening the campaign"))
        await arriving.open_campaign(company, lists)
        self._scene(company, Words("监督人员核对名录", "the supervisor audits"))
        await arriving.audit(company)
        size = self.options.size
        first = Counts(len(PICKS[0]), size.first_pool, size.first_planned)
        parts: list[Coroutine[Any, Any, None]] = [
            drawing.officials(company, lambda title: self._scene(company, title)),
            drawing.supervisor(company),
            drawing.substitute(company),
            *(
                drawing.representative(company, number, first, self.results)
                for number in range(1, DRAWS + 1)
            ),
        ]
        for part in parts:
            tasks.create_task(part)

    async def _keep_bot(self, behind: _Behind) -> asyncio.Task[None]:
        """Start the bot and see to it that it stays, or dies and lives again as ordered."""
        if self.options.kill:
            self.killer = Killer(self.stage, SMALL_LIFE if self.options.small else LIFE)
            return behind.run(self.killer.run())
        await self.stage.bot()
        return behind.run(self.stage.watch("telegram", "bot"))

    # ---- 3 and 4

    async def _prove(self, company: Company, lists: arriving.Lists) -> None:
        """Check book and chat, and have the publication verified, as the public and as auditor."""
        title = Words("核对账本；独立核验：公众，审计方", "checking the book; verifying, twice")
        self._scene(company, title)
        self._check_book(lists)
        await asyncio.gather(
            # The group may be told late: twenty messages a minute are all it takes.
            company["x1"].finds(labels.CAMPAIGN_CLOSED(number=1), place=company.group),
            self.stage.verify("verify-public"),
            self._prove_to_auditor(),
        )
        strangers.nothing_leaked(company, lists.enterprises)

    async def _prove_to_auditor(self) -> None:
        await self.stage.write_auditor()
        await self.stage.verify("verify-auditor", "--auditor", str(self.stage.layout.auditor))

    def _check_book(self, lists: arriving.Lists) -> None:
        rows, size = entries(self.stage.layout.publication), self.options.size
        types = tuple(len(picks) for picks in PICKS)
        expected = expected_entries(lists.rows, size.first_pool, size.first_planned, types)
        if wrong := difference(rows, expected):
            raise StageError(f"the book does not hold what was done. {wrong}")

    def _check_messages(self, people: Sequence[Tally]) -> None:
        doubled = [(one.name, text) for one in people for text in one.doubled]
        if doubled:
            raise NotSeen(f"expected each message once, got twice: {doubled[:5]}")

    # ---- what is left behind

    def _leave_behind(self, company: Company) -> list[Tally]:
        """chat.txt and summary.json, however far the play has come."""
        self.progress.end_scene()
        out, notes = self.stage.layout.out, company.evening.notes
        (out / "chat.txt").write_text(transcript(notes), encoding="utf-8")
        people = tallies(notes)
        deaths = self.killer.deaths if self.killer is not None else []
        rows = entries(self.stage.layout.publication)
        found = summary(self.results.statements, rows, people, self.progress.stretches, deaths)
        write_json(out / "summary.json", found)
        return people

    def _say_what_came_out(self, people: Sequence[Tally]) -> None:
        for number, statement in sorted(self.results.statements.items()):
            self.progress.line(draw_line(number, statement))
        self.progress.line(people_line(people))
        if self.killer is not None:
            deaths = Words("机器人被终止 {n} 次", "the bot was killed {n} times")
            self.progress.line(deaths(n=len(self.killer.deaths)))
        self.progress.line(
            Words("核验通过（公众和审计方）。", "proven, to the public and to an auditor")
        )

    def _scene(self, company: Company, title: Words) -> None:
        company.evening.scene(self.progress.scene(title))


class _Behind:
    """Tasks that may run for ever: they end with the body, and an error in one ends the body."""

    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> _Behind:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(kind, error, trace)

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` beside everything else."""
        self._tasks.append(self._group.create_task(work))
        return self._tasks[-1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line: 0 all seen and proven, 1 something was not, 2 wrong arguments."""
    options = read_options(arguments)
    if isinstance(options, str):
        sys.stderr.write(f"demo: {options}\n")
        return 2
    stage = Stage(Layout(options.out))
    progress = Progress(options.language, stage.work)
    play = Play(options, stage, progress)
    try:
        asyncio.run(_evening(play))
    except (KeyboardInterrupt, asyncio.CancelledError):
        progress.line(Words("已停止，所有进程已结束。", "stopped; every process has ended"))
    except (DemoError, BaseExceptionGroup) as error:
        progress.line(Words("失败：{why}", "FAILED: {why}")(why=_why(error)))
    finally:
        stage.abandon()
        progress.line(Words("留下的文件夹：{out}", "folder left behind: {out}")(out=options.out))
    return 0 if play.proven else 1


async def _evening(play: Play) -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with play.stage:
        await play.run()


def _why(error: BaseException) -> str:
    """The sentence of the first error in a group; anything that is not ours is raised again."""
    first = error
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    if not isinstance(first, DemoError):
        raise error
    return str(first)


def _today() -> str:
    """The day in Asia/Shanghai, as the office reckons."""
    return (datetime.fromtimestamp(time.time(), UTC) + timedelta(hours=8)).date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
