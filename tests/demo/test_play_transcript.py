"""The transcript and the counts: pure functions of what was noted."""

import re
from dataclasses import replace

from demo.evening import Card, Noted, Scene
from demo.phones import Attachment, Key, Kind, Shown
from demo.tally import Tally, tallies
from demo.transcript import transcript

LI, ANN = Card("李雷（示例）", "监管人员", "zh"), Card("安（示例）", "消费者代表1", "zh")
NOON = 1_795_492_800.0
"""2026-11-24, 12:00:00 in Asia/Shanghai."""
MESSAGE = Shown(Kind.MESSAGE, NOON, "bot", 1, "第一行\n第二行", ((Key("甲", "d"), Key("乙", "e")),))
AGAIN = "重发：程序刚刚重新启动，这条消息您可能已经收到过。\n"


def script(*notes: Noted | Scene) -> list[str]:
    """The transcript's lines without its head."""
    return transcript(notes).splitlines()[5:]


def test_a_message_is_told_with_time_name_role_and_buttons() -> None:
    assert script(Noted(LI, MESSAGE)) == [
        "12:00:00 李雷（示例）〔监管人员〕 看到",
        "    │ 第一行",
        "    │ 第二行",
        "    │ [甲] [乙]",
    ]


def test_the_same_on_several_screens_is_told_once() -> None:
    later = replace(MESSAGE, at=NOON + 2)
    first, *_ = lines = script(Noted(LI, MESSAGE), Noted(ANN, later))
    assert first == "12:00:00 李雷（示例）〔监管人员〕、安（示例）〔消费者代表1〕 看到"
    assert len(lines) == 4


def test_the_same_much_later_is_told_again() -> None:
    lines = script(Noted(LI, MESSAGE), Noted(ANN, replace(MESSAGE, at=NOON + 60)))
    assert lines[4] == "12:01:00 安（示例）〔消费者代表1〕 看到"


def test_the_same_twice_on_one_screen_is_told_twice() -> None:
    lines = script(Noted(LI, MESSAGE), Noted(LI, replace(MESSAGE, message_id=2)))
    assert [line for line in lines if "看到" in line] == [
        "12:00:00 李雷（示例）〔监管人员〕 看到"
    ] * 2


def test_an_edit_is_told_by_what_is_new() -> None:
    edited = replace(MESSAGE, kind=Kind.EDITED, text="第一行\n改过", keys=())
    lines = script(Noted(LI, MESSAGE), Noted(LI, edited))
    assert lines[4:] == ["12:00:00 李雷（示例）〔监管人员〕 看到消息更新", "    │ 改过"]


def test_presses_in_a_row_share_a_line_and_silent_answers_are_left_out() -> None:
    press = Shown(Kind.PRESSED, NOON, "bot", 1, "甲")
    silent = Shown(Kind.TOAST, NOON, "bot")
    loud = Shown(Kind.TOAST, NOON, "bot", text="已经用过", alert=True)
    notes = [Noted(LI, one) for one in (press, silent, replace(press, text="乙"), loud)]
    assert script(*notes) == [
        "12:00:00 李雷（示例）〔监管人员〕 按下 [甲] [乙]",
        "12:00:00 李雷（示例）〔监管人员〕 弹窗：已经用过",
    ]


def test_files_forwarded_and_group_messages_are_told_as_such() -> None:
    file = Shown(Kind.WROTE, NOON, "bot", 2, "附言", (), Attachment("名录.csv", 1234, "f"))
    forwarded = Shown(Kind.WROTE, NOON, "bot", 3, "/open", forwarded=True)
    typed = Shown(Kind.WROTE, NOON, -5, 4, "/here")
    overheard = replace(typed, kind=Kind.MESSAGE, author=LI.name)
    told = replace(MESSAGE, place=-5, keys=())
    notes = [Noted(LI, one) for one in (file, forwarded, typed, told)]
    assert script(*notes, Noted(ANN, overheard), Noted(ANN, told), Scene(NOON, "完")) == [
        "12:00:00 李雷（示例）〔监管人员〕 发送文件 名录.csv（1,234 字节），附言：附言",
        "12:00:00 李雷（示例）〔监管人员〕 转发：/open",
        "12:00:00 李雷（示例）〔监管人员〕 在群组里输入：/here",
        "12:00:00 活动群（2 人） 看到",
        "    │ 第一行",
        "    │ 第二行",
        "",
        "——— 完 ———",
        "",
    ]


def test_directions_are_in_the_language_that_was_asked_for() -> None:
    file = Shown(Kind.WROTE, NOON, -5, 2, "n", (), Attachment("r.csv", 234, "f"))
    ann = Card("Ann", "official", "en")
    seen = Shown(Kind.MESSAGE, NOON, -5, 1, "line", ((Key("A", "d"),),))
    loud = Shown(Kind.TOAST, NOON, "bot", text="used", alert=True)
    edited = replace(seen, kind=Kind.EDITED, keys=())
    told = transcript([Noted(ann, one) for one in (seen, file, loud, edited)], "en")
    assert told.splitlines()[6:] == [
        "12:00:00 event group (1 people) sees",
        "    │ line",
        "    │ [A]",
        "12:00:00 Ann [official] in the group sends the file r.csv (234 bytes), caption: n",
        "12:00:00 Ann [official] alert: used",
        "12:00:00 event group (1 people) sees a message change",
        "    │ (the buttons are gone, the text is the same)",
    ]
    assert told.isascii() or not re.search("[\u4e00-\u9fff]", told)


def tally(*shown: Shown) -> Tally:
    (one,) = tallies(Noted(LI, what) for what in shown)
    return one


def test_a_message_that_comes_twice_without_a_cause_is_doubled() -> None:
    assert tally(MESSAGE, replace(MESSAGE, message_id=2)).doubled == ("第一行",)


def test_the_same_answer_to_a_second_act_is_not_doubled() -> None:
    act = Shown(Kind.PRESSED, NOON, "bot", 1, "甲")
    assert tally(MESSAGE, act, replace(MESSAGE, message_id=2)).doubled == ()


def test_a_message_sent_again_is_told_apart() -> None:
    again = replace(MESSAGE, message_id=2, text=AGAIN + MESSAGE.text)
    one = tally(MESSAGE, again)
    assert (one.messages, one.announced, one.repeated, one.doubled) == (2, 1, 1, ())


def test_a_message_sent_again_twice_is_not_doubled() -> None:
    again = replace(MESSAGE, text=AGAIN + MESSAGE.text)
    one = tally(again, replace(again, message_id=2))
    assert (one.messages, one.announced, one.repeated, one.doubled) == (2, 2, 1, ())


def test_a_message_that_arrives_only_the_second_time_counts() -> None:
    one = tally(replace(MESSAGE, text=AGAIN + MESSAGE.text))
    assert (one.messages, one.announced, one.repeated) == (1, 1, 0)


def test_what_others_type_in_a_group_is_no_message_of_the_bot() -> None:
    overheard = replace(MESSAGE, place=-5, author=ANN.name)
    assert tally(overheard, overheard).messages == 0
