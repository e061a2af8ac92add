"""`draw.select` by the compiled library, by several processes, or by `draw` itself.

Whatever the first two do not take (a strange row, a size out of range, only musts) goes to
`draw.select`, which alone names errors. So nothing is decided twice.
"""

import functools
import hashlib
import itertools
import logging
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes import Array, c_char, c_char_p, c_uint32, c_uint64
from pathlib import Path

import draw
from compiled import processes
from compiled.library import Library, load, place
from draw import Selection

_log = logging.getLogger(__name__)

_STEP = 1 << 16
"""Rows that one thread sweeps at a time: so few that their texts stay in the processor's cache."""

_HIGHEST = 2**64 - 1


def select(seed: str, pool_rows: Sequence[tuple[str, str]], size: int) -> Selection:
    """Draw `size` rows of a pool, exactly as `draw.select` (02 §6)."""
    return select_with(_library(), seed, pool_rows, size)


def select_with(
    library: Library | None, seed: str, pool_rows: Sequence[tuple[str, str]], size: int
) -> Selection:
    """Draw with one library, without it by several processes; by `draw.select` for lack of both."""
    fast = functools.partial(_compiled, library) if library else processes.select
    return fast(seed, pool_rows, size) or draw.select(seed, pool_rows, size)


@functools.cache
def _library() -> Library | None:
    return checked(place())


def checked(path: Path) -> Library | None:
    """Return the library at a path, or None if there is none that can be trusted.

    One that cannot be loaded, or does not draw what `draw` draws, is named in a logged warning.
    """
    if not path.exists():
        return None
    try:
        library = load(path)
    except (OSError, AttributeError) as reason:
        _log.warning("compiled selection not used: %s cannot be loaded: %s", path.name, reason)
        return None
    if not _agrees(library):
        _log.warning("compiled selection not used: %s draws other rows than draw", path.name)
        return None
    return library


def _agrees(library: Library) -> bool:
    """Say whether a library draws what `draw` draws from a few pools, whose tickets hashlib makes.

    The pools are shorter than, as long as and longer than one vector of tickets.
    """
    leaves = sorted(hashlib.sha256(bytes([number])).hexdigest() for number in range(200))
    rows = [(leaf, "m" if number % 7 == 3 else "r") for number, leaf in enumerate(leaves)]
    seed = leaves[0]
    cases = ((1, 1), (15, 4), (16, 16), (17, 9), (200, 30), (200, 120), (200, 199))
    return all(
        _compiled(library, seed, rows[:count], size) == draw.select(seed, rows[:count], size)
        for count, size in cases
    )


def _compiled(
    library: Library, seed: str, pool_rows: Sequence[tuple[str, str]], size: int
) -> Selection | None:
    """Return what `library` draws, or None for input that it leaves to `draw.select`."""
    rows = tuple(pool_rows)  # nobody can change these while other threads read them
    count = len(rows)
    if not _is_seed(library, seed) or type(size) is not int or not 0 < size <= count < 2**32:
        return None
    leaves, marks, heads = (c_char_p * count)(), (c_char * count)(), (c_uint64 * count)()
    must = library.gather(rows, count, leaves, marks)
    if not 0 <= must < size:
        return None
    middle = (c_uint32 * 8)()
    library.middle(seed.encode(), middle)
    if not _swept(library, middle, leaves, heads):
        return None
    odds = (size - must, count - must)
    for bounds in (_bounds(*odds), (0, _HIGHEST)):
        last = library.choose(middle, leaves, marks, heads, count, odds[0], *bounds)
        if last >= 0:
            cutoff = draw.ticket(seed, "draw", rows[last][0])
            drawn = tuple(itertools.compress(rows, marks.raw))
            return _plausible(Selection(drawn, cutoff, odds), size, heads[last])
    return None


def _plausible(found: Selection, size: int, head: int) -> Selection | None:
    """Check what a check at loading cannot: this very result, as far as that costs nothing."""
    if len(found.rows) == size and found.cutoff and int(found.cutoff[:16], 16) == head:
        return found
    _log.warning("compiled selection not used: its cut-off is not the ticket that hashlib makes")
    return None


def _is_seed(library: Library, seed: object) -> bool:
    return (
        isinstance(seed, str)
        and len(seed) == 64
        and seed.isascii()
        and bool(library.is_digest(seed.encode()))
    )


def _swept(library: Library, middle: object, leaves: object, heads: Array[c_uint64]) -> bool:
    """Make the heads of all tickets; False if the leaves are not ascending digests."""

    def sweep(start: int) -> int:
        end = min(start + _STEP, len(heads))
        status: int = library.sweep(middle, leaves, start, end, heads)
        return status

    starts = range(0, len(heads), _STEP)
    if len(starts) == 1:
        return sweep(0) == 0
    with ThreadPoolExecutor(min(len(starts), os.cpu_count() or 1)) as threads:
        return not any(threads.map(sweep, starts))


def _bounds(wanted: int, count: int) -> tuple[int, int]:
    """Return two heads between which the cut-off nearly always lies: eight deviations around it."""
    slack = 8 * math.isqrt(wanted) + 16
    lower = max(wanted - slack, 0) * 2**64 // count
    return lower, min((wanted + slack) * 2**64 // count, _HIGHEST)
