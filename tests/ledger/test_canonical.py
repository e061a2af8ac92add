"""Canonical JSON (00 §2); the oracle is the rfc8785 package, written by others."""

import json
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger import Malformed, canonical

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(0, canonical.MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=32)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=12,
)


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(VALUES)
def test_agrees_with_rfc8785_and_comes_back(value: object) -> None:
    if depth(value) > canonical.MAX_DEPTH:
        with pytest.raises(Malformed):
            canonical.encode(value)
        return
    written = canonical.encode(value)
    assert written == rfc8785.dumps(value)  # type: ignore[arg-type]  # its JSON type excludes object
    assert canonical.encode(canonical.decode(written, max_bytes=10**6)) == written
    assert canonical.text(value) == written.decode()


def test_the_example_of_the_specification() -> None:
    example = '{"a":[1,{"b":null}],"name":"示例","ok":true,"z":""}'
    assert len(example.encode()) == 53
    value = {"z": "", "ok": True, "name": "示例", "a": [1, {"b": None}]}
    assert canonical.text(value) == example
    assert canonical.decode(example.encode()) == value


def test_escapes_are_the_closed_list() -> None:
    controls = "".join(map(chr, range(0x20)))
    written = canonical.text(controls + '"\\/\x7f\u2028')
    expected = "".join(
        {8: r"\b", 9: r"\t", 10: r"\n", 12: r"\f", 13: r"\r"}.get(code, f"\\u{code:04x}")
        for code in range(0x20)
    )
    assert written == f'"{expected}\\"\\\\/\x7f\u2028"'


def test_texts_are_not_normalised() -> None:
    composed, decomposed = "é", "e\u0301"
    assert canonical.encode(composed) != canonical.encode(decomposed)


def test_a_named_text_is_its_text() -> None:
    class Mark(StrEnum):
        MUST = "m"

    assert canonical.encode([Mark.MUST]) == b'["m"]'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        -1,
        2**53,
        pytest.param(2**20_000, id="huge"),
        b"bytes",
        {1: "a"},
        {"Key": 1},
        {"": 1},
        {"k" * 33: 1},
        {"é": 1},
        "\ud800",
        {"a": ["\udfff"]},
        {1, 2},
        object(),
        [[[[[[[[[]]]]]]]]],
    ],
)
def test_refuses_to_write(value: object) -> None:
    with pytest.raises(Malformed):
        canonical.encode(value)


def test_refuses_to_write_a_circle() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(Malformed):
        canonical.encode(circle)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "\ufeff1",
        '{"a": 1}',
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        '{"a":1,"a":2}',
        '{"A":1}',
        "-0",
        "-1",
        "01",
        "1.0",
        "1e2",
        "NaN",
        "Infinity",
        "-Infinity",
        "9007199254740992",
        "9" * 5000,
        r'"\u0041"',
        r'"\u000A"',
        r'"\u001F"',
        r'"\/"',
        r'"\ud800"',
        r'"\u007f"',
        '"\x01"',
        "'a'",
        "[1,]",
        "nul",
        "[" * 9 + "]" * 9,
        '"unfinished',
        '"unfinished\\',
        "[1][2]",
    ],
    ids=lambda text: repr(text)[:20],
)
def test_refuses_to_read(text: str) -> None:
    with pytest.raises(Malformed):
        canonical.decode(text.encode("utf-8"))


def test_refuses_bytes_that_are_not_utf8() -> None:
    for data in (b'"\xff"', b'"\xed\xa0\x80"', b"\xff\xfe1\x00"):
        with pytest.raises(Malformed):
            canonical.decode(data)


def test_depth_is_judged_before_recursion_and_not_inside_texts() -> None:
    with pytest.raises(Malformed, match="nested"):
        canonical.decode(b"[" * 50_000)
    with pytest.raises(Malformed, match="nested"):
        canonical.decode(b'{"a":' * 9_000)
    brackets = canonical.encode(["[" * 50, '"[[[[[[[[[[', "\\[[[[[[[[[["])
    assert canonical.decode(brackets) == ["[" * 50, '"[[[[[[[[[[', "\\[[[[[[[[[["]
    deepest = b"[" * 8 + b"]" * 8
    assert canonical.encode(canonical.decode(deepest)) == deepest


def test_size_is_limited() -> None:
    longest = b'"' + b"a" * 59_998 + b'"'
    assert canonical.decode(longest) == "a" * 59_998
    with pytest.raises(Malformed, match="60,000"):
        canonical.decode(longest + b" ")
    assert canonical.decode(longest, max_bytes=60_000)


def test_hostile_texts_cost_little() -> None:
    for unit in (b'\\"', b'"', b'"\\', b'["'):
        with pytest.raises(Malformed):
            canonical.decode((unit * 60_000)[:60_000])


@given(st.binary(max_size=80) | st.text(max_size=60).map(str.encode))
def test_never_anything_but_malformed(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except Malformed:
        return
    assert canonical.encode(value) == data


@given(st.text(r'{}[]",:\au01ef- ' + "\n", max_size=30))
def test_whatever_is_accepted_is_json_and_one_text(text: str) -> None:
    try:
        value = canonical.decode(text.encode())
    except Malformed:
        return
    assert json.loads(text) == value
    assert canonical.text(value) == text
