"""Remarks on contributions, choices, objections and ends (spec 04 §6); `draw` of findings (§2)."""

from pathlib import Path
from typing import Any

import pytest

from verifier.judge import Judgement, Request, judge
from verifier.remarks import _ORDER, TEMPLATES
from verifier.report import as_text
from verifier.selftest.attacks_draws import n_too_high, odds_wrong, seed_wrong
from verifier.selftest.attacks_late import silent
from verifier.selftest.book import AFTER, BEFORE, Maker, standard
from verifier.texts import translate

from .judged import judged, remark_codes, remark_texts

JOINT = "Every representative contributed to every matched draw listed above."
HALF = "Draw 1.{}: 2 of 3 representatives contributed."


def judgement(maker: Maker, folder: Path, **options: Any) -> Judgement:
    root, trust = maker.publish(folder)
    return judge(Request(publication=root, trust=trust, now=BEFORE, **options))


def all_contribute(draws: int) -> Maker:
    maker = Maker()
    maker.open_campaign()
    for number, types in enumerate((["A01"], ["B01"], ["C07"])[:draws], start=1):
        maker.whole_draw(number, types, contributing=(1, 2, 3), revealing=(1, 2, 3))
    return maker


# ---------------------------------------------------------------------- contributions
def test_contributions_of_every_matched_draw(tmp_path: Path) -> None:
    report = judged(standard(), tmp_path)
    assert remark_texts(report, "contributions") == [
        "Draw 1.1: 3 of 3 representatives contributed.",
        HALF.format(3),
        HALF.format(4),
    ]


def test_a_draw_without_result_has_no_such_remark(tmp_path: Path) -> None:
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1, 2])
    maker.reveal([1])
    assert not {"contributions", "unopened"} & set(remark_codes(judged(maker, tmp_path)))


def test_the_text_tells_only_what_is_missing(tmp_path: Path) -> None:
    some = judgement(standard(), tmp_path / "some")
    lines = as_text(some, "en").splitlines()
    assert [line for line in lines if "representatives contributed" in line] == [
        f"  - {HALF.format(draw)}" for draw in (3, 4)
    ]
    assert not any(JOINT in line for line in lines)
    assert as_text(some, "zh").count("3 名消费者代表中有 2 名提交了随机贡献。") == 2


def test_the_text_has_one_line_when_all_contributed(tmp_path: Path) -> None:
    made = judgement(all_contribute(3), tmp_path)
    assert [code for code, _text in made.remarks].count("contributions") == 3
    text = as_text(made, "en")
    assert text.count(JOINT) == 1
    assert "representatives contributed" not in text
    assert as_text(made, "zh").count("全部消费者代表都提交了随机贡献") == 1


def test_one_draw_asked_for(tmp_path: Path) -> None:
    one = judgement(standard(), tmp_path, draw=(1, 1))
    assert [code for code, _text in one.remarks].count("contributions") == 1
    assert JOINT in as_text(one, "en")


def test_without_draws_nothing_is_said_of_contributions(tmp_path: Path) -> None:
    assert JOINT not in as_text(judgement(all_contribute(0), tmp_path), "en")


def test_unopened_contributions(tmp_path: Path) -> None:
    report = judged(standard(), tmp_path)
    told = remark_texts(report, "unopened")
    assert [text.split(" was ")[0] for text in told] == [
        "Draw 1.1: the contribution of representative 2",
        "Draw 1.3: the contribution of representative 2",
    ]
    assert told[0].endswith(
        " was not opened; its commitment stands in. There was no beacon: whoever held it could"
        " choose between two results."
    )
    told = remark_texts(judged(standard(beacon="test"), tmp_path / "beacon"), "unopened")
    assert told[0].endswith(
        " was not opened; its commitment stands in. Unless the closed list is proven to be older"
        " than the beacon, whoever held it could choose between two results."
    )
    assert "unopened" not in remark_codes(judged(all_contribute(1), tmp_path / "all"))


