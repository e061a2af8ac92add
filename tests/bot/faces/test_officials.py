"""Lists as files, the second official, invitations, small commands."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from pathlib import Path

import pytest
from sqlmodel import select

from bot import groups, labels
from bot.uploads import REASONS
from demo.catalogue import PICKS
from inspection import Desk, lists
from inspection.people import Role, people
from inspection.tables import AccessRow
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import FILES, LISTS, Stage
from tests.inspection.refused_acts import execute


def test_each_list_names_the_next_one(stage: Stage) -> None:
    wanted = ["请发送机构名单", "请发送企业名录", "由监管人员开启活动"]
    for name, sentence in zip(LISTS, wanted, strict=True):
        assert sentence in stage.send_file("o1", name, FILES[name])[0]
    assert "开启活动" in stage.last("o1").labels


def test_a_wrong_list_is_reported_row_by_row(stage: Stage) -> None:
    lines = FILES["catalogue.csv"].decode("gb18030").splitlines()
    wrong = [lines[0], *(re.sub(r",\d+,是$", ",0,是", line) for line in lines[1:13]), *lines[13:]]
    stage.send_file("o1", "catalogue.csv", "\r\n".join(wrong).encode())
    report, file = stage.chats[stage.account("o1")][-2:]
    assert "12 行有误" in report.text
    assert report.text.count("第 ") == 10
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert rows[0] == ["行号", "列", "原因", "收到"]
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(2, 14)]
    assert "还没有发送" in stage.say("o1", "/status")[0]


def test_every_reason_of_a_refused_row_has_words() -> None:
    source = Path(lists.__file__).read_text("utf-8")
    codes = set(re.findall(r'RowError\([^,]+, "(\w+)"', source))
    assert codes
    assert codes <= set(REASONS)


def test_the_first_official_cannot_agree_alone(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", stages.FORM)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    message, data = stage.find("o2", "同意")
    stage.press_data("o1", message, data)
    assert stage.state.campaign is None
    stage.do("o2", labels.AGREE)
    assert stage.state.campaign is not None


def test_a_rejection_needs_a_reason_and_goes_back(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", stages.FORM)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.DISAGREE)
    stage.say("o2", "标题不对")
    assert "官员乙不同意：标题不对" in stage.last("o1").text
    assert stage.state.campaign is None
    stage.do("o2", labels.AGREE)
    assert "已有决定" in stage.toasts[-1]


def test_a_proposal_can_be_taken_back(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", stages.FORM)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o1", labels.WITHDRAW)
    stage.do("o2", labels.AGREE)
    assert stage.state.campaign is None


def test_a_wrong_form_is_explained_and_asked_again(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    texts = stage.say("o1", stages.FORM.replace("规避月数: 6", "规避月数：很多"))
    assert "规避月数：应为 0 至 24 的整数；收到“很多”" in texts[0]
    assert "企业名录：600" in stage.say("o1", stages.FORM)[0]


def test_what_the_rules_refuse_is_asked_again(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", stages.FORM.replace("2027-10-31", "2030-01-01"))
    assert "企业名录：600" in stage.say("o1", stages.FORM)[0]


def test_link_and_code_of_a_new_official_go_two_ways(stage: Stage) -> None:
    stage.say("o1", "/invite official 官员丙")
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)
    code = re.search(r"\b\d{6}\b", stage.last("o2").text)
    assert code is not None
    assert "start=e_" in stage.last("o1").text
    assert code[0] not in stage.last("o1").text
    assert "start=e_" not in stage.last("o2").text


@pytest.mark.parametrize("who", ["监督人员", "代表 5", "候补 5"])
def test_link_and_code_of_anybody_go_to_two_officials(stage: Stage, who: str) -> None:
    text = "\n".join(stage.say("o1", f"/invite {who} 示例来宾"))
    assert "start=e_" in text
    told = stage.last("o2").text
    code = re.search(r"示例来宾的验证码：(\d{6})", told)
    assert code is not None
    assert "官员甲已邀请示例来宾" in told
    assert "不同的方式告知示例来宾" in told
    assert "start=e_" not in told
    assert code[1] not in text
    assert "验证码已发给：官员乙" in text
    for other in ("s1", "r1", "b1"):
        seen = [message.text for message in stage.chats.get(stage.account(other), [])]
        assert not [line for line in seen if code[1] in line]


def test_the_preview_of_a_campaign_names_its_files(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    texts = stage.say("o1", stages.FORM)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    for name in LISTS:
        digest = hashlib.sha256(FILES[name]).hexdigest()
        grouped = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
        assert grouped in texts[0]
        assert grouped in stage.last("o2").text


def test_a_changed_list_stops_an_approval(stage: Stage) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", stages.FORM)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    message, data = stage.find("o2", "同意")
    lines = FILES["enterprises.csv"].splitlines(keepends=True)
    stage.send_file("o1", "企业名录.csv", b"".join(lines[:-1]))
    stage.press_data("o2", message, data)
    assert "情况已有变化" in stage.toasts[-1]
    assert stage.state.campaign is None


def test_the_supervisor_gets_the_rows_that_were_read(stage: Stage) -> None:
    stages.open_campaign(stage)
    sent = next(m for m in stage.chats[stage.account("s1")] if m.name == "roster-1.csv")
    assert "系统读取并封存" in sent.text
    rows = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))
    assert len(rows) == 601
    assert rows[0] == list(lists.COLUMNS["enterprises"].values())


def test_an_invitation_enrols(stage: Stage) -> None:
    text = "\n".join(stage.say("o1", "/invite 候补 2 示例候补"))
    token = re.search(r"start=(e_\S+)", text)
    code = re.search(r"验证码：(\d{6})", stage.last("o2").text)
    assert token is not None
    assert code is not None
    newcomer = stage.hall.people["b1"]
    stage.hall.people["new"] = type(newcomer)(0, 999, "", "zh", Role.SUBSTITUTE, 2)
    stage.say("new", f"/start {token[1]}")
    stage.say("new", code[1])
    found = stage.hall.do(lambda desk: people(desk, Role.SUBSTITUTE))
    assert [(p.number, p.name) for p in found] == [(1, "示例substitute1"), (2, "示例候补")]


@pytest.mark.parametrize(
    "text", ["/invite", "/invite 张三", "/invite representative 张三", "/invite substitute 1"]
)
def test_a_wrong_invitation_shows_the_form(stage: Stage, text: str) -> None:
    assert "/invite representative 1 姓名" in stage.say("o1", text)[0]


def test_people_shows_whom_the_bot_cannot_reach(stage: Stage) -> None:
    def block(desk: Desk) -> None:
        groups.mark_unreachable(desk.session, stage.account("r3"), desk.now)

    stage.hall.do(block)
    assert "示例representative3，消费者代表 3（联系不上" in stage.say("o1", "/people")[0]
    assert "联系不上（须本人打开与我的私聊）：示例representative3" in stage.say("o1", "/status")[0]


def test_remove_takes_a_role_away(stage: Stage) -> None:
    number = stage.hall.people["b1"].id
    stage.say("o1", f"/remove {number}")
    assert stage.last("b1").text == "监管人员已移除您的身份。"
    assert "尚未登记" in stage.say("b1", "/status")[0]
    assert "请这样写" in stage.say("o1", "/remove x")[0]


def test_the_list_with_names_is_for_officials_and_logged(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    stage.say("o2", "/list 1.1")
    rows = list(csv.reader(io.StringIO(stage.last("o2").data.decode("utf-8-sig"))))
    assert len(rows) == 1 + stage.draw.size
    assert "没有抽取 1.7" in stage.say("o2", "/list 1.7")[0]
    assert "请这样写" in stage.say("o2", "/list 第一次")[0]
    stage.say("s1", "/openings")
    lines = gzip.decompress(stage.last("s1").data).splitlines()
    assert len(lines) == 600
    logged = stage.hall.do(lambda desk: [row.what for row in desk.session.scalars(_ACCESS)])
    assert logged == ["roster 1", "list 1.1", "openings 1"]


_ACCESS = select(AccessRow)


def test_an_early_campaign_can_be_void(stage: Stage) -> None:
    stages.open_campaign(stage)
    stage.say("o1", "/status")
    stage.do("o1", labels.VOID_CAMPAIGN)
    stage.press("o1", "必要人员缺席")
    stage.say("o1", "监督人员没有到场")
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)
    assert stage.state.campaigns[-1].ended == "void"
    assert "活动 1 已作废" in stage.last("r1").text


def test_a_draw_past_the_point_of_no_return_stays(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    stage.say("o1", "/void 1.1")
    stage.press("o1", "核验程序判定有错")
    texts = stage.say("o1", "理由")
    assert "不能再作废" in texts[0]
    stage.hall.judge.codes = frozenset({"07.seed"})
    assert "不能再作废" in stage.say("o1", "理由")[0]
    stage.hall.judge.codes = frozenset({"07.pool"})
    stage.say("o1", "理由")
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)
    assert stage.draw.void == "verifier"


def test_a_draw_on_which_the_next_one_rests_cannot_be_void(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    stage.hall.judge.codes = frozenset({"07.pool"})
    stages.step(stage, labels.COMMIT)
    assert "其后第 2 次抽取已经开始" in stage.say("o1", "/void 1.1")[0]


def test_the_roster_is_disclosed_when_sampling_has_ended(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    assert "须保密至" in stage.say("o1", "/disclose")[0]
    stage.hall.now += 100 * 24 * 3600
    assert "尚未结束" in stage.say("o1", "/disclose")[0]
    _close(stage)
    stage.say("o1", "/disclose")
    stage.do("o1", labels.EXECUTE)
    assert stage.kinds()[-2:] == ["disclosure", "disclosure"]
    assert "名录已公开" in stage.say("o1", "/disclose")[0]
    assert stage.kinds()[-3:] == ["campaign.close", "disclosure", "disclosure"]


def test_an_earlier_campaign_is_disclosed_by_its_number(stage: Stage) -> None:
    """The button opens the campaign it was shown for, whatever was opened since."""
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    _close(stage)
    stage.hall.now += 100 * 24 * 3600
    stage.say("o1", "/disclose 1")
    shown = stage.find("o1", stage.label(labels.EXECUTE))
    later = stages.FORM.replace("2027-01-31", "2027-08-31").replace("2026-11-16", "2027-02-01")
    stages.open_campaign(stage, later)
    assert "须保密至 2027-08-31" in stage.say("o1", "/disclose")[0]
    stage.press_data("o1", *shown)
    assert stage.kinds()[-2:] == ["disclosure", "disclosure"]
    assert [bool(one.disclosed) for one in stage.state.campaigns] == [True, False]
    assert "活动 1 的名录已公开" in stage.say("o1", "/disclose 1")[0]
    assert "请这样写" in stage.say("o1", "/disclose 第一次")[0]
    assert stage.said("No campaign is open.") in stage.say("o1", "/disclose 3")


def test_a_list_waits_for_the_answer_to_an_objection_and_shows_it(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.run_draw(stage, 1, ("r1",))
    stage.do("r2", labels.OBJECT)
    stage.press("r2", "程序有问题")
    stage.say("r2", "第三步没有展示预览")
    assert "还有 1 项异议未答复" in stage.say("o1", "/list 1.1")[0]
    assert "答复之前不能取得有关抽取的名单" in stage.say("o1", "/status")[0]
    stage.do("s1", labels.ANSWER_OBJECTION, seq=stage.draw.objections[2])
    stage.press("s1", "成立")
    stage.say("s1", "确实没有展示")
    stage.say("o1", "/list 1.1")
    assert stage.last("o1").data
    assert "2 号对本次抽取的异议成立" in stage.last("o1").text


def test_after_a_choice_the_campaign_has_no_void_button(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stage.say("o1", "/status")
    assert stage.label(labels.VOID_CAMPAIGN) in stage.last("o1").labels
    stages.choose(stage, "r1", tuple(PICKS[0][:2]))
    stage.say("o1", "/status")
    assert stage.label(labels.VOID_CAMPAIGN) not in stage.last("o1").labels


def test_a_contribution_that_cannot_be_opened_is_told_to_the_officials(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stages.choose(stage, "r1", tuple(PICKS[0][:2]))
    stages.step(stage, labels.FREEZE)
    for who in ("r1", "r2"):
        stages.contribute(stage, who)
    stages.step(stage, labels.CLOSE_CONTRIBUTIONS)
    execute(stage.hall, "DELETE FROM secret WHERE party = 'representative.2'")
    stages.step(stage, labels.OPEN_SECRETS)
    shown = "\n".join(seen.text for seen in stage.chats[stage.account("o1")])
    assert "注意：2 号的随机贡献未能揭示" in shown


def _close(stage: Stage) -> None:
    stage.say("o1", "/close")
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)
    assert stage.kinds()[-1] == "campaign.close"
