"""Everything a hall remembers, as values that can be compared."""

import sqlalchemy as sa

from tests.inspection.hall import Hall


def everything(hall: Hall) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of the database file, those of the ledger included."""
    with hall.office.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        rows = {
            name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()  # noqa: S608 - ours
            for name in names
        }
    return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}


def published(hall: Hall) -> dict[str, bytes]:
    """Every file of the publication by its path."""
    files = (path for path in hall.publication.rglob("*") if path.is_file())
    return {str(path.relative_to(hall.publication)): path.read_bytes() for path in files}
