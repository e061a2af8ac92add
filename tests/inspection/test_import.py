"""Lists are taken in whole or not at all; every wrong row is named by line and column."""

import io
import zipfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from demo.files import (
    CATALOGUE_HEADER,
    ENTERPRISES_HEADER,
    INSTITUTIONS_HEADER,
    Defect,
    defects,
)
from demo.generate import REFERENCE
from inspection import files
from inspection.errors import Refusal
from inspection.files import FileReport
from inspection.lists import COLUMNS
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall, send, small
from tests.inspection.tables import everything

REASONS = {
    "duplicate_code": "duplicate",
    "wrong_check_digit": "check",
    "unknown_type": "unknown",
    "failed_not_in_types": "not_own_type",
    "future_last_date": "future",
    "two_last_of_one_type": "twice",
    "too_few_columns": "columns",
}
WHOLE_FILE = {"header_missing": "file_header", "empty_file": "file_empty"}


def first_two(hall: Hall) -> None:
    for name in ("catalogue.csv", "institutions.xlsx"):
        assert send(hall, name, small()[name]).accepted


def workbook(rows: list[list[object]]) -> bytes:
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet()
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    book.close()
    return raw.getvalue()


def refusal(hall: Hall, name: str, data: bytes) -> Refusal:
    before = everything(hall)
    with pytest.raises(Refusal) as refused:
        send(hall, name, data)
    assert everything(hall) == before
    return refused.value


def made(folder: Path) -> dict[str, Defect]:
    return {defect.path.name: defect for defect in defects(folder, REFERENCE)}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", sorted(REASONS))
def test_a_wrong_row_is_named_and_nothing_is_staged(
    at: At, tmp_path: Path, kind: str, suffix: str
) -> None:
    hall = at("founded")
    first_two(hall)
    found = made(tmp_path)
    if kind + suffix not in found:
        assert (kind, suffix) == ("too_few_columns", ".xlsx"), "a sheet has no short rows"
        return
    defect = found[kind + suffix]
    before = everything(hall)
    report = send(hall, defect.path.name, defect.path.read_bytes())
    (row,) = report.refused
    column = ENTERPRISES_HEADER[defect.column - 1] if defect.column else ""
    assert (row.line, row.column, row.code) == (defect.line, column, REASONS[kind])
    assert (report.accepted, report.rows, report.refused_total) == (False, 5, 1)
    assert everything(hall) == before


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", sorted(WHOLE_FILE))
def test_a_file_without_header_or_rows_is_refused(
    at: At, tmp_path: Path, kind: str, suffix: str
) -> None:
    hall = at("founded")
    first_two(hall)
    path = made(tmp_path)[kind + suffix].path
    assert refusal(hall, path.name, path.read_bytes()).code == WHOLE_FILE[kind]


def test_a_byte_of_no_encoding_is_named_by_its_line(at: At, tmp_path: Path) -> None:
    hall = at("founded")
    first_two(hall)
    defect = made(tmp_path)["undecodable_byte.csv"]
    found = refusal(hall, defect.path.name, defect.path.read_bytes())
    assert found.code == "file_unreadable"
    assert found.values["reason"] == f"line {defect.line} fits no known encoding"


def test_the_good_files_are_accepted_in_both_formats(at: At, tmp_path: Path) -> None:
    hall = at("founded")
    first_two(hall)
    made(tmp_path)
    for name in ("good.csv", "good.xlsx"):
        report = send(hall, name, (tmp_path / name).read_bytes())
        assert (report.accepted, report.rows, report.kind) == (True, 6, "enterprises")
        assert hall.do(files.staged)["enterprises"].digest == report.digest


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07", "\u2028", "\ufeff"])
def test_signs_that_cannot_be_seen_are_refused(at: At, sign: str) -> None:
    hall = at("founded")
    first_two(hall)
    for column, place in (("企业名称", "示例"), ("地址", "号")):
        lines = small()["enterprises.csv"].decode("utf-8-sig").splitlines(keepends=True)
        cells = lines[1].split(",")
        index = ENTERPRISES_HEADER.index(column)
        cells[index] = cells[index].replace(place, place[0] + sign + place[1:] + "甲", 1)
        report = send(hall, "list.csv", "".join([lines[0], ",".join(cells)]).encode())
        assert [(row.column, row.code) for row in report.refused] == [(column, "text")]


def test_an_english_header_is_known(at: At) -> None:
    hall = at("founded")
    for kind, header in (
        ("catalogue", CATALOGUE_HEADER),
        ("enterprises", ENTERPRISES_HEADER),
    ):
        english = {zh: en for en, zh in COLUMNS[kind].items()}
        name = f"{kind}.csv"
        text = small()[name].decode("gb18030" if kind == "catalogue" else "utf-8-sig")
        _, _, rest = text.partition("\n")
        first = ",".join(english.get(title, "note") for title in header)
        report = send(hall, name, f"{first}\n{rest}".encode())
        assert (report.kind, report.accepted) == (kind, True)
        if kind == "catalogue":
            assert send(hall, "i.xlsx", small()["institutions.xlsx"]).accepted


