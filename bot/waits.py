"""What a draw waits for that nobody can press: the witnesses' signatures, and the beacon's round.

The board asks here before it shows a button, so that nobody presses into a refusal.
"""

from __future__ import annotations

from draw import Chain, time_of
from inspection import Desk, DrawState, Step
from inspection.acts import beacon_here, waiting_openings
from inspection.queries import next_step
from inspection.seeding import SILENT_SECONDS, open_until
from inspection.witnessed import is_witnessed


def open_draw(desk: Desk) -> DrawState | None:
    """The draw that is going on, if there is one."""
    draw = desk.state.campaign.draw if desk.state.campaign else None
    return draw if draw is not None and draw.open else None


def chain_of(desk: Desk, draw: DrawState) -> Chain | None:
    """The beacon's chain of the draw's campaign; None: it has no beacon."""
    return desk.state.find(draw.campaign).chain


def witnesses_missing(desk: Desk) -> bool:
    """Whether the next step has to wait for the witnesses (spec 03 §7.6)."""
    draw = open_draw(desk)
    if draw is None:
        return False
    match next_step(desk):
        case Step.CHOOSE | Step.INHERIT:
            return not is_witnessed(desk, draw.commit_seq)
        case Step.OPEN:
            return not is_witnessed(desk, draw.close_seq)
        case _:
            return False


def opening_ends(desk: Desk) -> int | None:
    """Until when the secrets may be opened, if they wait for it and a beacon sets a limit."""
    draw = open_draw(desk)
    chain = chain_of(desk, draw) if draw is not None else None
    if draw is None or chain is None or draw.round is None or next_step(desk) is not Step.OPEN:
        return None
    return open_until(chain, draw.round)


def too_late_to_open(desk: Desk) -> bool:
    """Whether the secrets were not opened in time: the draw can only be void."""
    until = opening_ends(desk)
    return until is not None and desk.at > until


def opening_step(desk: Desk, draw: DrawState) -> Step:
    """At which step openings made on own devices are taken in.

    With a beacon before the officials open; without one after the operator's own opening, for
    whoever had them earlier would know the result while the draw can still be void.
    """
    return Step.OPEN if chain_of(desk, draw) is not None else Step.RESULT


def openings_wanted(desk: Desk) -> bool:
    """Whether it is time to hand in openings: what lies before them is witnessed, nothing late."""
    draw = open_draw(desk)
    if draw is None or next_step(desk) is not opening_step(desk, draw) or too_late_to_open(desk):
        return False
    before = draw.close_seq if next_step(desk) is Step.OPEN else draw.no_return_seq
    return is_witnessed(desk, before)


def missing_openings(desk: Desk) -> tuple[int, ...]:
    """The numbers whose opening, made on their own device, may be handed in now."""
    draw = open_draw(desk)
    return openings_not_here(desk, draw) if draw is not None and openings_wanted(desk) else ()


def openings_not_here(desk: Desk, draw: DrawState) -> tuple[int, ...]:
    """The numbers that contributed on their own device and have not opened, ascending.

    What the bot made is not asked for: if that is damaged, nobody can send it.
    """
    return tuple(n for n in waiting_openings(desk, draw) if n in by_device(draw))


def by_device(draw: DrawState) -> tuple[int, ...]:
    """The numbers whose contribution was made on their own device, ascending."""
    return tuple(sorted(n for n, made_by in draw.made_by.items() if made_by == "device"))


def round_awaited(desk: Desk) -> tuple[Chain, int] | None:
    """Chain and round whose value the draw waits for and that nobody has brought yet."""
    draw = open_draw(desk)
    if draw is None or next_step(desk) is not Step.BEACON or beacon_here(desk, draw) is not None:
        return None
    chain = chain_of(desk, draw)
    return (chain, draw.round) if chain is not None and draw.round is not None else None


def round_is_due(desk: Desk) -> bool:
    """Whether the awaited round's time has passed, so that anybody may bring its value."""
    awaited = round_awaited(desk)
    return awaited is not None and desk.now >= time_of(*awaited)


def beacon_is_silent(desk: Desk) -> bool:
    """Whether the awaited round is so late that the draw can be void by rule (spec 01 §8.5b)."""
    awaited = round_awaited(desk)
    return awaited is not None and desk.at >= time_of(*awaited) + SILENT_SECONDS
