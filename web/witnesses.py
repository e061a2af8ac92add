"""Who has signed this head, and what witnesses prove of a draw (03 §8, §9): values only.

Every signature counted here was verified: of the head when the book was read, of a bracket in
`read_brackets`. That a line is missing is told; that one is wrong makes the publication unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from draw import time_of
from inspection import CampaignState, DrawState
from ledger import Checkpoint, LedgerError
from ledger.cosignatures import Cosignature, read_cosignatures, read_vkey
from ledger.notes import MAX_NOTE_BYTES
from web.book import PublishedBook, read_blob, read_head
from web.errors import Unreadable
from web.words import msg


@dataclass(frozen=True)
class Witness:
    """A party of the policy; `signed` is when it signed this head, seconds since 1970, or None."""

    body: str
    name: str
    vkey: str
    signed: int | None


@dataclass(frozen=True)
class Sight:
    """The policy of a book, of which `quorum` must sign, and who has signed its head."""

    quorum: int
    witnesses: tuple[Witness, ...]

    @property
    def signed(self) -> tuple[Witness, ...]:
        """Those that have signed this head."""
        return tuple(one for one in self.witnesses if one.signed is not None)

    @property
    def latest(self) -> int:
        """When the last of them signed; 0 if none has."""
        return max((one.signed or 0 for one in self.signed), default=0)

    @property
    def forkers(self) -> int:
        """How many of them would have to cheat for two different books to reach the quorum."""
        return 2 * self.quorum - len(self.witnesses)


@dataclass(frozen=True)
class SignedHead:
    """A head of this book and what its witnesses say of it."""

    head: Checkpoint
    signed: tuple[Cosignature, ...]


@dataclass(frozen=True)
class Bracket:
    """What a note proves of a draw. `why` is empty if it proves that the list was closed in time.

    `bodies`: who had signed when the quorum was reached, `margin` seconds before the round. `why`
    is a sentence with `values`.
    """

    bodies: tuple[str, ...] = ()
    margin: int = 0
    why: str = ""
    values: Mapping[str, int] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """The list was closed before the beacon was known."""
        return not self.why


def sight(book: PublishedBook) -> Sight:
    """Return who should sign the head of a book, and who has."""
    times = {one.vkey: one.time for one in book.signed}
    rows = (
        Witness(body, read_vkey(vkey)[0], vkey, times.get(vkey))
        for body, vkey in book.policy.witnesses
    )
    return Sight(book.policy.quorum, tuple(rows))


def read_brackets(folder: Path, book: PublishedBook) -> Mapping[str, SignedHead]:
    """Return every note that a `draw.beacon` names, by its digest.

    `Unreadable` unless each is a note of this book: signed by its log as far as the log's key is
    known, with no wrong line of a witness, and of a tree that this one begins with.
    """
    draws = (draw for campaign in book.state.campaigns for draw in campaign.draws)
    named = {draw.bracket for draw in draws if draw.bracket is not None}
    notes = {digest: _read_note(folder, book, digest) for digest in sorted(named)}
    roots = book.roots({note.head.size for note in notes.values()})
    for digest, note in notes.items():
        expected = Checkpoint(book.head.origin, note.head.size, roots.get(note.head.size, ""))
        if note.head != expected:
            raise Unreadable(f"publication: blob {digest} is a note of another tree")
    return notes


def bracket(
    book: PublishedBook,
    campaign: CampaignState,
    draw: DrawState,
    notes: Mapping[str, SignedHead],
) -> Bracket | None:
    """Return what is proven of when a draw's openings were there; None before, or with no beacon.

    While the draw waits for its beacon this is said of the present head, which can be the bracket;
    once it is void without one, of nothing.
    """
    if campaign.chain is None or draw.round is None or draw.open_seq < 0:
        return None
    if draw.beacon is None and draw.void is not None:
        return None
    if not book.policy.quorum:
        return Bracket(why=msg("this ledger has no witnesses"))
    if draw.beacon is None:
        note = SignedHead(book.head, book.signed)
    elif draw.bracket is None:
        return Bracket(why=msg("the book names no note of the witnesses for it"))
    else:
        note = notes[draw.bracket]
    return _judge(book, draw, note, time_of(campaign.chain, draw.round), campaign.chain.margin)


def _read_note(folder: Path, book: PublishedBook, digest: str) -> SignedHead:
    data = read_blob(folder, digest, MAX_NOTE_BYTES)
    try:
        head = read_head(data, book.log_key)
        return SignedHead(head, read_cosignatures(data, book.policy.vkeys))
    except LedgerError as error:
        raise Unreadable(f"publication: blob {digest}: {error}") from error


def _judge(
    book: PublishedBook, draw: DrawState, note: SignedHead, due: int, margin: int
) -> Bracket:
    """Judge by 03 §9: it covers the last opening, and enough witnesses signed it early enough."""
    quorum, times = book.policy.quorum, sorted(one.time for one in note.signed)
    early = sum(time <= due - margin for time in times)
    if note.head.size <= draw.open_seq:
        line = msg("the note does not cover the last opening, entry {seq}")
        return Bracket(why=line, values={"seq": draw.open_seq})
    if len(times) < quorum:
        line = msg("{signed} of {quorum} needed witnesses signed")
        return Bracket(why=line, values={"signed": len(times), "quorum": quorum})
    if early < quorum:
        line = msg(
            "only {signed} of {quorum} needed witnesses signed at least {margin} s before the "
            "beacon"
        )
        return Bracket(why=line, values={"signed": early, "quorum": quorum, "margin": margin})
    last, bodies = times[quorum - 1], {vkey: body for body, vkey in book.policy.witnesses}
    signed = tuple(bodies[one.vkey] for one in note.signed if one.time <= last)
    return Bracket(signed, due - last)
