"""No text that is published at once names an enterprise, however it is written (spec 01 §3.6)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from demo.generate import Variant, dataset
from inspection.errors import Refusal
from inspection.forms import CampaignForm, Waiver
from inspection.lists import Enterprise, Lists, ProductType, Qualification
from inspection.opening import preview_campaign
from inspection.public_texts import demand_nameless
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import FORM, OPEN_FORM

CODE = "91350100M000100Y43"
NAME = "示例县甲乙（丙丁）Cement 厂有限责任公司"
TYPE = ProductType("A01", "通用水泥", "Cement", "建材", "Building", 3)
LAB = Qualification("LAB1", "示例检验所", "A01", 5, 5, date(2028, 1, 1))


def enterprise(name: str) -> Enterprise:
    return Enterprise(CODE, name, "350100", ("示例路",), ("A01",), (), (), (), "normal")


def listed(name: str = NAME, kind: ProductType = TYPE, lab: Qualification = LAB) -> Lists:
    return Lists((kind,), (lab,), (enterprise(name),))


def refused(lists: Lists, **texts: str) -> str | None:
    """The field that is refused."""
    try:
        demand_nameless({field: (text,) for field, text in texts.items()}, lists)
    except Refusal as refusal:
        return f"{refusal.values['field']}" if refusal.code == "form_bad" else refusal.code
    return None


@pytest.mark.parametrize(
    "text",
    [
        f"抽查{NAME}等",
        "抽查示例县甲乙(丙丁)CEMENT厂有限责任公司",
        "示 例 县 甲 乙、丙 丁 ｃｅｍｅｎｔ 厂",
        "关于“示例县甲乙·丙丁·Cement”厂",
        CODE.lower(),
        f"{CODE[:9]}-{CODE[9:]}",
    ],
)
def test_a_name_is_found_in_other_clothes(text: str) -> None:
    assert refused(listed(), title="示例抽查", basis=text) == "basis"


@pytest.mark.parametrize("text", ["示例县水泥抽查", "甲乙丙丁", "有限责任公司", "M000100Y43", ""])
def test_parts_of_a_name_are_words(text: str) -> None:
    assert refused(listed(), title=text) is None


def test_a_short_name_needs_its_legal_form() -> None:
    lists = listed("水泥制品有限公司")
    assert refused(lists, title="水泥制品抽查") is None
    assert refused(lists, title="水泥制品 有限公司抽查") == "title"
    assert refused(listed("……"), title="……") is None


def test_catalogue_and_institutions_are_published_too() -> None:
    short = "示例县甲乙丙丁cement厂"
    for kind in (
        replace(TYPE, name=short),
        replace(TYPE, name_en=short),
        replace(TYPE, class_name=short),
        replace(TYPE, class_en=short),
    ):
        assert refused(listed(kind=kind)) == "catalogue"
    assert refused(listed(lab=replace(LAB, name=short))) == "institutions"


def waived(text: str) -> CampaignForm:
    return replace(FORM, waivers=(Waiver("W1", text, ("A01",)),))


WRITTEN: Mapping[str, Callable[[str], CampaignForm]] = {
    "title": lambda text: replace(FORM, title=text),
    "basis": lambda text: replace(FORM, basis=text),
    "open_basis": lambda text: replace(OPEN_FORM, open_basis=text),
    "waivers": waived,
}


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07", "\n", "\u2028", "\ufeff"])
@pytest.mark.parametrize("field", sorted(WRITTEN))
def test_signs_that_cannot_be_seen_are_refused_in_a_form(at: At, field: str, sign: str) -> None:
    hall, form = at("listed"), WRITTEN[field](f"示{sign}例")
    with pytest.raises(Refusal) as found:
        hall.do(partial(preview_campaign, by=hall.people["o1"], form=form))
    assert (found.value.code, found.value.values["field"]) == ("form_bad", field)


def test_a_name_without_its_legal_form_is_refused_in_a_form(at: At) -> None:
    hall = at("listed")
    name = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()[1].split(",")[1]
    assert name.endswith("有限公司")
    form = replace(FORM, title=name.removesuffix("有限公司"))
    with pytest.raises(Refusal) as found:
        hall.do(partial(preview_campaign, by=hall.people["o1"], form=form))
    assert (found.value.code, found.value.values["field"]) == ("form_bad", "title")


def test_a_full_roster_is_looked_through_in_less_than_a_second() -> None:
    full = dataset(variant=Variant.NORMAL)
    rows = tuple(replace(enterprise(row.name), code=row.code) for row in full.roster)
    labs = tuple({replace(LAB, name=row.institution.name): None for row in full.rows})
    lists = Lists((TYPE,) * 82, labs, rows)
    texts = {"title": (FORM.title,), "basis": ("示例依据" * 100,), "waivers": ("原因" * 200,) * 9}
    start = time.process_time()
    demand_nameless(texts, lists)
    assert time.process_time() - start < 1
