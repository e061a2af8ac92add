"""The judge of late voids: another process, and only what it says about this draw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.judge import VerifierJudge
from verifier.selftest.attacks_draws import seed_wrong
from verifier.selftest.book import standard


def judge(folder: Path, report: object) -> VerifierJudge:
    """A judge whose verifier prints this report, whatever it is called with."""
    program = folder / "verifier.py"
    program.write_text(f"print({json.dumps(report)!r})\n", encoding="utf-8")
    return VerifierJudge(folder / "publication", folder / "trust.json", program)


def finding(check: str, result: str, **more: object) -> dict[str, Any]:
    return {"check": check, "result": result, **more}


def test_only_failures_of_the_asked_draw_are_handed_on(tmp_path: Path) -> None:
    findings = [
        finding("07.seed", "failed", draw="1.2"),
        finding("07.odds", "proven", draw="1.2"),
        finding("07.count", "failed", draw="1.1"),
        finding("10.pool", "failed", draw="1.2"),
        finding("10.types", "failed", draw="2.2"),
        finding("10.deadline", "failed", draw=None),
        finding("05.roster", "failed"),
    ]
    found = judge(tmp_path, {"findings": findings})
    assert found.failed_checks(1, 2) == {"07.seed", "10.pool"}
    assert found.failed_checks(1, 1) == {"07.count"}
    assert found.failed_checks(1, 3) == frozenset()


def test_the_real_verifier_says_which_draw_it_fails(tmp_path: Path) -> None:
    root, trust = standard({("draw.result", 1): seed_wrong}).publish(tmp_path)
    judge = VerifierJudge(root, trust)
    assert judge.failed_checks(1, 1) == {"07.seed"}
    assert judge.failed_checks(1, 2) == frozenset()


@pytest.mark.parametrize("report", [None, [], {}, {"findings": [1]}, {"findings": [{}]}])
def test_no_report_is_no_judgement(tmp_path: Path, report: object) -> None:
    with pytest.raises(AppError, match="expected a report as JSON"):
        judge(tmp_path, report).failed_checks(1, 1)
