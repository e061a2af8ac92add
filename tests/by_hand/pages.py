"""The pages of docs/verify-by-hand, cut into steps and their lines."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "verify-by-hand"
PAGES = ("zh", "en")
WAYS = ("bash", "powershell", "python")

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One step: its title, and the lines to paste by way of writing."""

    number: int
    title: str
    lines: dict[str, str]
    languages: tuple[str, ...]  # of the fenced blocks, in order


@cache
def steps(page: str) -> tuple[Step, ...]:
    """The numbered steps of a page, in order."""
    text = (FOLDER / f"{page}.md").read_text("utf-8")
    found = re.split(r"^## (?=\d)", text, flags=re.MULTILINE)[1:]
    return tuple(_step(part) for part in found)


def lines(way: str, *numbers: int) -> list[str]:
    """The lines of these steps in this way of writing, from the Chinese page."""
    return [steps("zh")[number].lines[way] for number in numbers]


def _step(part: str) -> Step:
    heading, rest = part.split("\n", 1)
    number, title = heading.split(". ", 1)
    body = re.split(r"^## ", rest, flags=re.MULTILINE)[0]
    blocks = _BLOCK.findall(body)
    return Step(int(number), title, dict(blocks), tuple(way for way, _ in blocks))
