"""A reader at a computer: pastes the lines of some steps into one window and reads the answers.

The window of bash finds nothing but the tools that the guide names, so that a line which needs
another one fails here. Python is the interactive one, without any package.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.by_hand.pages import lines

# fmt: off
TOOLS = (
    "sha256sum", "openssl", "jq",
    # what every Linux has: coreutils, grep, sed
    "base64", "basename", "cat", "comm", "cut", "grep", "head", "mkdir", "od", "paste", "rm", "sed",
    "seq", "sort", "split", "tail", "tr", "uniq", "wc",
)
# fmt: on
PATIENCE = 120  # seconds; a step that hangs must not hold up the others for ever

# Where there is a PowerShell its lines are carried out too; elsewhere test_powershell reads them.
CARRIED_OUT = ("bash", "python", *(("powershell",) if shutil.which("pwsh") else ()))


def answers(way: str, folder: Path, *numbers: int) -> dict[int, list[str]]:
    """What the window prints at each of these steps, errors too; blanks at the ends cut off."""
    mark = "=== step"
    say = {"bash": "echo '{}'", "python": "print('{}')", "powershell": "'{}'"}[way]
    pasted = "".join(
        f"{say.format(f'{mark} {number}')}\n{text}\n\n"
        for number, text in zip(numbers, lines(way, *numbers), strict=True)
    )
    printed = _typed(way, folder, pasted)
    parts = [part.partition("\n") for part in printed.split(f"{mark} ")[1:]]
    return {int(number): [line.strip() for line in text.splitlines()] for number, _, text in parts}


def _typed(way: str, folder: Path, pasted: str) -> str:
    if way == "bash":
        return _window(["bash", "--norc", "-c", pasted], folder, {"PATH": str(_tools(folder))})
    if way == "python":
        # Prompts and error messages go to the other stream, which is no part of the answers.
        return _window([sys.executable, "-I", "-i", "-q"], folder, {}, pasted, subprocess.PIPE)
    return _window(["pwsh", "-NoProfile", "-NonInteractive", "-Command", pasted], folder, {})


def _window(
    command: list[str],
    folder: Path,
    more: dict[str, str],
    pasted: str = "",
    errors: int = subprocess.STDOUT,
) -> str:
    program = shutil.which(command[0])
    assert program, f"{command[0]} is not installed"
    done = subprocess.run(
        [program, *command[1:]],
        input=pasted,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"} | more,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout


def _tools(folder: Path) -> Path:
    """A folder with the tools that the guide names, and nothing else."""
    path = folder / ".tools"
    path.mkdir(exist_ok=True)
    for name in TOOLS:
        found = shutil.which(name)
        assert found, f"{name} is not installed: scripts/foreign puts openssl and jq there"
        if not (path / name).exists():
            (path / name).symlink_to(found)
    return path
