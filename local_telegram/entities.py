"""What becomes of the text of a message: markup, trimming, recognised commands and links. Pure.

Offsets and lengths of entities are UTF-16 code units throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from local_telegram.errors import bad_request
from local_telegram.markup import in_order, parse_html, utf16_length
from local_telegram.model import Entity, FormattedText

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
_MENTION = re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w)")
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}，。；：！？）】]")
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})


def formatted(text: str, parse_mode: str | None) -> FormattedText:
    """What a bot's text becomes: markup parsed, ends trimmed, links and commands recognised.

    Raises Refusal("can't parse entities: …") for faulty HTML, Refusal("unsupported parse_mode")
    for every mode but HTML: refusing a mode is better than showing its markup as text.
    """
    if not parse_mode:
        return recognised(trimmed(FormattedText(text)))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return recognised(trimmed(parse_html(text)))


def recognised(body: FormattedText) -> FormattedText:
    """Add bot_command, mention and url entities where no code or link already lies."""
    taken = [entity for entity in body.entities if entity.type in _OPAQUE]
    found = [
        Entity(kind, utf16_length(body.text[: match.start()]), utf16_length(match.group()))
        for kind, pattern in (
            ("bot_command", _COMMAND),
            ("mention", _MENTION),
            ("url", _LINK),
        )
        for match in pattern.finditer(body.text)
    ]
    links = [entity for entity in found if entity.type == "url"]
    free = [e for e in found if not _overlaps(e, taken) and (e in links or not _overlaps(e, links))]
    return FormattedText(body.text, in_order([*body.entities, *free]))


def trimmed(body: FormattedText) -> FormattedText:
    """Drop white space at both ends, but none before the first entity begins inside it."""
    first = min((entity.offset for entity in body.entities), default=len(body.text))
    blank = len(body.text) - len(body.text.lstrip(" \n\r\t"))
    cut = min(blank, first)  # white space is one unit a character, so units are characters here
    text = body.text[cut:].rstrip()
    end = utf16_length(text)
    moved = (replace(entity, offset=entity.offset - cut) for entity in body.entities)
    kept = (replace(e, length=min(e.length, end - e.offset)) for e in moved if e.offset < end)
    return FormattedText(text, tuple(kept))


def _overlaps(entity: Entity, others: Iterable[Entity]) -> bool:
    return any(entity.offset < other.end and other.offset < entity.end for other in others)
