"""Wrong role, wrong step, wrong person, double press, stale button: said, and nothing done."""

from __future__ import annotations

import pytest

from bot import labels
from demo.catalogue import PICKS
from inspection.campaign import DrawStep
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import GROUP, Stage


@pytest.mark.parametrize(
    ("who", "command"),
    [
        ("r1", "/open"),
        ("r1", "/invite official 甲"),
        ("r1", "/list 1.1"),
        ("s1", "/void"),
        ("b1", "/close"),
        ("o1", "/objections"),
        ("o1", "/openings"),
        ("r1", "/people"),
    ],
)
def test_a_command_of_another_role(stage: Stage, who: str, command: str) -> None:
    texts = stage.say(who, command)
    assert len(texts) == 1
    assert "仅限" in texts[0]


def test_decisions_are_not_taken_in_the_group(stage: Stage) -> None:
    texts = stage.say("o1", "/open", chat=GROUP)
    assert len(texts) == 1
    assert "私聊" in texts[0]


def test_status_in_the_group_has_no_buttons(stage: Stage) -> None:
    stages.open_campaign(stage)
    stage.say("o1", "/status", chat=GROUP)
    assert stage.chats[GROUP][-1].keys == []


def test_a_file_of_a_representative_is_not_taken(stage: Stage) -> None:
    texts = stage.send_file("r1", "catalogue.csv", b"x")
    assert texts == ["现在不需要文件。/help 列出您可以做的事。"]


def test_another_person_cannot_use_a_button(stage: Stage) -> None:
    stages.open_campaign(stage)
    before = stage.kinds()
    message, data = stage.find("s1", "我已核对，四项属实")
    stage.press_data("r1", message, data)
    assert "另一个人" in stage.toasts[-1]
    assert stage.kinds() == before


def test_the_second_press_of_the_same_button_does_nothing(stage: Stage) -> None:
    stages.open_campaign(stage)
    stage.do("s1", labels.AUDITED)
    message, data = stage.find("s1", "确认登记四项声明")
    stage.press_data("s1", message, data)
    stage.press_data("s1", message, data)
    assert stage.kinds().count("roster.audit") == 1
    assert "已经用过" in stage.toasts[-1]


def test_two_officials_press_the_same_step(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stage.do("o1", labels.COMMIT)
    stage.do("o2", labels.COMMIT)
    stage.do("o1", labels.EXECUTE)
    stage.do("o2", labels.EXECUTE)
    assert "已有变化" in stage.toasts[-1]
    assert stage.kinds().count("draw.commit") == 1


def test_a_preview_of_an_earlier_step_is_refused(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    message, data = stage.find("o2", "公布承诺")
    stages.step(stage, labels.COMMIT)
    stage.press_data("o2", message, data)
    assert "下一步是" in stage.toasts[-1]


def test_closing_is_previewed_again_after_a_late_contribution(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stages.choose(stage, "r1", tuple(PICKS[0][:2]))
    stages.step(stage, labels.FREEZE)
    stages.contribute(stage, "r1")
    stage.do("o1", labels.CLOSE_CONTRIBUTIONS)
    stages.contribute(stage, "r2")
    stage.do("o1", labels.EXECUTE)
    assert stage.draw.step is DrawStep.FROZEN
    assert "已有变化" in stage.toasts[-1]


def test_a_choice_that_is_not_ones_turn(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stage.do("r1", labels.START_CHOOSING)
    with pytest.raises(AssertionError, match="has no button"):
        stage.do("r2", labels.START_CHOOSING)


def test_an_empty_choice_is_refused(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stage.do("r1", labels.START_CHOOSING)
    stage.do("r1", labels.SUBMIT_CHOICE)
    assert stage.toasts[-1] == "请至少选择一个产品类别。"


def test_ticking_twice_changes_nothing_and_says_so(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stage.do("r1", labels.START_CHOOSING)
    stage.do("r1", labels.SEARCH)
    stage.say("r1", "A01")
    first = stage.find("r1", stage.last("r1").labels[0])
    stage.say("r1", "A01")
    stage.press_data("r1", *first)
    before = stage.last("r1").text
    stage.press("r1", stage.last("r1").labels[0])
    assert stage.toasts[-1] == "已经选过了。"
    assert "已选 1 类" in stage.last("r1").text
    assert "已选 0 类" in before


def test_taken_types_are_words_and_not_buttons(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    stages.step(stage, labels.COMMIT)
    code = PICKS[0][0]
    stage.do("r2", labels.START_CHOOSING)
    assert "已被前面的抽取选走：21 类" in stage.last("r2").text
    stage.do("r2", labels.SEARCH)
    stage.say("r2", code)
    assert "已被第 1 次抽取选走" in stage.last("r2").text
    assert not [label for label in stage.last("r2").labels if label.startswith(("选 ", "已选 "))]


def test_a_confirmation_once(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    stages.confirm(stage, "r1", stage.draw.digest)
    stages.confirm(stage, "b1", stage.draw.digest)
    assert "已对抽取 1 作过这个答复" in stage.toasts[-1]
    assert list(stage.draw.confirms) == [1]


def test_cancelling_leaves_everything(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    before = stage.kinds()
    stage.do("o1", labels.COMMIT)
    stage.do("o1", labels.CANCEL)
    assert stage.kinds() == before
    assert stage.last("o1").labels == ["公布承诺"]


def test_free_text_is_answered_with_one_sentence(stage: Stage) -> None:
    assert stage.say("r1", "你好") == ["现在不需要输入文字。/help 列出您可以做的事。"]
