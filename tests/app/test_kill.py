"""The kill switch kills at its point and nowhere else."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from app.errors import WrongSettings
from app.kill import kill_switch

PROGRAM = """
import sys
from app.kill import kill_switch
at_point = kill_switch(sys.argv[1])
for point in sys.argv[2:]:
    at_point(point)
print("alive")
"""


def run(wish: str, *points: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, wish, *points]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_kills_the_second_time() -> None:
    done = run("handled.commit:2", "handled.commit", "outbox.sent", "handled.commit")
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


@pytest.mark.parametrize("wish", ["", "handled.commit:3", "inbox.stored"])
def test_it_leaves_everything_else_alone(wish: str) -> None:
    assert run(wish, "handled.commit", "handled.commit").stdout == "alive\n"


@pytest.mark.parametrize("wish", ["nowhere", "handled.commit:x", "handled.commit:-1", ":2"])
def test_an_unknown_wish_is_refused(wish: str) -> None:
    with pytest.raises(WrongSettings, match="SUNLOT_KILL_AT"):
        kill_switch(wish)
