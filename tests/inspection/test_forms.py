"""What an official may decide about a campaign, and what the entry then says (spec 01 §3)."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from demo.files import institutions_xlsx
from demo.generate import Variant, dataset
from draw import TEST
from inspection import queries, removing
from inspection.errors import Refusal
from inspection.forms import CampaignForm, Waiver
from inspection.opening import preview_campaign
from inspection.people import Role
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import FORM, Hall

TODAY = date(2026, 11, 24)
LAST_DAY = date(2027, 11, 24)
WAIVER = Waiver("W1", "示例原因", ("A02", "A01"))


def preview(hall: Hall, form: CampaignForm) -> object:
    return hall.do(partial(preview_campaign, by=hall.people["o1"], form=form))


BAD: dict[str, list[dict[str, Any]]] = {
    "title": [{"title": ""}, {"title": "长" * 401}],
    "basis": [{"basis": ""}, {"basis": "长" * 401}],
    "avoidance_months": [{"avoidance_months": -1}, {"avoidance_months": 25}],
    "reference_date": [
        {"reference_date": TODAY + timedelta(days=1)},
        {"reference_date": date(2021, 1, 1)},
    ],
    "sampling_until": [{"sampling_until": TODAY - timedelta(days=1)}],
    "disclose_by": [
        {"disclose_by": LAST_DAY + timedelta(days=1)},
        {"disclose_by": FORM.sampling_until - timedelta(days=1)},
    ],
    "beacon": [{"beacon": ""}, {"beacon": "drand"}, {"beacon": TEST.hash}],
    "policy": [{"policy": "secret"}],
    "open_basis": [
        {"policy": "open"},
        {"open_basis": "示例依据"},
        {"policy": "open", "open_basis": "长" * 401},
    ],
    "waivers": [
        {"waivers": (replace(WAIVER, code="w1"),)},
        {"waivers": (replace(WAIVER, text=""),)},
        {"waivers": (replace(WAIVER, text="长" * 401),)},
        {"waivers": (replace(WAIVER, types=()),)},
        {"waivers": (replace(WAIVER, types=("Z99",)),)},
        {"waivers": (replace(WAIVER, types=("A01", "A01")),)},
        {"waivers": (WAIVER, replace(WAIVER, code="W2"))},
        {"waivers": (WAIVER, replace(WAIVER, types=("A03",)))},
    ],
}
CASES = [(field, number) for field, changes in BAD.items() for number in range(len(changes))]


@pytest.mark.parametrize(("field", "number"), CASES)
def test_a_wrong_field_is_named(at: At, field: str, number: int) -> None:
    with pytest.raises(Refusal) as refused:
        preview(at("listed"), replace(FORM, **BAD[field][number]))
    assert refused.value.code == "form_bad"
    assert refused.value.values["field"] == field


@pytest.mark.parametrize(
    "changes",
    [
        {"avoidance_months": 0},
        {"avoidance_months": 24},
        {"reference_date": TODAY},
        {"sampling_until": TODAY, "disclose_by": TODAY},
        {"disclose_by": LAST_DAY},
        {"waivers": (WAIVER, Waiver("W0", "示例", ("A03",)))},
    ],
)
def test_the_limits_themselves_are_allowed(at: At, changes: dict[str, Any]) -> None:
    preview(at("listed"), replace(FORM, **changes))


def test_public_texts_name_no_enterprise(at: At) -> None:
    hall = at("listed")
    code, name = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()[7].split(",")[:2]
    for text in (f"关于{name}的抽查", f"{code} 的抽查"):
        forms = {
            "title": replace(FORM, title=text),
            "basis": replace(FORM, basis=text),
            "open_basis": replace(FORM, policy="open", open_basis=text),
            "waivers": replace(FORM, waivers=(replace(WAIVER, text=text),)),
        }
        for field, form in forms.items():
            with pytest.raises(Refusal) as refused:
                preview(hall, form)
            assert (refused.value.code, refused.value.values["field"]) == ("form_bad", field)


def test_a_form_survives_the_wait_for_the_second_official() -> None:
    form = replace(halls.OPEN_FORM, waivers=(WAIVER, Waiver("W0", "示例", ("A03",))))
    assert CampaignForm.from_json(form.to_json()) == form


def test_the_entry_says_what_the_form_said(at: At) -> None:
    hall = at("listed")
    halls.open_campaign(hall, replace(FORM, waivers=(WAIVER, Waiver("W0", "示例", ("A03",)))))
    opened: Any = hall.campaign.opened
    assert opened["waivers"] == [
        {"code": "W0", "text": "示例", "types": ["A03"]},
        {"code": "W1", "text": "示例原因", "types": ["A01", "A02"]},
    ]
    assert (opened["reference_date"], opened["avoidance_months"]) == ("2026-11-16", 6)
    assert (opened["sampling_until"], opened["disclose_by"]) == ("2027-01-31", "2027-10-31")
    assert (opened["beacon"], opened["allocation"], opened["rules"]) == (
        "none",
        "pooled",
        "sunlot/v1",
    )
    assert [row["number"] for row in opened["representatives"]] == [1, 2, 3, 4]
    assert [row["substitute"] is None for row in opened["representatives"]] == [
        False,
        True,
        True,
        True,
    ]


def test_the_public_lists_are_the_ones_that_were_sent(at: At) -> None:
    hall = at("open")
    data = dataset(variant=Variant.SMALL)
    opened: Any = hall.campaign.opened
    blobs = hall.do(
        lambda desk: {
            name: desk.office.book.blob(desk.session, opened[name]["blob"]).decode()
            for name in ("catalogue", "institutions")
        }
    )
    labs: dict[str, dict[str, Any]] = {}
    for row in sorted(data.rows, key=lambda row: (row.institution.code, row.type)):
        name, code = row.institution.name, row.institution.code
        labs.setdefault(code, {"code": code, "name": name, "types": []})["types"].append(
            {
                "sampling": row.sampling_quota,
                "testing": row.testing_quota,
                "type": row.type,
                "valid_until": row.valid_until.isoformat(),
            }
        )
    expected = {"institutions": list(labs.values()), "kind": "institutions", "v": 1}
    assert blobs["institutions"] == by_hand.canonical(expected) + "\n"
    assert blobs["catalogue"].startswith('{"kind":"catalogue","types":[{"class":')
    assert [offer.type.planned for offer in hall.do(queries.offers)] == list(
        dict(sorted(data.planned.items())).values()
    )


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (("s1",), "1 supervisor"),
        (("r1", "r2", "r3", "r4"), "1 representative"),
        (("r2",), "representatives 1 to 4"),
    ],
)
def test_the_people_of_a_campaign_must_be_there(
    at: At, gone: tuple[str, ...], expected: str
) -> None:
    hall = at("listed")
    for who in gone:
        hall.do(partial(removing.revoke, by=hall.people["o1"], person_id=hall.people[who].id))
    with pytest.raises(Refusal) as refused:
        preview(hall, FORM)
    assert refused.value.code == "people_missing"
    assert refused.value.values["expected"] == expected


def test_a_conflict_that_leaves_no_pair_names_the_enterprise(at: At) -> None:
    hall = at("listed")
    rows = [row for row in dataset(variant=Variant.SMALL).rows if row.type == "A01"]
    labs = ";".join(sorted({row.institution.code for row in rows}))
    header, line, *_ = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    code, name, region, address = line.split(",")[:4]
    row = f"{code},{name},{region},{address},A01,,,{labs},正常,是"
    assert halls.send(hall, "list.csv", f"{header}\n{row}\n".encode()).accepted
    with pytest.raises(Refusal) as refused:
        preview(hall, FORM)
    assert refused.value.values["first"] == f"A01: no_sampler ({code})"


def test_only_officials_see_the_preview(at: At) -> None:
    hall = at("listed")
    for who in ("s1", "r1", "b1"):
        with pytest.raises(Refusal, match="only by"):
            hall.do(partial(preview_campaign, by=hall.people[who], form=FORM))


def test_a_certificate_must_last_until_the_end_of_sampling(at: At) -> None:
    hall = at("listed")
    rows = dataset(variant=Variant.SMALL).rows
    short = [
        row if row.type != "A01" else replace(row, valid_until=FORM.sampling_until) for row in rows
    ]
    assert halls.send(hall, "i.xlsx", institutions_xlsx(short)).accepted
    preview(hall, FORM)
    later = replace(FORM, sampling_until=FORM.sampling_until + timedelta(days=1))
    with pytest.raises(Refusal, match="A01: no_sampler"):
        preview(hall, later)


def test_a_substitute_of_no_representative_is_left_out(at: At) -> None:
    hall = at("listed")
    halls.join(hall, Role.SUBSTITUTE, 9, 901)
    found = hall.do(partial(preview_campaign, by=hall.people["o1"], form=FORM))
    assert [person.number for person in found.substitutes] == [1]


# 02 §11: name -> how the entry names it
BEACONS = {
    "none": "none",
    "quicknet": "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    "default": "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    "test": "914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c",
}


@pytest.mark.parametrize("name", BEACONS)
def test_the_entry_names_the_beacons_chain_by_its_hash(at: At, name: str) -> None:
    hall = at("listed")
    halls.open_campaign(hall, replace(FORM, beacon=name))
    assert hall.campaign.opened["beacon"] == BEACONS[name]
    chain = hall.campaign.chain
    assert (None if chain is None else chain.name) == (None if name == "none" else name)


@pytest.mark.parametrize("name", BEACONS)
def test_the_test_beacon_is_only_for_a_simulation(tmp_path: Path, name: str) -> None:
    hall = halls.build(tmp_path / "hall", simulation=False)
    halls.send_lists(hall)
    if name == "test":
        with pytest.raises(Refusal) as refused:
            preview(hall, replace(FORM, beacon=name))
        assert refused.value.values["field"] == "beacon"
    else:
        preview(hall, replace(FORM, beacon=name))
    hall.leave()
