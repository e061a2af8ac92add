"""What a beacon value makes of a draw that is fixed up to its last opening (spec 02 §13)."""

from collections.abc import Iterable
from dataclasses import dataclass

from .beacon import NoRoundError, Value, value_fault
from .bls import NoLibraryError
from .book import Draw
from .findings import DrawId, Text, say
from .material import CampaignMaterial, DrawMaterial, beacon_text
from .rules import Selection, select
from .seeds import rebuilt_seeds
from .step07_strata import selection_under
from .strata import UntypedError


@dataclass(frozen=True)
class Waiting:
    """A draw that its beacon finishes: its round and when that is due, seconds since 1970."""

    id: DrawId
    round: int
    due: int
    margin: int


@dataclass(frozen=True)
class Completion:
    """A draw with a value. `fault`: why the value is refused; `unchecked`: why nobody knows.

    `seed` and `selection` are None where the value is refused or an entry is missing.
    """

    waiting: Waiting
    fault: Text | None = None
    unchecked: Text | None = None
    seed: str | None = None
    selection: Selection | None = None


def waiting_for(base: CampaignMaterial, draw: Draw) -> Waiting | None:
    """The round that gives a draw its seed; None without a beacon or the operator's opening."""
    if base.chain is None or draw.close is None or draw.operator_open is None:
        return None
    try:
        round = base.chain.round_after(draw.close.at)
    except NoRoundError:
        return None
    return Waiting(draw.id, round, base.chain.time(round), base.chain.margin)


def latest(draws: Iterable[DrawMaterial]) -> DrawMaterial | None:
    """Of draws with the operator's opening, the one that was opened last."""
    opened = [(one.draw.operator_open, one) for one in draws]
    known = [(entry.seq, one) for entry, one in opened if entry is not None]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def complete(known: DrawMaterial, value: Value) -> Completion | None:
    """Check the value first, then compute seed and selection; None if the draw cannot wait."""
    chain, waiting = known.base.chain, waiting_for(known.base, known.draw)
    if chain is None or waiting is None:
        return None
    unchecked = None
    try:
        fault = value_fault(chain, waiting.round, value)
    except NoLibraryError as error:
        fault, unchecked = None, say(str(error))
    if fault is not None:
        return Completion(waiting, fault=fault)
    text = beacon_text(chain.hash, waiting.round, value.signature)
    seed = next(iter(rebuilt_seeds(known, [text])), None)
    return Completion(waiting, None, unchecked, seed, _selection(known, seed))


def _selection(known: DrawMaterial, seed: str | None) -> Selection | None:
    if seed is None or known.pool is None or not known.n:
        return None
    if known.base.per_type:
        try:
            return selection_under(known, seed)
        except UntypedError:
            return None
    rows, n = known.pool.rows(), known.n[0]
    return select(seed, rows, n) if known.pool.musts() <= n <= len(rows) else None
