"""Lists as files: an official sends a CSV or XLSX document, the report says what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

from bot.board import board
from bot.context import Context
from bot.errors import Declined
from bot.message import Html, plain
from bot.rights import enrolled
from bot.table import ANY_FILE, OFFICIALS, Action, Command, Talk
from bot.terms import LISTS, grouped, paragraphs, stack, term
from bot.texts import T, msg
from inspection.files import FileReport, take_file
from inspection.lists import RefusedRow
from inspection.queries import safe_cell

FILE_LIMIT: Final = 20 * 1024 * 1024
"""Bytes; a bot cannot fetch larger files (Bot API, getFile)."""
SHOWN: Final = 10
"""Refused rows named in the message itself; the report file has all of them."""

REASONS: Final[Mapping[str, str]] = {
    "check": msg("not a valid unified social credit code (18 characters, check digit)"),
    "columns": msg("too few columns"),
    "date": msg("not a date like 2026-11-16"),
    "duplicate": msg("stands in the list twice"),
    "empty": msg("must not be empty"),
    "extra": msg("more cells than the header has columns"),
    "format": msg("not in the form the column needs"),
    "future": msg("lies in the future"),
    "institution": msg("is not in the list of institutions"),
    "no_quota": msg("sampling and testing quota are both 0"),
    "not_own_type": msg("is not one of the enterprise's own types"),
    "number": msg("not a whole number in the allowed range"),
    "other_name": msg("the same code stands elsewhere with another name"),
    "twice": msg("named twice in one cell"),
    "text": msg("not a text of 1 to 300 characters on one line"),
    "unknown": msg("is not known: not in the list or catalogue it must stand in"),
}
"""Code of a refused row → why."""


def take(ctx: Context) -> None:
    """Import a list, all or nothing, and say which file comes next."""
    if ctx.document is None:
        raise Declined(msg("Send the list as a document: CSV or XLSX with a header line."))
    report = take_file(ctx.desk, enrolled(ctx), ctx.document.name, ctx.document.data)
    if not report.accepted:
        return _refused(ctx, report)
    own = board(ctx.t, ctx.desk, enrolled(ctx))
    accepted = stack(
        ctx.t("Accepted: {list}, {rows} rows.", list=ctx.t(LISTS[report.kind]), rows=report.rows),
        ctx.t("SHA-256 of the file: {digest}", digest=grouped(report.digest)),
    )
    return ctx.reply(paragraphs(accepted, own.text), own.buttons)


def report_csv(t: T, rows: tuple[RefusedRow, ...]) -> bytes:
    """Every refused row as CSV (UTF-8 with BOM), safe for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([plain(t(name)) for name in _HEADER])
    for row in rows:
        writer.writerow(
            (row.line, row.column, plain(term(t, REASONS, row.code)), safe_cell(row.found))
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _refused(ctx: Context, report: FileReport) -> None:
    more = report.refused_total - min(SHOWN, len(report.refused))
    text = paragraphs(
        ctx.t(
            "Refused: {list}. {refused} rows are wrong, {right} are right; nothing was imported.",
            list=ctx.t(LISTS[report.kind]),
            refused=report.refused_total,
            right=report.rows,
        ),
        stack(*(_row(ctx.t, row) for row in report.refused[:SHOWN])),
        ctx.t("{n} more stand in the report file.", n=more) if more else "",
        ctx.t("Next: mend these rows and send the whole file again."),
    )
    ctx.reply(text)
    ctx.reply(
        ctx.t("The report with {n} rows.", n=len(report.refused)),
        document=(f"refused-{report.kind}.csv", report_csv(ctx.t, report.refused)),
    )


def _row(t: T, row: RefusedRow) -> Html:
    return t(
        "Line {line}, {column}: {reason} – found “{found}”",
        line=row.line,
        column=row.column,
        reason=term(t, REASONS, row.code),
        found=row.found,
    )


_HEADER: Final = (msg("line"), msg("column"), msg("reason"), msg("found"))

COMMANDS: Final[tuple[Command, ...]] = ()
ACTIONS: Final[tuple[Action, ...]] = ()
TALKS: Final = (Talk(ANY_FILE, OFFICIALS, take, largest_file=FILE_LIMIT),)
