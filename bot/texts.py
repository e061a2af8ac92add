"""Sentences in the reader's language.

The English sentence is the key (gettext's msgid); `locale/zh_CN.po` holds the Chinese one and is
read as it is, so that no build step can forget it. Placeholders have names, both languages use the
same ones. A sentence may contain markup; a value never does, unless it is `Html`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from bot.message import Html, escape

LANGUAGES: Final = ("zh", "en")
SHANGHAI: Final = timezone(timedelta(hours=8))
CATALOGUE: Final = Path(__file__).parent / "locale" / "zh_CN.po"
NAME: Final = "round"
"""The placeholder whose number is a name: people type a beacon's round into an address, so its
digits are never grouped."""


def msg(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is written down but not yet shown."""
    return sentence


@dataclass(frozen=True)
class Speech:
    """Says sentences in one language: `speech("{n} enterprises", n=3)` gives safe HTML.

    Numbers get thousands separators (that of `NAME` does not), dates are ISO, lists are joined,
    text is cleaned and escaped.
    A sentence without a translation is said in English: a gap must not silence the bot.
    """

    language: str
    _sentences: Callable[[], dict[str, str]]

    def __call__(self, msgid: str, **values: object) -> Html:
        """The sentence with its values; a missing value raises KeyError."""
        sentence = self._sentences().get(msgid) or msgid
        shown = {k: self._value_of(k, v) for k, v in values.items()}
        return Html(sentence.format_map(shown))

    def _value_of(self, placeholder: str, value: object) -> Html:
        is_name = placeholder == NAME and type(value) is int
        return Html(f"{value}") if is_name else self.value(value)

    def phrase(self, text: str) -> Html:
        """A text of the core, translated where the catalogue knows exactly this text."""
        return escape(self._sentences().get(text, text))

    def value(self, value: object) -> Html:
        """One value as it stands in a sentence."""
        if isinstance(value, Html):
            return value
        if isinstance(value, bool) or value is None:
            raise TypeError(f"expected a text, number, date or list to show, got {value!r}")
        if isinstance(value, int):
            return Html(f"{value:,}")
        if isinstance(value, date):
            return Html(value.isoformat())
        if isinstance(value, Iterable) and not isinstance(value, str):
            return Html(("、" if self.language == "zh" else ", ").join(map(self.value, value)))
        return escape(str(value))


T = Speech


@cache
def speech(language: str) -> Speech:
    """The speech of a language; everything but `zh` is English."""
    if language == "zh":
        return Speech("zh", _chinese)
    return Speech("en", dict)


def language_of(code: str | None) -> str:
    """Our language for a client's IETF tag: `zh-hans` → `zh`; unknown → `zh`, other → `en`."""
    return "zh" if code is None or code.lower().startswith("zh") else "en"


def local_time(seconds: int) -> Html:
    """A time as people at the event read it: day and minute in Shanghai, with the offset."""
    return Html(f"{_in_shanghai(seconds):%Y-%m-%d %H:%M} (UTC+8)")


def local_moment(seconds: int) -> Html:
    """A time to the second, with its day: of a beacon's round, or of a limit."""
    return Html(f"{_in_shanghai(seconds):%Y-%m-%d %H:%M:%S} (UTC+8)")


def local_clock(seconds: int) -> Html:
    """A time of today to the second, as on the clock in the hall."""
    return Html(f"{_in_shanghai(seconds):%H:%M:%S} (UTC+8)")


def _in_shanghai(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI)


@cache
def _chinese() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN", abort_invalid=True)
    return {
        str(entry.id): str(entry.string)
        for entry in catalogue
        if entry.id and entry.string and not entry.fuzzy
    }
