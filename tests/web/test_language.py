"""The reader's language, the catalogue, and the small forms."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import web
from tests.web.visitor import Visitor
from web import words
from web.words import CATALOGUE, choose_language, speech

FOLDER = Path(web.__file__).parent
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
OPTIONS = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def used() -> Iterator[tuple[str, str]]:
    """Every msgid in web/ with its place."""
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in METHODS:
            options = OPTIONS if path.suffix == ".html" else {}
            source = io.BytesIO(path.read_bytes())
            keywords = {"t": None, "msg": None}
            for line, text, _, _ in extract(METHODS[path.suffix], source, keywords, (), options):
                if isinstance(text, str):
                    yield f"{path.name}:{line}", text


def chinese() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def test_both_languages_have_every_sentence_with_the_same_placeholders() -> None:
    known, sentences = chinese(), list(used())
    assert len(sentences) > 150
    assert [f"{place}: {text}" for place, text in sentences if not known.get(text)] == []
    for place, text in sentences:
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(known[text])), place


def test_the_catalogue_holds_nothing_that_is_not_said() -> None:
    assert sorted(set(chinese()) - {text for _, text in used()}) == []


def test_sentences_hold_no_markup() -> None:
    assert [text for one in chinese().items() for text in one if set("<>&") & set(text)] == []


def test_no_chinese_stands_outside_the_catalogue() -> None:
    found = [
        f"{path.name}: {match[0]}"
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in METHODS
        # the link to the Chinese page is in Chinese on every page
        for match in [HAN.search(path.read_text("utf-8").replace(">中文<", "><"))]
        if match
    ]
    assert found == []


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("", "", "zh"),
        ("", "en", "en"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "fr,en;q=0.5,zh;q=0.7", "zh"),
        ("", "fr, en ; q=0.5", "en"),
        ("", "de", "zh"),
        ("", "en;q=0", "zh"),
        ("", "*;q=" + "9" * 5000, "zh"),
        ("en", "zh", "en"),
        ("zh", "en", "zh"),
        ("xx", "en", "en"),
        ("xx", "", "zh"),
        ("<b>", "", "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_wished_one(
    asked: str, accepted: str, language: str
) -> None:
    assert choose_language(asked, accepted) == language


@given(st.text())
def test_no_header_breaks_the_choice(accepted: str) -> None:
    assert choose_language("", accepted) in ("zh", "en")


def test_pages_say_their_language_and_links_keep_it(site: Visitor) -> None:
    english = site.get("/?lang=en", headers={"accept-language": "zh"})
    assert english.headers["content-language"] == "en"
    assert '<html lang="en">' in english.text
    assert 'href="/book?lang=en"' in english.text
    unknown = site.get("/?lang=tlh", headers={"accept-language": ""})
    assert unknown.headers["content-language"] == "zh-CN"
    assert "tlh" not in unknown.text
    assert unknown.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_verifier_is_called_in_the_language_of_the_page(site: Visitor, language: str) -> None:
    lines = site.get(f"/?lang={language}").text.splitlines()
    called = [line for line in lines if "<code>python -m verifier PUBLICATION" in line]
    assert len(called) == 2
    assert all(f" --lang {language}<" in line for line in called)


def test_values_are_escaped_and_grouped() -> None:
    say = speech("en")
    assert say("{n} of {who}", n=17379, who="<b>&{n}") == "17,379 of &lt;b&gt;&amp;{n}"
    assert say("{x}", x=Markup("<wbr>")) == "<wbr>"
    with pytest.raises(TypeError, match="expected a text or number"):
        say("{x}", x=None)


def test_digests_stand_in_groups_of_four_and_copy_without_gaps() -> None:
    shown = words.digest("0123456789ab")
    spans = "<span>0123</span><wbr><span>4567</span><wbr><span>89ab</span>"
    assert shown == f'<code class="digest">{spans}</code>'


def test_times_are_those_of_shanghai() -> None:
    shown = words.moment(1_795_500_000)
    assert shown == (
        '<time datetime="2026-11-24T14:00:00+08:00">2026-11-24 14:00:00 (UTC+8)</time>'
    )


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_shares_are_rounded_half_up(part: int, whole: int) -> None:
    shown = Fraction(words.percent(part, whole).removesuffix("%")) / 100
    difference = shown - Fraction(part, whole)
    assert Fraction(-1, 20_000) < difference <= Fraction(1, 20_000)
