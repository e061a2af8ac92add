"""Calling the command line in this process: starting a new one for each call takes a second."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.app.stage import INIT, SIMULATED


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Sunlot = Callable[..., Done]


def found(sunlot: Sunlot, *more: str) -> list[dict[str, str]]:
    """`sunlot init`, of a simulation unless other options are given; the invitations."""
    done = sunlot(*INIT, *(more or SIMULATED))
    assert done.returncode == 0, done.stderr
    invitations: list[dict[str, str]] = json.loads(done.stdout)["invitations"]
    return invitations
