"""One workbook, read in a process of its own: a child of `inspection.reading`, which starts it.

Bytes of an XLSX file on standard input; its first sheet as JSON, a list of rows of texts, on
standard output; exit 1 if it cannot be read. The library makes room for the whole rectangle that
a sheet spans and copies a text as often as it is used: a file of 6 kB with one cell in the last
row and column asks for 512 GiB and aborts the process, which must not be the one that keeps the
book. Limits of sizes read beforehand were rejected: a file can lie about all of them.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

MEMORY: Final = 2 * 1024**3
"""Most bytes of address space that reading one file may take."""


def main() -> int:
    """Read standard input, write standard output; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        sys.stdout.write(json.dumps([[_cell(value) for value in row] for row in rows]))
    except (CalamineError, IndexError, MemoryError):
        return 1
    return 0


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
