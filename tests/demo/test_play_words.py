"""Finding sentences on a screen, and that the play knows the words the bot really says."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from demo import labels, seed_labels
from demo.words import Words

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {
    name: value
    for module in (labels, seed_labels)
    for name, value in vars(module).items()
    if isinstance(value, Words)
}
COUNTS = Words("<b>已选 {types} 类，{pool} 家</b>", "<b>Chosen {types}, {pool} firms</b>")


def test_values_are_found_as_they_are_printed() -> None:
    pattern = COUNTS(types=21, pool=17_379).pattern("zh")
    assert pattern.search("活动 1\n已选 21 类，17,379 家\n")
    assert not pattern.search("已选 21 类，17,378 家")
    assert not pattern.search("已选 121 类，17,379 家")


def test_a_place_without_value_stands_for_any_text() -> None:
    assert COUNTS(pool=3).pattern("en").fullmatch("Chosen 2, 3 firms")
    assert COUNTS.form("en") == "Chosen …, … firms"


def test_signs_of_regular_expressions_are_plain_text() -> None:
    words = Words("（已选 {a}/{b}）[确认?]", "({a}/{b}) [sure?]")
    assert words(a=1, b=2).pattern("en").fullmatch("(1/2) [sure?]")


def test_values_are_read_from_the_line_that_has_them() -> None:
    text = "活动 1，第 2 次\n已选 1,021 类，17,379 家。\n已选完"
    assert COUNTS.read(text, "zh") == {"types": "1021", "pool": "17379"}
    assert COUNTS.read("已选完", "zh") is None
    witnesses = Words("{total} 个中有 {signed} 个", "{signed} of {total}")
    assert witnesses.read("甲\n3 个中有 2 个", "zh") == {"total": "3", "signed": "2"}
    assert witnesses.read("a line\n2 of 13", "en") == {"total": "13", "signed": "2"}


@pytest.mark.parametrize("name", KNOWN)
def test_the_play_waits_for_words_the_bot_says(name: str) -> None:
    """Each pair is a pair of the bot's catalogue, or the beginning of one."""
    words = KNOWN[name]
    pairs = [(zh, en) for zh, en in catalogue() if zh.startswith(words.zh)]
    assert any(en.startswith(words.en) for _, en in pairs), words


def catalogue() -> list[tuple[str, str]]:
    """Chinese and English sentences of the bot."""
    with (ROOT / "bot" / "locale" / "zh_CN.po").open("rb") as file:
        return [(str(entry.string), str(entry.id)) for entry in read_po(file, locale="zh_CN")]


def test_no_word_is_kept_that_nobody_uses() -> None:
    used: set[str] = set()
    for path in (ROOT / "demo").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.add(node.attr)
    assert sorted(KNOWN.keys() - used) == []
