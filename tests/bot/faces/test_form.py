"""The campaign form as text: forgiving about blanks and signs, strict about values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaign_form import EXPECTED_ALLOCATION, LABELS, Wrong, parse, template
from bot.texts import speech
from inspection import CampaignForm, Waiver
from tests.bot.faces.stage import FORM, by_type_form

DAY = date(2026, 11, 16)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_a_form(language: str) -> None:
    form = parse(template(speech(language), DAY, simulation=True))
    assert isinstance(form, CampaignForm)
    assert form.beacon == "test"
    true = parse(template(speech(language), DAY, simulation=False))
    assert isinstance(true, CampaignForm)
    assert true.beacon == "quicknet"
    assert (form.reference_date, form.avoidance_months, form.policy) == (DAY, 6, "sealed")
    assert (form.waivers, form.allocation, form.weighted) == ((), "pooled", ())


def test_blanks_and_signs_do_not_matter() -> None:
    text = FORM.replace("：", " : ").replace("标题", " 标 题 ").replace("\n", "\n\n")
    assert parse(text) == parse(FORM)


def test_waivers_are_read() -> None:
    text = FORM.replace(
        "特殊情况：无", "特殊情况：S1 A01,A02 只有一家有资质；S2 B01、B02 同上 理由"
    )
    form = parse(text)
    assert isinstance(form, CampaignForm)
    assert form.waivers == (
        Waiver("S1", "只有一家有资质", ("A01", "A02")),
        Waiver("S2", "同上 理由", ("B01", "B02")),
    )


@pytest.mark.parametrize("value", ["按类别", "per type", "Per_Type"])
@pytest.mark.parametrize("codes", ["A01,B02", "A01， B02", "A01、B02"])
def test_allocation_and_weights_are_read(value: str, codes: str) -> None:
    form = parse(by_type_form(value, codes))
    assert isinstance(form, CampaignForm)
    assert (form.allocation, form.weighted) == ("per_type", ("A01", "B02"))


def test_per_type_is_asked_for_in_an_open_campaign_only() -> None:
    wrong = parse(by_type_form("按类别", "").replace("：公开", "：密封"))
    assert wrong == (Wrong("allocation", EXPECTED_ALLOCATION, "按类别"),)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("标题：2026 年示例抽查", "标题：", "title"),
        ("依据 ：示例依据", "依据：" + "长" * 401, "basis"),
        ("2026-11-16", "2026-13-16", "reference_date"),
        ("2026-11-16", "2026/11/16", "reference_date"),
        ("规避月数: 6", "规避月数：25", "avoidance_months"),
        ("规避月数: 6", "规避月数：六", "avoidance_months"),
        ("2027-01-31", "2027-1-31", "sampling_until"),
        ("2027-10-31", "明年", "disclose_by"),
        ("信标：无", "信标：", "beacon"),
        ("信标：无", "信标：没有", "beacon"),
        ("：密封", "：半公开", "policy"),
        ("特殊情况：无", "特殊情况：A01 没有编号的", "waivers"),
        ("：合并", "：", "allocation"),
        ("：合并", "：平均", "allocation"),
        ("：合并", "：按类别", "allocation"),  # only an open campaign can have it
        ("按权重的类别：无", "按权重的类别：玩具", "weighted"),
        ("按权重的类别：无", "按权重的类别：A01 A02", "weighted"),
        ("按权重的类别：无", "按权重的类别：A01,,A02", "weighted"),
    ],
)
def test_a_wrong_value_is_named(old: str, new: str, field: str) -> None:
    wrong = parse(FORM.replace(old, new))
    assert isinstance(wrong, tuple)
    assert [one.field for one in wrong] == [field]


def test_every_wrong_field_is_named_at_once() -> None:
    wrong = parse("标题：甲\n乱写一行\n规避月数：x\n标题：乙")
    assert isinstance(wrong, tuple)
    named = {one.field for one in wrong}
    assert {"乱写一行", "标题：乙", "avoidance_months", "basis", "policy"} <= named
    assert "title" not in named


@given(st.text(max_size=400))
def test_no_text_is_an_accident(text: str) -> None:
    found = parse(text)
    assert isinstance(found, tuple)
    assert all(isinstance(one, Wrong) for one in found)


@given(
    st.permutations(list(LABELS)),
    st.integers(0, 24),
    st.sampled_from(["密封", "sealed", "Sealed"]),
)
def test_the_order_of_fields_is_free(order: list[str], months: int, policy: str) -> None:
    values = {
        "title": "甲: 乙：丙",
        "basis": "依据",
        "reference_date": "2026-11-16",
        "avoidance_months": str(months),
        "sampling_until": "2027-01-31",
        "disclose_by": "2027-10-31",
        "beacon": "Test",
        "policy": policy,
        "open_basis": "",
        "allocation": "合并",
        "weighted": "",
        "waivers": "",
    }
    form = parse("\n".join(f"{LABELS[field][0]}：{values[field]}" for field in order))
    assert isinstance(form, CampaignForm)
    assert (form.title, form.avoidance_months, form.policy) == ("甲: 乙：丙", months, "sealed")
