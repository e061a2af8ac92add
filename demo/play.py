"""The play: one campaign from the first invitation to the verified publication.

    python -m demo.play [--out DIR] [--serve] [--kill] [--small] [--lang zh|en]

1. lists are generated, the book is founded, local Telegram and the bot are started as processes;
2. ten people act through the chat alone: what they expect must be shown to them in time;
3. the auditor's folder is written, the verifier runs as a process of its own;
4. the folder DIR is left behind, with chat.txt and summary.json. Exit code 0, or 1 with a sentence.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.arriving import (
    Lists,
    audit,
    bind_group,
    enrol_officials,
    invite_all,
    open_campaign,
    send_lists,
)
from demo.cast import BOT, DRAWS, OBJECTOR, Company, card, gather_company
from demo.catalogue import PICKS, planned_counts
from demo.choosing import Counts
from demo.drawing import Results, close, officials, representative, substitute, supervisor
from demo.killing import Killer
from demo.people import NotSeen
from demo.phones import PhoneError, Phones
from demo.program import Program, today
from demo.roster import NORMAL, SMALL, Size
from demo.stage import ROOT, TOKEN, Layout, Stage, StageError
from demo.strangers import meddler, nothing_leaked, typist
from demo.summary import served, write_summary
from demo.transcript import transcript
from demo.words import Words

ORIGIN: Final = "example.org/sunlot-demo"
PATIENCE: Final = 30.0
PATIENCE_WITH_DEATHS: Final = 120.0


@dataclass(frozen=True)
class Options:
    """What the command line asked for. `language` is the one most people of the play use."""

    out: Path
    serve: bool
    kill: bool
    small: bool
    language: str

    @property
    def size(self) -> Size:
        """The counts the play must see."""
        return SMALL if self.small else NORMAL


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line: 0 all seen and proven, 1 something was not, 2 wrong arguments."""
    options = _options(arguments)
    if isinstance(options, str):
        sys.stderr.write(f"demo: {options}\n")
        return 2
    stage = Stage(Layout(options.out))
    program = Program(options.language, stage)
    try:
        asyncio.run(_evening(options, stage, program))
    except KeyboardInterrupt:
        program.line(Words("已中断，所有进程已结束。", "interrupted; every process has ended"))
        return 0 if program.complete else 1
    except* (NotSeen, PhoneError, StageError) as group:
        program.line(Words("失败：{why}", "FAILED: {why}")(why=_first(group)))
        return 1
    finally:
        stage.abandon()
        program.line(Words("文件夹：{out}", "folder: {out}")(out=options.out))
    return 0


async def _evening(options: Options, stage: Stage, program: Program) -> None:
    """Everything; cancelled by SIGTERM as by Ctrl-C."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with stage:
        company, lists, results, killer = await _played(options, stage, program)
        ...


def _first(group: BaseExceptionGroup[BaseException]) -> str:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error)
