"""What the witnesses have signed, as far as this book knows (spec 03 §8, §9).

Only a head that others keep cannot be taken back: so a campaign with a policy waits for them at
two places, before a choice and before an opening, and a draw's openings are bracketed by them.
"""

from __future__ import annotations

from dataclasses import dataclass

from draw import time_of
from inspection.campaign import DrawState, DrawStep
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.seeding import bracket_limit
from ledger.cosignatures import Cosignature, read_cosignatures
from ledger.cosigned import Cosigned, cosigned_above


@dataclass(frozen=True)
class Sight:
    """How many of `total` witnesses have signed the head of `size` entries; `quorum` must."""

    size: int
    signed: int
    quorum: int
    total: int


def sight(desk: Desk) -> Sight:
    """What the witnesses have signed of the book as it is now."""
    return sight_of(desk, desk.state.size - 1)


def sight_of(desk: Desk, seq: int) -> Sight:
    """The head over entry `seq` that most witnesses have signed; of equal ones the smallest."""
    state = desk.state
    found = list(cosigned_above(desk.session, seq, _vkeys(desk)))
    best = max(found, key=lambda one: (len(one.signed), -one.size), default=None)
    signed, size = (len(best.signed), best.size) if best is not None else (0, state.size)
    return Sight(size, signed, state.quorum, len(state.witnesses))


def is_witnessed(desk: Desk, seq: int) -> bool:
    """Whether a quorum has signed a head over entry `seq`; always, where there is no policy."""
    return desk.state.quorum == 0 or witnessed_note(desk, seq) is not None


def demand_witnessed(desk: Desk, seq: int, what: str) -> None:
    """Refuse while a quorum has not signed over entry `seq`, the entry of kind `what`."""
    if not is_witnessed(desk, seq):
        found = sight_of(desk, seq)
        raise Refusal("not_witnessed", what=what, signed=found.signed, quorum=found.quorum)


def witnessed_note(desk: Desk, seq: int) -> Cosigned | None:
    """The smallest note over entry `seq` that a quorum has signed."""
    quorum = desk.state.quorum
    notes = cosigned_above(desk.session, seq, _vkeys(desk))
    return next((note for note in notes if quorum and len(note.signed) >= quorum), None)


def quorum_time(desk: Desk, seq: int) -> int | None:
    """When a quorum had signed over entry `seq`, by the witnesses' clocks; None without one."""
    found = witnessed_note(desk, seq)
    return None if found is None else found.kth_time(desk.state.quorum)


def bracket(desk: Desk, draw: DrawState) -> bytes | None:
    """The note that proves when the openings of this draw were there (spec 03 §9), if any does."""
    found = _bracket(desk, draw)
    return None if found is None else found.note


def bracket_facts(desk: Desk, draw: DrawState) -> tuple[int, int] | None:
    """(witnesses that had signed, seconds before the round) of the draw's bracket, or None.

    Counted at the moment when the quorum was reached: a later one signed less early.

    Once the beacon is in the book, of exactly the note named there: what a verifier counts.
    """
    chain, limit = desk.state.find(draw.campaign).chain, _limit(desk, draw)
    if chain is None or limit is None or draw.round is None:
        return None
    times = sorted(one.time for one in _signed(desk, draw) if one.time <= limit)
    quorum = desk.state.quorum
    if not quorum or len(times) < quorum:
        return None
    reached = times[quorum - 1]
    return sum(time <= reached for time in times), time_of(chain, draw.round) - reached


def _signed(desk: Desk, draw: DrawState) -> tuple[Cosignature, ...]:
    if draw.step < DrawStep.BEACONED:
        found = _bracket(desk, draw)
        return () if found is None else found.signed
    if draw.bracket is None:
        return ()
    return read_cosignatures(desk.office.book.blob(desk.session, draw.bracket), _vkeys(desk))


def _bracket(desk: Desk, draw: DrawState) -> Cosigned | None:
    quorum, limit = desk.state.quorum, _limit(desk, draw)
    if not quorum or limit is None or draw.open_seq < 0:
        return None
    for note in cosigned_above(desk.session, draw.open_seq, _vkeys(desk)):
        time = note.kth_time(quorum)
        if time is not None and time <= limit:
            return note
    return None


def _limit(desk: Desk, draw: DrawState) -> int | None:
    chain = desk.state.find(draw.campaign).chain
    return None if chain is None or draw.round is None else bracket_limit(chain, draw.round)


def _vkeys(desk: Desk) -> tuple[str, ...]:
    return tuple(vkey for _, vkey in desk.state.witnesses)
