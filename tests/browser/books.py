"""The publications that `verifier selftest --export` writes, as spec 04 §14 describes them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

NOW = 1_775_005_200  # the day for which the self-test makes its books
EVERY_KIND = "honest: every kind of campaign"
PROOF = "honest: proof of a contribution"


@dataclass(frozen=True)
class Book:
    """One publication, what it is judged with and how."""

    folder: Path
    row: dict[str, Any]

    @property
    def archive(self) -> Path:
        """The publication as a ZIP file."""
        return self.folder / str(self.row["zip"])

    @property
    def trust(self) -> Path | None:
        """The trust file; None if it lies inside the publication."""
        return None if "!" in self.row["trust"] else self.folder / str(self.row["trust"])

    @property
    def trust_bytes(self) -> bytes:
        """Bytes of the trust file, `NAME.zip!path` inside a publication."""
        outer, _, inner = str(self.row["trust"]).partition("!")
        if not inner:
            return (self.folder / outer).read_bytes()
        with zipfile.ZipFile(self.folder / outer) as archive:
            return archive.read(inner)

    def named(self, argument: str) -> Path:
        """The file or folder of an argument."""
        return self.folder / str(self.row["arguments"][argument])

    def options(self) -> dict[str, Any]:
        """What the page's worker takes, of the arguments of a command line."""
        given: dict[str, Any] = {}
        for key, value in self.row["arguments"].items():
            given.update(self._option(key, str(value)))
        given["refute"] = given["command"] == "refute"
        # Where no time is given none matters: one after every entry will do.
        return {"now": 1_800_000_000, **given}

    def _option(self, key: str, value: str) -> dict[str, Any]:
        path = self.folder / value
        match key:
            case "opening":
                return {"opening": list(path.read_bytes())}
            case "file":
                return {"proof": list(path.read_bytes())}
            case "auditor":
                lines = ([file.name, file.read_text("utf-8")] for file in sorted(path.iterdir()))
                return {"auditor": list(lines)}
            case "keep":
                kept = (file for file in sorted(path.rglob("*")) if file.is_file())
                return {"kept": [[file.name, list(file.read_bytes())] for file in kept]}
            case "checkpoint":
                # The bytes as they are: a CR is refused, so none may be lost here.
                return {"typed": path.read_bytes().decode() if path.is_file() else value}
            case "now":
                return {"now": int(value)}
        return {key: value}


@dataclass(frozen=True)
class Books:
    """The folder of an export."""

    folder: Path

    @cached_property
    def rows(self) -> dict[str, Book]:
        """All books by name."""
        catalogue = json.loads((self.folder / "attacks.json").read_text("utf-8"))
        return {row["name"]: Book(self.folder, row) for row in catalogue["books"]}

    def __getitem__(self, name: str) -> Book:
        return self.rows[name]
