"""All steps in their order, and the verdict over their findings (spec 04 §2, §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from . import (
    enterprise,
    step01_head,
    step02_tree,
    step03_entries,
    step04_signatures,
    step05_campaign,
    step06_secrets,
    step07_selection,
    step08_matching,
    step09_answers,
    step10_openings,
)
from .book import Book, Draw, group, named_blobs
from .enterprise import Enterprise
from .findings import COVERAGE, PER_DRAW_STEPS, DrawId, Finding, Findings, draw_id, draw_name, say
from .material import Case, DrawMaterial
from .remarks import Remark, remarks_of
from .step01_head import Head
from .step02_tree import Tree

Verdict = Literal["proven", "failed", "unreadable", "incomplete"]
EXIT: Mapping[Verdict, int] = {"proven": 0, "failed": 1, "unreadable": 2, "incomplete": 3}


@dataclass(frozen=True)
class Request:
    """What the caller asks; `now` in seconds since 1970, used only for deadlines."""

    publication: Path
    trust: Path
    now: int
    draw: DrawId | None = None
    opening: Path | None = None
    auditor: Path | None = None


@dataclass(frozen=True)
class DrawSummary:
    """One draw as spec 04 §2 lists it; None where the book does not go that far."""

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

    1. Head; without one there is no judgement. 2. Tree. 3. Entries. 4. Signatures.
    5.-10. The book: campaigns, draws, answers, openings. Then the verdict over all findings.
    """
    findings = Findings()
    head = step01_head.run(request.publication, request.trust, findings)
    if head is None:
        return Judgement("unreadable", request.now, findings.all())
    tree = step02_tree.run(head, findings)
    entries = step03_entries.run(tree, findings)
    step02_tree.check_blobs(
        head, named_blobs(entries.readable), entries.first_broken() is None, findings
    )
    genesis = step04_signatures.run(head, tree, entries, findings)
    return _judge_book(request, head, tree, group(entries, genesis), findings)


def _judge_book(
    request: Request, head: Head, tree: Tree, book: Book, findings: Findings
) -> Judgement:
    publication = head.publication
    asked = _asked(request.draw, book, findings)
    materials = step05_campaign.run(publication, book, findings)
    step06_secrets.run(materials, book.entries.readable, findings)
    draws = step07_selection.run(publication, materials, findings)
    step08_matching.run(head, book, draws, findings)
    step09_answers.run_answers(book, findings)
    case = Case(book, materials, draws)
    states = step10_openings.run(publication, case, request.auditor, request.now, findings)
    computed = {id for id in draws if states[id[0]].computed}
    settled = step09_answers.run_voids(materials, computed, findings)
    answer = None
    if request.opening is not None:
        answer = enterprise.run(request.opening, materials, draws, findings)
    all_findings = findings.all()
    checkpoint = head.checkpoint
    return Judgement(
        verdict=verdict_of(all_findings),
        now=request.now,
        findings=all_findings,
        origin=None if checkpoint is None else checkpoint.origin,
        size=None if checkpoint is None else checkpoint.size,
        root=None if checkpoint is None else checkpoint.root.hex(),
        remarks=remarks_of(case, states, asked, settled),
        draws=tuple(_summary(known) for _id, known in sorted(draws.items())),
        enterprise=answer,
        asked=request.draw,
    )


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Failed before incomplete before proven (spec 04 §2)."""
    if any(finding.result == "failed" for finding in findings):
        return "failed"
    if any(finding.result == "not_checked" and finding.applies for finding in findings):
        return "incomplete"
    return "proven"


def _asked(draw: DrawId | None, book: Book, findings: Findings) -> frozenset[DrawId]:
    """The draws that steps 6-9 tell of; says of the others that they were not asked for."""
    known = frozenset(d.id for d in book.draws())
    if draw is None:
        return known
    if draw not in known:
        findings.skip("05.order", say("the book has no draw {draw}", draw=draw_name(draw)))
    others = tuple(draw_id(other) for other in sorted(known - {draw}))
    for code in (c for c in COVERAGE if others and c[:2] in PER_DRAW_STEPS):
        note = say("draws {draws}: not asked for", draws=others)
        findings.skip(code, note, applies=False)
    findings.restrict({draw})
    return frozenset({draw}) & known


def _state(draw: Draw, known: DrawMaterial) -> Literal["matched", "void", "open"]:
    end = known.base.campaign.end
    if draw.void is not None:
        return "void"
    if draw.match is not None:
        return "matched"
    return "void" if end is not None and end.kind == "campaign.void" else "open"


def _summary(known: DrawMaterial) -> DrawSummary:
    draw = known.draw
    freeze = None if draw.freeze is None else draw.freeze.data
    result = None if draw.result is None else draw.result.data
    digest = None if draw.match is None else draw.match.data["statement"]
    odds = None if result is None else result["odds"]
    return DrawSummary(
        id=draw.id,
        state=_state(draw, known),
        N=None if freeze is None else freeze["pool"]["count"],
        m=None if freeze is None else freeze["must"],
        n=None if freeze is None else freeze["n"],
        odds=None if odds is None else (odds[0], odds[1]),
        seed=None if result is None else result["seed"],
        cutoff=None if result is None else result["cutoff"],
        digest=digest,
        confirmed=len({e.data["representative"] for e in draw.confirms}),
        objected=len({e.data["representative"] for e in draw.objections}),
    )
