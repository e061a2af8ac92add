"""All steps in their order, and the verdict over their findings (spec 04 §2, §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from . import (
    enterprise,
    step07_selection,
    step08_matching,
    step09_answers,
    step10_openings,
)
from .beacon import typed_value
from .beside import uncollected
from .book import Book, Draw
from .checks import COVERAGE
from .completion import Completion, complete, latest
from .enterprise import Enterprise
from .findings import DrawId, DrawRange, Fault, Finding, Findings, Text, draw_id, draw_name, say
from .material import Case, DrawMaterial
from .openings_ahead import Ahead
from .publication import UnreachableError
from .reading import Reading, check_secrets, read_publication
from .remarks import Scope, remarks_of
from .remarks_beacon import Remark, Timeliness
from .rules import Stratum
from .seen import Kept, Typed, check_kept, check_typed
from .sheet import check_digest
from .sources import Where
from .step01_head import Head
from .step06_beacon import NOT_PROVEN, BracketState
from .step07_strata import told_strata
from .step09_answers import Settled
from .step10_openings import OpenState

Verdict = Literal["proven", "failed", "unreadable", "incomplete"]
EXIT: Mapping[Verdict, int] = {"proven": 0, "failed": 1, "unreadable": 2, "incomplete": 3}


@dataclass(frozen=True)
class Request:
    """What the caller asks; `now` in seconds since 1970, used only for deadlines."""

    publication: Where
    trust: Path
    now: int
    draw: DrawId | None = None
    opening: Path | None = None
    auditor: Path | None = None
    beacon: str | None = None
    keep: Path | None = None
    typed: Typed | None = None
    digest: str | None = None


@dataclass(frozen=True)
class DrawSummary:
    """One draw as spec 04 §2 lists it; None where the book does not go that far.

    `timely` is for people: what is proven of the time its list was closed, None without a beacon;
    so are `strata`, which stand for odds and cut-off with allocation `per_type`.
    """

    id: DrawId
    state: Literal["matched", "void", "open"]
    N: int | None
    m: int | None
    n: int | None
    odds: tuple[int, int] | None
    seed: str | None
    cutoff: str | None
    digest: str | None
    confirmed: int
    objected: int
    timely: Text | None = None
    strata: tuple[Stratum, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """Everything a report says; origin, size and root are None if there is no checkpoint."""

    verdict: Verdict
    now: int
    findings: tuple[Finding, ...]
    origin: str | None = None
    size: int | None = None
    root: str | None = None
    remarks: tuple[Remark, ...] = ()
    draws: tuple[DrawSummary, ...] = ()
    enterprise: Enterprise | None = None
    asked: DrawId | None = None

    @property
    def exit(self) -> int:
        """Exit code of the verdict."""
        return EXIT[self.verdict]


def judge(request: Request) -> Judgement:
    """Run all steps on a publication.

    1.-5. From the folder to the book; without a head there is no judgement. 6. Secrets.
    7.-10. Draws, answers, openings. Then the verdict over all findings.
    """
    findings = Findings()
    with uncollected(), Ahead(request.auditor) as openings:
        reading = read_publication(request.publication, request.trust, findings)
        if reading is None:
            return Judgement("unreadable", request.now, findings.all())
        try:
            return _judge_book(request, reading, openings, findings)
        except UnreachableError as error:
            findings.fail("01.files", Fault(say(str(error)), field=error.where))
            return Judgement("unreadable", request.now, findings.all())


@dataclass(frozen=True)
class _Outcome:
    """What steps 6-10 leave for the report."""

    case: Case
    states: Mapping[int, OpenState]
    brackets: Mapping[DrawId, BracketState]
    settled: Settled
    scope: Scope
    enterprise: Enterprise | None
    kept: Kept | None


def _judge_book(
    request: Request, reading: Reading, openings: Ahead, findings: Findings
) -> Judgement:
    head, book, materials = reading.head, reading.book, reading.materials
    kept = None
    if request.keep is not None:
        kept = check_kept(request.keep, head, reading.tree, findings)
    if request.typed is not None:
        check_typed(request.typed, head, reading.tree, findings)
    scope = _asked(request.draw, book, findings)
    brackets = check_secrets(reading, findings)
    draws = step07_selection.run(head.publication, materials, findings)
    step08_matching.run(head, book, draws, findings)
    step09_answers.run_answers(book, findings)
    case = Case(book, materials, draws)
    if request.digest is not None:
        check_digest(request.digest, case, findings)
    states = step10_openings.run(
        head.publication, case, request.auditor, request.now, findings, openings.result()
    )
    settled = step09_answers.run_voids(book, materials, findings)
    answer = None
    if request.opening is not None:
        answer = enterprise.run(request.opening, materials, draws, findings)
    outcome = _Outcome(case, states, brackets, settled, scope, answer, kept)
    return _judgement(request, head, outcome, findings)


def _judgement(request: Request, head: Head, made: _Outcome, findings: Findings) -> Judgement:
    completion = _completion(request, made.case, findings)
    told = Timeliness(head, made.brackets, request.now, completion, made.kept)
    all_findings, checkpoint = findings.all(), head.checkpoint
    return Judgement(
        verdict=verdict_of(all_findings),
        now=request.now,
        findings=all_findings,
        origin=None if checkpoint is None else checkpoint.origin,
        size=None if checkpoint is None else checkpoint.size,
        root=None if checkpoint is None else checkpoint.root.hex(),
        remarks=remarks_of(made.case, made.states, made.scope, made.settled, told),
        draws=tuple(
            _summary(known, made.brackets.get(id)) for id, known in sorted(made.case.draws.items())
        ),
        enterprise=made.enterprise,
        asked=request.draw,
    )


def _completion(request: Request, case: Case, findings: Findings) -> Completion | None:
    """What the value of `--beacon` gives, for the draw asked for or the latest that waits."""
    if request.beacon is None:
        return None
    waiting = [
        known
        for id, known in case.draws.items()
        if request.draw in (None, id) and known.base.chain and _waits(known.draw)
    ]
    known = latest(waiting)
    completion = None if known is None else complete(known, typed_value(request.beacon))
    if completion is None:
        note = say("no draw waits for the value of --beacon")
        findings.skip("06.beacon", note, applies=False)
    return completion


def _waits(draw: Draw) -> bool:
    """True if a beacon would say something of the draw: it is open, or void for silence."""
    silent = draw.void is not None and step09_answers.is_silent(draw.void)
    return draw.beacon is None and (draw.void is None or silent)


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Failed before incomplete before proven (spec 04 §2)."""
    if any(finding.result == "failed" for finding in findings):
        return "failed"
    if any(finding.result == "not_checked" and finding.applies for finding in findings):
        return "incomplete"
    return "proven"


