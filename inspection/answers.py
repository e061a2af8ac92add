"""Answers to a result: confirmation, objection, and the supervisor's answer (spec 01 §5, §8.6).

A person answers exactly the digest of the result statement. Silence is "no answer", never consent.
"""

from __future__ import annotations

from typing import Any, Final

from inspection.campaign import DrawState, DrawStep
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import NUMBERED, Person, Role, require
from inspection.records import running
from inspection.sealing import seal_of, seal_text

OBJECTION_CODES: Final = ("choice", "count", "procedure", "other")
OUTCOMES: Final = ("unfounded", "founded")
ANSWER_SECONDS: Final = 24 * 3600


def confirm(desk: Desk, by: Person, draw: int, digest: str) -> DrawState:
    """`confirm`: this person confirms exactly this digest."""
    found = _answerable(desk, by, draw, digest)
    if by.number in found.confirms:
        raise Refusal("answered_twice", draw=draw)
    desk.record([("confirm", _answer(desk, by, found, "confirm"))])
    return running(desk).draws[draw - 1]


def object_to(desk: Desk, by: Person, draw: int, digest: str, code: str, text: str) -> DrawState:
    """`object`: with a coded reason; the words stay private behind a commitment."""
    found = _answerable(desk, by, draw, digest)
    if by.number in found.objections:
        raise Refusal("answered_twice", draw=draw)
    if code not in OBJECTION_CODES:
        raise Refusal("code_unknown", found=code, known=OBJECTION_CODES)
    reason = {"code": code, "text": seal_text(desk, text)}
    data = {**_answer(desk, by, found, "object"), "reason": reason}
    desk.record([("object", data)])
    return running(desk).draws[draw - 1]


def answer_objection(desk: Desk, by: Person, seq: int, outcome: str, text: str) -> DrawState:
    """`object.answer`: the supervisor answers one objection, once."""
    require(by, Role.SUPERVISOR)
    campaign = running(desk)
    waiting = {row[0]: row[1] for row in campaign.open_objections}
    if seq not in waiting:
        raise Refusal("objection_unknown", seq=seq)
    if outcome not in OUTCOMES:
        raise Refusal("code_unknown", found=outcome, known=OUTCOMES)
    draw = waiting[seq]
    data = {
        "campaign": campaign.number,
        "draw": draw.number,
        "level": "D",
        "objection": seq,
        "outcome": outcome,
        "person": seal_of(desk, campaign.number, by),
        "text": seal_text(desk, text),
    }
    desk.record([("object.answer", data)])
    return running(desk).draws[draw.number - 1]


def _answerable(desk: Desk, by: Person, number: int, digest: str) -> DrawState:
    require(by, *NUMBERED)
    campaign = running(desk)
    if not 1 <= number <= len(campaign.draws):
        raise Refusal("draw_unknown", draw=number)
    draw = campaign.draws[number - 1]
    if draw.step is not DrawStep.MATCHED:
        raise Refusal("draw_unknown", draw=number)
    if digest != draw.digest:
        raise Refusal("digest_other", draw=number, expected=draw.digest)
    return draw


def _answer(desk: Desk, by: Person, draw: DrawState, answer: str) -> dict[str, Any]:
    return {
        "answer": answer,
        "campaign": draw.campaign,
        "digest": draw.digest,
        "draw": draw.number,
        "entry": draw.match_seq,
        "expires": desk.now + ANSWER_SECONDS,
        "level": "D",
        "nonce": desk.salt(),
        "person": seal_of(desk, draw.campaign, by),
        "representative": by.number,
    }
