"""Many failures of one check are told briefly (spec 04 §2): none of its draws is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.browser.built import run_node


def told(failures: list[tuple[str, str]]) -> list[dict[str, Any]]:
    script = Path(__file__).with_name("findings.mjs")
    rows: list[dict[str, Any]] = json.loads(run_node(script, given=json.dumps(failures)))
    return rows


def test_twenty_are_told_whole() -> None:
    assert len(told([("07.pool", "1.1")] * 20)) == 20


def test_further_ones_are_counted() -> None:
    rows = told([("07.pool", "1.1")] * 523)
    assert len(rows) == 21
    assert rows[-1] == {"check": "07.pool", "draw": "1.1", "note": "503 more"}


def test_every_further_draw_is_named() -> None:
    rows = told([("07.pool", "1.1")] * 30 + [("07.pool", "1.2")] * 3 + [("07.pool", "2.1")])
    assert len(rows) == 23
    assert [(row["draw"], row["note"]) for row in rows[20:]] == [
        ("1.1", "10 more"),
        ("1.2", "3 more"),
        ("2.1", "1 more"),
    ]


def test_checks_stand_in_the_order_of_the_steps() -> None:
    rows = told([("07.odds", "1.1"), ("02.tile", "1.1"), ("02.root", "1.1"), ("01.files", "1.1")])
    assert [row["check"] for row in rows] == ["01.files", "02.tile", "02.root", "07.odds"]


def test_checks_are_counted_apart() -> None:
    assert len(told([("07.pool", "1.1")] * 20 + [("07.drawn", "1.1")] * 20)) == 40
