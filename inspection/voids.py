"""Which draw can be void now, and why (spec 01 §8.5, 04 §4): the point of no return and its codes.

The rules are strict on the side of the result: once it can be known, no code of a person's choice
discards it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from draw import time_of
from inspection.campaign import DrawState, DrawStep
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.records import any_draw, running_draw
from inspection.seeding import SILENT_SECONDS

CAMPAIGN_CODES: Final = ("mistake", "absence", "disturbance", "operator_lost")
EARLY_CODES: Final = (*CAMPAIGN_CODES, "late")
SILENT_CODE: Final = "beacon_silent"
LATE_CODE: Final = "verifier"
FINDING_CODES: Final = frozenset(
    (
        *("06.operator", "06.contribution", "06.reuse"),
        *("07.choice", "07.pool", "07.drawn", "07.count", "07.seed", "07.tickets"),
        *("07.cutoff", "07.odds", "08.totals", "08.statement"),
        *("10.pool", "10.types", "10.matching"),
    )
)
"""Only a failure of one of these checks, which are about one draw, can make an opened draw void
(spec 04 §3 and §4). Of step 10 not all: with `10.deadline` among them, whoever missed the deadline
could draw again.
"""
BEACON_FINDING_CODES: Final = frozenset(
    ("06.operator", "06.round", "07.choice", "07.pool", "07.drawn", "07.count")
)
"""The same with a beacon: only what was public and fixed before the round, so that nobody who has
seen the result can spoil a later record to draw again.
"""


def void_target(desk: Desk, params: Mapping[str, Any]) -> tuple[DrawState, str]:
    """The draw and the verifier's finding; enforces the point of no return (01 §8.5)."""
    draw, code = _named_draw(desk, params), params["code"]
    passed = draw.step >= DrawStep.OPENED
    if code == LATE_CODE:
        if not passed:
            raise Refusal("void_too_early")
        return draw, _finding(desk, draw)
    if code == SILENT_CODE:
        _demand_silence(desk, draw)
        return draw, ""
    if code not in EARLY_CODES:
        raise Refusal("code_unknown", found=code, known=(*EARLY_CODES, SILENT_CODE, LATE_CODE))
    if passed:
        raise Refusal("void_too_late")
    return draw, ""


def void_codes(desk: Desk, draw: DrawState) -> tuple[str, ...]:
    """The codes with which this draw could be void now, as far as its step decides (01 §8.5)."""
    if draw.step < DrawStep.OPENED:
        return EARLY_CODES
    waits = draw.step is DrawStep.OPENED and draw.round is not None
    return (SILENT_CODE, LATE_CODE) if waits else (LATE_CODE,)


def _demand_silence(desk: Desk, draw: DrawState) -> None:
    """Refuse unless the beacon has been silent for a day, with everything open (01 §8.5b)."""
    chain = desk.state.find(draw.campaign).chain
    if chain is None or draw.round is None or draw.step is not DrawStep.OPENED:
        raise Refusal("void_too_late")
    since = time_of(chain, draw.round) + SILENT_SECONDS
    if desk.at < since:
        raise Refusal("void_silent", round=draw.round, since=since)


def _finding(desk: Desk, draw: DrawState) -> str:
    """The first check that the verifier fails for this draw, in a campaign without an open one."""
    for other in desk.state.find(draw.campaign).draws:
        if other.open and other.number != draw.number:
            raise Refusal("void_waits", draw=other.number)
    beacon = desk.state.find(draw.campaign).chain is not None
    allowed = BEACON_FINDING_CODES if beacon else FINDING_CODES
    failed = desk.office.judge.failed_checks(draw.campaign, draw.number) & allowed
    if not failed:
        raise Refusal("void_too_late")
    return min(failed)


def _named_draw(desk: Desk, params: Mapping[str, Any]) -> DrawState:
    draw = (
        any_draw(desk, params["campaign"], params["draw"])
        if "draw" in params
        else running_draw(desk)
    )
    early = draw.step < DrawStep.OPENED
    if draw.void is not None or (early and desk.state.find(draw.campaign).ended):
        raise Refusal("draw_unknown", draw=draw.number)
    return draw
