"""Judging a made book inside the test process."""

import json
from pathlib import Path
from typing import Any

from verifier.judge import Request, judge
from verifier.report import as_json, as_text
from verifier.selftest.book import BEFORE, Maker

Report = dict[str, Any]


def judged(
    maker: Maker, folder: Path, *, now: int = BEFORE, auditor: bool = False, **options: Any
) -> dict[str, Any]:
    """Publish a book and judge it; gives the object that --json prints."""
    root, trust = maker.publish(folder)
    where = maker.auditor(folder) if auditor else None
    return judged_files(root, trust, now=now, auditor=where, **options)


def judged_files(root: Path, trust: Path, *, now: int = BEFORE, **options: Any) -> dict[str, Any]:
    """Judge a folder; both forms of report must always be possible."""
    judgement = judge(Request(publication=root, trust=trust, now=now, **options))
    for language in ("en", "zh"):
        assert as_text(judgement, language)
    report: dict[str, Any] = json.loads(as_json(judgement, "en"))
    report["exit"] = judgement.exit
    return report


def results(report: dict[str, Any], result: str) -> set[str]:
    """Codes of the findings with this result."""
    return {f["check"] for f in report["findings"] if f["result"] == result}


def failed_at(report: dict[str, Any], code: str) -> set[int | None]:
    """Entries that the failed findings of a code name."""
    return {
        f["entry"]
        for f in report["findings"]
        if f["check"] == code and f["result"] == "failed" and not f["note"].startswith("and ")
    }


def remark_codes(report: dict[str, Any]) -> list[str]:
    """Codes of the remarks."""
    return [remark["code"] for remark in report["remarks"]]


def remark_texts(report: dict[str, Any], code: str) -> list[str]:
    """Texts of the remarks of one code."""
    return [remark["text"] for remark in report["remarks"] if remark["code"] == code]
