"""The bytes of the demo files, and small files with one defect each for the importer's tests.

Headers are Chinese. The same values give the same bytes on every machine: line ends are CRLF
everywhere, and the workbook is stored without compression, because deflate differs by zlib.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xlsxwriter import Workbook

from demo.catalogue import CLASSES, TYPES, planned_counts
from demo.institutions import Qualification, qualifications
from demo.roster import SMALL, Enterprise, enterprises

CATALOGUE_HEADER = (
    *("类别代码", "类别名称", "英文名称", "大类", "大类英文", "计划数", "合成数据"),
)
ENTERPRISES_HEADER = (
    *("统一社会信用代码", "企业名称", "行政区划", "地址", "产品类别"),
    *("上次不合格", "最近抽查", "利益冲突机构", "状态", "合成数据"),
)
INSTITUTIONS_HEADER = (
    *("机构代码", "机构名称", "产品类别", "抽样限额", "检验限额", "资质有效期", "合成数据"),
)

SYNTHETIC = "是"
"""The last cell of every row of every file: the row is synthetic, plan counts included."""

Row = Sequence[str | int]


@dataclass(frozen=True)
class Defect:
    """A file of enterprises with exactly one defect, and where an importer must find it.

    `line`: from 1, the header is line 1. `column`: from 1; None where the line as a whole is wrong.
    `kind`: a short name of the defect.
    """

    path: Path
    kind: str
    line: int
    column: int | None


def catalogue_csv(planned: Mapping[str, int]) -> bytes:
    """Return the catalogue as CSV in GB18030, one line per type; `planned` by type code."""
    rows = [
        (kind.code, kind.name, kind.name_en, *CLASSES[kind.code[0]], planned[kind.code], SYNTHETIC)
        for kind in TYPES
    ]
    return _csv([CATALOGUE_HEADER, *rows]).encode("gb18030")


def enterprises_csv(roster: Iterable[Enterprise]) -> bytes:
    """Return the enterprises as CSV in UTF-8 with a byte order mark, one line per enterprise."""
    return _csv([ENTERPRISES_HEADER, *map(_enterprise_row, roster)]).encode("utf-8-sig")


def institutions_xlsx(rows: Iterable[Qualification]) -> bytes:
    """Return the institutions as a workbook, one row per institution and type; dates are text."""
    return _xlsx([INSTITUTIONS_HEADER, *map(_qualification_row, rows)])


def defects(folder: Path, reference: date) -> tuple[Defect, ...]:
    """Write the files with one defect each into an existing folder and say what is wrong where.

    Beside them come `catalogue.csv` and `institutions.xlsx`, which fit, and `good.csv` and
    `good.xlsx`, which have no defect. Defects that both formats can hold come in both.
    """
    planned = planned_counts(SMALL.first_planned, SMALL.planned)
    rows = qualifications(planned, reference)
    roster = sorted(enterprises(SMALL, reference, rows), key=lambda one: not one.last)[:6]
    good = [ENTERPRISES_HEADER, *map(_enterprise_row, roster)]
    (folder / "catalogue.csv").write_bytes(catalogue_csv(planned))
    (folder / "institutions.xlsx").write_bytes(institutions_xlsx(rows))
    (folder / "good.csv").write_bytes(_csv(good).encode("utf-8-sig"))
    (folder / "good.xlsx").write_bytes(_xlsx(good))
    return (*_table_defects(folder, good), *_byte_defects(folder, good))


def _table_defects(folder: Path, good: Sequence[Row]) -> Iterable[Defect]:
    """Write the defects of cells and headers, each as CSV and as a workbook."""
    for kind, line, column, table in _broken_tables(good):
        csv_path, xlsx_path = folder / f"{kind}.csv", folder / f"{kind}.xlsx"
        csv_path.write_bytes(_csv(table).encode("utf-8-sig"))
        xlsx_path.write_bytes(_xlsx(table))
        yield Defect(csv_path, kind, line, column)
        yield Defect(xlsx_path, kind, line, column)


def _broken_tables(
    good: Sequence[Row],
) -> Iterable[tuple[str, int, int | None, Sequence[Row]]]:
    """Yield kind, line, column and the table; line and column as in `Defect`."""
    code = str(good[4][0])
    wrong_check = code[:-1] + ("0" if code[-1] != "0" else "1")
    other_type = next(kind.code for kind in TYPES if kind.code not in str(good[1][4]))
    once = str(good[2][6]).split(";")[0]
    future = once[:4] + "2999-01-01" + once[14:]
    for kind, line, column, value in (
        ("duplicate_code", 6, 1, str(good[1][0])),
        ("wrong_check_digit", 5, 1, wrong_check),
        ("unknown_type", 4, 5, "Z99"),
        ("failed_not_in_types", 2, 6, f"{other_type}=示例-2025-999999"),
        ("future_last_date", 3, 7, future),
        ("two_last_of_one_type", 3, 7, f"{once};{once}"),
    ):
        yield kind, line, column, _with_cell(good, line, column, value)
    yield "header_missing", 1, None, good[1:]
    yield "empty_file", 1, None, []


def _byte_defects(folder: Path, good: Sequence[Row]) -> Iterable[Defect]:
    """Write the defects that only a CSV file can hold: a stray byte and a short line."""
    lines = [_csv([row]).encode() for row in good]
    stray = lines[3].replace("示例".encode(), "示例".encode() + b"\xff", 1)
    short = _csv([good[4][:5]]).encode()
    for kind, line, column, broken in (
        ("undecodable_byte", 4, 2, stray),
        ("too_few_columns", 5, None, short),
    ):
        path = folder / f"{kind}.csv"
        body = b"".join([*lines[: line - 1], broken, *lines[line:]])
        path.write_bytes(b"\xef\xbb\xbf" + body)
        yield Defect(path, kind, line, column)


def _with_cell(table: Sequence[Row], line: int, column: int, value: str) -> list[Row]:
    changed = [list(row) for row in table]
    changed[line - 1][column - 1] = value
    return [tuple(row) for row in changed]


def _enterprise_row(one: Enterprise) -> tuple[str, ...]:
    return (
        one.code,
        one.name,
        one.region,
        "|".join(one.addresses),
        ";".join(one.types),
        ";".join(f"{code}={report}" for code, report in one.failed.items()),
        ";".join(f"{it.type}={it.day.isoformat()}/{it.sampler}/{it.tester}" for it in one.last),
        ";".join(one.conflicts),
        "已关闭" if one.closed else "正常",
        SYNTHETIC,
    )


def _qualification_row(row: Qualification) -> Row:
    return (
        row.institution.code,
        row.institution.name,
        row.type,
        row.sampling_quota,
        row.testing_quota,
        row.valid_until.isoformat(),
        SYNTHETIC,
    )


def _csv(rows: Iterable[Row]) -> str:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _xlsx(rows: Iterable[Row]) -> bytes:
    """Write one sheet: numbers as numbers, all else as text, never as a formula or a link."""
    raw = BytesIO()
    book = Workbook(raw, {"in_memory": True})
    book.set_properties({"created": datetime(2021, 7, 16, tzinfo=UTC)})
    sheet = book.add_worksheet("数据")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(y, x, value)
            else:
                sheet.write_string(y, x, value)
    book.close()
    return _stored(raw)


def _stored(archive: BytesIO) -> bytes:
    """Pack the parts again, uncompressed, with fixed dates and system: same bytes anywhere."""
    packed = BytesIO()
    with ZipFile(archive) as source, ZipFile(packed, "w", ZIP_STORED) as target:
        for name in source.namelist():
            part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.create_system = 3
            target.writestr(part, source.read(name))
    return packed.getvalue()
