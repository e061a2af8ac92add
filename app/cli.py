"""The command line `sunlot`: which commands there are, and how their errors end.

Exit codes: 0 done, 1 the work could not be done, 2 wrong settings or arguments.
"""

from __future__ import annotations

import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from app.errors import WrongSettings


def main() -> None:
    """Entry point; every error becomes one line and an exit code, never a traceback.

    Of an error that is not ours only type and place are shown: its text may quote private rows.
    """
    commands, errors = _commands()
    ours: tuple[type[Exception], ...] = (*errors, OSError)
    try:
        with _single_error():
            commands()
    except WrongSettings as error:
        _leave(error, 2)
    except ours as error:
        _leave(error, 1)
    except (SQLAlchemyError, sqlite3.Error) as error:
        _leave(_database_sentence(error), 1)
    except Exception as error:  # noqa: BLE001 - nothing goes on; only its text is hidden
        print(f"sunlot: {_unexpected_sentence(error)}", file=sys.stderr)
        raise SystemExit(1) from None


def _commands() -> tuple[typer.Typer, tuple[type[Exception], ...]]:
    """The commands, and the errors whose text is for people.

    A witness runs without the office's code: another body runs it, and it starts in a third of the
    time, which counts where nine of them start in a rehearsal.
    """
    if sys.argv[1:2] == ["witness"]:
        from app import witness_cli

        return witness_cli.alone, witness_cli.ERRORS
    from app import office_cli

    return office_cli.cli, office_cli.ERRORS


@contextmanager
def _single_error() -> Iterator[None]:
    """Tasks end in groups of errors; the first one says why the process ends."""
    try:
        yield
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from group


def _database_sentence(error: Exception) -> str:
    cause = getattr(error, "orig", error)
    what = getattr(cause, "sqlite_errorname", None) or type(cause).__name__
    return (
        f"{type(error).__name__} ({what}): the database refused a transaction, and none of it was "
        "kept. Look at free disk space and the disk's health, then start again"
    )


def _unexpected_sentence(error: Exception) -> str:
    places = traceback.extract_tb(error.__traceback__)[-6:]
    where = " > ".join(f"{p.filename.rpartition('/')[2]}:{p.lineno}" for p in places)
    return (
        f"unexpected {type(error).__name__} at {where}; its text is not shown, it may hold private "
        "data. Start again, and report this line if it comes back"
    )


def _leave(error: Exception | str, code: int) -> NoReturn:
    print(f"sunlot: {error}", file=sys.stderr)
    sys.exit(code)
