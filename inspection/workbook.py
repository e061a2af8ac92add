"""One workbook, read in a process of its own: a child of `inspection.reading`, which starts it.

Bytes of an XLSX file on standard input; its first sheet as JSON, a list of rows of texts, on
standard output; exit 1 if it cannot be read, `FORMULAS` if a sheet computes. The library makes
room for the whole rectangle that a sheet spans and copies a text as often as it is used: a file of
6 kB with one cell in the last row and column asks for 512 GiB and aborts the process, which must
not be the one that keeps the book. Limits of sizes read beforehand were rejected: a file can lie
about all of them.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

MEMORY: Final = 2 * 1024**3
"""Most bytes of address space that reading one file may take."""
FORMULAS: Final = 3
"""Exit code for a workbook with a formula in any sheet (element `f`, ECMA-376 part 1, 18.3.1.40).

What is read is the value a program once kept beside the formula; whoever opens the file sees
another one as soon as it is computed again.
"""
_SHEET: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?sheetData[\s/>]")
_FORMULA: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?f[\s/>]")


def main() -> int:
    """Read standard input, write standard output; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        if _computes(data):
            return FORMULAS
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        sys.stdout.write(json.dumps([[_cell(value) for value in row] for row in rows]))
    except (CalamineError, IndexError, MemoryError, zipfile.BadZipFile, zlib.error, OSError):
        return 1
    return 0


def _computes(data: bytes) -> bool:
    # by content, not by name: where the sheets lie is said elsewhere in the file
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = (archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
        return any(_SHEET.search(part) and _FORMULA.search(part) for part in parts)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


if __name__ == "__main__":
    sys.exit(main())
