"""`draw.select` by several processes, for large pools where there is no compiled library (02 §6).

One process cannot make a million tickets faster than its loop of hashlib calls. So stretches of the
pool are dealt to helpers, one per processor, which check the leaves, make the tickets, and keep the
rows surely below the cut-off and those near it (`child`).

Contract: what `draw.select` gives, or None for whatever else: too few rows or processors, a
malformed pool or size, a helper that failed. `draw.select`, which then does the work, alone names
errors. So nothing is decided twice.

The helpers are new programs, fed by pipes while the pool is still being read. Rejected: forked ones
(with other threads a fork may lock up; and after it the first touch of every page of a large pool
costs as much as the fork had saved), threads (hashlib keeps the interpreter's lock for short texts)
and multiprocessing (pickling a row costs more than hashing it).
"""

import contextlib
import itertools
import logging
import os
import re
import struct
import subprocess
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path

from compiled.child import PLACE, TICKET
from draw import Selection, ticket
from draw.notation import MUST, RANDOM
from draw.selection import bounds

_log = logging.getLogger(__name__)

SHARE = 100_000
"""The fewest rows that are worth a helper: starting one takes as long as hashing half of them."""

STRETCH = 1 << 12
"""Rows handed over at a time: so few that they stay in the processor's cache."""

CHILD = Path(__file__).with_name("child.py")

_PIPE = 1 << 20
"""Bytes that a pipe should hold: some stretches, so that no helper waits for its next."""

_SEED = re.compile("[0-9a-f]{64}")

Rows = tuple[tuple[str, str], ...]


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
    except OSError as reason:  # a helper could not start, or ended before it had read everything
        _log.warning("selection not shared among processes: %s", reason)
    except (TypeError, ValueError):  # rows of another shape
        _log.info("selection not shared among processes: rows that are not pairs of texts")
    except (LookupError, struct.error) as reason:  # an answer of another shape
        _log.warning("selection not shared among processes: %s", reason)
    return None


def _helper(child: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=_PIPE,
    )


def _drawn(
    helpers: list[subprocess.Popen[bytes]], seed: str, rows: Rows, size: int, stretch: int
) -> Selection | None:
    musts = _musts(rows)
    if type(size) is not int or not len(musts) < size <= len(rows) or not _SEED.fullmatch(seed):
        return None
    odds = (size - len(musts), len(rows) - len(musts))
    _deal(helpers, seed, rows, odds, stretch)
    answers = [helper.communicate()[0] for helper in helpers]
    ended = [helper.returncode for helper in helpers]
    if any(ended) or not all(answers):
        _log.info("selection not shared among processes: helpers ended with %s", ended)
        return None
    if not _joined(rows, stretch):
        return None
    lowest = _lowest(answers, frozenset(musts), odds[0])
    if not lowest:
        return None
    places, cutoff = lowest
    if cutoff != ticket(seed, "draw", rows[places[-1]][0]):
        _log.warning("selection not shared among processes: their cut-off is not that row's ticket")
        return None
    return Selection(tuple([rows[place] for place in sorted(musts + places)]), cutoff, odds)


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


def _lowest(
    answers: list[bytes], musts: frozenset[int], wanted: int
) -> tuple[list[int], str] | None:
    """Return the places of the lowest tickets, that of the highest last, and that ticket.

    None if the cut-off is not between the bounds.
    """
    sure: list[int] = []
    near: list[tuple[bytes, int]] = []
    for answer in answers:
        end = PLACE * (1 + array("I", answer[:PLACE])[0])
        sure += array("I", answer[PLACE:end])
        near += struct.iter_unpack(f">{TICKET}sI", answer[end:])
    if musts:
        sure = [place for place in sure if place not in musts]
        near = [(ticket_, place) for ticket_, place in near if place not in musts]
    if not len(sure) < wanted <= len(sure) + len(near):
        return None
    last = sorted(near)[: wanted - len(sure)]  # places ascend by leaf
    return sure + [place for _, place in last], last[-1][0].hex()
