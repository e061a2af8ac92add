"""The numbers of the roster, counted again from the file alone."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from demo.catalogue import FIRST_PICK, TYPES, planned_counts
from demo.generate import REFERENCE, Variant
from demo.institutions import qualifications
from demo.names import HARD_NAMES
from demo.roster import (
    Enterprise,
    Inspection,
    Size,
    exclusion,
    six_months_before,
)
from demo.roster import (
    enterprises as make_roster,
)
from demo.uscc import is_uscc

Row = dict[str, str]
CUTOFF = date(2026, 5, 16)  # six months before 2026-11-16, written by hand


def parts(cell: str, separator: str = ";") -> list[str]:
    return cell.split(separator) if cell else []


def failed(row: Row) -> dict[str, str]:
    return dict(entry.split("=") for entry in parts(row["上次不合格"]))


def last(row: Row) -> dict[str, tuple[date, str, str]]:
    days = {}
    for entry in parts(row["最近抽查"]):
        code, rest = entry.split("=")
        day, sampler, tester = rest.split("/")
        assert code not in days, "at most one last inspection per type"
        days[code] = (date.fromisoformat(day), sampler, tester)
    return days


def chosen(row: Row) -> set[str]:
    return set(parts(row["产品类别"])) & set(FIRST_PICK)


def is_recent(row: Row, code: str) -> bool:
    return code in last(row) and CUTOFF < last(row)[code][0] <= REFERENCE


def is_must(row: Row) -> bool:
    return row["状态"] == "正常" and bool(chosen(row) & failed(row).keys())


def in_first_pool(row: Row) -> bool:
    if row["状态"] != "正常":
        return False
    return is_must(row) or any(not is_recent(row, code) for code in chosen(row))


@pytest.fixture(scope="session")
def touching(enterprises: list[Row]) -> list[Row]:
    """Make the list of all that make a type of the first pick, excluded ones too."""
    return [row for row in enterprises if chosen(row)]


def test_the_counts_that_matter(variant: Variant, enterprises: list[Row]) -> None:
    pool = [row for row in enterprises if in_first_pool(row)]
    counts = len(enterprises), len(pool), sum(map(is_must, pool))
    assert counts == ((67_861, 17_379, 276) if variant is Variant.NORMAL else (600, 154, 4))


def test_the_module_counts_as_the_test_does(touching: list[Row]) -> None:
    """`exclusion` and this file's reading of the rule are two programs for one rule."""
    for row in touching:
        days = last(row).items()
        enterprise = Enterprise(
            code="",
            name="",
            region="",
            addresses=(),
            types=tuple(parts(row["产品类别"])),
            failed=failed(row),
            last=tuple(Inspection(code, day, "", "") for code, (day, _, _) in days),
            conflicts=(),
            closed=row["状态"] == "已关闭",
        )
        assert (exclusion(enterprise, FIRST_PICK, REFERENCE) is None) == in_first_pool(row)


def test_excluded_by_both_reasons(variant: Variant, touching: list[Row]) -> None:
    out = [row for row in touching if not in_first_pool(row)]
    closed = sum(row["状态"] == "已关闭" for row in out)
    least = 100 if variant is Variant.NORMAL else 1
    assert closed >= least
    assert len(out) - closed >= least


def test_the_days_around_the_limit_decide(touching: list[Row]) -> None:
    """One type, no failure, open: then the last day alone decides."""
    simple = [
        row
        for row in touching
        if len(parts(row["产品类别"])) == 1 and row["状态"] == "正常" and not row["上次不合格"]
    ]
    verdicts = {day: in_first_pool(row) for row in simple for day, _, _ in last(row).values()}
    day = timedelta(days=1)
    assert [verdicts[CUTOFF + n * day] for n in (-1, 0, 1)] == [True, True, False]
    assert verdicts[REFERENCE] is False


def test_the_hard_cases_are_there(variant: Variant, touching: list[Row]) -> None:
    other_failure = [row for row in touching if failed(row).keys() - chosen(row)]
    assert any(not is_must(row) for row in other_failure)
    if variant is Variant.NORMAL:
        musts = [row for row in touching if is_must(row)]
        assert any(len(failed(row)) > 1 for row in musts)
        assert any(all(is_recent(row, code) for code in chosen(row)) for row in musts)
        assert any(row["状态"] == "已关闭" and chosen(row) & failed(row).keys() for row in touching)
        half_recent = [row for row in touching if any(is_recent(row, c) for c in chosen(row))]
        assert any(in_first_pool(row) and not is_must(row) for row in half_recent)


