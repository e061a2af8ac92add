"""Hex, integers, codes, dates and order are read strictly (00 §1, §3), and messages help."""

import datetime
from collections.abc import Callable

import pytest

from draw import BadInput, DrawError, Infeasible
from draw.notation import (
    ascending_types,
    lines,
    require_ascending,
    require_count,
    require_date,
    require_digest,
    require_institution,
    require_leaves,
    require_product_type,
)
from tests.draw.builders import digest, plain

GOOD = digest("good")


def test_errors_have_one_base() -> None:
    assert issubclass(BadInput, DrawError)
    assert issubclass(Infeasible, DrawError)
    assert issubclass(DrawError, ValueError)
    assert not issubclass(Infeasible, BadInput)


@pytest.mark.parametrize(
    "value",
    [
        "",
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        GOOD[:-1] + "g",
        GOOD[:-1] + "\n",
        GOOD + "\n",
        " " + GOOD[1:],
        GOOD[:-1] + "٣",
        GOOD.encode(),
        None,
        7,
    ],
)
def test_a_digest_is_64_lower_case_hex_digits(value: object) -> None:
    require_digest("root", GOOD)
    with pytest.raises(BadInput, match=r"^root: expected 64 digits.*found.*\. Give"):
        require_digest("root", value)


def test_a_secret_is_not_printed() -> None:
    secret = digest("secret").upper()
    with pytest.raises(BadInput) as refused:
        require_digest("secret", secret, secret=True)
    assert secret not in str(refused.value)
    assert "64 characters" in str(refused.value)


@pytest.mark.parametrize("value", ["", "a01", "A0123456 "[:9], "A 1", "A01\n", "类", "-", None, 1])
def test_a_product_type_has_its_pattern(value: object) -> None:
    require_product_type("type", "A1234567")
    with pytest.raises(BadInput, match="type: expected"):
        require_product_type("type", value)


@pytest.mark.parametrize("value", ["", "A", "aa", "A" * 19, "AA\n", "A-A", None])
def test_an_institution_has_its_pattern(value: object) -> None:
    require_institution("code", "A" * 18)
    with pytest.raises(BadInput, match="code: expected"):
        require_institution("code", value)


@pytest.mark.parametrize("value", [0, -1, 2**53, True, "1", 1.0, None])
def test_a_count_is_an_integer_in_range(value: object) -> None:
    require_count("n", 2**53 - 1, least=1)
    with pytest.raises(BadInput, match="n: expected an integer 1"):
        require_count("n", value, least=1)


@pytest.mark.parametrize(
    "value",
    [
        datetime.date(1899, 12, 31),
        datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        "2026-01-01",
        None,
    ],
)
def test_a_date_is_a_plain_day(value: object) -> None:
    require_date("date", datetime.date(1900, 1, 1))
    with pytest.raises(BadInput, match="date: expected a date"):
        require_date("date", value)


@pytest.mark.parametrize("values", [["B", "A"], ["A", "A"], ["A", "B", "AA"], ["A1", "A"]])
def test_order_is_by_bytes_and_strict(values: list[str]) -> None:
    require_ascending("codes", ["0", "9", "A", "A1", "AA", "B"])
    with pytest.raises(BadInput, match=r"codes: expected ascending.*found .* after "):
        require_ascending("codes", values)


@pytest.mark.parametrize(
    ("leaves", "found"),
    [
        ([], "none"),
        ([plain(1), plain(1)], "after"),
        ([plain(2), plain(1)], "after"),
        ([plain(1), GOOD.upper()], GOOD.upper()),
        (["0" * 63, "0" * 65], "0" * 63),
        (["0" * 128], "0" * 128),
        (["0" * 63 + "é"], "é"),
        (["0" * 63 + "\ud800"], "ud800"),
    ],
)
def test_a_list_of_leaves_names_its_fault(leaves: list[str], found: str) -> None:
    require_leaves("pool", [plain(1), plain(2)])
    with pytest.raises(BadInput, match="pool: expected") as refused:
        require_leaves("pool", leaves)
    assert found in str(refused.value)


def test_types_come_as_a_set_or_in_order() -> None:
    assert ascending_types("types", {"B", "A1", "A"}) == ("A", "A1", "B")
    assert ascending_types("types", ["A", "A1", "B"]) == ("A", "A1", "B")
    assert ascending_types("types", frozenset({"A"})) == ("A",)


@pytest.mark.parametrize("types", [[], ["A", "A"], ["B", "A"], ["a"], "A04"])
def test_a_choice_of_types_is_a_set_of_codes(types: list[str]) -> None:
    with pytest.raises(BadInput, match="types: expected"):
        ascending_types("types", types)


def test_every_line_ends_in_lf() -> None:
    assert lines("sunlot/v1/x", [("a", 1), ("b", "z")]) == "sunlot/v1/x\na=1\nb=z\n"


@pytest.mark.parametrize("check", [require_digest, require_product_type, require_count])
def test_messages_say_what_to_do(check: Callable[[str, object], None]) -> None:
    with pytest.raises(BadInput, match=r"^thing: expected .+, found .+\. \w.+\.$"):
        check("thing", "?")