@pytest.mark.parametrize("second", ["类别代码", "code"])
def test_a_column_stands_in_the_header_once(at: At, second: str) -> None:
    """Of two the program reads one and a person perhaps the other."""
    hall = at("founded")
    rows = small()["catalogue.csv"].decode("gb18030").splitlines()
    doubled = "\n".join([f"{rows[0]},{second}", *(f"{row},A99" for row in rows[1:])])
    found = refusal(hall, "catalogue.csv", doubled.encode())
    assert (found.code, found.values["columns"]) == ("file_header_twice", "类别代码")


def test_a_cell_beyond_the_header_is_named(at: At, tmp_path: Path) -> None:
    """A comma in an address moves all that follows, here a row that is right as it stands."""
    hall = at("founded")
    header, line, *_ = small()["catalogue.csv"].decode("gb18030").splitlines()
    csv_file = f"{header}\n{line},\n{line},更多\n".encode()
    report = send(hall, "catalogue.csv", csv_file)
    assert [(row.line, row.code) for row in report.refused] == [(2, "extra"), (3, "extra")]
    cells: list[object] = [*line.split(",")]
    sheet = workbook([[*header.split(",")], cells, [*cells, "更多"]])
    report = send(hall, "catalogue.xlsx", sheet)
    assert [(row.line, row.code) for row in report.refused] == [(3, "extra")]


def formula(sheet: int) -> bytes:
    """A catalogue as a workbook of two sheets, one cell of which is computed."""
    lines = small()["catalogue.csv"].decode("gb18030").splitlines()
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True})
    for number in (0, 1):
        rows = book.add_worksheet()
        for y, line in enumerate(lines):
            rows.write_row(y, 0, line.split(","))
        if number == sheet:
            rows.write_formula(1, 5, "=6*7", value=42)
    book.close()
    return raw.getvalue()


@pytest.mark.parametrize("sheet", [0, 1])
def test_a_workbook_that_computes_is_refused(at: At, sheet: int) -> None:
    hall = at("founded")
    assert refusal(hall, "catalogue.xlsx", formula(sheet)).code == "file_formulas"
    assert send(hall, "catalogue.xlsx", formula(sheet=9)).accepted


def test_a_formula_with_a_prefix_in_a_moved_sheet_is_found(at: At) -> None:
    hall, moved = at("founded"), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(formula(0))) as old,
        zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name).replace(b"worksheets/sheet1.xml", b"elsewhere.xml")
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<f>", b"<x:f >").replace(b"</f>", b"</x:f>")
                name = "xl/elsewhere.xml"
            new.writestr(name, data)
    assert refusal(hall, "catalogue.xlsx", moved.getvalue()).code == "file_formulas"


def test_columns_may_stand_in_any_order(at: At) -> None:
    hall = at("founded")
    rows = [line.split(",") for line in small()["catalogue.csv"].decode("gb18030").splitlines()]
    turned = "\n".join(",".join(reversed(row)) for row in rows)
    assert send(hall, "catalogue.csv", turned.encode()).accepted


def institutions(*rows: tuple[str, str, str, object, object, str]) -> bytes:
    return workbook([list(INSTITUTIONS_HEADER), *([*row, "是"] for row in rows)])


def test_one_institution_has_one_name(at: At) -> None:
    hall = at("founded")
    send(hall, "catalogue.csv", small()["catalogue.csv"])
    report = send(
        hall,
        "i.xlsx",
        institutions(
            ("LAB1", "示例检验所", "A01", 5, 5, "2028-01-01"),
            ("LAB1", "示例检验院", "A02", 5, 5, "2028-01-01"),
            ("LAB1", "示例检验所", "A01", 5, 5, "2028-01-01"),
        ),
    )
    found = [(row.line, row.column, row.code) for row in report.refused]
    assert found == [(3, "机构名称", "other_name"), (4, "机构代码", "duplicate")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("lab", "示例", "A01", 5, 5, "2028-01-01"), "机构代码"),
        (("LAB1", "", "A01", 5, 5, "2028-01-01"), "机构名称"),
        (("LAB1", "示例", "A99", 5, 5, "2028-01-01"), "产品类别"),
        (("LAB1", "示例", "A01", 0, 0, "2028-01-01"), "抽样限额"),
        (("LAB1", "示例", "A01", -1, 5, "2028-01-01"), "抽样限额"),
        (("LAB1", "示例", "A01", 5, 1.5, "2028-01-01"), "检验限额"),
        (("LAB1", "示例", "A01", 5, 1_000_001, "2028-01-01"), "检验限额"),
        (("LAB1", "示例", "A01", 5, 5, "2028-02-30"), "资质有效期"),
        (("LAB1", "示例", "A01", 5, 5, "2028/01/01"), "资质有效期"),
    ],
)
def test_a_wrong_institution_is_named_by_its_column(
    at: At, row: tuple[str, str, str, object, object, str], column: str
) -> None:
    hall = at("founded")
    send(hall, "catalogue.csv", small()["catalogue.csv"])
    report = send(hall, "i.xlsx", institutions(row))
    assert [(found.line, found.column) for found in report.refused] == [(2, column)]


