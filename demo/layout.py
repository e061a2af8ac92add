"""Where everything lies below the folder that a play leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders and files; nothing needs to exist.

    `office` holds the private data of the installation, `lists` the synthetic lists.
    """

    out: Path

    @property
    def office(self) -> Path:
        """Database and keys; never given away."""
        return self.out / "office"

    @property
    def publication(self) -> Path:
        """What would be served to the public."""
        return self.out / "publication"

    @property
    def auditor(self) -> Path:
        """All openings, for the verifier's `--auditor`."""
        return self.out / "auditor"

    @property
    def lists(self) -> Path:
        """The generated lists."""
        return self.out / "lists"

    def witness(self, number: int) -> Path:
        """The folder of a witness, which is on another machine where it is real."""
        return self.out / f"witness-{number}"

    @property
    def trust(self) -> Path:
        """The trust file, copied from the office."""
        return self.out / "trust.json"

    @property
    def opened(self) -> Path:
        """A copy of the publication, made when the secrets of the first draw were open."""
        return self.out / "publication-after-openings"

    @property
    def proof(self) -> Path:
        """What representative 1 kept: the proof of a contribution."""
        return self.out / "contribution.json"

    @property
    def logs(self) -> Path:
        """What each process wrote."""
        return self.out / "logs"
