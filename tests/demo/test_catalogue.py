"""82 types in 8 classes, four picks, and planned counts that add up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.catalogue import FIRST_PICK, PICKS, TYPES, apportion, planned_counts

Table = list[dict[str, str]]


def test_the_file_has_82_types_in_8_classes(catalogue: Table) -> None:
    assert len(catalogue) == len({row["类别名称"] for row in catalogue}) == 82
    assert len({row["英文名称"] for row in catalogue}) == 82
    classes = Counter(row["大类"] for row in catalogue)
    assert list(classes.values()) == [17, 30, 9, 8, 2, 5, 2, 9]
    for letter, (name, size) in zip("ABCDEFGH", classes.items(), strict=True):
        codes = [row["类别代码"] for row in catalogue if row["大类"] == name]
        assert codes == [f"{letter}{number:02d}" for number in range(1, size + 1)]
    assert {row["合成数据"] for row in catalogue} == {"是"}


def test_the_picks_cover_all_types_once() -> None:
    assert [len(pick) for pick in PICKS] == [21, 21, 20, 20]
    assert sorted(code for pick in PICKS for code in pick) == [kind.code for kind in TYPES]
    assert PICKS[0] == FIRST_PICK


def test_the_first_pick_has_the_reported_types() -> None:
    names = {kind.name for kind in TYPES if kind.code in FIRST_PICK}
    assert names >= {"童车", "运动头盔", "家用电动洗衣机", "家用燃气灶", "婴幼儿用塑料奶瓶"}


def test_planned_counts_of_the_model_event() -> None:
    planned = planned_counts(2_531, 12_970)
    assert sum(planned.values()) == 12_970
    assert sum(planned[code] for code in FIRST_PICK) == 2_531
    assert min(planned.values()) >= 1
    popularity = {kind.code: kind.popularity for kind in TYPES}
    for pick in PICKS:
        by_popularity = sorted(pick, key=lambda code: popularity[code])
        counts = [planned[code] for code in by_popularity]
        assert counts == sorted(counts)


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=90), st.integers(0, 20_000))
def test_apportion_is_exact_and_within_one_of_proportional(weights: list[int], more: int) -> None:
    parts = apportion(len(weights) + more, weights)
    assert sum(parts) == len(weights) + more
    for part, weight in zip(parts, weights, strict=True):
        assert abs((part - 1) * sum(weights) - more * weight) < sum(weights)


def test_apportion_refuses_too_small_a_total() -> None:
    with pytest.raises(ValueError, match="expected a total of at least 3, got 2"):
        apportion(2, [1, 1, 1])
