"""The Chinese pages of docs/spec say line by line what the English ones say.

Words can be compared only by people; codes, numbers and forms can be compared here. A page and its
translation have the same lines (blank ones do not count), and each line the same code spans,
requirement ids, numbers, section signs and words of BCP 14, in any order, because the order of a
sentence differs between the languages.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from pathlib import Path

import pytest

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec"
TRANSLATED = sorted(path.name.removesuffix(".zh.md") for path in SPEC.glob("*.zh.md"))

LANGUAGE_LINE = re.compile(r"^\[(?:中文|English)\]\(")
"""The link to the other language, and in the translation what it is worth."""

LINK = re.compile(r"(?<=\]\()([^)]*?)(?:\.zh)?\.md(?=\))")
"""A link to another page leads to its translation where there is one."""

MARK = re.compile(
    r"""`[^`]+`                         # a code, a key, a whole JSON form
    | \[S\d\d-[^\]]+\]                  # the id of a requirement
    | (?:MUST|SHOULD|MAY)(?:\ NOT)?     # BCP 14 is not translated
    | §
    | \d+(?:,\d{3})*(?:\.\d+)*          # a number, a section or an item
    | \]\([^)]+\)                       # the target of a link
    """,
    re.VERBOSE,
)
FENCE = "```"
SHAPE = re.compile(r"#+|- |\d+\. |\|")
"""What kind of line it is: a heading, an item, a row."""

Line = tuple[int, str, Counter[str]]
"""Number of the line, its shape with the number of cells, and its marks."""


def shape(text: str) -> str:
    """How the line begins; of a row also its number of bars, those in code spans left out."""
    begins = SHAPE.match(text)
    bars = MARK.sub("", text).count("|") if text.startswith("|") else 0
    return f"{begins[0] if begins else 'text'}{bars or ''}"


def lines(page: str) -> list[Line]:
    """The lines of a page that are not blank; what stands in a fence is one mark a line."""
    found, fenced = [], False
    for number, text in enumerate(page.splitlines(), 1):
        fenced ^= text.startswith(FENCE)
        if fenced:
            found.append((number, FENCE, Counter([text])))
        elif text.strip() and not LANGUAGE_LINE.match(text):
            text = LINK.sub(r"\1.md", text)
            found.append((number, shape(text), Counter(MARK.findall(text))))
    return found


def differences(english: str, chinese: str) -> list[str]:
    """What one language has and the other lacks, by line; lines after a missing one differ too."""
    found = []
    nothing: Line = (0, "no line", Counter())
    for (en, of_en, here), (zh, of_zh, there) in zip_longest(
        lines(english), lines(chinese), fillvalue=nothing
    ):
        if of_en != of_zh or here != there:
            only_en, only_zh = sorted((here - there).elements()), sorted((there - here).elements())
            found.append(
                f"en line {en} ({of_en}), zh line {zh} ({of_zh}):"
                f" only in English {only_en}, only in Chinese {only_zh}"
            )
    return found


def read(name: str) -> tuple[str, str]:
    return (SPEC / f"{name}.md").read_text("utf-8"), (SPEC / f"{name}.zh.md").read_text("utf-8")


def test_there_are_translations() -> None:
    assert {"00-conventions", "04-verification"} <= set(TRANSLATED)


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_have_the_same_codes_numbers_and_forms(name: str) -> None:
    found = differences(*read(name))
    assert not found, f"bring {name}.md and {name}.zh.md in line:\n" + "\n".join(found)


@pytest.mark.parametrize("name", TRANSLATED)
@pytest.mark.parametrize("page", [0, 1], ids=["en", "zh"])
def test_a_line_that_one_language_lacks_is_seen(name: str, page: int) -> None:
    pages = list(read(name))
    kept = pages[page].splitlines()
    for index, text in enumerate(kept):
        if text.strip() and not LANGUAGE_LINE.match(text):
            pages[page] = "\n".join([*kept[:index], *kept[index + 1 :]])
            assert differences(*pages), f"nobody saw that this line is gone: {text}"


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_mark_that_one_language_lacks_is_seen(name: str) -> None:
    english, chinese = read(name)
    for found in MARK.finditer(chinese):
        line = chinese.count("\n", 0, found.start())
        if not LANGUAGE_LINE.match(chinese.splitlines()[line]):
            without = chinese[: found.start()] + chinese[found.end() :]
            assert differences(english, without), f"nobody saw that {found[0]} is gone"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Exit 3: see §2.", "退出代码 2：见 §2。"),
        ("It MUST [S04-3] agree.", "它们 MUST [S04-7] 一致。"),
        ("| `a` | one | 1 |", "| `a` | 一 1 |"),
        ('gives `{"v":1,"exit":n}`', '给出 `{"v":1}`'),
        ("```\nsalt=<64 hex>\n```", "```\nsalt=<64 位>\n```"),
        ("- an item", "一项"),
    ],
    ids=["number", "id", "cell", "form", "fence", "item"],
)
def test_another_value_is_seen(english: str, chinese: str) -> None:
    assert differences(english, chinese)


def test_the_order_of_a_sentence_and_blank_lines_are_free() -> None:
    english = "| `a` | 1 |\n`01.note` failed, exit 1; see [04](04-verification.md)."
    chinese = "| `a` | 1 |\n\n见 [04](04-verification.zh.md)：退出代码 1，`01.note` 不通过。"
    assert differences(english, chinese) == []
