"""The three lists officials send in: catalogue, institutions, enterprises; row by row, strictly.

A list is accepted whole or not at all. Every refused row is named by line, column and reason, so
that the sender can mend all of them at once. Nothing is normalised: names and addresses are kept
byte for byte as they came (only the blanks around a cell are not part of it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Generic, TypeVar

from inspection import uscc
from inspection.errors import Refusal
from inspection.reading import Table

TYPE: Final = re.compile(r"[A-Z0-9]{1,8}")
INSTITUTION: Final = re.compile(r"[A-Z0-9]{2,18}")
REGION: Final = re.compile(r"[0-9]{6}")
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
QUOTA_LIMIT: Final = 1_000_000
TEXT_LIMIT: Final = 300
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories no name holds: control and format characters, line ends, half characters."""

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "enterprises": {
        "code": "统一社会信用代码",
        "name": "企业名称",
        "region": "行政区划",
        "addresses": "地址",
        "types": "产品类别",
        "failed": "上次不合格",
        "last": "最近抽查",
        "conflicts": "利益冲突机构",
        "status": "状态",
    },
    "institutions": {
        "code": "机构代码",
        "name": "机构名称",
        "type": "产品类别",
        "sampling_quota": "抽样限额",
        "testing_quota": "检验限额",
        "valid_until": "资质有效期",
    },
    "catalogue": {
        "code": "类别代码",
        "name": "类别名称",
        "name_en": "英文名称",
        "class": "大类",
        "class_en": "大类英文",
        "planned": "计划数",
    },
}
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


@dataclass(frozen=True)
class ProductType:
    """A product type of the catalogue; `planned` enterprises are to be drawn for it."""

    code: str
    name: str
    name_en: str
    class_name: str
    class_en: str
    planned: int


@dataclass(frozen=True)
class Qualification:
    """One institution for one product type: quotas per role, valid until the day (inclusive)."""

    code: str
    name: str
    type: str
    sampling: int
    testing: int
    valid_until: date


@dataclass(frozen=True)
class LastVisit:
    """The most recent published visit of an enterprise for one type."""

    type: str
    date: date
    sampler: str
    tester: str


@dataclass(frozen=True)
class Enterprise:
    """One manufacturer as imported (spec 01 §1, before salts)."""

    code: str
    name: str
    region: str
    addresses: tuple[str, ...]
    types: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    last: tuple[LastVisit, ...]
    conflicts: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Lists:
    """The three staged lists, parsed and fitting together."""

    catalogue: tuple[ProductType, ...]
    institutions: tuple[Qualification, ...]
    enterprises: tuple[Enterprise, ...]

    @property
    def types(self) -> frozenset[str]:
        """All type codes of the catalogue."""
        return frozenset(row.code for row in self.catalogue)


@dataclass(frozen=True)
class RefusedRow:
    """Why a row was not accepted: line as a person counts, column, code of the reason, content."""

    line: int
    column: str
    code: str
    found: str


class RowError(ValueError):
    """One cell is not right."""

    def __init__(self, column: str, code: str, found: str) -> None:
        self.column, self.code, self.found = column, code, found
        super().__init__(f"{column}: {code}: {found!r}")


Item = TypeVar("Item")


@dataclass(frozen=True)
class Parsed(Generic[Item]):
    """A list read to its end: the rows that are right and the ones that are not."""

    rows: tuple[Item, ...]
    refused: tuple[RefusedRow, ...]


Cells = Mapping[str, str]


def kind_of(table: Table) -> str:
    """Which list a table is, by its header (Chinese or English names); else a refusal."""
    best: tuple[int, str, list[str]] | None = None
    for kind, names in COLUMNS.items():
        missing = [zh for en, zh in names.items() if not {en, zh} & set(table.header)]
        if not missing:
            return kind
        if best is None or len(missing) < best[0]:
            best = (len(missing), kind, missing)
    missing_text = "、".join(best[2]) if best else ""
    raise Refusal("file_header", name=table.name, missing=missing_text)


def parse_catalogue(table: Table) -> Parsed[ProductType]:
    """The catalogue; type codes are unique."""
    return _parse(table, "catalogue", _product_type, lambda row: row.code)


def parse_institutions(table: Table, types: frozenset[str]) -> Parsed[Qualification]:
    """The institutions' qualifications; (institution, type) is unique, types are known."""
    names: dict[str, str] = {}
    return _parse(
        table,
        "institutions",
        lambda cells: _qualification(cells, types, names),
        lambda row: f"{row.code} {row.type}",
    )


def parse_enterprises(
    table: Table, types: frozenset[str], institutions: frozenset[str], today: date
) -> Parsed[Enterprise]:
    """The roster; codes are unique, types and institutions known, no visit after today."""
    known = _Known(types, institutions, today)
    return _parse(
        table, "enterprises", lambda cells: _enterprise(cells, known), lambda row: row.code
    )


def _parse(
    table: Table, kind: str, make: Callable[[Cells], Item], key: Callable[[Item], str]
) -> Parsed[Item]:
    names = COLUMNS[kind]
    places = {en: _place(table.header, en, zh) for en, zh in names.items()}
    width = max(places.values()) + 1
    rows: list[Item] = []
    refused: list[RefusedRow] = []
    seen: dict[str, int] = {}
    for line, cells in table.rows:
        try:
            if len(cells) < width:
                raise RowError("", "columns", str(len(cells)))
            row = make({name: cells[place] for name, place in places.items()})
            first = seen.setdefault(key(row), line)
            if first != line:
                raise RowError("code", "duplicate", key(row))
            rows.append(row)
        except RowError as error:
            column = names.get(error.column, error.column)
            refused.append(RefusedRow(line, column, error.code, error.found[:80]))
    return Parsed(tuple(rows), tuple(refused))


