"""The proof of a contribution: the small file that its person keeps (spec 03 §10).

With it and the trust file anybody can show that the contribution was in the book that the
witnesses signed, years later and without this office.
"""

from __future__ import annotations

from inspection.campaign import DrawState
from inspection.desk import Desk
from inspection.seeding import party
from inspection.witnessed import witnessed_note
from ledger import Entry, canonical


def contribution_proof(desk: Desk, draw: DrawState, number: int) -> bytes | None:
    """The proof of representative `number`'s contribution, with its opening once that is public.

    None while no quorum has signed a head over it; without a policy the last published head does.
    """
    entry = _contribution(desk, draw, number)
    if entry is None:
        return None
    found = _note(desk, entry.seq)
    if found is None:
        return None
    size, note = found
    value = {
        "checkpoint": note.decode(),
        "entry": entry.bytes.decode(),
        "index": entry.seq,
        "kind": "contribution",
        "proof": [node.hex() for node in desk.office.publisher.inclusion(entry.seq, size)],
        "roster": desk.state.find(draw.campaign).opened["roster"]["root"],
        "secret": draw.opened.get(party(number)),
        "v": 1,
    }
    return canonical.encode(value) + b"\n"


def _note(desk: Desk, seq: int) -> tuple[int, bytes] | None:
    if desk.state.quorum:
        witnessed = witnessed_note(desk, seq)
        return None if witnessed is None else (witnessed.size, witnessed.note)
    signed = desk.office.publisher.signed()
    if signed is None or signed.head.size <= seq:
        return None
    return signed.head.size, signed.note


def _contribution(desk: Desk, draw: DrawState, number: int) -> Entry | None:
    wanted = (draw.campaign, draw.number, number)
    for entry in desk.office.book.entries(desk.session, draw.commit_seq):
        if entry.kind == "draw.contribution":
            data = entry.data
            if (data["campaign"], data["draw"], data["representative"]) == wanted:
                return entry
    return None
