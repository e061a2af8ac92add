"""The demo's full size: 67,861 enterprises are taken in, and an infeasible plan is refused."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from demo.files import institutions_xlsx
from demo.generate import Dataset, Variant, contents, dataset
from demo.institutions import VARIANT_TYPE, Qualification, no_tester, one_institution
from inspection import proposals
from inspection.errors import Refusal
from inspection.forms import Waiver
from inspection.opening import preview_campaign
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


Rows = Sequence[Qualification]


def one_for_both(full: Dataset) -> Rows:
    """One institution left for the type; it may sample and test, and nobody conflicts with it."""
    mine = [row for row in full.rows if row.type == VARIANT_TYPE]
    banned = {code for e in full.roster if VARIANT_TYPE in e.types for code in e.conflicts}
    keep = next(
        row
        for row in mine
        if row.sampling_quota and row.testing_quota and row.institution.code not in banned
    )
    return [row for row in full.rows if row.type != VARIANT_TYPE or row is keep]


def samplers_only(full: Dataset) -> Rows:
    """Nobody may test the type; rows without any quota would be refused by the importer."""
    return [row for row in no_tester(full.rows) if row.sampling_quota or row.testing_quota]


def send_institutions(hall: Hall, rows: Rows) -> None:
    assert halls.send(hall, "institutions.xlsx", institutions_xlsx(rows)).accepted


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda full: one_institution(full.rows), "no_"),
        (one_for_both, "no_separation"),
        (samplers_only, "no_tester"),
    ],
)
def test_a_type_without_a_pair_is_refused_by_name(
    hall: Hall, full: Dataset, change: Callable[[Dataset], Rows], reason: str
) -> None:
    send_institutions(hall, change(full))
    params = {"form": FORM.to_json()}
    propose = partial(proposals.propose, by=hall.people["o1"], kind="campaign.open", params=params)
    with pytest.raises(Refusal) as refused:
        hall.do(propose)
    assert refused.value.code == "infeasible"
    assert str(refused.value.values["first"]).startswith(f"{VARIANT_TYPE}: {reason}")


def test_a_waiver_makes_one_institution_enough(hall: Hall, full: Dataset) -> None:
    send_institutions(hall, one_for_both(full))
    preview = hall.do(partial(preview_campaign, by=hall.people["o1"], form=WAIVED))
    assert preview.planned == 12_970


def test_a_waiver_does_not_make_a_tester(hall: Hall, full: Dataset) -> None:
    send_institutions(hall, samplers_only(full))
    with pytest.raises(Refusal, match=f"{VARIANT_TYPE}: no_tester"):
        hall.do(partial(preview_campaign, by=hall.people["o1"], form=WAIVED))
