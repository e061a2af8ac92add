"""What is said once: kept in the transaction that says it, over restarts, for each draw."""

from __future__ import annotations

import pytest

from bot.announced import first_time, was_said
from inspection import Desk
from inspection.campaign import DrawState, DrawStep
from tests.bot.room import Room

FIRST = DrawState(1, 1, 1, DrawStep.CLOSED, "0" * 64)
SECOND = DrawState(1, 2, 1, DrawStep.CLOSED, "0" * 64)


class Killed(BaseException):
    """The process ends here."""


def _killed(desk: Desk) -> None:
    assert first_time(desk, "late", FIRST)
    raise Killed


def test_an_occasion_comes_once_for_each_draw(room: Room) -> None:
    hall = room.hall
    assert hall.do(lambda desk: first_time(desk, "late", FIRST))
    assert not hall.do(lambda desk: first_time(desk, "late", FIRST))
    assert hall.do(lambda desk: first_time(desk, "late", SECOND))
    assert hall.do(lambda desk: first_time(desk, "round", FIRST))
    hall.restart()
    assert not hall.do(lambda desk: first_time(desk, "late", FIRST))


def test_what_did_not_commit_has_not_come(room: Room) -> None:
    with pytest.raises(Killed):
        room.hall.do(_killed)
    assert not room.hall.do(lambda desk: was_said(desk.session, "late", FIRST))
