"""What the program does in chat without anybody's message: witnesses have signed, a round is due.

The application calls these with `Dispatch.errand`. Each may come again, after a restart or from two
sources: nobody is told the same twice (`announced`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import progress, waits
from bot.announced import was_said
from bot.awaited import ask_what_is_ready, say_what_is_overdue
from bot.context import Context
from draw import Beacon, Chain, time_of
from inspection import Desk
from inspection.acts import take_beacon
from inspection.queries import last_campaign


@dataclass(frozen=True)
class Due:
    """What the clock asks for.

    `fetch`: chain and round whose value relays are to be asked for now, else None. `seconds`: until
    `round_due` has something to say, 0 if it has now (as long as a value is to be fetched, too);
    None if no time is waited for.
    """

    fetch: tuple[Chain, int] | None
    seconds: int | None


NOTHING_DUE = Due(None, None)


def what_is_due(desk: Desk) -> Due:
    """The next thing that the clock brings for the draw that is going on."""
    draw, awaited = waits.open_draw(desk), waits.round_awaited(desk)
    if draw is None:
        return NOTHING_DUE
    if awaited is not None:
        seconds = max(0, time_of(*awaited) - desk.now)
        return Due(None if seconds else awaited, seconds)
    until = waits.opening_ends(desk)
    if until is None or was_said(desk.session, "late", draw):
        return NOTHING_DUE
    return Due(None, max(0, until + 1 - desk.now))


def heads_signed(ctx: Context) -> None:
    """A head was published or got new cosignatures: show it, and ask what waited for it."""
    campaign = last_campaign(ctx.desk)
    if campaign is not None and campaign.draw is not None:
        progress.show(ctx, campaign.draw)
    ask_what_is_ready(ctx)


def beacon_arrived(ctx: Context, beacon: Beacon) -> None:
    """A relay gave the value; refused (`Refusal`) unless it is true and of the awaited round."""
    draw = take_beacon(ctx.desk, beacon, None)
    progress.show(ctx, draw)
    ask_what_is_ready(ctx)


def round_due(ctx: Context) -> None:
    """A time has passed and no relay has given the value: say so, and let anybody bring it."""
    say_what_is_overdue(ctx)
