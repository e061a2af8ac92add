"""People of the play against a real local Telegram and a bot moved by hand."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from demo.errors import NotSeen, PhoneError
from demo.evening import Noted
from demo.phones import Kind
from demo.words import Words
from tests.demo.rehearsal import Rehearsal, rehearsal, telegram

HELLO = Words("您好，共 {n} 家", "Hello, {n} of them")
GO = Words("开始 {name}", "Begin {name}")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with telegram() as address:
        yield address


@pytest.fixture
async def hall(url: str) -> AsyncIterator[Rehearsal]:
    async with rehearsal(url) as room:
        yield room


async def test_a_person_waits_until_the_words_are_shown_in_their_language(hall: Rehearsal) -> None:
    await hall.bot.send(hall.li.id, "您好，共 1,234 家")
    await hall.bot.send(hall.ann.id, "Hello, 1,234 of them")
    assert (await hall.li.sees(HELLO(n=1234))).text == "您好，共 1,234 家"
    assert (await hall.ann.sees(HELLO(n=1234))).text == "Hello, 1,234 of them"


async def test_what_was_shown_before_the_last_act_is_not_its_answer(hall: Rehearsal) -> None:
    await hall.bot.send(hall.li.id, "您好，共 1 家")
    await hall.li.sees(HELLO)
    await hall.li.say("再来")
    await hall.bot.send(hall.li.id, "您好，共 2 家")
    assert (await hall.li.sees(HELLO)).text == "您好，共 2 家"
    assert (await hall.li.finds(HELLO(n=1))).text == "您好，共 1 家"


async def test_what_is_not_shown_in_time_ends_with_the_screen(url: str) -> None:
    async with rehearsal(url, patience=0.3) as hall:
        await hall.bot.send(hall.li.id, "别的话", "按钮甲")
        with pytest.raises(NotSeen) as error:
            await hall.li.sees(HELLO(n=5))
    told = str(error.value)
    assert "李雷（示例） (路人) did not see «您好，共 5 家»" in told
    assert "message: 别的话 ['按钮甲']" in told


async def test_pressing_by_label_gets_its_own_answer(hall: Rehearsal) -> None:
    await hall.bot.send(hall.li.id, "旧", "开始 甲")
    await hall.bot.send(hall.li.id, "新", "开始 乙")
    await hall.li.sees("新")
    press = await hall.li.press(GO)
    (update,) = await hall.bot.updates()
    query = update["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("data of 开始 乙", "新")
    await hall.bot.answer(query["id"], "好的")
    assert await hall.li.answered(press) == "好的"


async def test_a_button_of_a_remembered_screen_can_be_pressed_after_an_edit(
    hall: Rehearsal,
) -> None:
    number = await hall.bot.send(hall.li.id, "第一屏", "开始 甲")
    before = await hall.li.sees("第一屏")
    await hall.bot.edit(hall.li.id, number, "第二屏", "开始 乙")
    after = await hall.li.sees("第二屏")
    assert (hall.li.has_key(before, "开始 甲"), hall.li.has_key(after, "开始 甲")) == (True, False)
    with pytest.raises(NotSeen, match="expected the button «开始 甲»"):
        await hall.li.press("开始 甲", on=after)
    await hall.li.press("开始 甲", on=before)
    (update,) = await hall.bot.updates()
    assert update["callback_query"]["data"] == "data of 开始 甲"


async def test_data_of_others_can_be_sent_from_ones_own_chat(hall: Rehearsal) -> None:
    await hall.bot.send(hall.li.id, "只给李雷", "开始 甲")
    await hall.li.sees("只给李雷")
    await hall.bot.send(hall.ann.id, "for Ann")
    own = await hall.ann.sees("for Ann")
    await hall.ann.fake_press(own, await hall.li.newest_key(), "stolen")
    (update,) = await hall.bot.updates()
    query = update["callback_query"]
    assert (query["from"]["id"], query["data"]) == (hall.ann.id, "data of 开始 甲")


async def test_editing_forwarding_uploading_reach_the_bot_as_such(hall: Rehearsal) -> None:
    number = await hall.li.say("原话")
    await hall.li.rewrite(number, "改过的话")
    await hall.li.forward(number)
    await hall.li.upload("名录.csv", b"a,b\r\n", "附言")
    found = [update async for update in _updates(hall, 4)]
    assert "edited_message" in found[1]
    assert "forward_origin" in found[2]["message"]
    document = found[3]["message"]["document"]
    assert (document["file_name"], document["file_size"]) == ("名录.csv", 5)


async def _updates(hall: Rehearsal, wanted: int) -> AsyncIterator[dict[str, Any]]:
    while wanted > 0:
        for update in await hall.bot.updates():
            wanted -= 1
            yield update


async def test_the_group_speaks_its_own_language_to_everybody(hall: Rehearsal) -> None:
    await hall.bot.send(hall.group, "您好，共 3 家")
    assert (await hall.ann.sees(HELLO(n=3), place=hall.group)).place == hall.group


async def test_what_the_app_refuses_is_said_by_the_app(hall: Rehearsal) -> None:
    with pytest.raises(PhoneError, match="no message 99"):
        await hall.li.rewrite(99, "别的")


async def test_everything_seen_and_done_is_noted(hall: Rehearsal) -> None:
    await hall.bot.send(hall.li.id, "看", "开始 甲")
    await hall.li.press(GO)
    kinds = [
        note.what.kind
        for note in hall.evening.notes
        if isinstance(note, Noted) and note.who == hall.li.card
    ]
    assert kinds == [Kind.WROTE, Kind.MESSAGE, Kind.PRESSED]
