"""Finishing a draw from the book and a beacon value (spec 04 §9, 02 §13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import step07_selection
from .beacon import typed_value
from .bracket import Deadline
from .completion import Completion, Waiting, complete, latest, waiting_for
from .findings import DrawId, DrawRange, Fault, Finding, Findings, draw_name, say
from .lists import root_of
from .material import DrawMaterial
from .note import NoteError
from .reading import Reading, check_secrets, read_publication
from .remarks import on_simulation
from .remarks_beacon import Remark, on_campaign
from .sources import Where
from .step06_beacon import BracketState, bracket_state, tell_bracket
from .step07_strata import told_strata

TYPED = "--beacon"
_BOOK_STEPS = ("01", "02", "03", "04", "05")
_DRAW_STEPS = ("06", "07")


@dataclass(frozen=True)
class Order:
    """What to finish; `draw` None = the draw that was opened last."""

    publication: Where
    trust: Path
    beacon: str
    draw: DrawId | None


@dataclass(frozen=True)
class Finished:
    """A draw computed from a value; `known` is None where there is no such draw (exit 2).

    `root`: of the selection, hex. `agrees`: whether the book's draw.result says the same, None if
    there is none. `bracket` is None without witnesses. `remarks`: what makes the draw worthless.
    """

    exit: int
    findings: tuple[Finding, ...]
    waiting: Waiting | None = None
    known: DrawMaterial | None = None
    completion: Completion | None = None
    root: str | None = None
    bracket: BracketState | None = None
    quorum: int = 0
    agrees: bool | None = None
    remarks: tuple[Remark, ...] = ()


def finish(order: Order) -> Finished:
    """Compute one draw.

    1. Steps 1-5, and 6 and 7 of the draw. 2. The value. 3. The bracket: the book's, else the
    head. 4. The result, compared with the book's where there is one.
    """
    findings = Findings()
    reading = read_publication(order.publication, order.trust, findings)
    if reading is None:
        return Finished(2, findings.all())
    brackets = check_secrets(reading, findings)
    draws = step07_selection.run(reading.head.publication, reading.materials, findings)
    known = _chosen(order, draws)
    waiting = None if known is None else waiting_for(known.base, known.draw)
    completion = None if known is None else complete(known, typed_value(order.beacon))
    if known is None or waiting is None or completion is None:
        missing = say("no draw of a campaign with a beacon that the operator opened")
        if order.draw is not None:
            missing = say("draw {draw} cannot be finished", draw=draw_name(order.draw))
        findings.skip("05.order", missing)
        return Finished(2, findings.all())
    findings.restrict(DrawRange.only(known.draw.id))
    _tell_value(completion, findings)
    bracket = _bracket(reading, known, waiting, brackets, findings)
    return _finished(known, completion, bracket, reading, findings)


def _finished(
    known: DrawMaterial,
    completion: Completion,
    bracket: BracketState | None,
    reading: Reading,
    findings: Findings,
) -> Finished:
    selection = completion.selection
    root = None
    if selection is not None:
        leaves, marks = zip(*selection.rows, strict=True)
        root = root_of(leaves, "".join(marks))
    agrees = _agrees(known, completion, root)
    told = findings.all()
    return Finished(
        exit=_exit(told, completion, agrees),
        findings=told,
        waiting=completion.waiting,
        known=known,
        completion=completion,
        root=root,
        bracket=bracket,
        quorum=reading.head.trust.policy.quorum,
        agrees=agrees,
        remarks=(*on_simulation(reading.book), *on_campaign(known.base)),
    )


def _chosen(order: Order, draws: Mapping[DrawId, DrawMaterial]) -> DrawMaterial | None:
    if order.draw is not None:
        return draws.get(order.draw)
    return latest(known for known in draws.values() if known.base.chain is not None)


def _tell_value(completion: Completion, findings: Findings) -> None:
    """06.beacon of the value that was given; that of the book has been told in step 6."""
    id = completion.waiting.id
    if completion.unchecked is not None:
        findings.skip("06.beacon", completion.unchecked, draw=id)
        return
    findings.cover("06.beacon", draw=id)
    if completion.fault is not None:
        findings.fail("06.beacon", Fault(completion.fault, TYPED), draw=id)


def _bracket(
    reading: Reading,
    known: DrawMaterial,
    waiting: Waiting,
    brackets: Mapping[DrawId, BracketState],
    findings: Findings,
) -> BracketState | None:
    head, draw = reading.head, known.draw
    if not head.trust.policy.quorum:
        return None
    if draw.beacon is not None:
        return brackets.get(draw.id)
    if head.checkpoint is None:
        state = BracketState(None, say("the checkpoint could not be read"))
    else:
        deadline = Deadline(draw.last_open, waiting.due, waiting.margin)
        try:
            state = bracket_state(head.trust, reading.tree, head.checkpoint, deadline)
        except NoteError as fault:
            # The head is judged by steps 1 and 2, which have said what is wrong with it.
            state = BracketState(None, say(str(fault)))
    tell_bracket(state, draw.id, None, findings)
    return state


def _agrees(known: DrawMaterial, completion: Completion, root: str | None) -> bool | None:
    """Whether draw.result says what the value gives; None where one of them is missing."""
    result, selection = known.draw.result, completion.selection
    if result is None or selection is None:
        return None
    data: Mapping[str, Any] = result.data
    same = (data["seed"], data["selection"]["root"]) == (completion.seed, root)
    if "strata" in data:
        return same and told_strata(data) == selection.strata
    odds = None if data["odds"] is None else tuple(data["odds"])
    return same and (data["cutoff"], odds) == (selection.cutoff, selection.odds)


def _exit(findings: tuple[Finding, ...], completion: Completion, agrees: bool | None) -> int:
    mine = [f for f in findings if f.check[:2] in (*_BOOK_STEPS, *_DRAW_STEPS)]
    if any(f.result == "failed" for f in mine) or agrees is False:
        return 1
    if completion.selection is None:
        return 3
    return 3 if any(f.result == "not_checked" and f.applies for f in mine) else 0