def _asked(draw: DrawId | None, book: Book, findings: Findings) -> Scope:
    """The draws that steps 6-9 tell of; says of the others that they were not asked for."""
    known = frozenset(d.id for d in book.draws())
    if draw is None:
        return Scope(known, known)
    if draw not in known:
        findings.skip("05.order", say("the book has no draw {draw}", draw=draw_name(draw)))
    asked = DrawRange.up_to(draw)
    for code in COVERAGE:
        left_out = tuple(draw_id(d) for d in sorted(known) if not asked.shows(code, d))
        if left_out:
            note = say("draws {draws}: not asked for", draws=left_out)
            findings.skip(code, note, applies=False)
    findings.restrict(asked)
    around = frozenset(d for d in known if d[0] == draw[0])
    return Scope(frozenset(d for d in known if d in asked), around)


def _state(draw: Draw, known: DrawMaterial) -> Literal["matched", "void", "open"]:
    end = known.base.campaign.end
    if draw.void is not None:
        return "void"
    if draw.match is not None:
        return "matched"
    return "void" if end is not None and end.kind == "campaign.void" else "open"


def _summary(known: DrawMaterial, state: BracketState | None) -> DrawSummary:
    draw = known.draw
    freeze = None if draw.freeze is None else draw.freeze.data
    result = None if draw.result is None else draw.result.data
    digest = None if draw.match is None else draw.match.data["statement"]
    odds = None if result is None else result.get("odds")
    return DrawSummary(
        id=draw.id,
        state=_state(draw, known),
        N=None if freeze is None else freeze["pool"]["count"],
        m=None if freeze is None else freeze["must"],
        n=None if freeze is None else freeze["n"],
        odds=None if odds is None else (odds[0], odds[1]),
        seed=None if result is None else result["seed"],
        cutoff=None if result is None else result.get("cutoff"),
        digest=digest,
        confirmed=len({e.data["representative"] for e in draw.confirms}),
        objected=len({e.data["representative"] for e in draw.objections}),
        timely=_timely(known, state),
        strata=() if result is None or "strata" not in result else told_strata(result),
    )


def _timely(known: DrawMaterial, state: BracketState | None) -> Text | None:
    """What is proven of a beacon draw: that its list was closed before the beacon, or not."""
    if known.draw.beacon is None or known.base.chain is None:
        return None
    return NOT_PROVEN if state is None else state.timely
