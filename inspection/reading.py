"""Tables from files: CSV (UTF-8 or GB18030) and XLSX, read strictly into text cells.

Encoding ladder for CSV: UTF-8 strict (with or without byte-order mark), then GB18030 strict; a
guess by frequency was rejected because it took rare names for Cyrillic (research/components §8).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from inspection.errors import Refusal

FILE_LIMIT: Final = 20_000_000
UNPACKED_LIMIT: Final = 400_000_000


@dataclass(frozen=True)
class Table:
    """Header and rows; a row is (line number as a person counts, cells as text)."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(name: str, data: bytes) -> Table:
    """Read a file by its content, not by its name; refusals say what to send instead."""
    if len(data) > FILE_LIMIT:
        raise Refusal("file_too_large", size=len(data), limit=FILE_LIMIT)
    lines = _xlsx(name, data) if data.startswith(b"PK\x03\x04") else _csv(name, data)
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if len(filled) < 2:
        raise Refusal("file_empty", name=name)
    header = tuple(cell.strip() for cell in filled[0][1])
    return Table(name, header, tuple(filled[1:]))


def _csv(name: str, data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(_decoded(name, data), newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        reason = f"line {reader.line_num}: {error}"
        raise Refusal("file_unreadable", name=name, reason=reason) from error


def _decoded(name: str, data: bytes) -> str:
    place = 0
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
        else:
            if "\x00" not in text:
                return text
            place = text.index("\x00")
    raise Refusal("file_unreadable", name=name, reason=f"byte {place:,} fits no known encoding")


def _xlsx(name: str, data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > UNPACKED_LIMIT:
            raise Refusal("file_too_large", size=size, limit=UNPACKED_LIMIT)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise Refusal("file_unreadable", name=name, reason="it cannot be opened") from error
    for number, row in enumerate(rows, start=1):
        yield number, tuple(_cell(value) for value in row)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
