"""Brackets: that a list was closed before the beacon was known (spec 03 §9)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from .findings import Text, say
from .note import Checkpoint, NoteError, NoteKey, check_log_signature, parse_checkpoint
from .witnesses import Cosignature, Policy, cosignatures

RootsOf = Callable[[int], Collection[bytes]]


@dataclass(frozen=True)
class Bracket:
    """What a note proves of a draw.

    `why` is None if it proves that the draw was closed in time. `signed`: witnesses whose time is
    early enough; `margin`: seconds from the k-th earliest of the note's cosignatures to the round,
    None if there are fewer than k or it is later; `bodies`: who signed by then.
    """

    signed: int
    quorum: int
    margin: int | None
    bodies: tuple[str, ...]
    why: Text | None

    @property
    def proven(self) -> bool:
        """True if the list was closed before the beacon was known."""
        return self.why is None


@dataclass(frozen=True)
class Deadline:
    """What a bracket must cover and by when: index of the last opening, time(R), margin.

    `last_open` is None if nothing was opened, so that there is nothing to cover.
    """

    last_open: int | None
    due: int
    margin: int


class UnknownRootError(ValueError):
    """The root of the note's size cannot be computed here, because entries cannot be read."""


def read_note(data: bytes, log_key: NoteKey) -> Checkpoint:
    """A note of this log; raises NoteError (03 §5)."""
    checkpoint = parse_checkpoint(data)
    if checkpoint.origin != log_key.name:
        raise NoteError("the checkpoint is of another ledger")
    check_log_signature(checkpoint, log_key)
    return checkpoint


def judge_bracket(
    note: Checkpoint, policy: Policy, deadline: Deadline, roots_of: RootsOf
) -> Bracket:
    """Judge a note of this log as a bracket.

    `roots_of(n)` are the roots that the first n entries of the ledger may have; it raises
    UnknownRootError where that cannot be told. Raises NoteError for a note that is invalid or of
    another tree; a note that only proves too little gives a Bracket that says why.
    """
    if note.root not in roots_of(note.size):
        raise NoteError("the note is of another tree")
    lines = cosignatures(note, policy)
    times = sorted(line.time for line in lines)
    last = times[policy.quorum - 1] if len(times) >= policy.quorum > 0 else None
    early = [line for line in lines if line.time <= deadline.due - deadline.margin]
    return Bracket(
        signed=len(early),
        quorum=policy.quorum,
        margin=None if last is None or last > deadline.due else deadline.due - last,
        bodies=tuple(line.witness.body for line in lines if last and line.time <= last),
        why=_too_little(note, policy, deadline, lines, len(early)),
    )


def _too_little(
    note: Checkpoint,
    policy: Policy,
    deadline: Deadline,
    lines: tuple[Cosignature, ...],
    early: int,
) -> Text | None:
    if deadline.last_open is None:
        return say("nothing was opened")
    if note.size <= deadline.last_open:
        seq = str(deadline.last_open)
        return say("the note does not cover the last opening, entry {seq}", seq=seq)
    if len(lines) < policy.quorum:
        signed, quorum = len(lines), policy.quorum
        return say("{signed} of {quorum} needed witnesses signed", signed=signed, quorum=quorum)
    if early < policy.quorum:
        return say(
            "only {signed} of {quorum} needed witnesses signed at least {margin} s before the"
            " beacon",
            signed=early,
            quorum=policy.quorum,
            margin=deadline.margin,
        )
    return None
