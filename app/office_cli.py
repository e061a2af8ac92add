"""The office's commands: init, invite-official, bot, auditor, status, web, opening, rebuild.

And the witness's, so that `sunlot --help` names them all. Exit codes as in `app.cli`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.errors import AppError, WrongSettings
from app.folder import DataFolder, WitnessAt, make_folder
from app.invitation_text import as_json_text, as_text, invitation
from app.kill import kill_switch
from app.logging import configure_logging
from app.settings import Settings, read_settings
from app.wiring import System, consulted, opened, reading
from app.witness_cli import cli as witness_cli
from bot import delivery, groups
from bot.errors import BotError
from inspection.campaign import next_step
from inspection.disclosure import opening_by_code, write_auditor
from inspection.errors import InspectionError
from inspection.founding import FIRST_OFFICIALS, found
from inspection.people import Role, issue, people
from inspection.witnessed import sight
from ledger import DataLock, LedgerError, create, trust_file
from ledger import rebuild as rebuild_rows
from ledger.trust import vkey_line
from web.errors import WebError
from web.public import serve
from witness import WitnessError

cli = typer.Typer(
    help="Sunlot: public double-random inspection draws that anyone can recompute.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.add_typer(witness_cli, name="witness")
ERRORS: Final[tuple[type[Exception], ...]] = (
    AppError,
    LedgerError,
    InspectionError,
    BotError,
    WebError,
    WitnessError,
)
"""The errors whose text is for people."""
DATA = typer.Option(help="The private folder; default: SUNLOT_DATA.")
PUBLICATION = typer.Option(help="The folder that is served; default: SUNLOT_PUBLICATION.")


@cli.command("init")
def init(
    origin: Annotated[str, typer.Option(help="Name of the log for ever: example.org/inspection")],
    data: Annotated[Path | None, DATA] = None,
    publication: Annotated[Path | None, PUBLICATION] = None,
    simulation: Annotated[bool, typer.Option(help="Mark every entry as a simulation.")] = False,
    official: Annotated[list[str] | None, typer.Option(help="Name; give it twice.")] = None,
    witness: Annotated[
        list[str] | None, typer.Option(help='"VKEY ADDRESS BODY": who signs the heads; repeat.')
    ] = None,
    quorum: Annotated[int, typer.Option(min=0, help="How many of the witnesses must sign.")] = 0,
    bot_name: Annotated[str, typer.Option("--bot", help="The bot's username, for links.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make folders, keys and the first entry; print the first two officials' invitations."""
    settings = _settings(data, publication)
    names = _officials(official, simulation)
    folder = DataFolder(settings.data)
    settings.publication.mkdir(parents=True, exist_ok=True)
    make_folder(folder, origin, simulation, _witnesses(witness), quorum)
    with opened(settings.data, settings.publication) as system:
        with system.office.desk("init") as desk:
            genesis, invited = found(desk, origin, simulation, names, folder.policy()[0])
        log = folder.key("log")
        folder.trust.write_bytes(trust_file(genesis, origin, log))
        folder.vkey.write_text(vkey_line(origin, log) + "\n", encoding="utf-8")
    typer.echo(
        as_json_text(folder, invited, bot_name) if as_json else as_text(folder, invited, bot_name)
    )


@cli.command("invite-official")
def invite_official(
    name: Annotated[str, typer.Argument(help="The new official's name.")],
    data: Annotated[Path | None, DATA] = None,
    publication: Annotated[Path | None, PUBLICATION] = None,
    bot_name: Annotated[str, typer.Option("--bot", help="The bot's username, for links.")] = "",
) -> None:
    """Invite an official without a second one, for an authority that lost its officials.

    The bot must be stopped. The new official cannot act in campaigns that were opened before.
    """
    settings = _settings(data, publication)
    with (
        opened(settings.data, settings.publication) as system,
        # entries are named by the request; this writes none, so the name may be used again
        system.office.desk("invite-official") as desk,
    ):
        invited = issue(desk, None, Role.OFFICIAL, name)
    typer.echo("\n".join(["Invitation, valid for 24 hours.", *invitation(invited, bot_name)]))


@cli.command("bot")
def run() -> None:
    """Run the bot until it is stopped with SIGTERM or Ctrl-C."""
    from app.running import run_bot  # the chat's packages: no other command waits for them

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
        reading(settings.data, settings.publication) as system,  # many bytes, perhaps a slow disk
        system.office.desk("auditor") as desk,
    ):
        write_auditor(desk, out)
    typer.echo(f"{out}: written. It names people and enterprises; hand it over encrypted.")


@cli.command("status")
def status(data: Annotated[Path | None, DATA] = None) -> None:
    """Say how far book, publication, campaign and chat are; may be used while the bot runs."""
    settings = _settings(data, None)
    with reading(settings.data, settings.publication) as system:
        typer.echo("\n".join(_status(system)))


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
        seen = sight(desk)
        yield f"witnessed: {seen.signed} of {seen.total}, needed {seen.quorum}"
        yield from _chat_status(desk.session)


def _chat_status(session: Session) -> Iterator[str]:
    from bot import inbox  # as with `run`

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


def _witnesses(given: list[str] | None) -> tuple[WitnessAt, ...]:
    parts = [text.split(maxsplit=2) for text in given or ()]
    if any(len(three) != 3 for three in parts):
        raise WrongSettings('--witness: expected "VKEY ADDRESS BODY", with blanks between them')
    return tuple(WitnessAt(body=body, vkey=vkey, url=url) for vkey, url, body in parts)


@cli.command("opening")
def opening(
    campaign: Annotated[int, typer.Argument(min=1, help="Number of the campaign.")],
    code: Annotated[str, typer.Argument(help="The enterprise's unified social credit code.")],
    out: Annotated[Path, typer.Option(help="File to write; must not exist yet.")],
    data: Annotated[Path | None, DATA] = None,
) -> None:
    """Write one enterprise's opening, to hand out on the authority's page when inspectors check in.

    Logged in the access log, also while the bot runs: that is one private row and no entry.
    """
    settings = _settings(data, None)
    with (
        consulted(settings.data, settings.publication) as system,
        system.office.desk("opening") as desk,
    ):
        line = opening_by_code(desk, campaign, code)
    out.touch(mode=0o600, exist_ok=False)
    out.write_bytes(line)
    typer.echo(f"{out}: written, and logged.")
    typer.echo("The authority hands it out itself, never the inspectors.")


@cli.command("rebuild")
def rebuild(
    data: Annotated[Path | None, DATA] = None,
    publication: Annotated[Path | None, PUBLICATION] = None,
) -> None:
    """Fill an empty database with the entries of the publication, after the old one was lost.

    Needs the keys; everything is verified first. Refused if there are entries already.
    """
    settings = _settings(data, publication)
    DataFolder(settings.data).ledger()  # says what to do if there is none, before it is locked
    with DataLock(settings.data), consulted(settings.data, settings.publication) as system:
        create(system.engine)
        SQLModel.metadata.create_all(system.engine)
        head = rebuild_rows(system.publication, system.engine, system.office.book, system.guard)
    typer.echo(f"{head.size:,} entries are back. People, lists and openings were not published")
    typer.echo("and are lost: if there is any backup of sunlot.db, use that one instead.")
