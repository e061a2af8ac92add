"""Institutions: enough of them for every type and every enterprise, whatever is in conflict."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import pytest

from demo.generate import REFERENCE, Dataset, Variant
from demo.institutions import VARIANT_TYPE, has_pair
from demo.uscc import is_uscc

Row = dict[str, str]
WINDOW_END = (REFERENCE + timedelta(days=90)).isoformat()


def pair_exists(rows: list[Row], conflicts: list[str]) -> bool:
    """Try every pair, in words of the file."""
    free = [
        row for row in rows if row["机构代码"] not in conflicts and row["资质有效期"] >= WINDOW_END
    ]
    return any(
        int(tester["检验限额"]) > 0
        and int(sampler["抽样限额"]) > 0
        and tester["机构代码"] != sampler["机构代码"]
        for tester in free
        for sampler in free
    )


@pytest.fixture(scope="session")
def by_type(institutions: list[Row]) -> dict[str, list[Row]]:
    groups = defaultdict(list)
    for row in institutions:
        groups[row["产品类别"]].append(row)
    return dict(groups)


def test_54_institutions_with_valid_codes_and_one_name_each(institutions: list[Row]) -> None:
    pairs = {(row["机构代码"], row["机构名称"]) for row in institutions}
    assert len(pairs) == len(dict(pairs)) == len({name for _, name in pairs}) == 54
    assert all(is_uscc(code) and code.startswith("1299") for code in dict(pairs))
    assert all(name.startswith("示例") for _, name in pairs)
    assert {row["合成数据"] for row in institutions} == {"是"}


def test_each_type_has_4_to_8_institutions_once(by_type: dict[str, list[Row]]) -> None:
    assert len(by_type) == 82
    for rows in by_type.values():
        assert 4 <= len({row["机构代码"] for row in rows}) == len(rows) <= 8
        assert sum(row["资质有效期"] >= WINDOW_END for row in rows) >= 3


def test_quotas_are_1_3_times_the_plan(
    variant: Variant, by_type: dict[str, list[Row]], catalogue: list[Row]
) -> None:
    for kind in catalogue:
        rows = [row for row in by_type[kind["类别代码"]] if row["资质有效期"] >= WINDOW_END]
        for role in ("抽样限额", "检验限额"):
            total = sum(int(row[role]) for row in rows)
            assert total >= 1.3 * int(kind["计划数"])
            if variant is Variant.NORMAL:
                assert total < 1.3 * int(kind["计划数"]) + 1


def test_two_certificates_end_within_60_days(institutions: list[Row]) -> None:
    days = [date.fromisoformat(row["资质有效期"]) for row in institutions]
    early = [day for day in days if day <= REFERENCE + timedelta(days=60)]
    assert len(early) == 2
    assert all(day > REFERENCE for day in early)
    late = [day for day in days if day not in early]
    assert all(timedelta(days=720) < day - REFERENCE < timedelta(days=1_830) for day in late)


def test_some_institutions_have_one_role_only(institutions: list[Row]) -> None:
    zeros = Counter((row["抽样限额"] == "0", row["检验限额"] == "0") for row in institutions)
    assert zeros[True, False] > 10
    assert zeros[False, True] > 10
    assert zeros[True, True] == 0


def test_any_two_conflicts_leave_every_type_a_pair(by_type: dict[str, list[Row]]) -> None:
    for rows in by_type.values():
        codes = [row["机构代码"] for row in rows]
        assert all(pair_exists(rows, list(two)) for two in combinations(codes, 2))


def test_conflicts_leave_every_enterprise_a_pair_for_each_type(
    enterprises: list[Row], by_type: dict[str, list[Row]], institutions: list[Row]
) -> None:
    known = {row["机构代码"] for row in institutions}
    for row in enterprises:
        conflicts = row["利益冲突机构"].split(";") if row["利益冲突机构"] else []
        if conflicts:
            assert 1 <= len(set(conflicts)) == len(conflicts) <= 2
            assert known.issuperset(conflicts)
            assert all(pair_exists(by_type[code], conflicts) for code in row["产品类别"].split(";"))


@pytest.mark.parametrize("broken", [Variant.ONE_INSTITUTION, Variant.NO_TESTER])
def test_variants_break_one_type_and_nothing_else(
    made: Callable[[Variant], Dataset], broken: Variant
) -> None:
    good, bad = made(Variant.NORMAL), made(broken)
    assert bad.roster == good.roster
    assert bad.planned == good.planned
    assert {row.institution for row in bad.rows} == {row.institution for row in good.rows}
    assert [row for row in bad.rows if row.type != VARIANT_TYPE] == [
        row for row in good.rows if row.type != VARIANT_TYPE
    ]
    assert not has_pair([row for row in bad.rows if row.type == VARIANT_TYPE], (), REFERENCE)


def test_the_broken_type(made: Callable[[Variant], Dataset]) -> None:
    lone, untested = (
        [row for row in made(variant).rows if row.type == VARIANT_TYPE]
        for variant in (Variant.ONE_INSTITUTION, Variant.NO_TESTER)
    )
    assert len(lone) == 1
    assert len(untested) >= 4
    assert {row.testing_quota for row in untested} == {0}
    assert sum(row.sampling_quota for row in untested) > 0
