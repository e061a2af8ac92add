"""How each column of an official's list is read: strictly, cell by cell.

Every function takes the cell's text and gives its value, or raises `RowError` with the column and a
code of the reason. Nothing is guessed, nothing normalised.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

TYPE: Final = re.compile(r"[A-Z0-9]{1,8}")
INSTITUTION: Final = re.compile(r"[A-Z0-9]{2,18}")
REGION: Final = re.compile(r"[0-9]{6}")
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
QUOTA_LIMIT: Final = 1_000_000
TEXT_LIMIT: Final = 300
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories no name holds: control and format characters, line ends, half characters."""

STATUSES: Final[Mapping[str, str]] = {
    "正常": "normal",
    "normal": "normal",
    "已关闭": "closed",
    "closed": "closed",
    "重复": "duplicate",
    "duplicate": "duplicate",
    "无效": "invalid",
    "invalid": "invalid",
}


class RowError(ValueError):
    """One cell is not right."""

    def __init__(self, column: str, code: str, found: str) -> None:
        self.column, self.code, self.found = column, code, found
        super().__init__(f"{column}: {code}: {found!r}")


Cells = Mapping[str, str]


@dataclass(frozen=True)
class LastVisit:
    """The most recent published visit of an enterprise for one type."""

    type: str
    date: date
    sampler: str
    tester: str


@dataclass(frozen=True)
class Known:
    """What the cells may name: types of the catalogue, institutions, and the latest day."""

    types: frozenset[str]
    institutions: frozenset[str]
    today: date


def split(text: str, separators: str = ";；") -> list[str]:
    """The parts of a cell, without blanks and empty parts; the first separator is the usual one."""
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part.strip() for part in text.split(separators[0]) if part.strip()]


def types(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Product types an enterprise makes: at least one, known, ascending."""
    parts = split(text)
    if not parts:
        raise RowError("types", "empty", text)
    for part in parts:
        if part not in known:
            raise RowError("types", "unknown", part)
    return unique("types", parts)


def failed(text: str, types: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(type, report number) of the types that failed last time; each is one of its own types."""
    rows = []
    for part in split(text):
        code, found, evidence = part.partition("=")
        if not found or not evidence:
            raise RowError("failed", "format", part)
        clean("failed", evidence)
        if code not in types:
            raise RowError("failed", "not_own_type", code)
        rows.append((code, evidence))
    unique("failed", [code for code, _ in rows])
    return tuple(sorted(rows))


def last(text: str, known: Known) -> tuple[LastVisit, ...]:
    """The most recent visit per type, ascending by type; no day after `known.today`."""
    rows = []
    for part in split(text):
        code, _, rest = part.partition("=")
        pieces = rest.split("/")
        if len(pieces) != 3:
            raise RowError("last", "format", part)
        if code not in known.types:
            raise RowError("last", "unknown", code)
        visited = day("last", pieces[0])
        if visited > known.today:
            raise RowError("last", "future", pieces[0])
        for institution in pieces[1:]:
            if institution and institution not in known.institutions:
                raise RowError("last", "institution", institution)
        rows.append(LastVisit(code, visited, pieces[1], pieces[2]))
    unique("last", [row.type for row in rows])
    return tuple(sorted(rows, key=lambda row: row.type))


def conflicts(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Institutions with a declared conflict of interest, ascending."""
    parts = split(text)
    for part in parts:
        if part not in known:
            raise RowError("conflicts", "institution", part)
    return unique("conflicts", parts)


def addresses(text: str) -> tuple[str, ...]:
    """Addresses in their order, at least one; the first is the registered one."""
    parts = tuple(split(text, "|"))
    if not parts:
        raise RowError("addresses", "empty", text)
    return tuple(clean("addresses", part) for part in parts)


def status(text: str) -> str:
    """The status word of spec 01 §1 for a Chinese or English word."""
    if text not in STATUSES:
        raise RowError("status", "unknown", text)
    return STATUSES[text]


def status_word(status: str) -> str:
    """The Chinese word of a status, as `status` reads it."""
    return next(word for word, found in STATUSES.items() if found == status)


def unique(column: str, parts: Iterable[str]) -> tuple[str, ...]:
    """The parts ascending; refused if one stands twice."""
    ordered = sorted(parts)
    for one, other in pairwise(ordered):
        if one == other:
            raise RowError(column, "twice", one)
    return tuple(ordered)


def matching(cells: Cells, column: str, pattern: re.Pattern[str]) -> str:
    """A cell that must fit a pattern."""
    if not pattern.fullmatch(cells[column]):
        raise RowError(column, "format", cells[column])
    return cells[column]


def known_code(cells: Cells, column: str, value: str, known: frozenset[str]) -> str:
    """A code that must be on an earlier list."""
    if value not in known:
        raise RowError(column, "unknown", value)
    return value


def text(cells: Cells, column: str) -> str:
    """A text that must not be empty, kept as it is."""
    text = cells[column]
    if not text:
        raise RowError(column, "empty", text)
    return clean(column, text)


def clean(column: str, text: str) -> str:
    """The text itself, refused if too long or with characters nobody can see."""
    if has_unseen(text) or len(text) > TEXT_LIMIT:
        raise RowError(column, "text", text)
    return text


def has_unseen(text: str) -> bool:
    """Whether a text holds a character of the categories `UNSEEN`."""
    # `isprintable` answers at once for nearly all; alone it would refuse the wide blank and the
    # private characters of rare names
    return not text.isprintable() and any(unicodedata.category(sign) in UNSEEN for sign in text)


def count(cells: Cells, column: str, least: int) -> int:
    """A whole number from `least` to the quota limit."""
    text = cells[column]
    if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= QUOTA_LIMIT:
        raise RowError(column, "number", text)
    return int(text)


def day(column: str, text: str) -> date:
    """A date written YYYY-MM-DD that exists."""
    if not DATE.fullmatch(text):
        raise RowError(column, "date", text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RowError(column, "date", text) from error
