"""A campaign drawn type by type with a type by weight, as people see it in chat."""

from __future__ import annotations

from typing import Any

import pytest

from bot import labels
from bot.allocation_words import MEANINGS, TYPE_BY_TYPE
from bot.message import Html, plain
from bot.terms import grouped
from demo.catalogue import PICKS
from inspection.desk import Desk
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import GROUP, Stage

WEIGHTED = "A01"
FORM = stages.by_type_form("per type", WEIGHTED)


def drawn(stage: Stage) -> Stage:
    """The first draw of such a campaign, matched."""
    stage.say("o1", "/here", chat=GROUP)
    stages.open_campaign(stage, FORM)
    stages.audit(stage)
    stages.step(stage, labels.DISCLOSE_ROSTER)
    stages.run_draw(stage, 1)
    return stage


def strata(stage: Stage) -> list[dict[str, Any]]:
    """The strata as the book has them."""

    def read(desk: Desk) -> Any:
        found = [e for e in desk.office.book.entries(desk.session) if e.kind == "draw.result"]
        return found[-1].data["strata"]

    return list(stage.hall.do(read))


def row_of(text: str, code: str) -> list[int]:
    """The numbers behind the code in the one line that tells of this type, without its cut-off."""
    (line,) = [line for line in plain(Html(text)).splitlines() if line.startswith(f"{code} ")]
    before = line.partition("Cut-off")[0].partition("截止签号")[0]
    return stages.numbers_in(before.removeprefix(code))


def test_both_officials_read_what_the_options_mean(any_stage: Stage) -> None:
    stages.send_lists(any_stage)
    any_stage.do("o1", labels.OPEN_FORM)
    preview = " ".join(any_stage.say("o1", FORM))
    any_stage.do("o1", labels.SUBMIT_PROPOSAL)
    for text in (preview, any_stage.last("o2").text):
        assert any_stage.said(MEANINGS["per_type"]) in text
        assert any_stage.said(MEANINGS["pooled"]) not in text
        (told,) = [line for line in text.splitlines() if WEIGHTED in line]
        assert {"zh": "没有超限额", "en": "over quota"}[any_stage.language] in told


def test_without_options_the_preview_says_so(any_stage: Stage) -> None:
    stages.send_lists(any_stage)
    any_stage.do("o1", labels.OPEN_FORM)
    preview = " ".join(any_stage.say("o1", stages.FORM))
    assert any_stage.said(MEANINGS["pooled"]) in preview
    assert any_stage.said("Institutions: by quota for all types.") in preview


@pytest.mark.parametrize("codes", ["NOTYPE", "A01,A01"])
def test_a_type_that_cannot_be_weighted_is_refused_in_words(stage: Stage, codes: str) -> None:
    stages.send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", stages.by_type_form("合并", codes))
    assert stage.toasts[-1:] == [] or codes not in stage.toasts[-1]
    assert stage.last("o1").text == (
        f"字段按权重的类别不正确：应为 目录中的类别代码，每个只写一次，收到 {codes}。"
    )


def test_everybody_sees_what_was_drawn_of_each_type(any_stage: Stage) -> None:
    stage = drawn(any_stage)
    draw, rows = stage.draw, strata(stage)
    assert draw.selected != draw.size, "the data set must tell the two apart"
    assert [row["type"] for row in rows] == sorted(PICKS[0])
    for who in ("o1", "r2"):
        shown = stages.shown(stage, who) if who == "r2" else _sent_to(stage, who)
        for row in rows:
            numbers = row_of(shown, row["type"])
            counts = [row["pool"], row["must"], row["n"]] if row["pool"] else []
            odds = sorted(row["odds"] or (), reverse=stage.language == "zh")
            assert numbers == [*counts, *odds], (who, row)
            assert row["cutoff"] is None or grouped(row["cutoff"]) in shown


def _sent_to(stage: Stage, who: str) -> str:
    """Everything that was ever sent to a person, replaced texts too."""
    account = stage.account(who)
    return "\n".join(parcel.text for parcel in stage.sent if parcel.chat == account)


def test_every_drawn_count_is_the_one_that_was_drawn(any_stage: Stage) -> None:
    stage = drawn(any_stage)
    draw = stage.draw
    result = stage.said(
        "{pool} enterprises in the pool, {n} drawn.", pool=draw.pool, n=draw.selected
    )
    drawn_line = stage.said("Drawn: {n} enterprises", n=draw.selected)
    matched = stage.said("{n} enterprises are matched with institutions.", n=draw.selected)
    by_type = ", ".join(f"{row['type']} {row['n']}/{row['pool']}" for row in strata(stage))
    assert drawn_line in stage.group_texts()[-1]
    assert (
        by_type.replace(", ", "、" if stage.language == "zh" else ", ") in stage.group_texts()[-1]
    )
    assert result in stages.shown(stage, "r2")
    assert matched in _sent_to(stage, "o1")
    assert f"{draw.selected:,}" in stage.say("r3", "/draws")[0]
    assert f"{draw.size:,}" not in stage.say("r3", "/draws")[0]


def test_before_the_draw_nobody_is_told_a_count(stage: Stage) -> None:
    drawn(stage)
    size = stage.said(
        "The pool is fixed: {pool} enterprises, to be drawn {n}.",
        pool=stage.draw.pool,
        n=stage.draw.size,
    )
    fixed = stage.said(
        "The pool is fixed: {pool} enterprises, planned {n}.",
        pool=stage.draw.pool,
        n=stage.draw.planned,
    )
    for who, times in (("o1", 3), ("r2", 1)):  # the previews of pool and draw, and the outcome
        text = _sent_to(stage, who)
        assert size not in text
        assert fixed in text
        assert text.count(stage.said(TYPE_BY_TYPE)) == times


def test_weights_are_said_where_quotas_are(any_stage: Stage) -> None:
    stage = drawn(any_stage)
    told = stage.said(
        "Institutions drawn by weight, so never over quota: types {types}.", types=[WEIGHTED]
    )
    assert told in _sent_to(stage, "o1")
    assert told in stages.shown(stage, "r2")


def test_the_close_names_what_was_drawn(stage: Stage) -> None:
    drawn(stage)
    size, selected = stage.draw.size, stage.draw.selected
    for number in (2, 3, 4):
        stages.run_draw(stage, number)
    stage.do("o2", labels.CLOSE_CAMPAIGN)
    text = stage.last("o2").text
    assert f"抽中 {selected:,}" in text
    assert f"抽中 {size:,}，" not in text.splitlines()[2]
