"""A campaign drawn type by type with a type by weight, as people see it in chat."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from bot import labels
from bot.allocation_words import MEANINGS, TYPE_BY_TYPE
from bot.message import Html, plain
from bot.proposal_text import describe_params
from bot.terms import grouped
from bot.texts import speech
from demo.catalogue import PICKS
from inspection.desk import Desk
from inspection.disclosure import opening_of
from inspection.records import marked_rows
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import FILES, GROUP, Stage
from tests.inspection.tables import everything

WEIGHTED = "A01"
SHORT = "A05"
FORM = stages.by_type_form("per type", WEIGHTED)


def drawn(stage: Stage) -> Stage:
    """The first draw of such a campaign, matched."""
    stage.say("o1", "/here", chat=GROUP)
    stages.send_lists(stage)
    stage.send_file("o1", "catalogue.csv", _catalogue())
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", FORM)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)
    stages.audit(stage)
    stages.step(stage, labels.DISCLOSE_ROSTER)
    stages.run_draw(stage, 1)
    return stage


def _catalogue() -> bytes:
    """The catalogue with a plan for one type that its enterprises cannot fill."""
    rows = list(csv.reader(io.StringIO(FILES["catalogue.csv"].decode("gb18030"))))
    planned = rows[0].index("计划数")
    for row in rows:
        row[planned] = "90" if row[0] == SHORT else row[planned]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def strata(stage: Stage) -> list[dict[str, Any]]:
    """The strata as the book has them."""

    def read(desk: Desk) -> list[dict[str, Any]]:
        found = [e for e in desk.office.book.entries(desk.session) if e.kind == "draw.result"]
        data: Any = found[-1].data
        return list(data["strata"])

    return stage.hall.do(read)


def told_of(text: str, code: str) -> tuple[list[int], str]:
    """The numbers in the line that tells of this type, and the line below it."""
    lines = plain(Html(text)).splitlines()
    (at,) = [place for place, line in enumerate(lines) if line.startswith(f"{code} ")]
    return stages.numbers_in(lines[at].removeprefix(code)), lines[at + 1]


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
            counts, below = told_of(shown, row["type"])
            assert counts == [row["pool"], row["must"], row["n"]], (who, row)
            a, b = row["odds"]
            if row["cutoff"] is None:
                assert stage.said("– The others: none of {b}; no cut-off.", b=b) == below
            else:
                assert grouped(row["cutoff"]) in below
                assert sorted(stages.numbers_in(re.split("[;；]", below)[0])) == [a, b]


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
    told = stage.hall.do(
        lambda desk: describe_params(speech("zh"), desk, "campaign.close", {}),
    )
    assert f"第 1 次抽取：抽中 {stage.draw.selected:,} 家" in told


def test_an_enterprise_is_compared_with_the_cut_off_of_its_type(stage: Stage) -> None:
    drawn(stage)
    draw = stage.draw
    selected = stage.hall.do(lambda desk: dict(marked_rows(desk, draw.selection_blob)))
    pool = stage.hall.do(lambda desk: dict(marked_rows(desk, draw.pool_blob)))
    of_type = {str(row[2]): str(row[3]) for row in everything(stage.hall)["match_row"]}
    cutoffs = {row["type"]: row["cutoff"] for row in strata(stage)}
    others = [leaf for leaf in pool if leaf not in selected]
    for leaf in [*list(selected)[:4], *others[:4]]:
        text = _check(stage, leaf)
        assert ("未抽中" in text) == (leaf not in selected)
        if selected.get(leaf) == "r":
            code = of_type[leaf]
            assert f"所在类别 {code} 的截止签号" in text
            assert cutoffs[code] in text


def _check(stage: Stage, leaf: str) -> str:
    """What /check answers to the opening of this leaf."""
    data = stage.hall.do(lambda desk: opening_of(desk.session, 1, leaf))
    return stage.send_file("r3", "opening.json", data, caption="/check")[0]
