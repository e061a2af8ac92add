"""The command line of the play."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.roster import NORMAL, SMALL, Size
from demo.stage import ROOT


@dataclass(frozen=True)
class Options:
    """What was asked for. `language` is the one most people of the play use; `out` exists."""

    out: Path
    serve: bool
    kill: bool
    small: bool
    language: str
    beacon: bool
    late: bool

    @property
    def size(self) -> Size:
        """The counts the play must see."""
        return SMALL if self.small else NORMAL


def read_options(arguments: Sequence[str] | None) -> Options | str:
    """The options, with their folder made; or a sentence that says what is wrong with it."""
    found = _parser().parse_args(arguments)
    if found.out is None:
        found.out = Path(tempfile.mkdtemp(prefix="sunlot-demo-")) / "out"
    out = found.out.resolve()
    if out.is_relative_to(ROOT):
        return f"--out: expected a folder outside the repository, got {found.out}"
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        return f"--out: expected an empty or missing folder, got {found.out}"
    if found.late and not found.beacon:
        return "--late: without a beacon nothing can be too late; leave one of the two options out"
    out.mkdir(parents=True, exist_ok=True)
    return Options(out, found.serve, found.kill, found.small, found.lang, found.beacon, found.late)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Play one whole campaign with invented people and data, and verify it.",
    )
    parser.add_argument("--out", type=Path, help="folder to leave behind; a temporary one unless")
    parser.add_argument("--serve", action="store_true", help="keep everything up until Ctrl-C")
    parser.add_argument(
        "--kill", action="store_true", help="kill and restart bot and witnesses on the way"
    )
    parser.add_argument("--small", action="store_true", help="600 enterprises instead of 67,861")
    parser.add_argument(
        "--no-beacon", dest="beacon", action="store_false", help="no beacon and no witnesses"
    )
    parser.add_argument("--late", action="store_true", help="open the first draw too late, once")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="of most people")
    return parser