def test_codes_are_valid_unique_and_of_no_real_division(enterprises: list[Row]) -> None:
    codes = {row["统一社会信用代码"] for row in enterprises}
    assert len(codes) == len(enterprises)
    assert all(is_uscc(code) and code[2:4] == "99" for code in codes)
    assert all(re.fullmatch(r"99\d{4}", row["行政区划"]) for row in enterprises)


def test_every_row_is_marked_and_named_as_an_example(enterprises: list[Row]) -> None:
    for row in enterprises:
        assert row["合成数据"] == "是"
        assert row["企业名称"].startswith("示例")
        assert all(one.startswith("示例") for one in parts(row["地址"], "|"))
        assert 1 <= len(parts(row["地址"], "|")) <= 4
        assert row["状态"] in ("正常", "已关闭")


def test_hard_names_are_in_the_file_and_no_invisible_signs(enterprises: list[Row]) -> None:
    names = Counter(row["企业名称"] for row in enterprises)
    assert all(names[name] == 1 for name in HARD_NAMES)
    assert any(len(name) > 40 for name in names)
    for needle in ("堃", "喆", "&", "'", "<b>", '"'):
        assert any(needle in name for name in names)
    assert all(name.isprintable() for name in names)
    assert len(names) > 0.95 * len(enterprises)


def test_types_and_failures(enterprises: list[Row]) -> None:
    known = {kind.code for kind in TYPES}
    reports: list[str] = []
    for row in enterprises:
        types = parts(row["产品类别"])
        assert known.issuperset(types)
        assert 1 <= len(set(types)) == len(types) <= 3
        assert failed(row).keys() <= set(types)
        assert last(row).keys() <= set(types)
        reports += failed(row).values()
    assert all(re.fullmatch(r"示例-20\d\d-\d{6}", report) for report in reports)
    assert len(set(reports)) == len(reports)


def test_every_type_has_enterprises_and_popularity_is_uneven(
    variant: Variant, enterprises: list[Row]
) -> None:
    made = Counter(code for row in enterprises for code in parts(row["产品类别"]))
    assert len(made) == 82
    if variant is Variant.NORMAL:
        assert 190 <= min(made.values()) <= 260
        assert 2_400 <= max(made.values()) <= 2_900


def test_even_a_hundred_enterprises_make_every_type() -> None:
    """Popularity alone would leave out rare types; 21 and 61 are the fewest that can hold them."""
    tiny = Size(rows=100, first_pool=25, first_musts=1, first_planned=22, planned=115)
    rows = qualifications(planned_counts(tiny.first_planned, tiny.planned), REFERENCE)
    roster = make_roster(tiny, REFERENCE, rows)
    assert len(roster) == 100
    assert {code for one in roster for code in one.types} == {kind.code for kind in TYPES}


@pytest.mark.parametrize("variant", [Variant.NORMAL], indirect=True)  # 600 rows are too few
def test_shares(enterprises: list[Row]) -> None:
    number = len(enterprises)
    types = Counter(len(parts(row["产品类别"])) for row in enterprises)
    recent = sum(any(is_recent(row, code) for code in last(row)) for row in enterprises)
    inspected = sum(bool(last(row)) for row in enterprises)
    assert [round(100 * types[k] / number) for k in (1, 2, 3)] == [90, 8, 2]
    assert 0.035 <= recent / number <= 0.045
    assert 0.13 <= (inspected - recent) / number <= 0.17
    assert 0.008 <= sum(bool(row["利益冲突机构"]) for row in enterprises) / number <= 0.012
    others = [row for row in enterprises if not chosen(row)]
    assert 0.014 <= sum(bool(failed(row)) for row in others) / len(others) <= 0.018


def test_last_inspections_name_qualified_and_different_institutions(
    enterprises: list[Row], institutions: list[Row]
) -> None:
    def allowed(role: str) -> set[tuple[str, str]]:
        return {(row["机构代码"], row["产品类别"]) for row in institutions if row[role] != "0"}

    sampling, testing = allowed("抽样限额"), allowed("检验限额")
    for code, (day, sampler, tester) in inspections(enterprises):
        assert sampler != tester
        assert (sampler, code) in sampling
        assert (tester, code) in testing
        assert day <= REFERENCE


def inspections(rows: list[Row]) -> Iterator[tuple[str, tuple[date, str, str]]]:
    return (item for row in rows for item in last(row).items())


@pytest.mark.parametrize(
    ("reference", "cutoff"),
    [
        (date(2026, 11, 16), date(2026, 5, 16)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2024, 8, 30), date(2024, 2, 29)),
        (date(2026, 6, 30), date(2025, 12, 30)),
        (date(2026, 1, 31), date(2025, 7, 31)),
        (date(2026, 12, 31), date(2026, 6, 30)),
    ],
)
def test_six_months_before(reference: date, cutoff: date) -> None:
    assert six_months_before(reference) == cutoff
