"""The catalogue: every sentence has a Chinese one, with the same placeholders; none elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import bot
from bot.message import Html
from bot.refusals import WORDS, refusal_sentence
from bot.texts import CATALOGUE, language_of, local_time, speech
from inspection.errors import CODES, Refusal

FOLDER = Path(bot.__file__).parent
KEYWORDS = {"t": None, "msg": None}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


# Words that people type, or a form they fill in, in either language: path -> what it reads.
READS = {
    "campaign_form.py": "the labels of the campaign form, which is filled in and sent back",
    "invitations.py": "the names of roles behind /invite",
    "texts.py": "the comma of lists, beside the language it belongs to",
    "type_search.py": "an example of a search word",
}


def used() -> Iterator[tuple[str, str]]:
    """Every msgid in bot/ with its place, and every sentence of the inspection's refusals."""
    for path in sorted(FOLDER.rglob("*.py")):
        source = io.BytesIO(path.read_bytes())
        for line, sentence, _, _ in extract("python", source, KEYWORDS):
            if isinstance(sentence, str):
                yield f"{path.name}:{line}", sentence
    yield from ((f"CODES[{code}]", sentence) for code, sentence in CODES.items())


def chinese() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def test_sentences_are_found_at_all() -> None:
    assert len(list(used())) > 100


def test_every_sentence_has_a_chinese_one_with_the_same_placeholders() -> None:
    known = chinese()
    missing = [f"{place}: {text}" for place, text in used() if not known.get(text)]
    assert missing == []
    differing = [
        f"{place}: {text}"
        for place, text in used()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(known[text]))
    ]
    assert differing == []


def test_markup_is_the_same_in_both_languages() -> None:
    tags = re.compile(r"</?[a-z]+>")
    known = chinese()
    for place, text in used():
        assert sorted(tags.findall(text)) == sorted(tags.findall(known.get(text, text))), place


def test_no_chinese_stands_outside_the_catalogue() -> None:
    found = {path.name for path in FOLDER.rglob("*.py") if HAN.search(path.read_text("utf-8"))}
    assert sorted(found - set(READS)) == []
    assert sorted(set(READS) - found) == [], "allowed to hold Chinese, but does not"


def test_values_are_escaped_grouped_and_joined() -> None:
    say = speech("en")
    assert say("{n} of {who}", n=17379, who="<b>&") == "17,379 of &lt;b&gt;&amp;"
    assert say("{rows} on {day}", rows=("a", 2), day=date(2026, 11, 22)) == "a, 2 on 2026-11-22"
    assert speech("zh")("{rows}", rows=("a", "b")) == "a、b"
    assert say("round {round}, {n} s", round=9424894, n=1000) == "round 9424894, 1,000 s"
    assert say("{ready}", ready=Html("<i>x</i>")) == "<i>x</i>"


@pytest.mark.parametrize("value", [None, True])
def test_a_value_that_says_nothing_is_a_mistake(value: object) -> None:
    with pytest.raises(TypeError, match="expected a text"):
        speech("en")("{x}", x=value)


def test_a_missing_value_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        speech("en")("{x}")


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh-hans", "zh"), ("zh", "zh"), ("ZH-TW", "zh"), ("en", "en"), ("fr", "en"), (None, "zh")],
)
def test_the_client_language_is_mapped(code: str | None, language: str) -> None:
    assert language_of(code) == language


def test_times_are_those_of_the_event() -> None:
    assert local_time(1_795_500_000) == "2026-11-24 14:00 (UTC+8)"


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_can_be_said(code: str, language: str) -> None:
    values = dict.fromkeys(PLACEHOLDER.findall(CODES[code]), "official")
    said = refusal_sentence(speech(language), Refusal(code, **values))
    assert not PLACEHOLDER.search(said)
    assert bool(HAN.search(said)) == (language == "zh")


def test_an_unknown_refusal_is_said_in_general_words() -> None:
    refusal = Refusal("no_campaign")
    refusal.code = "of_a_later_version"
    assert "of_a_later_version" in refusal_sentence(speech("en"), refusal)


def test_code_words_inside_refusals_are_translated() -> None:
    said = refusal_sentence(speech("zh"), Refusal("not_allowed", roles=("official",), role="x<"))
    assert speech("zh")(WORDS["official"]) in said
    assert "x&lt;" in said
    many = Refusal("people_missing", expected="2 official", found=1, role="official")
    assert "official" not in refusal_sentence(speech("zh"), many)
