"""Flood buckets against a clock that only the test moves."""

from __future__ import annotations

import pytest

from local_telegram import bot_acts
from local_telegram.errors import Refusal
from local_telegram.floods import FloodControl
from local_telegram.model import Account, Chat, FormattedText, Message
from local_telegram.world import World

BOT, PERSON, GROUP = 7, 1_000_001, -4_000_000_001


def admitted(floods: FloodControl, now: float, chat: int, tries: int) -> int:
    """How many of `tries` calls at one moment pass."""
    return sum(floods.admit(now, BOT, chat) == 0 for _ in range(tries))


def test_private_chat_takes_a_burst_of_twenty_then_one_a_second() -> None:
    floods = FloodControl()
    assert admitted(floods, 0.0, PERSON, 30) == 20
    assert floods.admit(0.0, BOT, PERSON) == 1
    assert floods.admit(0.5, BOT, PERSON) == 1
    assert admitted(floods, 1.0, PERSON, 30) == 1
    assert admitted(floods, 100.0, PERSON, 30) == 20


def test_group_takes_twenty_then_one_every_three_seconds() -> None:
    floods = FloodControl()
    assert admitted(floods, 0.0, GROUP, 30) == 20
    assert floods.admit(0.0, BOT, GROUP) == 3
    assert floods.admit(2.9, BOT, GROUP) == 1
    assert admitted(floods, 3.0, GROUP, 5) == 1
    assert admitted(floods, 63.0, GROUP, 30) == 20


def test_bot_sends_thirty_a_second_over_all_chats() -> None:
    floods = FloodControl()
    assert sum(floods.admit(0.0, BOT, PERSON + chat) == 0 for chat in range(50)) == 30
    assert sum(floods.admit(1.0, BOT, PERSON + chat) == 0 for chat in range(50)) == 30


def test_waiting_as_told_is_always_enough() -> None:
    floods = FloodControl()
    now = 0.0
    for _ in range(100):
        wait = floods.admit(now, BOT, GROUP)
        now += wait
        assert wait == 0 or floods.admit(now, BOT, GROUP) == 0


def test_chats_and_bots_do_not_slow_each_other() -> None:
    floods = FloodControl()
    assert admitted(floods, 0.0, PERSON, 30) == 20
    assert admitted(floods, 1.0, PERSON + 1, 30) == 20
    assert floods.admit(0.0, BOT + 1, PERSON) == 0


def test_switched_off_it_admits_everything() -> None:
    assert admitted(FloodControl(enabled=False), 0.0, PERSON, 1000) == 1000


def test_sends_and_edits_share_the_bucket(world: World, bot: Account, chat: Chat) -> None:
    draft = Message(0, bot.id, 0, FormattedText("x"))
    sent = bot_acts.send(world, bot, chat, draft)
    for text in "abcdefghijklmnopqrs":
        bot_acts.edit_text(world, bot, chat, sent.message_id, (FormattedText(text), ()))
    with pytest.raises(Refusal) as caught:
        bot_acts.send(world, bot, chat, draft)
    assert caught.value.description == "Too Many Requests: retry after 1"
    assert (caught.value.code, caught.value.retry_after) == (429, 1)
    assert len(chat.messages) == 1
