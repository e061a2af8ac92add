"""The command line `sunlot`: init, bot, auditor, status, web.

Exit codes: 0 done, 1 the work could not be done, 2 wrong settings or arguments.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app.errors import AppError, WrongSettings
from app.folder import DataFolder, make_folder
from app.kill import kill_switch
from app.logging import configure_logging
from app.settings import Settings, read_settings
from app.wiring import System, consulted, opened, run_bot
from bot import delivery, groups, inbox
from bot.errors import BotError
from inspection.campaign import next_step
from inspection.disclosure import write_auditor
from inspection.errors import InspectionError
from inspection.founding import FIRST_OFFICIALS, found
from inspection.people import Invited, people
from ledger import LedgerError, trust_file
from ledger.trust import vkey_line
from web.errors import WebError
from web.public import serve

cli = typer.Typer(
    help="Sunlot: public double-random inspection draws that anyone can recompute.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
DATA = typer.Option(help="The private folder; default: SUNLOT_DATA.")
PUBLICATION = typer.Option(help="The folder that is served; default: SUNLOT_PUBLICATION.")


def main() -> None:
    """Entry point; expected errors become one line and an exit code, never a traceback."""
    try:
        with _single_error():
            cli()
    except WrongSettings as error:
        _leave(error, 2)
    except (AppError, LedgerError, InspectionError, BotError, WebError, OSError) as error:
        _leave(error, 1)


@cli.command("init")
def init(
    origin: Annotated[str, typer.Option(help="Name of the log for ever: example.org/inspection")],
    data: Annotated[Path | None, DATA] = None,
    publication: Annotated[Path | None, PUBLICATION] = None,
    simulation: Annotated[bool, typer.Option(help="Mark every entry as a simulation.")] = False,
    official: Annotated[list[str] | None, typer.Option(help="Name; give it twice.")] = None,
    bot_name: Annotated[str, typer.Option("--bot", help="The bot's username, for links.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make folders, keys and the first entry; print the first two officials' invitations."""
    settings = _settings(data, publication)
    names = _officials(official, simulation)
    folder = DataFolder(settings.data)
    settings.publication.mkdir(parents=True, exist_ok=True)
    make_folder(folder, origin, simulation)
    with opened(settings.data, settings.publication) as system:
        with system.office.desk("init") as desk:
            genesis, invited = found(desk, origin, simulation, names)
        log = folder.key("log")
        folder.trust.write_bytes(trust_file(genesis, origin, log))
        folder.vkey.write_text(vkey_line(origin, log) + "\n", encoding="utf-8")
    print(_as_json(folder, invited, bot_name) if as_json else _as_text(folder, invited, bot_name))


@cli.command("bot")
def run() -> None:
    """Run the bot until it is stopped with SIGTERM or Ctrl-C."""
    settings = read_settings()
    token = settings.token.get_secret_value() if settings.token else ""
    configure_logging([token])
    at_point = kill_switch(settings.kill_at)
    with opened(settings.data, settings.publication, at_point) as system:
        asyncio.run(run_bot(system, settings, at_point))


@cli.command("auditor")
def auditor(
    out: Annotated[Path, typer.Option(help="Folder for openings and people; keep it secret.")],
    data: Annotated[Path | None, DATA] = None,
) -> None:
    """Write the auditor's folder: every opening and every person, for the verifier's --auditor."""
    settings = _settings(data, None)
    with (
        consulted(settings.data, settings.publication) as system,
        system.office.desk("auditor") as desk,
    ):
        write_auditor(desk, out)
    print(f"{out}: written. It names people and enterprises; hand it over encrypted.")


@cli.command("status")
def status(data: Annotated[Path | None, DATA] = None) -> None:
    """Say how far book, publication, campaign and chat are; may be used while the bot runs."""
    settings = _settings(data, None)
    with consulted(settings.data, settings.publication) as system:
        print("\n".join(_status(system)))


@cli.command("web")
def web(
    publication: Annotated[Path | None, PUBLICATION] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8080,
    trust: Annotated[Path | None, typer.Option(help="Trust file, to check signatures.")] = None,
) -> None:
    """Serve the public page over a publication folder; needs no key and no private data."""
    serve(_settings(None, publication).publication, host, port, trust)


def _status(system: System) -> Iterator[str]:
    signed = system.guard.read()
    with system.office.desk("status") as desk:
        state = desk.state
        kind = "simulation" if state.simulation else "real"
        yield f"book: {state.origin} ({kind}), {state.size:,} entries"
        yield f"signed and published up to: {signed.head.size if signed else 0:,}"
        yield f"campaigns: {len(state.campaigns):,}, next step: {next_step(state).value}"
        yield f"people with a role: {len(people(desk)):,}"
        yield from _chat_status(desk.session)


def _chat_status(session: Session) -> Iterator[str]:
    yield f"updates to handle: {len(inbox.unhandled(session)):,}"
    yield f"messages to send: {delivery.waiting(session):,}"
    yield f"chats that cannot be reached: {len(groups.unreachable(session)):,}"


def _settings(data: Path | None, publication: Path | None) -> Settings:
    given = {"data": data, "publication": publication}
    return read_settings().model_copy(update={k: v for k, v in given.items() if v is not None})


def _officials(given: list[str] | None, simulation: bool) -> tuple[str, ...]:
    if not given and simulation:
        return tuple(f"Official {n}" for n in range(1, FIRST_OFFICIALS + 1))
    if given is None or len(given) != FIRST_OFFICIALS:
        raise WrongSettings(
            f"--official: expected {FIRST_OFFICIALS} names, found {len(given or ())}; every act "
            "that needs a second official needs a second person"
        )
    return tuple(given)


def _links(invited: Invited, bot_name: str) -> dict[str, str]:
    payload = f"e_{invited.token}"
    link = f"https://t.me/{bot_name}?start={payload}" if bot_name else ""
    return {"name": invited.name, "link": link, "start": payload, "code": invited.code}


def _as_json(folder: DataFolder, invited: tuple[Invited, ...], bot_name: str) -> str:
    rows = [_links(one, bot_name) for one in invited]
    shown = {"data": str(folder.path), "trust": str(folder.trust), "invitations": rows}
    return json.dumps(shown, ensure_ascii=False)


def _as_text(folder: DataFolder, invited: tuple[Invited, ...], bot_name: str) -> str:
    lines = [
        f"{folder.path}: made. Back up keys/ now, on paper or offline.",
        f"Give away from a place you do not control: {folder.trust}, {folder.vkey}.",
        "Invitations, valid for 24 hours, each for one person. Tell the code by another way.",
    ]
    for one in invited:
        shown = _links(one, bot_name)
        how = shown["link"] or f"send the bot: /start {shown['start']}"
        lines += [f"  {shown['name']}: {how}", f"    code: {shown['code']}"]
    return "\n".join(lines)


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


def _leave(error: Exception, code: int) -> None:
    print(f"sunlot: {error}", file=sys.stderr)
    sys.exit(code)
