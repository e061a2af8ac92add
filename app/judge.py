"""Runs the separate verifier over the publication, as a stranger would: another process.

It is asked before a draw is declared void after its secret was opened (spec 01 §8.5): only what
the verifier itself fails may be void then. Only findings that name this very draw are handed on: a
missed deadline or a fault of another draw must not be a way to draw again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.errors import AppError

VERIFIER: Final = Path(__file__).resolve().parents[1] / "verifier"
SECONDS: Final = 600


@dataclass(frozen=True)
class VerifierJudge:
    """Implements `inspection.Judge` with `verifier/`, run as `python -I`."""

    publication: Path
    trust: Path
    verifier: Path = VERIFIER

    def failed_checks(self, campaign: int, draw: int) -> frozenset[str]:
        """Codes of the checks that fail for this draw; `AppError` if there is no judgement."""
        name = f"{campaign}.{draw}"
        command = [sys.executable, "-I", str(self.verifier), str(self.publication)]
        command += ["--trust", str(self.trust), "--draw", name, "--json"]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        try:
            report = json.loads(done.stdout)
            findings = [(f["check"], f["result"], f.get("draw")) for f in report["findings"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AppError(
                f"verifier: expected a report as JSON, got exit code {done.returncode}"
            ) from error
        return frozenset(c for c, result, about in findings if (result, about) == ("failed", name))
