"""What people say and read, in both languages, and how a sentence is found on a screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

_MARKUP: Final = re.compile(r"</?(?:b|i|code|pre|a)(?: [^>]*)?>")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Words:
    """A sentence or a label in Chinese and English, with `{placeholders}` of the same names.

    Calling it fills in values (numbers get thousands separators, as on the screen); a placeholder
    without a value stands for any text.
    """

    zh: str
    en: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, **values: object) -> Words:
        """The same words with these values."""
        return Words(self.zh, self.en, {**self.values, **{k: _shown(v) for k, v in values.items()}})

    def __hash__(self) -> int:
        return hash((self.zh, self.en, tuple(self.values.items())))

    def form(self, language: str) -> str:
        """The sentence as it would be printed, without markup; unfilled places as `…`."""
        return _PLACEHOLDER.sub(lambda m: self.values.get(m[1], "…"), self._plain(language))

    def pattern(self, language: str) -> re.Pattern[str]:
        """Finds the sentence in a text (`search`), or is the whole of a label (`fullmatch`)."""
        return _compiled(self._plain(language), tuple(self.values.items()))

    def read(self, text: str, language: str) -> dict[str, str] | None:
        """The values that stand in the unfilled places, None if no line of `text` has the sentence.

        Thousands separators are left out.
        """
        lines = map(self.pattern(language).search, text.splitlines())
        found = next(filter(None, lines), None)
        if found is None:
            return None
        return {name: value.replace(",", "") for name, value in found.groupdict().items()}

    def _plain(self, language: str) -> str:
        return _without_markup(self.zh if language == "zh" else self.en)


@cache
def _without_markup(sentence: str) -> str:
    """Once for each sentence: whoever waits compares it with everything on the screen."""
    return _MARKUP.sub("", sentence)


@cache
def _compiled(sentence: str, values: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    known = dict(values)
    parts = _PLACEHOLDER.split(sentence)
    # Even places are text, odd ones are names of placeholders.
    pieces = [
        re.escape(part) if at % 2 == 0 else re.escape(known[part]) if part in known else _any(part)
        for at, part in enumerate(parts)
    ]
    return re.compile("".join(pieces), re.DOTALL)


def _any(name: str) -> str:
    """Any text; all of a number if it is one, also at the end of a sentence."""
    return f"(?P<{name}>[0-9][0-9,]*|.*?)"


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
