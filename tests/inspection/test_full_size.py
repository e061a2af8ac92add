"""The demo's full size: 67,861 enterprises are taken in, and an infeasible plan is refused."""

from dataclasses import replace
from functools import partial

import pytest

from demo.files import institutions_xlsx
from demo.generate import Dataset, Variant, contents, dataset
from demo.institutions import VARIANT_TYPE, no_tester, one_institution
from inspection.errors import Refusal
from inspection.opening import Waiver, preview_campaign
from tests.inspection import hall as halls
from tests.inspection.hall import FORM, Hall

WAIVED = replace(FORM, waivers=(Waiver("W1", "示例：仅有一家机构", (VARIANT_TYPE,)),))


@pytest.fixture(scope="module")
def full() -> Dataset:
    return dataset(variant=Variant.NORMAL)


@pytest.fixture(scope="module")
def hall(full: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Hall:
    hall = halls.build(tmp_path_factory.mktemp("full") / "hall")
    files = contents(full)
    for name, rows in (
        ("catalogue.csv", 82),
        ("institutions.xlsx", len(full.rows)),
        ("enterprises.csv", 67_861),
    ):
        report = halls.send(hall, name, files[name])
        assert (report.accepted, report.rows) == (True, rows)
    return hall


def test_a_full_roster_can_be_opened(hall: Hall, full: Dataset) -> None:
    preview = hall.do(partial(preview_campaign, by=hall.people["o1"], form=FORM))
    assert (preview.enterprises, preview.types, preview.institutions) == (67_861, 82, 54)
    assert preview.planned == 12_970
    assert preview.failed_flags == sum(bool(row.failed) for row in full.roster)


@pytest.mark.parametrize(
    ("variant", "first"), [("one_institution", "no_separation"), ("no_tester", "no_tester")]
)
def test_a_type_without_a_pair_is_refused_by_name(
    hall: Hall, full: Dataset, variant: str, first: str
) -> None:
    rows = {"one_institution": one_institution, "no_tester": no_tester}[variant](full.rows)
    assert halls.send(hall, "institutions.xlsx", institutions_xlsx(rows)).accepted
    with pytest.raises(Refusal) as refused:
        hall.do(partial(preview_campaign, by=hall.people["o1"], form=FORM))
    assert refused.value.code == "infeasible"
    assert refused.value.values["first"] == f"{VARIANT_TYPE}: {first}"


def test_a_waiver_makes_one_institution_enough(hall: Hall, full: Dataset) -> None:
    rows = institutions_xlsx(one_institution(full.rows))
    assert halls.send(hall, "institutions.xlsx", rows).accepted
    assert hall.do(partial(preview_campaign, by=hall.people["o1"], form=WAIVED)).planned == 12_970


def test_a_waiver_does_not_make_a_tester(hall: Hall, full: Dataset) -> None:
    rows = institutions_xlsx(no_tester(full.rows))
    assert halls.send(hall, "institutions.xlsx", rows).accepted
    with pytest.raises(Refusal, match=f"{VARIANT_TYPE}: no_tester"):
        hall.do(partial(preview_campaign, by=hall.people["o1"], form=WAIVED))
