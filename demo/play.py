"""The play: one campaign from the first invitation to the verified publication.

    python -m demo.play [--out DIR] [--serve] [--kill] [--small] [--no-beacon] [--late]
                        [--lang zh|en]

1. local Telegram, the test beacon and three witnesses are started, the lists are generated, the
   book is founded, the bot is started;
2. ten people act through the chat alone: what they expect must be shown to them in time;
3. the book must hold what was done, the public must have been shown no enterprise;
4. the auditor's folder is written and the verifier runs, both as processes of their own: over the
   publication, over a copy from before the first draw's value, over one person's proof.
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
from functools import partial
from typing import Any, Final

from demo import arriving, drawing, labels, proving, strangers
from demo.behind import Behind
from demo.bodies import Witnesses
from demo.book import check_book, entries, expected_entries
from demo.cast import BOT, DRAWS, PICKS, Company, card, gather_company
from demo.choosing import Counts
from demo.errors import DemoError, NotSeen, first_sentence
from demo.incidents import Incidents
from demo.killing import POINTS, POINTS_WITH_BEACON, Killer
from demo.layout import Layout
from demo.officials import Officials, close
from demo.options import Options, read_options
from demo.phones import Phones
from demo.progress import Progress
from demo.rounds import Waiting
from demo.serving import keep_up
from demo.stage import TOKEN, Stage, module
from demo.summary import Deaths, Times, draw_line, people_line, summary, unproven, write_json
from demo.tally import Tally, tallies
from demo.transcript import transcript
from demo.words import Words

ORIGIN: Final = "example.org/sunlot-demo"
PATIENCE: Final = 45.0
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
    waiting: Waiting = field(default_factory=Waiting)
    killer: Killer | None = None
    page: str = ""
    proven: bool = False

    def __post_init__(self) -> None:
        self.witnesses = Witnesses(self.stage, self.options.language)

    async def run(self) -> None:
        """Play everything; raises a `DemoError` (perhaps in a group) where something is wrong."""
        self.progress.scene(Words("准备：启动聊天服务，建立账本", "starting chat and book"))
        async with Behind() as outside:
            policy = outside.run(self._others())
            await self.stage.telegram()
            async with Phones(self.stage.telegram_url) as phones, Behind() as behind:
                await self._evening(phones, behind, policy)

    async def _evening(
        self, phones: Phones, behind: Behind, policy: asyncio.Task[list[str]]
    ) -> None:
        patience = PATIENCE_WITH_DEATHS if self.options.kill else PATIENCE
        company = await gather_company(phones, TOKEN, self.options.language, patience)
        for person in company.people.values():
            behind.run(person.listen())
        try:
            lists = await self._act(company, behind, policy)
            await self._prove(company, lists)
        finally:
            people = self._leave_behind(company)
        self._check_messages(people)
        self._say_what_came_out(people)
        self.proven = True
        if self.options.serve:
            await keep_up(self.stage, self.witnesses, company, self.progress, self.page)

    # ---- 1 and 2

    async def _others(self) -> list[str]:
        """Start relay and beacon page, make the witnesses; the options of `sunlot init`."""
        if not self.options.beacon:
            return []
        _, self.page, policy = await asyncio.gather(
            self.stage.relay(),
            self.stage.announced("beacon", *module("local_beacon")),
            self.witnesses.make(),
        )
        return policy

    async def _act(
        self, company: Company, behind: Behind, policy: asyncio.Task[list[str]]
    ) -> arriving.Lists:
        generated = behind.run(self.stage.generate(self.options.small, _today()))
        names = [card(short, self.options.language).name for short in ("o1", "o2")]
        invitations = await self.stage.init(BOT, ORIGIN, names, await policy)
        keepers = await self._keep_bot(behind)
        there = behind.run(self._witnesses_come(behind, keepers))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(strangers.typist(company))
            used = invitations[0]["start"]
            self._scene(company, Words("登记", "enrolling"))
            await arriving.enrol_officials(company, invitations)
            tasks.create_task(strangers.meddler(company, ("o1", "r1"), used))
            await generated
            lists = arriving.Lists.read(self.stage.layout.lists)
            await self._prepare(company, lists)
            await there
            await self._campaign(company, lists, tasks)
        self._scene(company, Words("结束活动", "closing the campaign"))
        await close(company)
        await strangers.looks_up_draws(company, self.results.statements)
        for keeper in keepers:
            keeper.cancel()
        if self.killer is not None:
            await self.killer.rest()
        return lists

    async def _witnesses_come(self, behind: Behind, keepers: list[asyncio.Task[None]]) -> None:
        """The witnesses begin to trust the book while the people enrol."""
        if self.options.beacon:
            await self.witnesses.serve(ORIGIN)
            if self.killer is not None:
                keepers.append(behind.run(self.killer.kill_witnesses(self.witnesses)))

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
        await arriving.open_campaign(company, lists, beacon=self.options.beacon)
        self._scene(company, Words("监督人员核对名录", "the supervisor audits"))
        await arriving.audit(company)
        size = self.options.size
        first = Counts(len(PICKS[0]), size.first_pool, size.first_planned)
        part = drawing.Part(company, first, self.results, self.page, self.waiting)
        options = self.options
        incidents = Incidents(self.stage, self.witnesses, options.beacon, options.late, self.killer)
        scene = partial(self._scene, company)
        parts: list[Coroutine[Any, Any, None]] = [
            Officials(company, incidents, self.waiting, scene).run(),
            drawing.supervisor(company),
            drawing.substitute(company),
            *(drawing.representative(part, number) for number in range(1, DRAWS + 1)),
        ]
        for one in parts:
            tasks.create_task(one)

    async def _keep_bot(self, behind: Behind) -> list[asyncio.Task[None]]:
        """Start the bot and see to it that it stays, or dies and lives again as ordered."""
        if self.options.kill:
            points = POINTS_WITH_BEACON if self.options.beacon else POINTS
            life = SMALL_LIFE if self.options.small else LIFE
            self.killer = Killer(self.stage, life, points)
            return [behind.run(self.killer.run())]
        await self.stage.bot()
        return [behind.run(self.stage.watch("telegram", "bot"))]

    # ---- 3 and 4

    async def _prove(self, company: Company, lists: arriving.Lists) -> None:
        """Check book and chat, and have the publication verified, as the public and as auditor."""
        title = Words("核对账本；独立核验：公众，审计方", "checking the book; verifying, twice")
        self._scene(company, title)
        size = self.options.size
        types = tuple(len(picks) for picks in PICKS)
        counted = lists.rows, size.first_pool, size.first_planned
        expected = expected_entries(*counted, types, beacon=self.options.beacon)
        check_book(self.stage.layout.publication, expected)
        if self.killer is not None and unproven(self.results):
            self.stage.verdicts = (0, 3)  # a death before the signatures can cost the proof
        await asyncio.gather(
            # The group may be told late: twenty messages a minute are all it takes.
            company["x1"].finds(labels.CAMPAIGN_CLOSED(number=1), place=company.group),
            self.stage.verify("verify-public"),
            self._prove_to_auditor(),
            proving.finish_first_draw(self.stage, self.results, self.page),
            proving.proof_of_one(self.stage, self.results),
        )
        strangers.nothing_leaked(company, lists.enterprises)

    async def _prove_to_auditor(self) -> None:
        await self.stage.write_auditor()
        await self.stage.verify("verify-auditor", "--auditor", str(self.stage.layout.auditor))

    def _check_messages(self, people: Sequence[Tally]) -> None:
        doubled = [(one.name, text) for one in people for text in one.doubled]
        if doubled:
            raise NotSeen(f"expected each message once, got twice: {doubled[:5]}")

    # ---- what is left behind

    def _leave_behind(self, company: Company) -> list[Tally]:
        """chat.txt and summary.json, however far the play has come."""
        self.progress.end_scene()
        out, notes = self.stage.layout.out, company.evening.notes
        (out / "chat.txt").write_text(transcript(notes, self.options.language), encoding="utf-8")
        people = tallies(notes)
        killer = self.killer
        deaths = Deaths(killer.deaths, killer.deaths_of_witnesses) if killer else Deaths()
        rows, stretches = entries(self.stage.layout.publication), self.progress.stretches
        found = summary(self.results, rows, people, stretches, self._times(), deaths)
        write_json(out / "summary.json", found)
        return people

    def _times(self) -> Times:
        return Times(self.progress.seconds(), self.waiting.seconds)

    def _say_what_came_out(self, people: Sequence[Tally]) -> None:
        for number in sorted(self.results.statements):
            self.progress.line(draw_line(number, self.results))
        self.progress.line(people_line(people))
        if self.killer is not None:
            deaths = Words(
                "机器人被终止 {n} 次，见证程序被终止 {w} 次",
                "the bot was killed {n} times, witnesses were {w} times",
            )
            self.progress.line(deaths(n=len(self.killer.deaths), w=self.killer.deaths_of_witnesses))
        self.progress.line(self._times().line())
        if self.results.finish:
            self.progress.line(proving.how_to_finish(self.results))
        self.progress.line(
            Words("核验通过（公众和审计方）。", "proven, to the public and to an auditor")
        )

    def _scene(self, company: Company, title: Words) -> None:
        company.evening.scene(self.progress.scene(title))


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
        progress.line(Words("失败：{why}", "FAILED: {why}")(why=first_sentence(error)))
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


def _today() -> str:
    """The day in Asia/Shanghai, as the office reckons."""
    return (datetime.fromtimestamp(time.time(), UTC) + timedelta(hours=8)).date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
