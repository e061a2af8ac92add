"""Runs the separate verifier over the publication, as a stranger would: another process.

It is asked before a draw is declared void after its secret was opened (spec 01 §8.5): only what
the verifier itself fails may be void then.
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

    def failed_checks(self, campaign: int, draw: int) -> frozenset[str]:
        """Codes of the checks that fail for this draw; `AppError` if there is no judgement."""
        command = [sys.executable, "-I", str(VERIFIER), str(self.publication)]
        command += ["--trust", str(self.trust), "--draw", f"{campaign}.{draw}", "--json"]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        try:
            report = json.loads(done.stdout)
            findings = [(f["check"], f["result"]) for f in report["findings"]]
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(
                f"verifier: expected a report as JSON, got exit code {done.returncode}"
            ) from error
        return frozenset(check for check, result in findings if result == "failed")
