"""The folder of a witness: its key, its name, and the database of what it saw.

Whoever copies the folder back from a backup has a witness that forgot what it signed since: such a
folder must not be served again; make a new witness with a new name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger import LedgerError, Malformed, SigningKey, keys
from ledger.cosignatures import make_vkey, read_vkey
from ledger.policy import MOST_BODY
from witness.errors import WitnessError
from witness.store import Store

_KEY, _VKEY, _DATABASE = "witness-key.pem", "witness.vkey", "witness.sqlite3"
_BODY = "witness.body"


@dataclass(frozen=True)
class Witness:
    """Who signs: its name, its key as others read it, the key itself, the body that runs it.

    `body`: as its people wrote it; empty in a folder that was made without.
    """

    name: str
    vkey: str
    key: SigningKey
    body: str = ""


def make(folder: Path, name: str, body: str = "") -> str:
    """Make a witness in `folder` and return its vkey, which goes into the books' policies.

    `name`: without blanks and `+`, best an address without scheme: `witness.example.org/1`.
    `body`: the association or notary that runs it, for its page; nothing that is signed has it.
    Raises `WitnessError` if there is a witness in the folder already, or for a name or a body out
    of form.
    """
    if len(body) > MOST_BODY or not (body.isprintable() and body == body.strip()):
        raise WitnessError(f"body: expected a line of up to {MOST_BODY} characters, got {body!r}")
    key = SigningKey.generate()
    try:
        vkey = make_vkey(name, key.public)
    except Malformed as error:
        raise WitnessError(str(error)) from error
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        key.save(folder / _KEY)
    except FileExistsError as error:
        raise WitnessError(f"{folder}: there is a witness already; a key is never made anew") from (
            error
        )
    Store(folder / _DATABASE, vkey).close()
    (folder / _VKEY).write_text(f"{vkey}\n", encoding="utf-8")
    if body:
        (folder / _BODY).write_text(f"{body}\n", encoding="utf-8")
    return vkey


def trust(folder: Path, origin: str, log_vkey: str) -> None:
    """Let the witness in `folder` sign for the book `origin`, whose log key is `log_vkey`.

    A running witness knows it at once. Raises `WitnessError` if the key is not one of this origin,
    or if another key was trusted for it before: a book that changes its key is another book.
    """
    try:
        name, _ = keys.read_vkey(log_vkey)
    except Malformed as error:
        raise WitnessError(f"log key: {error}") from error
    if name != origin:
        raise WitnessError(f"log key: expected one named {origin!r}, found {name!r}")
    with opened(folder) as (witness, store), store.transaction() as rows:
        if origin == witness.name:  # their lines in a note could not be told apart
            raise WitnessError(f"{origin}: is the name of this witness, so it cannot be a book's")
        known = rows.log_key(origin)
        if known is None:
            rows.add_log(origin, log_vkey)
        elif known != log_vkey:
            raise WitnessError(f"{origin}: expected the key trusted before, {known}")


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Witness, Store]]:
    """Give the witness in `folder` and its database, which is closed afterwards.

    Raises `WitnessError` if there is none, or if the database is missing: without it, the key
    could sign what contradicts its earlier signatures.
    """
    missing = [name for name in (_KEY, _VKEY, _DATABASE) if not (folder / name).is_file()]
    if missing:
        raise WitnessError(f"{folder}: no {', '.join(missing)}; make a witness in an empty folder")
    witness = _read(folder)
    try:
        store = Store(folder / _DATABASE, witness.vkey)
    except LedgerError as error:
        raise WitnessError(f"{folder}: {error}") from error
    try:
        yield witness, store
    finally:
        store.close()


def _read(folder: Path) -> Witness:
    try:
        key = SigningKey.load(folder / _KEY)
        vkey = (folder / _VKEY).read_text("utf-8").strip()
        name, public = read_vkey(vkey)
        body = (folder / _BODY).read_text("utf-8").strip() if (folder / _BODY).is_file() else ""
    except (LedgerError, UnicodeDecodeError) as error:
        raise WitnessError(f"{folder}: {error}") from error
    if public != key.public:
        raise WitnessError(f"{folder}: {_VKEY} is not the key in {_KEY}")
    return Witness(name, vkey, key, body)
