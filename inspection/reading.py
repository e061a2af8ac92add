"""Tables from files: CSV (UTF-8 or GB18030) and XLSX, read strictly into text cells.

Encoding ladder for CSV: UTF-8 strict (with or without byte-order mark), then GB18030 strict; a
guess by frequency was rejected because it took rare names for Cyrillic (research/components §8).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from inspection import workbook
from inspection.errors import Refusal

FILE_LIMIT: Final = 20_000_000
ROW_LIMIT: Final = 200_000
UNPACKED_LIMIT: Final = 400_000_000
SECONDS: Final = 120


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
    # read only as far as any real list goes: one-cell lines would fill gigabytes of memory
    filled = list(islice(((line, cells) for line, cells in lines if any(cells)), ROW_LIMIT + 2))
    if len(filled) > ROW_LIMIT + 1:
        raise Refusal("file_too_long", limit=ROW_LIMIT)
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
    if b"\x00" in data:  # UTF-16 as well; no text of ours holds one
        raise _undecodable(name, data, data.index(b"\x00"))
    place = 0
    for encoding in ("utf-8-sig",) if data.startswith(codecs.BOM_UTF8) else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            place = max(place, error.start)  # the encoding that came further is the likelier one
    raise _undecodable(name, data, place)


def _undecodable(name: str, data: bytes, place: int) -> Refusal:
    line = data.count(b"\n", 0, place) + 1
    return Refusal("file_unreadable", name=name, reason=f"line {line:,} fits no known encoding")


def _xlsx(name: str, data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Refusal("file_unreadable", name=name, reason="it is damaged") from error
    if size > UNPACKED_LIMIT:
        raise Refusal("file_too_large", size=size, limit=UNPACKED_LIMIT)
    for number, cells in enumerate(_workbook(name, data), start=1):
        yield number, tuple(cells)


def _workbook(name: str, data: bytes) -> list[list[str]]:
    # in a process of its own: see `inspection.workbook`
    command = [sys.executable, "-I", workbook.__file__]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal("file_unreadable", name=name, reason="it cannot be opened") from error
    if done.returncode == workbook.FORMULAS:
        raise Refusal("file_formulas", name=name)
    if done.returncode != 0:
        raise Refusal("file_unreadable", name=name, reason="it cannot be opened")
    rows: list[list[str]] = json.loads(done.stdout)
    return rows
