"""What everyone may ask: help from the table, the draws, the check of one enterprise."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.refusals import refusal_sentence
from bot.terms import grouped
from bot.texts import speech
from inspection.campaign import Step
from inspection.disclosure import opening_of
from inspection.errors import Refusal
from inspection.people import set_language
from inspection.records import marked_rows
from inspection.tables import EnterpriseRow
from tests.bot.room import GROUP, STRANGER, Room, document, message
from tests.inspection import hall as halls

O1, S1 = 101, 200


def said(room: Room, user: int, text: str, **more: object) -> str:
    (row,) = room.type(user, text, **{"language": "en", **more})
    return row.text


def test_help_lists_exactly_what_may_be_used(room: Room) -> None:
    stranger, supervisor = said(room, STRANGER, "/help"), said(room, S1, "/help")
    assert "/check" in stranger
    assert "/audit" not in stranger
    assert "/audit" in supervisor
    assert "/here" not in supervisor
    assert "/here" in said(room, S1, "/help", chat=GROUP)


def test_before_the_first_campaign_there_is_nothing_to_show(room: Room) -> None:
    assert said(room, STRANGER, "/draws") == "There is no campaign in the book yet."


@pytest.mark.parametrize("text", ["/check {}", "/check nonsense", "/check " + "[" * 500])
def test_what_is_no_opening_is_refused_plainly(room: Room, text: str) -> None:
    assert "not an opening" in said(room, STRANGER, text)


def test_the_opening_may_follow_as_text(room: Room) -> None:
    assert "Send the opening" in said(room, STRANGER, "/check")
    assert "not an opening" in said(room, STRANGER, "{}")
    assert "not an opening" in said(room, STRANGER, "[]")  # a refused text may be sent again


def test_a_draw_is_shown_and_every_enterprise_can_be_checked(room: Room) -> None:
    hall = room.hall
    halls.send_lists(hall)
    halls.open_campaign(hall)
    halls.audit(hall)
    assert "No draw yet" in said(room, STRANGER, "/draws")
    halls.run_draw(hall, until=Step.OPEN)
    assert "contributions are closed" in said(room, STRANGER, "/draws")
    draw = halls.finish_draw(hall)
    shown = said(room, STRANGER, "/draws")
    assert grouped(draw.digest) in shown
    assert "No public beacon was used." in shown
    assert f"{draw.size:,} drawn" in shown
    hall.do(lambda desk: set_language(desk, hall.people["s1"], "en"))
    marks = hall.do(lambda desk: dict(marked_rows(desk, draw.selection_blob)))
    pool = hall.do(lambda desk: dict(marked_rows(desk, draw.pool_blob)))
    leaves = hall.do(lambda desk: list(desk.session.scalars(select(EnterpriseRow.leaf))))
    for leaf in [*list(marks)[:4], *list(pool)[:8], *leaves[:8]]:
        verdict = _check(room, leaf)
        assert ("not above the cut-off" in verdict or "certain" in verdict) == (leaf in marks)
        assert ("not in the pool" in verdict) == (leaf not in pool)


def _check(room: Room, leaf: str) -> str:
    opening = room.hall.do(lambda desk: opening_of(desk.session, 1, leaf))
    raw = message(
        next(room.numbers) + 10_000,
        S1,
        caption="/check",
        document=document("opening.json", len(opening)),
    )
    (row,) = room.say(raw, opening)
    return row.text


def test_unknown_commands_get_a_plain_answer(room: Room) -> None:
    assert said(room, STRANGER, "/nothing") == (
        "There is no command /nothing. /help lists what you can do."
    )


def test_refusals_read_the_same_from_the_core_and_in_chat() -> None:
    refusal = Refusal("types_unknown", type="A01")
    assert refusal_sentence(speech("en"), refusal) == str(refusal)
