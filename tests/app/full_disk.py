"""`sunlot` on a disk on which no database file can grow: `python -m tests.app.full_disk bot`."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from app.cli import main


def full(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA max_page_count=1").close()  # SQLite: as large as it is now


if __name__ == "__main__":
    sa.event.listen(sa.Engine, "connect", full)
    main()
