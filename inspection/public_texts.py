"""Texts that a campaign publishes at once, which must not name an enterprise (spec 01 §3.6).

Compared is what a reader sees: width, case, blanks and punctuation make no difference, and a name
is also a name without its legal form. Only letters and digits are left of every text, and its
pieces of the lengths that occur among the names are looked up: one pass over the names, because a
roster has tens of thousands and the texts are short.
Not found are abbreviations and names in other words; no program knows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from inspection.columns import has_unseen
from inspection.errors import Refusal
from inspection.lists import Enterprise, Lists

LEAST_SHORT: Final = 6
"""Letters that a name without its legal form must have left; fewer are words of the language."""
_FORM: Final = re.compile(
    "(?:股份有限公司|有限责任公司|集团有限公司|有限公司|总公司|分公司|公司|集团|总厂|分厂|厂"
    "|普通合伙|有限合伙|个体工商户|专业合作社|合作社|经营部|工作室|商行"
    "|coltd|companylimited|limited|ltd|llc|inc|gmbh|company)$"
)
_BETWEEN: Final = re.compile(r"[\W_]+")


def demand_nameless(texts: Mapping[str, tuple[str, ...]], lists: Lists) -> None:
    """Refuse unseen characters, and names and codes of enterprises, in the texts of a field.

    `texts` are those of the form by field. The names of the catalogue and of the institutions are
    published as well and are checked with them, under `catalogue` and `institutions`.
    """
    public = {**texts, "catalogue": _catalogue(lists), "institutions": _institutions(lists)}
    for field, written in public.items():
        for text in written:
            if has_unseen(text):
                raise Refusal("form_bad", field=field, expected="a text on one line", found=text)
    found = _first_named([bare(text) for written in public.values() for text in written], lists)
    for field, written in public.items():
        for text in written:
            if found and found in bare(text):
                expected = "a text that names no enterprise"
                raise Refusal("form_bad", field=field, expected=expected, found=text)


def bare(text: str) -> str:
    """Letters and digits of a text, compatibility forms and case folded."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def _first_named(texts: list[str], lists: Lists) -> str | None:
    """The first name or code that stands in one of these bare texts."""
    named = [name for row in lists.enterprises for name in _names(row)]
    lengths = {len(name) for name in named}
    pieces = {
        text[at : at + length]
        for text in texts
        for length in lengths
        for at in range(len(text) - length + 1)
    }
    return next((name for name in named if name in pieces), None)


def _names(row: Enterprise) -> Iterator[str]:
    name = bare(row.name)
    if name:  # of a name that is all punctuation nothing is left to look for
        yield name
    short = _FORM.sub("", name)
    if len(short) >= LEAST_SHORT:
        yield short
    yield bare(row.code)


def _catalogue(lists: Lists) -> tuple[str, ...]:
    rows = lists.catalogue
    return tuple(
        text for row in rows for text in (row.name, row.name_en, row.class_name, row.class_en)
    )


def _institutions(lists: Lists) -> tuple[str, ...]:
    return tuple({row.name: None for row in lists.institutions})
