"""`draw.select` by several processes, for large pools where there is no compiled library (02 §6).

One process cannot make a million tickets faster than its loop of hashlib calls. So stretches of the
pool are dealt to helpers, one per processor, which check the leaves, make the tickets, and keep the
rows surely below the cut-off and those near it (`child`).

Contract: what `draw.select` gives, or None for whatever else: too few rows or processors, a
malformed pool or size, a helper that failed. `draw.select`, which then does the work, alone names
errors. So nothing is decided twice.

A helper is believed by its answer, which says how long it is, and not by its exit code: that is 0
for every child of a process that ignores SIGCHLD.

The helpers are new programs, fed by pipes while the pool is still being read. Rejected: forked ones
(with other threads a fork may lock up; and after it the first touch of every page of a large pool
costs as much as the fork had saved), threads (hashlib keeps the interpreter's lock for short texts)
and multiprocessing (pickling a row costs more than hashing it).
"""

import contextlib
import itertools
import logging
import os
import struct
import subprocess
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path

from compiled.child import COUNTS, PLACE, TICKET
from draw import BadInput, Selection, ticket
from draw.notation import MUST, RANDOM
from draw.selection import bounds

_log = logging.getLogger(__name__)

SHARE = 100_000
"""The fewest rows that are worth a helper: starting one takes as long as hashing half of them."""

STRETCH = 1 << 12
"""Rows handed over at a time: so few that they stay in the processor's cache."""

CHILD = Path(__file__).with_name("child.py")

Rows = tuple[tuple[str, str], ...]


class _NotShared(Exception):
    """Why this pool is left to one process."""


def select(
    seed: str, pool_rows: Sequence[tuple[str, str]], size: int, share: int = SHARE
) -> Selection | None:
    """Draw `size` rows of a pool, exactly as `draw.select`; None where that has to do it.

    Each helper gets `share` rows or more; with fewer than two such shares the answer is None.
    """
    count = min(_processors(), len(pool_rows) // share)
    return select_by(count, seed, pool_rows, size) if count > 1 else None


def _processors() -> int:
    usable = getattr(os, "sched_getaffinity", None)  # which processors we may use: not everywhere
    return len(usable(0)) if usable else os.cpu_count() or 1


def select_by(
    count: int,
    seed: str,
    pool_rows: Sequence[tuple[str, str]],
    size: int,
    *,
    stretch: int = STRETCH,
    child: Path = CHILD,
) -> Selection | None:
    """Draw with so many helpers, without asking whether they are worth it."""
    rows = tuple(pool_rows)
    try:
        with contextlib.ExitStack() as stack:
            helpers = [stack.enter_context(_helper(child)) for _ in range(count)]
            return _drawn(helpers, seed, rows, size, stretch)
    # OSError: a helper could not start, or ended before it had read everything
    except (OSError, _NotShared) as reason:
        _log.warning("selection not shared among processes: %s", reason)
    return None


def _helper(child: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _drawn(
    helpers: list[subprocess.Popen[bytes]], seed: str, rows: Rows, size: int, stretch: int
) -> Selection | None:
    """Return what is drawn, None for a size that is left to `draw`; raises _NotShared, OSError."""
    try:
        musts = _musts(rows)
        if type(size) is not int or not len(musts) < size <= len(rows):
            return None
        odds = (size - len(musts), len(rows) - len(musts))
        _deal(helpers, seed, rows, odds, stretch)
    except (TypeError, ValueError) as reason:
        raise _NotShared("no seed and pairs of texts") from reason
    answers = [helper.communicate()[0] for helper in helpers]
    ended = [helper.returncode for helper in helpers]
    if any(ended):
        raise _NotShared(f"helpers ended with {ended}")
    if not _joined(rows, stretch):
        raise _NotShared("stretches that do not ascend")
    places, cutoff = _lowest(answers, frozenset(musts), odds[0])
    drawn = sorted(musts + places)
    if drawn[-1] >= len(rows):
        raise _NotShared("a place that the pool does not have")
    _check_cutoff(seed, rows[places[-1]][0], cutoff)
    return Selection(tuple([rows[place] for place in drawn]), cutoff, odds)


def _check_cutoff(seed: str, leaf: str, cutoff: str) -> None:
    """Raise _NotShared unless the cut-off is the ticket of this leaf, and the seed is one."""
    try:
        right = ticket(seed, "draw", leaf)
    except BadInput as reason:
        raise _NotShared("a seed that is no digest") from reason
    if cutoff != right:
        raise _NotShared("their cut-off is not that row's ticket")


def _musts(rows: Rows) -> list[int]:
    """Return the places of the musts; raises ValueError for a mark that is neither m nor r."""
    marks = [mark for _, mark in rows]
    others = marks.count(RANDOM)
    if others == len(marks):
        return []
    musts = [place for place, mark in enumerate(marks) if mark == MUST]
    if len(musts) + others != len(marks):
        raise ValueError("a mark that is neither m nor r")
    return musts


def _deal(
    helpers: list[subprocess.Popen[bytes]],
    seed: str,
    rows: Rows,
    odds: tuple[int, int],
    stretch: int,
) -> None:
    """Hand the rows out, in turn; raises TypeError or ValueError for a leaf that is no text."""
    pipes = [helper.stdin for helper in helpers if helper.stdin]
    lower, upper = bounds(*odds)
    for pipe in pipes:
        pipe.write(f"{seed} {lower.hex()} {upper.hex()}\n".encode())
    for pipe, start in zip(itertools.cycle(pipes), range(0, len(rows), stretch), strict=False):
        leaves = [leaf for leaf, _ in rows[start : start + stretch]]
        text = "\n".join(leaves).encode()
        pipe.write(b"%d %d %d\n" % (start, len(leaves), len(text)))
        pipe.write(text)


def _joined(rows: Rows, stretch: int) -> bool:
    """Say whether every stretch begins above the end of the one before it."""
    starts = range(stretch, len(rows), stretch)
    return all(rows[start - 1][0] < rows[start][0] for start in starts)


def _lowest(answers: list[bytes], musts: frozenset[int], wanted: int) -> tuple[list[int], str]:
    """Return the places of the `wanted` lowest tickets, that of the highest last, and that ticket.

    Raises _NotShared if the answers do not hold just so many.
    """
    sure: list[int] = []
    near: list[tuple[bytes, int]] = []
    for answer in answers:
        some_sure, some_near = _parts(answer)
        sure += some_sure
        near += some_near
    if musts:
        sure = [place for place in sure if place not in musts]
        near = [(ticket_, place) for ticket_, place in near if place not in musts]
    last = sorted(near)[: wanted - len(sure)]  # places ascend by leaf
    places = sure + [place for _, place in last]
    if not last or len(set(places)) != wanted:
        raise _NotShared("a cut-off that is not between the bounds")
    return places, last[-1][0].hex()


def _parts(answer: bytes) -> tuple[Sequence[int], list[tuple[bytes, int]]]:
    """Take an answer apart; raises _NotShared unless it is just as long as it says."""
    if len(answer) < COUNTS:
        raise _NotShared("a helper without an answer")
    sure, near = array("I", answer[:COUNTS])
    middle = COUNTS + PLACE * sure
    if len(answer) != middle + (TICKET + PLACE) * near:
        raise _NotShared("an answer of another length than it says")
    return array("I", answer[COUNTS:middle]), [*struct.iter_unpack(f">{TICKET}sI", answer[middle:])]
