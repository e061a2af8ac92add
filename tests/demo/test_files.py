"""Formats of the files, and that each defect file has its defect where it says."""

import csv
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from python_calamine import CalamineWorkbook

from demo.files import ENTERPRISES_HEADER, Defect, defects
from demo.generate import REFERENCE
from demo.uscc import is_uscc

KINDS_OF_CELLS = {
    "duplicate_code",
    "wrong_check_digit",
    "unknown_type",
    "failed_not_in_types",
    "future_last_date",
    "two_last_of_one_type",
    "header_missing",
    "empty_file",
}
KINDS_OF_BYTES = {"undecodable_byte", "too_few_columns"}

Written = dict[str, Defect]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    return {defect.path.name: defect for defect in defects(tmp_path, REFERENCE)}


def read(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(path.read_text("utf-8-sig").splitlines(), strict=True))
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def test_files_have_the_promised_encodings(files: dict[str, bytes]) -> None:
    assert files["enterprises.csv"].startswith(b"\xef\xbb\xbf")
    assert len(files["enterprises.csv"]) < 19_000_000
    assert files["catalogue.csv"].decode("gb18030").startswith("类别代码,")
    assert b"\n" not in files["catalogue.csv"].replace(b"\r\n", b"")
    with pytest.raises(UnicodeDecodeError):
        files["catalogue.csv"].decode("utf-8")


def test_the_workbook_has_no_part_that_varies_by_machine(files: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(files["institutions.xlsx"])) as book:
        parts = {(it.compress_type, it.date_time, it.create_system) for it in book.infolist()}
        assert parts == {(ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3)}
        assert b">2021-07-16T00:00:00Z<" in book.read("docProps/core.xml")


def test_every_kind_is_written(written: Written) -> None:
    assert {name for name in written if name.endswith(".csv")} == {
        f"{kind}.csv" for kind in KINDS_OF_CELLS | KINDS_OF_BYTES
    }
    assert {name for name in written if name.endswith(".xlsx")} == {
        f"{kind}.xlsx" for kind in KINDS_OF_CELLS
    }
    assert all(defect.path.stem == defect.kind for defect in written.values())


@pytest.mark.usefixtures("written")
def test_the_good_files_agree_and_have_no_defect(tmp_path: Path) -> None:
    header, *rows = read(tmp_path / "good.csv")
    assert read(tmp_path / "good.xlsx") == [header, *rows]
    assert tuple(header) == ENTERPRISES_HEADER
    assert len({row[0] for row in rows}) == len(rows) == 6
    assert all(is_uscc(row[0]) for row in rows)
    assert all(row[6] for row in rows)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", sorted(KINDS_OF_CELLS - {"header_missing", "empty_file"}))
def test_one_cell_differs_and_it_is_the_one_named(written: Written, kind: str, suffix: str) -> None:
    defect = written[kind + suffix]
    good, bad = read(defect.path.with_name("good.csv")), read(defect.path)
    assert [len(row) for row in bad] == [len(row) for row in good]
    different = [
        (line + 1, column + 1)
        for line, row in enumerate(good)
        for column, cell in enumerate(row)
        if cell != bad[line][column]
    ]
    assert different == [(defect.line, defect.column)]


def test_cell_defects_are_what_they_are_called(written: Written) -> None:
    def cell(kind: str) -> str:
        defect = written[f"{kind}.csv"]
        return read(defect.path)[defect.line - 1][(defect.column or 0) - 1]

    good = read(written["unknown_type.csv"].path.with_name("good.csv"))
    assert cell("duplicate_code") == good[1][0]
    assert not is_uscc(cell("wrong_check_digit"))
    assert cell("wrong_check_digit")[:17] == good[4][0][:17]
    assert cell("unknown_type") == "Z99"
    assert cell("failed_not_in_types").split("=")[0] not in good[1][4].split(";")
    assert date.fromisoformat(cell("future_last_date")[4:14]) > REFERENCE
    first, second = cell("two_last_of_one_type").split(";")
    assert first[:3] == second[:3]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_header_missing_and_empty_file(written: Written, suffix: str) -> None:
    missing = written["header_missing" + suffix]
    assert (missing.line, missing.column) == (1, None)
    assert read(missing.path) == read(missing.path.with_name("good.csv"))[1:]
    assert read(written["empty_file" + suffix].path) == []


def test_byte_defects(written: Written) -> None:
    stray = written["undecodable_byte.csv"]
    lines = stray.path.read_bytes().split(b"\r\n")
    broken = [number + 1 for number, line in enumerate(lines) if not decodes(line, "utf-8")]
    assert broken == [stray.line]
    assert not decodes(stray.path.read_bytes(), "gb18030")
    cells = lines[stray.line - 1].split(b",")
    assert [number + 1 for number, cell in enumerate(cells) if b"\xff" in cell] == [stray.column]

    short = written["too_few_columns.csv"]
    widths = [len(row) for row in read(short.path)]
    assert [number + 1 for number, width in enumerate(widths) if width != 10] == [short.line]


def decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
