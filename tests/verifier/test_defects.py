"""Books with one fault each, hashed, chained and signed again with all of the operator's keys.

Each must be named by exactly its own check, at the right entry (spec 04 §4, attribution).
"""

from pathlib import Path

import pytest

from verifier.checks import COVERAGE

from . import (
    defects_answers,
    defects_beacon,
    defects_draws,
    defects_entries,
    defects_late,
)
from .book import standard
from .defects_draws import odds_wrong, seed_wrong
from .judged import failed_at, judged, results
from .spoiling import Defect, body, later, put

DEFECTS = [
    *defects_entries.DEFECTS,
    *defects_draws.DEFECTS,
    *defects_answers.DEFECTS,
    *defects_beacon.DEFECTS,
    *defects_late.DEFECTS,
]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: f"{d.code} {d.name}")
def test_one_fault_one_name(defect: Defect, tmp_path: Path) -> None:
    maker = defect.make()
    report = judged(maker, tmp_path, now=defect.now, auditor=defect.auditor)
    faults = [f for f in report["findings"] if f["result"] == "failed"]
    assert results(report, "failed") == {defect.code}, faults
    assert (report["verdict"], report["exit"]) == ("failed", 1)
    if defect.kind is not None:
        expected = maker.find(defect.kind, defect.draw, defect.nth)
        assert failed_at(report, defect.code) == {expected}, faults


def test_every_check_of_the_book_has_a_defect() -> None:
    """What is not here is spoiled file by file in test_files (steps 1 and 2, 11)."""
    elsewhere = {code for code in COVERAGE if code[:2] in ("01", "02", "11", "12")} | {"03.kind"}
    assert {defect.code for defect in DEFECTS} | elsewhere == set(COVERAGE)


def test_unknown_things_are_not_judged(tmp_path: Path) -> None:
    for change in (
        body("roster.audit", kind="staff.draw"),
        body("roster.audit", v=2),
        put("campaign.open", None, beacon="ab" * 32),
        put("campaign.open", None, rules="sunlot/v2"),
        put("draw.choice", 1, level="A"),
    ):
        report = judged(later(change)(), tmp_path, auditor=True)
        assert (report["verdict"], report["exit"]) == ("incomplete", 3)
        assert "03.kind" in results(report, "not_checked")


def test_one_bad_draw_does_not_hide_the_others(tmp_path: Path) -> None:
    maker = standard({("draw.result", 1): seed_wrong, ("draw.result", 4): odds_wrong})
    report = judged(maker, tmp_path, auditor=True)
    assert results(report, "failed") == {"07.seed", "07.odds"}
    assert report["draws"][2]["seed"] == maker.data("draw.result", 3)["seed"]
