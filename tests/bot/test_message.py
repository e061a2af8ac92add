"""Cleaning, escaping, cutting: what may leave for a chat."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Html, clean, escape, plain, shorten, split, units

PIECES = st.sampled_from(
    ["字", "a", "😀", "\n", " ", "&amp;", "&lt;", "<b>x</b>", "<i>一<b>y</b></i>", "<code>0</code>"]
)


@given(st.lists(PIECES, max_size=200), st.integers(60, 300))
def test_parts_fit_are_balanced_and_lose_nothing(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    parts = split(text, limit)
    assert all(units(part) <= limit for part in parts)
    assert plain(Html("".join(parts))) == plain(Html(text))
    for part in parts:
        opened: list[str] = []
        for slash, name in re.findall(r"<(/?)([a-z]+)>", part):
            if slash:
                assert opened.pop() == name
            else:
                opened.append(name)
        assert opened == []
        assert re.sub(r"&(amp|lt|gt);", "", part).count("&") == 0


@given(st.text(max_size=300))
def test_an_escaped_value_holds_no_markup_and_reads_back(value: str) -> None:
    assert not re.search("[<>]", escape(value))
    assert plain(escape(value)) == clean(value)


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\u2066", "\ufeff", "\x00", "\u00ad", "\r"])
def test_invisible_characters_are_taken_out(mark: str) -> None:
    assert clean(f"示例{mark}企业") == "示例企业"


def test_lines_and_tabs_stay() -> None:
    assert clean("a\n\tb") == "a\n\tb"


def test_a_pair_of_surrogates_is_never_cut() -> None:
    assert shorten("😀" * 10, 6) == "😀😀…"
    assert units(shorten("😀" * 10, 7)) <= 7


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        split("<b><b><b>" + "x" * 50 + "</b></b></b>", 12)
