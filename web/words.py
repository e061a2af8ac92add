"""Sentences and small forms in the reader's language.

The English sentence is the key (gettext's msgid); `locale/zh_CN.po` holds the Chinese one and is
read as it is. Placeholders have names. Sentences are ours and may hold markup; values never do:
they are escaped. The bot has a catalogue of its own, for neither package may import the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

LANGUAGES: Final[Mapping[str, str]] = {"zh": "zh-CN", "en": "en"}
"""Our languages, and their names in HTML."""
SHANGHAI: Final = timezone(timedelta(hours=8))
CATALOGUE: Final = Path(__file__).parent / "locale" / "zh_CN.po"

_WISH: Final = re.compile(
    r"(?P<language>[a-z]{1,8})(?:-[a-z0-9-]{1,35})?"
    r"(?:\s*;\s*q=(?P<whole>[01])(?:\.(?P<fraction>[0-9]{0,3}))?)?"
)


def msg(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written down but not yet shown."""
    return sentence


@dataclass(frozen=True)
class Speech:
    """Says sentences in one language: `speech("{n} entries", n=3)` gives safe HTML.

    Numbers get thousands separators, everything else is escaped. A sentence without a translation
    is said in English: a gap must not take the page away.
    """

    language: str
    _sentences: Callable[[], dict[str, str]]

    def __call__(self, msgid: str, **values: object) -> Markup:
        """Return the sentence with its values; a missing value raises KeyError."""
        sentence = self._sentences().get(msgid, msgid)
        return Markup(sentence).format_map({k: _shown(v) for k, v in values.items()})  # noqa: S704


@cache
def speech(language: str) -> Speech:
    """Return the speech of a language; everything but `zh` is English."""
    return Speech("zh", _chinese) if language == "zh" else Speech("en", dict)


def choose_language(asked: str, accepted: str) -> str:
    """Return `zh` or `en`: the one asked for, else the best of an Accept-Language header, else zh.

    A header is a wish, not input to judge: what cannot be understood in it is left out.
    """
    if asked in LANGUAGES:
        return asked
    wishes = [_wish(part) for part in accepted.split(",")[:20]]
    known = [(quality, tag) for tag, quality in wishes if tag in LANGUAGES and quality > 0]
    best = max((quality for quality, _ in known), default=0)
    return next((tag for quality, tag in known if quality == best), "zh")


def _wish(part: str) -> tuple[str, int]:
    """Return one part's primary language and its quality in thousandths (RFC 9110 §12.5.4)."""
    match = _WISH.fullmatch(part.strip().lower())
    if match is None:
        return "", 0
    quality = (match["whole"] or "1") + ((match["fraction"] or "") + "000")[:3]
    return match["language"], min(int(quality), 1000)


def count(number: int) -> str:
    """Return a number with thousands separators."""
    return f"{number:,}"


def digest(value: str) -> Markup:
    """Return hex digits in groups of four.

    The gaps are drawn by the style sheet, not typed, so that a copied digest has none.
    """
    groups = (escape(value[at : at + 4]) for at in range(0, len(value), 4))
    inner = Markup("<wbr>").join(Markup("<span>{}</span>").format(group) for group in groups)
    return Markup('<code class="digest">{}</code>').format(inner)


def moment(seconds: int) -> Markup:
    """Return a time of the book as people in Shanghai read it, with the offset."""
    local = datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI)
    shown = f"{local:%Y-%m-%d %H:%M:%S} (UTC+8)"
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), shown)


def percent(part: int, whole: int) -> str:
    """Return a share in percent with two decimals, rounded half up, without floats."""
    hundredths = (part * 20_000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def free(text: str) -> Markup:
    """Return free text of the book, set apart so that it cannot turn the words around it."""
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    language = LANGUAGES["zh" if chinese else "en"]
    return Markup('<bdi lang="{}">{}</bdi>').format(language, text)


def _shown(value: object) -> object:
    if isinstance(value, bool) or value is None:
        raise TypeError(f"expected a text or number to show, got {value!r}")
    return count(value) if isinstance(value, int) else value


@cache
def _chinese() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN", abort_invalid=True)
    return {
        str(entry.id): str(entry.string)
        for entry in catalogue
        if entry.id and entry.string and not entry.fuzzy
    }
