"""What the guides tell people to type and to press is there, and is what the chat takes."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from bot.device_codes import COMMITMENT, OPENING, returned
from inspection.campaign import DrawState, DrawStep
from tests.by_hand.pages import ROOT

GUIDES = ROOT / "docs" / "guide"
PRESS = {"en": r"[Pp]ress(?:ed)? \*\*(.+?)\*\*", "zh": r"按 \*\*(.+?)\*\*"}
SOURCES = (
    *("bot/**/*.py", "bot/locale/*.po", "witness/**/*.py", "witness/**/*.html"),
    "verifier/browser/*.html",
)
ROSTER = hashlib.sha256(b"synthetic roster").hexdigest()


def guide(name: str) -> str:
    return (GUIDES / name).read_text("utf-8")


def shown_anywhere() -> str:
    """Every text of chat and pages; sentences that a source file breaks are whole again."""
    files = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))]
    return re.sub(r'"\s*\n\s*"', "", "\n".join(path.read_text("utf-8") for path in files))


def by_hand(name: str) -> str:
    found = re.search(r"^```\n(SECRET=.*?)^```$", guide(name), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_button_that_a_guide_names_exists(language: str) -> None:
    texts = [path.read_text("utf-8") for path in sorted(GUIDES.glob(f"*.{language}.md"))]
    named = {label for text in texts for label in re.findall(PRESS[language], text)}
    assert len(named) > 10
    shown = shown_anywhere()
    assert {label for label in named if label not in shown} == set()


def test_the_lines_of_both_languages_are_the_same() -> None:
    assert by_hand("representative.en.md") == by_hand("representative.zh.md")


def test_a_contribution_made_by_hand_is_one_that_the_chat_takes(tmp_path: Path) -> None:
    lines = f"ROOT={ROSTER}\n{by_hand('representative.en.md')}"
    done = subprocess.run(
        ["bash", "-eu", "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    now, later = (line.partition(": ")[2] for line in done.stdout.splitlines())
    draw = DrawState(1, 1, 1, DrawStep.FROZEN, ROSTER)
    secret = returned(OPENING, later, draw, 2)
    text = ["sunlot/v1/commitment", "campaign=1", "draw=1", f"roster={ROSTER}"]
    text += ["party=representative.2", f"secret={secret}"]
    hashed = hashlib.sha256("".join(f"{line}\n" for line in text).encode()).hexdigest()
    assert returned(COMMITMENT, now, draw, 2) == hashed
