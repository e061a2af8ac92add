"""Files as they come: encodings, junk, bombs; a table or a refusal, never another error."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from xlsxwriter import Workbook

from demo.files import ENTERPRISES_HEADER
from inspection import files
from inspection.errors import Refusal
from inspection.lists import parse_enterprises
from inspection.reading import UNPACKED_LIMIT, read_table
from tests.inspection.conftest import At
from tests.inspection.hall import small
from tests.inspection.test_import import refusal


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_give_the_same_rows(encoding: str) -> None:
    text = small()["enterprises.csv"].decode("utf-8-sig")
    table = read_table("list.csv", text.encode(encoding))
    assert table.header == ENTERPRISES_HEADER
    assert table.rows == read_table("list.csv", text.encode("utf-8")).rows
    assert len(table.rows) == 600


def test_names_are_kept_byte_for_byte() -> None:
    """Rare signs of GB18030, the wide blank and private characters are names too."""
    names = ["示例㐂𠮷有限公司", "示例\u3000空格公司", "示例\ue5e5公司", "示例 A&B <i>'\" 公司"]
    header, *lines = small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    rows = [[*line.split(",")] for line in lines if '"' not in line][: len(names)]
    for row, name in zip(rows, names, strict=True):
        row[1] = '"' + name.replace('"', '""') + '"'
    text = "\r\n".join([header, *(",".join(row) for row in rows)])
    types = frozenset(code for row in rows for code in row[4].split(";"))
    table = read_table("list.csv", text.encode("gb18030"))
    labs = frozenset(part for row in rows for cell in row for part in _codes(cell))
    parsed = parse_enterprises(table, types, labs, date(2026, 11, 24))
    assert parsed.refused == ()
    assert [row.name for row in parsed.rows] == names


def _codes(cell: str) -> list[str]:
    return [piece for part in cell.split(";") for piece in part.split("/")]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and then nothing",
        b"\x00\x01\x02\x03",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "统一社会信用代码".encode("utf-16"),
        b'a,"b\nc,d\n',
        small()["institutions.xlsx"][:5_000],
    ],
    ids=["stump", "bytes", "old office", "utf-16", "open quote", "cut workbook"],
)
def test_junk_is_refused_in_words(at: At, data: bytes) -> None:
    assert refusal(at("founded"), "list.xlsx", data).code == "file_unreadable"


def zipped(files_: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files_.items():
            archive.writestr(name, data)
    return raw.getvalue()


def test_a_zip_that_is_no_workbook_is_refused(at: At) -> None:
    assert refusal(at("founded"), "a.xlsx", zipped({"a.txt": b"a"})).code == "file_unreadable"


def test_a_zip_bomb_is_refused_unpacked(at: At) -> None:
    part = bytes(UNPACKED_LIMIT // 8 + 1)
    bomb = zipped({f"{number}.xml": part for number in range(8)})
    assert len(bomb) < 1_000_000
    found = refusal(at("founded"), "bomb.xlsx", bomb)
    assert found.code == "file_too_large"
    assert found.values["limit"] == UNPACKED_LIMIT


def test_a_sheet_with_one_far_cell_does_not_end_the_process(at: At) -> None:
    """The library makes room for the rectangle: here 17,179,869,184 cells."""
    hall = at("founded")
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["a", "b"])
    sheet.write(1_048_575, 16_383, "far")
    book.close()
    assert len(raw.getvalue()) < 10_000
    assert refusal(hall, "far.xlsx", raw.getvalue()).code == "file_unreadable"
    assert hall.do(files.staged) == {}


@pytest.mark.parametrize("part", range(12))
def test_a_broken_workbook_is_read_or_refused(part: int) -> None:
    """Whatever byte is broken: no other error comes out."""
    good = small()["institutions.xlsx"]
    place = len(good) * part // 12 + 10
    broken = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
    with suppress(Refusal):
        assert read_table("list.xlsx", broken).rows
