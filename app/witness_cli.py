"""`sunlot witness …`: the program for the body that watches a book, on a machine of its own.

It needs nothing of the operator but the log's verifier key. Exit codes as in `app.cli`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

import witness
from ledger import LedgerError

cli = typer.Typer(
    help="Watch a book for another body: sign its heads only as long as it keeps growing.",
    no_args_is_help=True,
)
alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
"""These commands under their name, without the office's beside them."""
alone.add_typer(cli, name="witness")
ERRORS: Final[tuple[type[Exception], ...]] = (witness.WitnessError, LedgerError)
"""The errors whose text is for people."""
FOLDER = typer.Option(help="The witness's folder, on a machine the operator does not control.")


@cli.command("make")
def make(
    name: Annotated[str, typer.Option(help="Its name for ever, as witness.example.org/1.")],
    body: Annotated[str, typer.Option(help="Who runs it, for its page: an association, a notary.")],
    folder: Annotated[Path, FOLDER] = Path("witness-data"),
) -> None:
    """Make the key; prints the verifier key, which the operator needs for `sunlot init`."""
    vkey = witness.make(folder, name, body)
    typer.echo(f"{folder}: made. Never copy it back from a backup: make a new witness instead.")
    typer.echo("Verifier key, for the operator and for the trust file:")
    typer.echo(vkey)


@cli.command("trust")
def trust(
    origin: Annotated[str, typer.Argument(help="Name of the book: example.org/inspection")],
    log_key: Annotated[str, typer.Argument(help="The line in the operator's log.vkey.")],
    folder: Annotated[Path, FOLDER] = Path("witness-data"),
) -> None:
    """Begin to sign for a book; compare its key with the operator by another way first."""
    witness.trust(folder, origin, log_key)
    typer.echo(f"{origin}: the heads of this book are signed from now on.")


@cli.command("serve")
def serve(
    folder: Annotated[Path, FOLDER] = Path("witness-data"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8090,
) -> None:
    """Answer the operator, and show everybody at / what was seen."""
    witness.serve(folder, host, port)
