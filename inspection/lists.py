"""The three lists officials send in: catalogue, institutions, enterprises; row by row, strictly.

A list is accepted whole or not at all. Every refused row is named by line, column and reason, so
that the sender can mend all of them at once. Nothing is normalised: names and addresses are kept
byte for byte as they came (only the blanks around a cell are not part of it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from inspection import columns, uscc
from inspection.errors import Refusal
from inspection.reading import Table

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
class Enterprise:
    """One manufacturer as imported (spec 01 §1, before salts)."""

    code: str
    name: str
    region: str
    addresses: tuple[str, ...]
    types: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    last: tuple[columns.LastVisit, ...]
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


Item = TypeVar("Item")


@dataclass(frozen=True)
class Parsed(Generic[Item]):
    """A list read to its end: the rows that are right and the ones that are not."""

    rows: tuple[Item, ...]
    refused: tuple[RefusedRow, ...]


def kind_of(table: Table) -> str:
    """Which list a table is, by its header (Chinese or English names); else a refusal."""
    best: tuple[int, str, list[str]] | None = None
    for kind, names in COLUMNS.items():
        missing = [zh for en, zh in names.items() if not {en, zh} & set(table.header)]
        if not missing:
            _demand_once(table, names)
            return kind
        if best is None or len(missing) < best[0]:
            best = (len(missing), kind, missing)
    missing_text = "、".join(best[2]) if best else ""
    raise Refusal("file_header", name=table.name, missing=missing_text)


def _demand_once(table: Table, names: Mapping[str, str]) -> None:
    """One column, one place: of two the reader and the supervisor might look at different ones."""
    header = table.header
    twice = [zh for en, zh in names.items() if header.count(en) + header.count(zh) > 1]
    if twice:
        raise Refusal("file_header_twice", name=table.name, columns="、".join(twice))


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
    known = columns.Known(types, institutions, today)
    return _parse(
        table, "enterprises", lambda cells: _enterprise(cells, known), lambda row: row.code
    )


def _parse(
    table: Table, kind: str, make: Callable[[columns.Cells], Item], key: Callable[[Item], str]
) -> Parsed[Item]:
    names = COLUMNS[kind]
    places = {en: _place(table.header, en, zh) for en, zh in names.items()}
    width = max(places.values()) + 1
    named = 1 + max(place for place, title in enumerate(table.header) if title)
    rows: list[Item] = []
    refused: list[RefusedRow] = []
    seen: dict[str, int] = {}
    for line, cells in table.rows:
        try:
            if len(cells) < width:
                raise columns.RowError("", "columns", str(len(cells)))
            if len(cells) > len(table.header) or any(cells[named:]):
                # a comma too many moves every cell behind it into a wrong column
                raise columns.RowError("", "extra", str(len(cells)))
            row = make({name: cells[place] for name, place in places.items()})
            first = seen.setdefault(key(row), line)
            if first != line:
                raise columns.RowError("code", "duplicate", key(row))
            rows.append(row)
        except columns.RowError as error:
            column = names.get(error.column, error.column)
            refused.append(RefusedRow(line, column, error.code, error.found[:80]))
    return Parsed(tuple(rows), tuple(refused))


def _place(header: tuple[str, ...], english: str, chinese: str) -> int:
    return header.index(chinese) if chinese in header else header.index(english)


def _product_type(cells: columns.Cells) -> ProductType:
    return ProductType(
        code=columns.matching(cells, "code", columns.TYPE),
        name=columns.text(cells, "name"),
        name_en=columns.text(cells, "name_en"),
        class_name=columns.text(cells, "class"),
        class_en=columns.text(cells, "class_en"),
        planned=columns.count(cells, "planned", 1),
    )


def _qualification(
    cells: columns.Cells, types: frozenset[str], names: dict[str, str]
) -> Qualification:
    row = Qualification(
        code=columns.matching(cells, "code", columns.INSTITUTION),
        name=columns.text(cells, "name"),
        type=columns.known_code(cells, "type", cells["type"], types),
        sampling=columns.count(cells, "sampling_quota", 0),
        testing=columns.count(cells, "testing_quota", 0),
        valid_until=columns.day("valid_until", cells["valid_until"]),
    )
    if row.sampling == row.testing == 0:
        raise columns.RowError("sampling_quota", "no_quota", "0")
    if names.setdefault(row.code, row.name) != row.name:
        raise columns.RowError("name", "other_name", row.name)
    return row


def _enterprise(cells: columns.Cells, known: columns.Known) -> Enterprise:
    code = cells["code"]
    if not uscc.is_valid(code):
        raise columns.RowError("code", "check", code)
    if not columns.REGION.fullmatch(cells["region"]):
        raise columns.RowError("region", "format", cells["region"])
    types = columns.types(cells["types"], known.types)
    return Enterprise(
        code=code,
        name=columns.text(cells, "name"),
        region=cells["region"],
        addresses=columns.addresses(cells["addresses"]),
        types=types,
        failed=columns.failed(cells["failed"], types),
        last=columns.last(cells["last"], known),
        conflicts=columns.conflicts(cells["conflicts"], known.institutions),
        status=columns.status(cells["status"]),
    )


def cells(row: Enterprise) -> tuple[str, ...]:
    """An enterprise in the columns of its list, in the order of `COLUMNS`; reads back the same."""
    return (
        row.code,
        row.name,
        row.region,
        "|".join(row.addresses),
        ";".join(row.types),
        ";".join(f"{code}={evidence}" for code, evidence in row.failed),
        ";".join(f"{v.type}={v.date.isoformat()}/{v.sampler}/{v.tester}" for v in row.last),
        ";".join(row.conflicts),
        columns.status_word(row.status),
    )
