"""A failure of another draw or campaign is never taken for a repetition (spec 04 §4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.built import run_node

Row = dict[str, Any]
BAD = 3  # the entry that is out of order, or fits no tile: in draw 1.2


def entry(seq: int, campaign: int, draw: int | None, kind: str = "draw.result") -> Row:
    drawing = draw and {"name": f"{campaign}.{draw}", "number": draw}
    return {"seq": seq, "kind": kind, "campaign": {"number": campaign}, "drawing": drawing}


ENTRIES = [
    {"seq": 0, "kind": "genesis"},
    entry(1, 1, None, "campaign.open"),
    entry(2, 1, 1),
    entry(BAD, 1, 2, "object.answer"),
    entry(4, 1, 2),
    entry(5, 2, None, "campaign.open"),
    entry(6, 2, 1),
]


def told(*failed: Row) -> list[tuple[str, str | None]]:
    script = Path(__file__).with_name("attribution.mjs")
    given = json.dumps({"entries": ENTRIES, "failed": failed})
    return [(row["check"], row["draw"]) for row in json.loads(run_node(script, given=given))]


def at(check: str, draw: str | None = None, seq: int | None = None, **more: int) -> Row:
    return {"check": check, "draw": draw, "entry": seq, **more}


@pytest.mark.parametrize(
    ("cause", "check"),
    [
        (at("05.roster", seq=1), "07.seed"),
        (at("10.opening", seq=1), "10.matching"),
        (at("10.opening", campaign=1), "10.pool"),
        (at("05.order", seq=BAD), "08.statement"),
        (at("05.order", seq=BAD), "09.object"),
        (at("07.pool", "1.2", 4), "10.pool"),
    ],
)
def test_only_what_rests_on_the_cause_is_left_out(cause: Row, check: str) -> None:
    mine, other = at(check, "1.2", 4), at(check, "2.1", 6)
    assert told(cause, mine, other) == [(cause["check"], cause["draw"]), (check, "2.1")]


def test_an_entry_that_fits_no_tile_hides_nothing_that_it_cannot_touch() -> None:
    left = told(
        at("02.root"),
        at("02.tile", seq=BAD),
        at("04.signature", seq=BAD),
        at("07.seed", "1.2", 4),
        at("07.tickets", "1.1", 2),
        at("07.cutoff", "2.1", 6),
        at("06.bracket", "2.1", 6),
    )
    assert left == [
        ("02.root", None),
        ("02.tile", None),
        ("07.tickets", "1.1"),
        ("07.cutoff", "2.1"),
    ]
