"""The README's transcript is what the verifier really prints: same lines, other numbers.

The transcript was made at full size by `scripts/demo`; here the small campaign is verified. Each
line of the README must have its like there once digits and digests are blotted out.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from inspection import answers
from inspection.campaign import Step
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import Hall

ROOT = Path(__file__).resolve().parents[2]


def transcript() -> list[str]:
    text = (ROOT / "README.md").read_text("utf-8")
    block = re.search(r"<!-- transcript.*?```console\n(.*?)```", text, re.DOTALL)
    assert block is not None, "README.md has no transcript"
    return block[1].splitlines()[1:]


def blotted(line: str) -> str:
    """A line without what differs from book to book: digests, counts, dates, names of ledgers."""
    line = re.sub(r"\b(?:[0-9a-f]{4} ){2,}[0-9a-f.…]+", "DIGEST", line)
    line = re.sub(r"Ledger \S+", "Ledger NAME", line)
    line = re.sub(r"(have signed|before the beacon) \([^)]*\)", r"\1 (BODIES)", line)
    return re.sub(r"[0-9][0-9,:+-]*", "#", line).strip()


def objected(hall: Hall) -> None:
    """The fourth representative objects to the latest draw, and is answered."""
    draw = hall.campaign.draws[-1]
    who, judge = hall.people["r4"], hall.people["s1"]
    hall.do(lambda desk: answers.object_to(desk, who, draw.number, draw.digest, "other", "…"))
    seq = hall.campaign.draws[-1].objections[4]
    hall.do(lambda desk: answers.answer_objection(desk, judge, seq, "unfounded", "…"))


def one_draw(hall: Hall, number: int) -> None:
    """As in the demo: two devices, in the second draw one is lost; the fourth objects at first."""
    openings = 0
    for step, work in halls.draw_steps(hall, devices=(1, 3)):
        openings += step is Step.OPEN
        lost = number == 2 and step is Step.OPEN and openings == 2  # that of number 3
        if not lost:
            halls.take_step(hall, step, work)
    halls.answer(hall, hall.draw, (1, 2, 3) if number == 1 else (1, 2, 3, 4))
    if number == 1:
        objected(hall)


def test_the_transcript_is_what_the_verifier_prints(tmp_path: Path) -> None:
    hall = halls.build(tmp_path, policy=outside.POLICY)
    halls.begin(hall, halls.BEACON_FORM)
    for number in (1, 2, 3, 4):
        one_draw(hall, number)
    halls.close(hall)
    hall.sign((0, 1, 2))
    trust = halls.write_trust(hall, hall.folder / "trust.json")
    command = [sys.executable, "-I", str(ROOT / "verifier"), str(hall.publication)]
    command += ["--trust", str(trust), "--now", str(hall.now), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    printed = {blotted(line) for line in done.stdout.splitlines()}
    shown = [line for line in transcript() if line and line != "…"]
    assert len(shown) > 30
    strange = [line for line in shown if blotted(line) not in printed]
    assert not strange, f"the verifier prints no such lines: {strange}"
