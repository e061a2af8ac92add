"""Named points at which the process can be made to kill itself, for tests and the demo.

`SUNLOT_KILL_AT="point[:count]"`: SIGKILL when the point is reached for the count-th time (default
1). Points: `inbox.stored`, `handled.commit`, `outbox.sent`, those of `ledger.publication`, and
`beacon.kept`: a relay's value is in the rows, and nobody has recorded it.
`handled.commit` counts every transaction of the office; a start makes two (identity check, menus),
so the first update of a started bot is `handled.commit:3`.
SIGKILL and not an exception: nothing may get the chance to tidy up.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Final

from app.errors import WrongSettings

POINTS: Final = frozenset(
    {
        "inbox.stored",
        "handled.commit",
        "outbox.sent",
        "publish.read",
        "publish.guard",
        "publish.blobs",
        "publish.tiles",
        "publish.checkpoint",
        "publish.done",
        "witness.stored",
        "beacon.kept",
    }
)


def kill_switch(wish: str) -> Callable[[str], None]:
    """A function to be called at every point; it does nothing unless the wish names the point."""
    name, _, count = wish.partition(":")
    if wish and (name not in POINTS or not (count.isdecimal() or not count)):
        raise WrongSettings(
            f"SUNLOT_KILL_AT: expected point[:count] with one of {', '.join(sorted(POINTS))}"
        )
    left = int(count or 1)

    def at_point(point: str) -> None:
        nonlocal left
        if point == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return at_point
