"""The HTML parse mode (Bot API, "HTML style"): markup to text and entities. Pure.

Refusals and byte offsets follow TDLib's `parse_html`, written anew. Offsets and lengths of
entities are UTF-16 code units, offsets in refusals UTF-8 bytes of the source, as in Telegram.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from local_telegram.errors import Refusal, bad_request
from local_telegram.model import Entity, FormattedText

_SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_SIMPLE_TAGS) | {"a", "code", "pre", "blockquote", "tg-emoji"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_SPACE = re.compile(r"\s*")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")
_HREF = re.compile(r"(?:(?:https?|tg)://)?[^\s/?#]*[^\s/?#.]\.?[^\s]*")


def utf16_length(text: str) -> int:
    """Number of UTF-16 code units: characters beyond the Basic Multilingual Plane count two."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By offset, the longer (outer) first: the order in which Telegram lists them."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def parse_html(source: str) -> FormattedText:
    """Parse HTML parse mode strictly; Refusal with TDLib's reason and UTF-8 byte offset."""
    return _HtmlParser(source).run()


@dataclass(frozen=True)
class _Open:
    """A start tag that waits for its end; `argument` is href, language, class or emoji id."""

    tag: str
    argument: str
    offset: int
    text_at: int


class _HtmlParser:
    """One pass over the source; `_at` is the next character, `_units` the text's UTF-16 length."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def run(self) -> FormattedText:
        while self._at < len(self._source):
            self._step()
        if self._open:
            tag = self._open[-1].tag
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return FormattedText("".join(self._text), in_order(self._entities))

    def _step(self) -> None:
        if self._source.startswith("</", self._at):
            self._end_tag()
        elif self._peek() == "<":
            self._start_tag()
        else:
            character, self._at = _character(self._source, self._at)
            self._text.append(character)
            self._units += utf16_length(character)

    def _peek(self) -> str:
        """The next character, or '' at the end of the source."""
        return self._source[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match, start = pattern.match(self._source, self._at), self._at
        self._at = match.end() if match else start
        return self._source[start : self._at]

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode("utf-8", "surrogatepass"))

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._take(_TAG_NAME).lower()
        if not self._peek():
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _TAGS:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            reason = 'Tag "span" must have class "tg-spoiler" at byte offset'
            raise _unparsable(f"{reason} {self._byte(begin)}")
        self._open.append(_Open(tag, argument, self._units, len(self._text)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Read up to and including '>'; return the one argument that this tag can have."""
        argument = ""
        self._take(_SPACE)
        while self._peek() != ">":
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
            self._take(_SPACE)
        self._at += 1
        return argument

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        where = f'the tag "{tag}" at byte offset {self._byte(begin)}'
        if not self._peek():
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            raise _unparsable(f"Empty attribute name in {where}")
        self._take(_SPACE)
        if self._peek() != "=":
            return name, ""
        self._at += 1
        self._take(_SPACE)
        return name, self._attribute_value(begin)

    def _attribute_value(self, begin: int) -> str:
        quote = self._peek()
        if quote not in ('"', "'") or not quote:
            return self._name_token()
        close = self._source.find(quote, self._at + 1)
        if close < 0:
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        raw, self._at = self._source[self._at + 1 : close], close + 1
        return _unescaped(raw)

    def _name_token(self) -> str:
        start = self._at
        token = self._take(_NAME_TOKEN).lower()
        if not (self._peek().isspace() or self._peek() == ">"):
            offset = self._byte(start)
            raise _unparsable(f"Unexpected end of name token at byte offset {offset}")
        return token

    def _end_tag(self) -> None:
        begin = self._byte(self._at)
        if not self._open:
            raise _unparsable(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._peek() != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open.pop()
        if name not in ("", opened.tag):
            expected = f'expected "</{opened.tag}>", found "</{name}>"'
            raise _unparsable(f"Unmatched end tag at byte offset {begin}, {expected}")
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._units - opened.offset
        if length == 0:
            return
        shown = "".join(self._text[opened.text_at :])
        entity = _entity(opened, length, shown)
        last = self._entities[-1] if self._entities else None
        if entity and last and _is_code_block(last, entity):
            language = last.language or entity.language
            self._entities[-1] = replace(last, type="pre", language=language)
        elif entity:
            self._entities.append(entity)


def _is_code_block(inner: Entity, outer: Entity) -> bool:
    """`<pre><code class="language-x">` is one entity, whichever of the two is inside."""
    same = (inner.offset, inner.length) == (outer.offset, outer.length)
    return same and {inner.type, outer.type} == {"pre", "code"}


def _entity(opened: _Open, length: int, shown: str) -> Entity | None:
    if opened.tag in _SIMPLE_TAGS:
        return Entity(_SIMPLE_TAGS[opened.tag], opened.offset, length)
    if opened.tag == "a":
        return _link(opened.argument or shown, opened.offset, length)
    if opened.tag == "tg-emoji":
        if not opened.argument.isdecimal():
            raise _unparsable("Invalid custom emoji identifier specified")
        return Entity("custom_emoji", opened.offset, length, custom_emoji_id=opened.argument)
    if opened.tag == "blockquote":
        kind = "expandable_blockquote" if opened.argument else "blockquote"
        return Entity(kind, opened.offset, length)
    return Entity(opened.tag, opened.offset, length, language=opened.argument or None)


def _link(url: str, offset: int, length: int) -> Entity | None:
    """A link, a mention by id, or nothing: Telegram drops an address it cannot use in silence."""
    person = _USER_LINK.fullmatch(url)
    if person:
        return Entity("text_mention", offset, length, user_id=int(person[1]))
    if not _HREF.fullmatch(url):
        return None
    full = url if "://" in url else f"http://{url}"
    bare_host = full.count("/") == 2 and not re.search(r"[?#]", full)
    return Entity("text_link", offset, length, url=f"{full}/" if bare_host else full)


def _argument(tag: str, name: str, value: str) -> str:
    wanted = {("a", "href"): value, ("tg-emoji", "emoji-id"): value}
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "expandable"
    return wanted.get((tag, name), "")


def _character(source: str, at: int) -> tuple[str, int]:
    """The character at `at`, a reference decoded, and where the next one begins."""
    match = _REFERENCE.match(source, at)
    if match is None:
        return source[at], at + 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return (_NAMED[name], match.end()) if name in _NAMED else (source[at], at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return source[at], at + 1
    return chr(code), match.end()


def _unescaped(raw: str) -> str:
    characters: list[str] = []
    at = 0
    while at < len(raw):
        character, at = _character(raw, at)
        characters.append(character)
    return "".join(characters)


def _unparsable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