def _place(header: tuple[str, ...], english: str, chinese: str) -> int:
    return header.index(chinese) if chinese in header else header.index(english)


@dataclass(frozen=True)
class _Known:
    types: frozenset[str]
    institutions: frozenset[str]
    today: date


def _product_type(cells: Cells) -> ProductType:
    return ProductType(
        code=_matching(cells, "code", TYPE),
        name=_text(cells, "name"),
        name_en=_text(cells, "name_en"),
        class_name=_text(cells, "class"),
        class_en=_text(cells, "class_en"),
        planned=_count(cells, "planned", 1),
    )


def _qualification(cells: Cells, types: frozenset[str], names: dict[str, str]) -> Qualification:
    row = Qualification(
        code=_matching(cells, "code", INSTITUTION),
        name=_text(cells, "name"),
        type=_known(cells, "type", cells["type"], types),
        sampling=_count(cells, "sampling_quota", 0),
        testing=_count(cells, "testing_quota", 0),
        valid_until=_date("valid_until", cells["valid_until"]),
    )
    if row.sampling == row.testing == 0:
        raise RowError("sampling_quota", "no_quota", "0")
    if names.setdefault(row.code, row.name) != row.name:
        raise RowError("name", "other_name", row.name)
    return row


def _enterprise(cells: Cells, known: _Known) -> Enterprise:
    code = cells["code"]
    if not uscc.is_valid(code):
        raise RowError("code", "check", code)
    if not REGION.fullmatch(cells["region"]):
        raise RowError("region", "format", cells["region"])
    types = _types(cells["types"], known.types)
    return Enterprise(
        code=code,
        name=_text(cells, "name"),
        region=cells["region"],
        addresses=_addresses(cells["addresses"]),
        types=types,
        failed=_failed(cells["failed"], types),
        last=_last(cells["last"], known),
        conflicts=_conflicts(cells["conflicts"], known.institutions),
        status=_status(cells["status"]),
    )


def _split(text: str, separators: str = ";；") -> list[str]:
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part.strip() for part in text.split(separators[0]) if part.strip()]


def _types(text: str, known: frozenset[str]) -> tuple[str, ...]:
    parts = _split(text)
    if not parts:
        raise RowError("types", "empty", text)
    for part in parts:
        if part not in known:
            raise RowError("types", "unknown", part)
    return _unique("types", parts)


def _failed(text: str, types: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    rows = []
    for part in _split(text):
        code, found, evidence = part.partition("=")
        if not found or not evidence:
            raise RowError("failed", "format", part)
        _clean("failed", evidence)
        if code not in types:
            raise RowError("failed", "not_own_type", code)
        rows.append((code, evidence))
    _unique("failed", [code for code, _ in rows])
    return tuple(sorted(rows))


def _last(text: str, known: _Known) -> tuple[LastVisit, ...]:
    rows = []
    for part in _split(text):
        code, _, rest = part.partition("=")
        pieces = rest.split("/")
        if len(pieces) != 3:
            raise RowError("last", "format", part)
        if code not in known.types:
            raise RowError("last", "unknown", code)
        day = _date("last", pieces[0])
        if day > known.today:
            raise RowError("last", "future", pieces[0])
        for institution in pieces[1:]:
            if institution and institution not in known.institutions:
                raise RowError("last", "institution", institution)
        rows.append(LastVisit(code, day, pieces[1], pieces[2]))
    _unique("last", [row.type for row in rows])
    return tuple(sorted(rows, key=lambda row: row.type))


def _conflicts(text: str, known: frozenset[str]) -> tuple[str, ...]:
    parts = _split(text)
    for part in parts:
        if part not in known:
            raise RowError("conflicts", "institution", part)
    return _unique("conflicts", parts)


def _addresses(text: str) -> tuple[str, ...]:
    parts = tuple(_split(text, "|"))
    if not parts:
        raise RowError("addresses", "empty", text)
    return tuple(_clean("addresses", part) for part in parts)


def _status(text: str) -> str:
    if text not in STATUSES:
        raise RowError("status", "unknown", text)
    return STATUSES[text]


def _unique(column: str, parts: Iterable[str]) -> tuple[str, ...]:
    ordered = sorted(parts)
    for one, other in pairwise(ordered):
        if one == other:
            raise RowError(column, "twice", one)
    return tuple(ordered)


def _matching(cells: Cells, column: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(cells[column]):
        raise RowError(column, "format", cells[column])
    return cells[column]


def _known(cells: Cells, column: str, value: str, known: frozenset[str]) -> str:
    if value not in known:
        raise RowError(column, "unknown", value)
    return value


def _text(cells: Cells, column: str) -> str:
    text = cells[column]
    if not text:
        raise RowError(column, "empty", text)
    return _clean(column, text)


def _clean(column: str, text: str) -> str:
    # not `isprintable`: it refuses the wide blank and the private characters of rare names
    unseen = any(unicodedata.category(sign) in UNSEEN for sign in text)
    if unseen or len(text) > TEXT_LIMIT:
        raise RowError(column, "text", text)
    return text


def _count(cells: Cells, column: str, least: int) -> int:
    text = cells[column]
    if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= QUOTA_LIMIT:
        raise RowError(column, "number", text)
    return int(text)


def _date(column: str, text: str) -> date:
    if not DATE.fullmatch(text):
        raise RowError(column, "date", text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RowError(column, "date", text) from error
