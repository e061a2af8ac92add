"""Finding product types by what a person types: characters, pinyin, initials, English or code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from inspection.queries import Offer


def find(offers: Iterable[Offer], text: str) -> tuple[Offer, ...]:
    """The offers that a text may mean, in catalogue order; none for an empty text.

    Blanks and case do not count. Pinyin fits from the start of any character of the name (`che`
    finds 童车), so that half a name is enough; initials likewise.
    """
    wanted = "".join(text.split()).casefold()
    return tuple(offer for offer in offers if wanted and _fits(offer, wanted))


def _fits(offer: Offer, wanted: str) -> bool:
    kind = offer.type
    if wanted in kind.name.casefold() or kind.code.casefold().startswith(wanted):
        return True
    if wanted in "".join(kind.name_en.split()).casefold() and len(wanted) > 2:
        return True
    syllables, initials = _pinyin(kind.name)
    starts = ("".join(syllables[at:]) for at in range(len(syllables)))
    return any(start.startswith(wanted) for start in starts) or wanted in initials


@cache
def _pinyin(name: str) -> tuple[tuple[str, ...], str]:
    """Syllables without tones, and their first letters; characters only, the rest is left out."""
    # imported by the first search: its dictionary takes a fifth of a second, at each start of each
    # command of ours, most of which search nothing
    from pypinyin import Style, lazy_pinyin

    syllables = tuple(lazy_pinyin(name, errors="ignore"))
    return syllables, "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))
