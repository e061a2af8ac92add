"""Judges the controls and the attacks (04 §14)."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .attacks import ATTACKS
from .controls import is_proven
from .controls_all import ALL_CONTROLS
from .package import Report, report_of
from .spoiling import Attack


@dataclass(frozen=True)
class Outcome:
    """What the verifier said of one book; `found` are the checks that failed, with their entries.

    `unjudged` is true where it could not be judged because no library for BLS signatures is there.
    """

    name: str
    attack: Attack | None
    right: bool
    unjudged: bool
    exit: int
    found: tuple[str, ...]


def _found(report: Report, result: str) -> tuple[str, ...]:
    rows = (f for f in report["findings"] if f["result"] == result)
    told = (f["check"] if f["entry"] is None else f"{f['check']} @{f['entry']}" for f in rows)
    return tuple(dict.fromkeys(told))


def _without_library(report: Report) -> bool:
    """True if a beacon's value was not checked here, which needs a library."""
    return any(f["check"] == "06.beacon" and f["result"] == "not_checked" and f["entry"] is not None
               for f in report["findings"])  # fmt: skip


def control_outcomes(folder: Path) -> Iterator[Outcome]:
    """Judge the honest controls."""
    for name, make in ALL_CONTROLS.items():
        report = report_of(make(), folder / "control")
        bad = _found(report, "failed") + _found(report, "not_checked")
        lacking = _without_library(report) and not _found(report, "failed")
        yield Outcome(name, None, is_proven(report), lacking, report["exit"], bad)


def attack_outcome(attack: Attack, folder: Path) -> Outcome:
    """Judge one attacked publication."""
    package = attack.package()
    report = report_of(package, folder / "attack")
    named = attack.is_named(package, report)
    lacking = not named and _without_library(report)
    return Outcome(attack.id, attack, named, lacking, report["exit"], _found(report, attack.result))


def outcomes() -> Iterator[Outcome]:
    """Judge all controls, then all attacks, each in a folder of its own that is then gone."""
    with tempfile.TemporaryDirectory() as place:
        yield from control_outcomes(Path(place))
    for attack in ATTACKS:
        with tempfile.TemporaryDirectory() as place:
            yield attack_outcome(attack, Path(place))
