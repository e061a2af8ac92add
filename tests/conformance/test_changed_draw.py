"""One changed label or tie rule in `draw/`, and the separate verifier names the check that fails.

Each case copies `draw/` beside links to the rest, changes one place, lets the whole office run a
draw with it in a process of its own, and judges what was published. The unchanged control must be
proven, or a failure would prove nothing. Where the failing check is one of the six that a void can
name (spec 04 §4), the office then voids the draw, and the verifier is content; else it may not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAY = """
import sys
from pathlib import Path
from app.judge import VerifierJudge
from inspection.errors import Refusal
from tests.inspection import hall as halls
from inspection.disclosure import write_auditor
import draw
assert Path(draw.__file__).parent.parent == Path.cwd(), draw.__file__
folder = Path(sys.argv[1])
hall = halls.build(folder)
halls.send_lists(hall)
halls.open_campaign(hall)
halls.audit(hall)
halls.PICKS = (tuple(sorted(code for pick in halls.PICKS for code in pick)),)  # many candidates
halls.run_draw(hall)
halls.write_trust(hall, folder / "trust.json")
hall.do(lambda desk: write_auditor(desk, folder / "auditor"))
if sys.argv[2:] == ["void"]:
    hall.office.judge = VerifierJudge(hall.publication, folder / "trust.json")
    try:
        halls.agree(hall, "draw.void", dict(code="verifier", text="示例", campaign=1, draw=1))
    except Refusal as refusal:
        print(refusal.code)
"""
TOO_MANY = (
    "pools.py",
    "max(min(planned, pool_size), must)",
    "max(min(planned + 1, pool_size), must)",
)


@dataclass(frozen=True)
class Change:
    """One edit of one file, and the check that must name it."""

    name: str
    file: str
    before: str
    after: str
    check: str


CHANGES = (
    Change("label of selection", "selection.py", 'raw_tickets(seed, "draw"', "X", "07.tickets"),
    Change(
        "highest instead of lowest",
        "selection.py",
        "return sorted(places, key=tickets.__getitem__)",
        "return sorted(places, key=tickets.__getitem__, reverse=True)",
        "07.tickets",
    ),
    Change("one more than planned", *TOO_MANY, "07.count"),
    Change(
        "avoidance forgotten", "pools.py", "cut < visit.date", "cut < visit.date < cut", "10.pool"
    ),
    Change("one bit of the seed text", "seed.py", "sunlot/v1/seed", "sunlot/v1/seeds", "07.seed"),
    Change("label of types", "subjects.py", 'ticket(seed, "type"', "X", "10.matching"),
    Change("label of order", "matching.py", 'ticket(seed, "order"', "X", "10.matching"),
    Change("label of testing", "matching.py", 'ticket(seed, "test"', "X", "10.matching"),
    Change("label of sampling", "matching.py", 'ticket(seed, "sample"', "X", "10.matching"),
    Change("salt of rows", "matching.py", 'ticket(seed, "row"', "X", "10.matching"),
    Change(
        "order of matching",
        "matching.py",
        "key=lambda one: (ticket(",
        "reverse=True, key=lambda one: (ticket(",
        "10.matching",
    ),
    Change(
        "running sum reaches instead of exceeds",
        "matching.py",
        "if total > place)",
        "if total >= place)",
        "10.matching",
    ),
    Change(
        "modulo instead of the high bits",
        "tickets.py",
        "int(ticket, 16) * total >> 256",
        "int(ticket, 16) % total",
        "10.matching",
    ),
)


def played(folder: Path, change: Change | None) -> Path:
    """The folder of an office that ran a draw of all types with this `draw/`."""
    return _run(folder, change)[0]


def voided(folder: Path, change: Change) -> tuple[Path, str]:
    """The same, with the separate verifier for a judge and a void asked for; what refused it."""
    return _run(folder, change, "void")


def _run(folder: Path, change: Change | None, *words: str) -> tuple[Path, str]:
    shutil.copytree(ROOT / "draw", folder / "draw")
    for name in ("ledger", "inspection", "demo", "tests", "app"):
        (folder / name).symlink_to(ROOT / name)
    if change is not None:
        _edit(folder / "draw" / change.file, change)
    office = folder / "office"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", PLAY, str(office), *words]
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return office, done.stdout.strip()


def _edit(path: Path, change: Change) -> None:
    text = path.read_text()
    assert change.before in text, f"{path.name} no longer holds {change.before!r}"
    # a label is changed to another known one: an unknown one would be refused, not drawn with
    label = change.before.split('"')[1] if change.after == "X" else ""
    other = "sample" if label != "sample" else "order"
    after = change.before.replace(f'"{label}"', f'"{other}"') if label else change.after
    path.write_text(text.replace(change.before, after))


def judged(office: Path) -> tuple[int, set[str]]:
    """Exit code and failed checks of the verifier, as a process of its own, with openings."""
    command = [sys.executable, "-I", str(ROOT / "verifier"), str(office / "publication"), "--json"]
    command += ["--trust", str(office / "trust.json"), "--auditor", str(office / "auditor")]
    done = subprocess.run(command, capture_output=True, check=False)
    report: dict[str, Any] = json.loads(done.stdout)
    failed = {row["check"] for row in report["findings"] if row["result"] == "failed"}
    return done.returncode, failed


def test_the_unchanged_draw_is_proven(tmp_path: Path) -> None:
    assert judged(played(tmp_path, None)) == (0, set())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_changed_draw_is_named(tmp_path: Path, change: Change) -> None:
    code, failed = judged(played(tmp_path, change))
    assert code == 1
    assert change.check in failed


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_void_is_for_what_was_fixed_before_the_opening_only(
    tmp_path: Path, change: Change
) -> None:
    """The draw with a wrong count falls and is settled; every other fault stays for ever."""
    office, refusal = voided(tmp_path, change)
    if change.check == "07.count":
        assert (refusal, judged(office)) == ("", (0, set()))
    else:
        assert refusal == "void_too_late"
        assert change.check in judged(office)[1]
