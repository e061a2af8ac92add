"""A whole campaign of four draws, played by everybody through the dispatcher, in both languages."""

from __future__ import annotations

import csv
import hashlib
import io

from bot import labels
from bot.terms import LEVEL_D
from demo.catalogue import PICKS
from inspection.people import Role
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import FILES, GROUP, Stage

REPRESENTATIVES = ("r1", "r2", "r3", "r4")


def test_a_whole_campaign(any_stage: Stage) -> None:
    stage = any_stage
    stage.say("o1", "/here", chat=GROUP)
    stages.open_campaign(stage)
    stages.audit(stage)
    for number in (1, 2, 3, 4):
        stages.run_draw(stage, number, REPRESENTATIVES)
        draw = stage.draw
        _statement_fits(stage, draw.digest)
        for who in REPRESENTATIVES:
            text = " ".join(stages.confirm(stage, who, draw.digest))
            assert stage.said(LEVEL_D) in text
        assert len(stage.draw.confirms) == 4
    stage.do("o2", labels.CLOSE_CAMPAIGN)
    stage.do("o2", labels.SUBMIT_PROPOSAL)
    stage.do("o1", labels.AGREE)
    assert stage.state.campaigns[-1].ended == "closed"
    assert "/disclose" in " ".join(stage.say("o1", "/status"))
    assert stage.kinds().count("match.result") == 4
    _no_name_in_the_group(stage)
    _one_progress_message_per_draw(stage)


def _statement_fits(stage: Stage, digest: str) -> None:
    """The document a representative gets is exactly what the digest is of."""
    files = [seen for seen in stage.chats[stage.account("r2")] if seen.name.endswith(".txt")]
    assert hashlib.sha256(files[-1].data).hexdigest() == digest


def _no_name_in_the_group(stage: Stage) -> None:
    rows = csv.DictReader(io.StringIO(FILES["enterprises.csv"].decode("utf-8-sig")))
    enterprises = [(row["统一社会信用代码"], row["企业名称"]) for row in rows]
    secret = {text for pair in enterprises for text in pair}
    secret |= {person.name for person in stage.hall.people.values()}
    texts = stage.group_texts()
    assert len(texts) > 20
    for text in texts:
        assert not {name for name in secret if name in text}


def _one_progress_message_per_draw(stage: Stage) -> None:
    """Four edited messages, besides the answer to /here, the beginning and the end."""
    assert len(stage.chats[GROUP]) == 1 + 1 + 4 + 1


def test_the_keyboard_counts_what_the_pool_will_be(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    for number in (1, 2):
        stages.step(stage, labels.COMMIT)
        who = f"r{number}"
        stage.do(who, labels.START_CHOOSING)
        for code in PICKS[number - 1]:
            stages.tick(stage, who, code)
        header = stage.last(who).text.split("\n")[1]
        chosen, concerned, planned = stages.numbers_in(header)
        assert chosen == len(PICKS[number - 1])
        stage.do(who, labels.SUBMIT_CHOICE)
        stage.do(who, labels.RECORD_CHOICE)
        stages.step(stage, labels.FREEZE)
        assert (concerned, planned) == (stage.draw.pool, stage.draw.planned)
        stages.contribute(stage, "r3")
        for label in (
            labels.CLOSE_CONTRIBUTIONS,
            labels.OPEN_SECRETS,
            labels.DRAW,
            labels.MATCH,
        ):
            stages.step(stage, label)


def test_a_substitute_acts_for_the_representative(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stages.choose(stage, "b1", tuple(PICKS[0][:3]))
    stages.step(stage, labels.FREEZE)
    stages.contribute(stage, "b1")
    assert list(stage.draw.contributions) == [1]
    stage.do("r1", labels.CONTRIBUTE)
    assert stage.toasts[-1] == stage.said("You already contributed to draw {draw}.", draw=1)
    assert stage.hall.people["b1"].role is Role.SUBSTITUTE


def test_an_objection_is_answered_and_comes_back(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1)
    stage.do("r2", labels.OBJECT)
    stage.press("r2", "程序有问题")
    stage.say("r2", "第三步没有展示 <b>预览</b>")
    seq = stage.draw.objections[2]
    assert "&lt;b&gt;预览&lt;/b&gt;" in stage.last("s1").text
    assert "不能取得本次抽取的名单，也不能结束活动" in stage.last("o1").text
    stage.do("s1", labels.ANSWER_OBJECTION, seq=seq)
    stage.press("s1", "不成立")
    stage.say("s1", "预览在大屏上展示过")
    assert "预览在大屏上展示过" in stage.last("r2").text
    assert seq in stage.state.campaigns[-1].answered
    assert all("预览在大屏上展示过" not in text for text in stage.group_texts())


def test_a_voided_draw_repeats_its_choice(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stages.choose(stage, "r1", tuple(PICKS[0][:3]))
    stage.say("o1", "/void")
    stage.press("o1", "操作失误")
    stage.say("o1", "按错了")
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)
    assert stage.draw.void == "mistake"
    assert "已作废：操作失误" in "\n".join(seen.text for seen in stage.chats[stage.account("r1")])
    stages.step(stage, labels.COMMIT)
    stages.step(stage, labels.INHERIT)
    assert (stage.draw.inherited, stage.draw.types) == (1, tuple(sorted(PICKS[0][:3])))


def test_open_policy_publishes_before_the_first_draw(stage: Stage) -> None:
    form = stages.FORM.replace("密封/公开）：密封", "密封/公开）：公开").replace(
        "公开依据：", "公开依据：示例公开依据"
    )
    stages.open_campaign(stage, form)
    stages.audit(stage)
    stages.step(stage, labels.DISCLOSE_ROSTER)
    assert stage.kinds()[-1] == "disclosure"
    stages.step(stage, labels.COMMIT)