# ---------------------------------------------------------------------- choices
def test_a_discarded_choice(tmp_path: Path) -> None:
    """The choice goes from draw 1 to draw 2, both void; then the campaign ends."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.void_draw("absence")
    maker.begin(1, ["A01"], inherited=1)
    maker.void_draw("disturbance")
    before = judged(maker, tmp_path / "before")
    assert "choice_discarded" not in remark_codes(before)
    maker.close()
    report = judged(maker, tmp_path / "after")
    assert report["exit"] == 0
    assert remark_texts(report, "choice_discarded") == [
        "Draw 1.2 was void after its choice, and the campaign ended without repeating that choice."
    ]
    assert remark_texts(report, "not_drawn") == [
        "Campaign 1 ended without a draw of representatives 1, 2, 3."
    ]


def test_a_repeated_choice_is_not_discarded(tmp_path: Path) -> None:
    codes = remark_codes(judged(standard(), tmp_path))
    assert not {"choice_discarded", "not_drawn", "campaign_void", "objection_founded"} & set(codes)


def test_a_draw_void_before_its_choice_discards_nothing(tmp_path: Path) -> None:
    maker = Maker()
    maker.open_campaign()
    maker.commit_draw(1)
    maker.void_draw("mistake")
    maker.close()
    report = judged(maker, tmp_path)
    assert report["exit"] == 0
    assert "choice_discarded" not in remark_codes(report)


def test_a_choice_void_after_the_end_is_discarded(tmp_path: Path) -> None:
    maker = standard({("draw.freeze", 4): n_too_high})
    maker.void_draw("verifier", "07.count", draw=4)
    report = judged(maker, tmp_path)
    assert report["exit"] == 0
    assert [text[:8] for text in remark_texts(report, "choice_discarded")] == ["Draw 1.4"]


def test_void_campaign(tmp_path: Path) -> None:
    """Allowed without a choice: before the first draw, in it, and after a void of it."""
    for voided in (None, False, True):
        maker = Maker(size=20)
        maker.open_campaign()
        if voided is not None:
            maker.commit_draw(1)
        if voided:
            maker.void_draw("absence")
        maker.void_campaign("disturbance")
        report = judged(maker, tmp_path / str(voided), now=AFTER)
        assert report["exit"] == 0
        assert remark_texts(report, "campaign_void") == ["Campaign 1 is void (disturbance)."]
        assert "not_drawn" not in remark_codes(report)


# ---------------------------------------------------------------------- objections
def test_founded_objections(tmp_path: Path) -> None:
    maker = all_contribute(1)
    objections = {k: maker.answer("object", 1, k) for k in (3, 1, 2)}
    for number, outcome in ((3, "founded"), (2, "unfounded"), (1, "founded")):
        maker.answer_objection(objections[number], 1, outcome)
    report = judged(maker, tmp_path)
    assert report["exit"] == 0
    assert remark_texts(report, "objection_founded") == [
        "Draw 1.1: the supervisor found the objection of representatives 1, 3 founded."
    ]


# ---------------------------------------------------------------------- `draw` of findings
def test_the_draw_of_findings(tmp_path: Path) -> None:
    maker = standard({("draw.result", 1): seed_wrong, ("draw.result", 4): odds_wrong})
    maker.data("campaign.close")["not_drawn"] = [1]
    report = judged(maker, tmp_path)
    told = {(f["check"], f["draw"]) for f in report["findings"] if f["result"] == "failed"}
    assert told == {("05.order", None), ("07.seed", "1.1"), ("07.odds", "1.4")}
    proven = [f["draw"] for f in report["findings"] if f["result"] == "proven"]
    assert set(proven) == {None}


def test_the_draw_of_what_was_not_checked(tmp_path: Path) -> None:
    report = judged(silent(86_400), tmp_path)
    told = [(f["check"], f["draw"]) for f in report["findings"] if f["result"] == "not_checked"]
    assert told == [("09.void", "1.1")]
    asked = judged(standard(), tmp_path / "asked", draw=(1, 1))
    skipped = [f for f in asked["findings"] if f["result"] == "not_checked"]
    assert skipped
    assert {f["draw"] for f in skipped} == {None}


# ---------------------------------------------------------------------- dates ahead
@pytest.mark.parametrize(("seconds", "told"), [(86_400, False), (86_401, True)])
def test_a_book_dated_more_than_a_day_ahead(seconds: int, told: bool, tmp_path: Path) -> None:
    maker = all_contribute(1)
    last = maker.entries[-1]["at"]
    report = judged(maker, tmp_path, now=last - seconds)
    assert ("ahead" in remark_codes(report)) is told
    assert report["exit"] == 0
    if told:
        assert remark_texts(report, "ahead")[0].startswith("The last entry is dated 2026-03-")


def test_what_protects_comes_before_what_does_not_and_formal_things_last(tmp_path: Path) -> None:
    codes = remark_codes(judged(standard(beacon="test", witnesses=3), tmp_path, auditor=True))
    order = ["simulation", "bracket", "bot_contributions", "contributions", "history", "ids_closed"]
    places = [codes.index(code) for code in order]
    assert places == sorted(places)
    every = {**TEMPLATES}
    assert set(_ORDER) == set(every)


def test_the_words_of_the_report_are_explained(tmp_path: Path) -> None:
    made = judgement(all_contribute(1), tmp_path)
    assert "\nWords\n  leaf: " in as_text(made, "en")
    assert "\n词语\n  密封条目：" in as_text(made, "zh")


def test_one_is_singular_and_many_are_plural() -> None:
    said = {n: translate("{n} entry(ies), {n} leaf(ves), {n} file(s), {n} day(s)", "en", {"n": n})
            for n in (1, 2)}  # fmt: skip
    assert said[1] == "1 entry, 1 leaf, 1 file, 1 day"
    assert said[2] == "2 entries, 2 leaves, 2 files, 2 days"
