"""HTML parse mode: offsets in UTF-16 units, refusals in Telegram's words."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_telegram.entities import formatted, recognised
from local_telegram.errors import Refusal
from local_telegram.markup import parse_html, utf16_length
from local_telegram.model import Entity, FormattedText

TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "code": "code"}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


def shown(text: str, entity: Entity) -> str:
    """What an entity covers, computed from real UTF-16 bytes rather than by our counting."""
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


@given(st.lists(st.tuples(WORDS, st.sampled_from(sorted(TAGS)), WORDS), max_size=6))
def test_entities_cover_exactly_the_text_between_their_tags(
    parts: list[tuple[str, str, str]],
) -> None:
    source = "".join(
        f"{html.escape(plain)}<{tag}>{html.escape(inner)}</{tag}>" for plain, tag, inner in parts
    )
    result = parse_html(source)
    assert result.text == "".join(plain + inner for plain, _, inner in parts)
    assert [(entity.type, shown(result.text, entity)) for entity in result.entities] == [
        (TAGS[tag], inner) for _, tag, inner in parts
    ]


@given(WORDS, WORDS, WORDS)
def test_nested_entities_list_the_outer_one_first(left: str, inner: str, right: str) -> None:
    one, two, three = (html.escape(text) for text in (left, inner, right))
    result = parse_html(f"<b>{one}<i>{two}</i>{three}</b>")
    assert [shown(result.text, entity) for entity in result.entities] == [
        left + inner + right,
        inner,
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf16_length_is_that_of_the_codec(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


def refusal_of(source: str) -> Refusal | None:
    try:
        parse_html(source)
    except Refusal as refusal:
        return refusal
    return None


@given(st.text("<>/ab =\"'&#;阳😀\n"))
def test_any_text_is_parsed_or_refused_but_never_breaks(text: str) -> None:
    refusal = refusal_of(text)
    expected = "Bad Request: can't parse entities: "
    assert refusal is None or refusal.description.startswith(expected)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("阳<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>阳</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a", "Unclosed start tag at byte offset 0"),
        ('<a href="x>', "Unclosed start tag at byte offset 0"),
        ("<a href=x!>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_faulty_markup_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<pre><code class='language-py'>x</code></pre>", Entity("pre", 0, 1, language="py")),
        ("<pre>x</pre>", Entity("pre", 0, 1)),
        ('<a href="https://example.org">x</a>', Entity("text_link", 0, 1, "https://example.org/")),
        (
            '<a href="https://e.org/?a=1&amp;b=2">x</a>',
            Entity("text_link", 0, 1, "https://e.org/?a=1&b=2"),
        ),
        ('<a href="tg://user?id=5">x</a>', Entity("text_mention", 0, 1, user_id=5)),
        ('<span class="tg-spoiler">x</span>', Entity("spoiler", 0, 1)),
        ("<blockquote expandable>x</blockquote>", Entity("expandable_blockquote", 0, 1)),
        ("<B>x</b>", Entity("bold", 0, 1)),
    ],
)
def test_tags(source: str, expected: Entity) -> None:
    assert parse_html(source) == FormattedText("x", (expected,))


def test_references_are_decoded_once() -> None:
    assert parse_html("&lt;b&gt; &amp;lt; &#128512; &#x1F600; &nbsp; &").text == (
        "<b> &lt; 😀 😀 &nbsp; &"
    )


def test_trimming_moves_entities() -> None:
    body = formatted(" \n 😀 <b>x</b>  \n", "HTML")
    assert body == FormattedText("😀 x", (Entity("bold", 3, 1),))


@pytest.mark.parametrize(
    ("text", "kind", "covered"),
    [
        ("/start abc", "bot_command", "/start"),
        ("😀 /help@sunlot_bot", "bot_command", "/help@sunlot_bot"),
        ("问 @sunlot_bot", "mention", "@sunlot_bot"),
        ("见 https://example.org/a?b=1。", "url", "https://example.org/a?b=1"),
    ],
)
def test_recognised(text: str, kind: str, covered: str) -> None:
    (entity,) = recognised(FormattedText(text)).entities
    assert (entity.type, shown(text, entity)) == (kind, covered)


@pytest.mark.parametrize("text", ["a/start", "/", "//start", "1/2", "a@b.example"])
def test_not_recognised(text: str) -> None:
    assert recognised(FormattedText(text)).entities == ()


def test_nothing_is_recognised_inside_code() -> None:
    assert [entity.type for entity in formatted("<code>/start</code>", "HTML").entities] == ["code"]


def test_other_parse_modes_are_refused_rather_than_shown_raw() -> None:
    with pytest.raises(Refusal, match="unsupported parse_mode"):
        formatted("*x*", "MarkdownV2")
