"""Which draw can be void now, and why (spec 01 §8.5, 04 §4): the point of no return and its codes.

The rules are strict on the side of the result: once it can be known, no code of a person's choice
discards it; and once another draw has begun, nothing does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from draw import time_of
from inspection.campaign import DrawState, DrawStep
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.records import any_draw, running_draw
from inspection.seed_acts import beacon_here
from inspection.seeding import SILENT_SECONDS

CAMPAIGN_CODES: Final = ("mistake", "absence", "disturbance", "operator_lost")
EARLY_CODES: Final = (*CAMPAIGN_CODES, "late")
SILENT_CODE: Final = "beacon_silent"
LATE_CODE: Final = "verifier"
FINDING_CODES: Final = frozenset(
    ("06.operator", "06.round", "07.choice", "07.pool", "07.drawn", "07.count")
)
"""Only a failure of one of these checks can make an opened draw void (spec 04 §4).

They judge nothing later than the operator's opening, and only what is public: with `07.seed` among
them, whoever has seen the result could spoil a later record to draw again; so could, with
`10.deadline`, whoever missed a deadline.
"""


def void_target(desk: Desk, params: Mapping[str, Any]) -> tuple[DrawState, str]:
    """The draw and the verifier's finding; enforces the point of no return (01 §8.5)."""
    draw, code = _named_draw(desk, params), params["code"]
    passed = draw.step >= DrawStep.OPENED
    if code == LATE_CODE:
        if not passed:
            raise Refusal("void_too_early")
        _demand_latest(desk, draw)
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
    """The codes with which this draw could be void now, as far as its step decides (01 §8.5).

    Raises `Refusal` if a later draw has begun: then there is none.
    """
    _demand_latest(desk, draw)
    if draw.step < DrawStep.OPENED:
        return EARLY_CODES
    waits = draw.step is DrawStep.OPENED and draw.round is not None
    return (SILENT_CODE, LATE_CODE) if waits else (LATE_CODE,)


def _demand_silence(desk: Desk, draw: DrawState) -> None:
    """Refuse unless the beacon has been silent for a day, with everything open (01 §8.5b).

    Stricter than the rule: a value that is here, but not in the book yet, is no silence.
    """
    chain = desk.state.find(draw.campaign).chain
    if chain is None or draw.round is None or draw.step is not DrawStep.OPENED:
        raise Refusal("void_too_late")
    if beacon_here(desk, draw) is not None:
        raise Refusal("void_not_silent", round=draw.round)
    since = time_of(chain, draw.round) + SILENT_SECONDS
    if desk.at < since:
        raise Refusal("void_silent", round=draw.round, since=since)


def _demand_latest(desk: Desk, draw: DrawState) -> None:
    """Refuse once a later draw has begun (01 §8.5c).

    That draw's pool rests on this one's selection: whoever could wait would void a spoiled draw
    only after its selection had kept somebody out of the next pool.
    """
    later = desk.state.find(draw.campaign).draws[draw.number :]
    if later:
        raise Refusal("void_outrun", draw=draw.number, later=later[0].number)


def _finding(desk: Desk, draw: DrawState) -> str:
    """The first check that the verifier fails for this draw and that may be named."""
    failed = desk.office.judge.failed_checks(draw.campaign, draw.number) & FINDING_CODES
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