def test_dates_and_numbers_of_a_sheet_are_read_as_such(at: At) -> None:
    hall = at("founded")
    send(hall, "catalogue.csv", small()["catalogue.csv"])
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(2, 0, list(INSTITUTIONS_HEADER))  # with empty rows above, as people send it
    sheet.write_row(3, 0, ["LAB1", "示例", "A01", 5.0, 5])
    day = (date(2028, 1, 1) - date(1899, 12, 30)).days  # as a sheet counts days
    sheet.write_number(3, 5, day, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_row(4, 0, ["LAB1", "示例", "A99", 5, 5, "2028-01-01"])
    book.close()
    report = send(hall, "i.xlsx", raw.getvalue())
    assert [(row.line, row.code) for row in report.refused] == [(5, "unknown")]
    assert report.rows == 1


def test_the_catalogue_comes_first_then_institutions(at: At) -> None:
    hall = at("founded")
    for name, missing in (("enterprises.csv", "catalogue"), ("institutions.xlsx", "catalogue")):
        assert refusal(hall, name, small()[name]).values["kinds"] == (missing,)
    send(hall, "catalogue.csv", small()["catalogue.csv"])
    found = refusal(hall, "enterprises.csv", small()["enterprises.csv"])
    assert found.values["kinds"] == ("institutions",)


def test_a_refused_file_leaves_the_accepted_one(at: At, tmp_path: Path) -> None:
    hall = at("listed")
    before = hall.do(files.staged)
    assert set(before) == set(files.KINDS)
    bad = made(tmp_path)["wrong_check_digit.csv"].path
    assert not send(hall, "bad.csv", bad.read_bytes()).accepted
    assert hall.do(files.staged) == before


def test_the_report_is_cut_and_says_how_much_it_cut(at: At) -> None:
    hall = at("founded")
    first_two(hall)
    header, line, *_ = small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    bad = line.replace(line[:18], "1" * 18)
    report: FileReport = send(hall, "list.csv", "\n".join([header, *[bad] * 2_500]).encode())
    assert (len(report.refused), report.refused_total) == (files.REPORT_LIMIT, 2_500)


def without(name: str, words: str) -> bytes:
    """A list without its rows that hold these words."""
    header, *lines = small()[name].decode("gb18030").splitlines()
    kept = [line for line in lines if words not in line]
    assert 0 < len(kept) < len(lines)
    return "\n".join([header, *kept]).encode()


def test_a_roster_sent_again_is_judged_by_the_lists_of_now(at: At) -> None:
    """What was read of the same bytes before belongs to another catalogue, other institutions."""
    hall = at("founded")
    first_two(hall)
    roster = small()["enterprises.csv"]
    assert send(hall, "list.csv", roster).accepted
    send(hall, "i.xlsx", institutions(("LAB1", "示例", "A01", 5, 5, "2028-01-01")))
    found = send(hall, "list.csv", roster)
    assert {row.code for row in found.refused} == {"institution"}
    assert send(hall, "institutions.xlsx", small()["institutions.xlsx"]).accepted
    assert send(hall, "list.csv", roster).accepted
    assert send(hall, "catalogue.csv", without("catalogue.csv", "A01,")).accepted
    found = send(hall, "list.csv", roster)
    assert {row.code for row in found.refused} == {"unknown"}


def test_names_are_those_of_the_newest_catalogue(at: At) -> None:
    hall = at("founded")
    assert hall.do(files.staged_names) == {}
    assert send(hall, "catalogue.csv", small()["catalogue.csv"]).accepted
    assert "A01" in hall.do(files.staged_names)
    assert send(hall, "catalogue.csv", without("catalogue.csv", "A01,")).accepted
    assert "A01" not in hall.do(files.staged_names)


def test_only_officials_send_lists(at: At) -> None:
    hall = at("founded")
    data = small()["catalogue.csv"]
    for who in ("s1", "r1", "b1"):
        by = hall.people[who]
        with pytest.raises(Refusal, match="only by"):
            hall.do(partial(files.take_file, by=by, filename="catalogue.csv", data=data))
    assert hall.do(files.staged) == {}


def test_a_list_of_yesterday_is_judged_by_todays_date(at: At) -> None:
    """A visit of today is no future visit; one of tomorrow is, also when the day comes nearer."""
    hall = at("founded")
    first_two(hall)
    header, *lines = small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    line = next(line.split(",") for line in lines if line.split(",")[6])
    once = line[6].split(";")[0]
    day = date(2026, 11, 24)

    def visited(days: int) -> bytes:
        line[6] = once[:4] + day.replace(day=24 + days).isoformat() + once[14:]
        return "\n".join([header, ",".join(line)]).encode()

    assert send(hall, "list.csv", visited(0)).accepted
    assert not send(hall, "list.csv", visited(1)).accepted
    hall.now += halls.DAY
    assert send(hall, "list.csv", visited(1)).accepted
