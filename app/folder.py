"""The data folder: which files it has, and how `sunlot init` makes them.

    sunlot.db  guard.db          rows, and the last signed head in a database of its own
    keys/agency.pem log.pem      what signs entries and checkpoints (mode 0600)
    keys/buttons.key             what makes buttons unforgeable (32 bytes as hex, mode 0600)
    ledger.json                  origin and whether everything is a simulation
    trust.json  log.vkey         to be given away: gazette, printed sheets, associations

The publication is another folder: it is served, this one never.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import WrongFolder, WrongSettings
from ledger import Book, Malformed, SigningKey
from ledger.policy import NO_WITNESSES, WitnessPolicy, witness_policy


@dataclass(frozen=True)
class DataFolder:
    """Paths of a data folder; nothing needs to exist."""

    path: Path

    @property
    def database(self) -> Path:
        """Rows of ledger, inspection and bot."""
        return self.path / "sunlot.db"

    @property
    def guard(self) -> Path:
        """The last signed head."""
        return self.path / "guard.db"

    @property
    def trust(self) -> Path:
        """The trust file (spec 03 §6)."""
        return self.path / "trust.json"

    @property
    def vkey(self) -> Path:
        """The log's verifier key, one line (spec 03 §5)."""
        return self.path / "log.vkey"

    @property
    def identity(self) -> Path:
        """Origin and simulation flag."""
        return self.path / "ledger.json"

    @property
    def witnesses(self) -> Path:
        """The witness policy, with the addresses of the witnesses, which may be changed there."""
        return self.path / "witnesses.json"

    def policy(self) -> tuple[WitnessPolicy, dict[str, str]]:
        """The witness policy, and each witness's address by its vkey; `WrongFolder` if damaged.

        The policy itself stands in the genesis entry; a start compares the two.
        """
        if not self.witnesses.is_file():
            return NO_WITNESSES, {}
        try:
            found = json.loads(self.witnesses.read_text("utf-8"))
            policy = witness_policy(int(found["quorum"]), found["witnesses"])
            return policy, {row["vkey"]: str(row["url"]) for row in found["witnesses"]}
        except (ValueError, KeyError, TypeError, Malformed) as error:
            raise WrongFolder(
                f"{self.witnesses}: expected quorum and witnesses (body, url, vkey): {error}"
            ) from error

    def key(self, name: str) -> SigningKey:
        """`agency` or `log`."""
        return SigningKey.load(self.path / "keys" / f"{name}.pem")

    def button_key(self) -> bytes:
        """The 32 bytes that make buttons unforgeable."""
        file = self.path / "keys" / "buttons.key"
        if file.stat().st_mode & 0o077:
            raise WrongFolder("keys/buttons.key can be read by others; expected mode 0600")
        try:
            key = bytes.fromhex(file.read_text("ascii").strip())
        except ValueError as error:
            raise WrongFolder("keys/buttons.key: expected 64 hex digits") from error
        if len(key) != 32:
            raise WrongFolder(f"keys/buttons.key: expected 32 bytes, found {len(key)}")
        return key

    def ledger(self) -> tuple[str, bool]:
        """Origin and simulation flag; `WrongFolder` if the folder was never set up."""
        if not self.identity.is_file():
            raise WrongFolder(
                f"{self.path}: not set up. Run `sunlot init --data {self.path} --origin NAME`"
            )
        found = json.loads(self.identity.read_text("utf-8"))
        return str(found["origin"]), bool(found["simulation"])


@dataclass(frozen=True)
class WitnessAt:
    """A witness to be: who runs it, its key, where it is asked."""

    body: str
    vkey: str
    url: str


def make_folder(
    folder: DataFolder,
    origin: str,
    simulation: bool,
    witnesses: Sequence[WitnessAt] = (),
    quorum: int = 0,
) -> None:
    """Make the folder with fresh keys; `WrongFolder` if anything is there already.

    Raises `WrongSettings` for a witness policy that spec 01 §2 does not allow.
    """
    rows = [{"body": w.body, "url": w.url, "vkey": w.vkey} for w in witnesses]
    try:
        witness_policy(quorum, rows)
    except Malformed as error:
        raise WrongSettings(f"--witness, --quorum: {error}") from error
    if folder.path.exists() and any(folder.path.iterdir()):
        raise WrongFolder(
            f"{folder.path}: expected an empty or missing folder. Nothing was changed; keys and "
            "book of an existing one are never replaced"
        )
    signing = {name: SigningKey.generate() for name in ("agency", "log")}
    Book(origin, simulation, signing["agency"])  # refuses a bad origin before anything is made
    keys = folder.path / "keys"
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.path.chmod(0o700)
    keys.mkdir(mode=0o700)
    for name, key in signing.items():
        key.save(keys / f"{name}.pem")
    _write_private(keys / "buttons.key", secrets.token_hex(32) + "\n")
    identity = {"origin": origin, "simulation": simulation}
    _write_private(folder.identity, json.dumps(identity) + "\n")
    policy = {"quorum": quorum, "witnesses": rows}
    _write_private(folder.witnesses, json.dumps(policy, ensure_ascii=False, indent=1) + "\n")


def _write_private(path: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, mode=0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
