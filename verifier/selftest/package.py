"""What a verifier is given: a publication, a trust file and whatever else a call names."""

import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from .book import BEFORE, Maker
from .publishing import write

# Options whose value is the name of a file or folder beside the publication.
PATHS = frozenset({"auditor", "file", "keep", "opening"})

Report = dict[str, Any]


@dataclass
class Package:
    """Everything one call reads, in memory until it is written.

    `files` are those of the publication by path, `links` its links and where they lead, `beside`
    the files beside it. `options` are the call's by name, without dashes; `command` is `verify`,
    `proof` or `refute`.
    """

    maker: Maker
    entries: list[bytes]
    files: dict[str, bytes]
    trust: bytes
    beside: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    command: str = "verify"
    trust_inside: bool = False
    # Gives the publication as the bytes of a ZIP file, where it is not a folder.
    archive: Callable[["Package"], bytes] | None = None

    def write(self, folder: Path) -> None:
        """Write everything below an empty or earlier such folder."""
        root = self._root(folder)
        if self.archive is not None:
            write(root, self.archive(self))
        elif root.exists():
            shutil.rmtree(root)
        for name, data in self.files.items() if self.archive is None else ():
            write(root / name, data)
        for name, target in self.links.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(target)
        write(self._trust(folder), self.trust)
        for name, data in self.beside.items():
            write(folder / name, data)

    def _root(self, folder: Path) -> Path:
        return folder / ("publication" if self.archive is None else "publication.zip")

    def _trust(self, folder: Path) -> Path:
        return folder / ("publication/trust.json" if self.trust_inside else "trust.json")

    def arguments(self, folder: Path) -> list[str]:
        """The command line that judges what was written below `folder`."""
        options = {k: str(folder / v) if k in PATHS else v for k, v in self.options.items()}
        first = [] if self.command == "verify" else [self.command]
        if "file" in options:
            first.append(options.pop("file"))
        more = [word for name, value in options.items() for word in (f"--{name}", value)]
        trust = str(self._trust(folder))
        return [*first, str(self._root(folder)), "--trust", trust, *more]


def packed(maker: Maker, now: int = BEFORE, auditor: bool = False) -> Package:
    """The publication of a maker, to be judged at `now`, with its auditor folder if asked."""
    entries = maker.sealed_entries()
    made = Package(maker, entries, maker.files(entries), maker.trust(entries[0]))
    made.options["now"] = str(now)
    if auditor:
        made.options["auditor"] = "auditor"
        made.beside = {f"auditor/{name}": data for name, data in maker.audit_files().items()}
    return made


def report_of(package: Package, folder: Path) -> Report:
    """Write the package and judge it by the verifier's own command line; gives what it prints.

    The answer of a command that does not print a publication's object has at least `findings`.
    """
    package.write(folder)
    run = import_module("..command", __package__).run
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(StringIO()):
        code = run([*package.arguments(folder), "--json"])
    report: Report = json.loads(printed.getvalue())
    report["exit"] = code
    return report
