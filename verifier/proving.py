"""The command `proof`: a contribution's proof alone, or against a publication (spec 04 §10)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .findings import Fault, Finding, Findings, draw_name, say
from .judge import EXIT, Verdict, verdict_of
from .proof_in_book import check_book
from .proofs import Proof, judge_proof
from .publication import MAX_PROOF, UnreadableError, read_bounded
from .reading import check_secrets, read_publication
from .report import check_lines, finding_json
from .sources import Where
from .step01_head import Trust, read_trust
from .step09_answers import settle_secrets
from .texts import Language, render, translate

_CLOSED = say("The proof holds no secret, so the opening of the contribution was not checked.")
_ALONE = say("Give the publication, too, to see whether the book carries this contribution on.")


@dataclass(frozen=True)
class ProofJudgement:
    """The verdict on a proof; `proof` is None if its form, note or path is wrong.

    `alone`: no publication was given beside it.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    proof: Proof | None = None
    alone: bool = False

    @property
    def exit(self) -> int:
        """Exit code of the verdict (04 §2)."""
        return EXIT[self.verdict]


def prove(file: Path, trust_file: Path, publication: Where | None) -> ProofJudgement:
    """Judge a proof; with a publication also whether the book carries it on."""
    findings = Findings()
    reading = None
    if publication is None:
        trust = read_trust(trust_file, findings, None)
    else:
        reading = read_publication(publication, trust_file, findings)
        trust = None if reading is None else reading.head.trust
    if trust is None:
        return ProofJudgement("unreadable", findings.all())
    proof = _read(file, trust, findings)
    if reading is not None:
        check_secrets(reading, findings)
        settle_secrets(reading.book, reading.materials, findings)
        if proof is not None:
            check_book(proof, reading, findings)
    told = findings.all()
    return ProofJudgement(verdict_of(told), told, proof, publication is None)


def _read(file: Path, trust: Trust, findings: Findings) -> Proof | None:
    try:
        data = read_bounded(file, MAX_PROOF)
    except UnreadableError as fault:
        findings.fail("12.proof", Fault(say(str(fault))))
        return None
    return judge_proof(data, trust, findings)


def proof_json(one: ProofJudgement, language: Language) -> str:
    """One object in ASCII: verdict, exit, what the proof is about, findings."""
    value = {
        "v": 1,
        "verdict": one.verdict,
        "exit": one.exit,
        "proof": None if one.proof is None else summary(one.proof),
        "findings": [finding_json(finding, language) for finding in one.findings],
    }
    return json.dumps(value, ensure_ascii=True)


def summary(proof: Proof) -> dict[str, int | bool]:
    """What a proof is about; `opened`: it carries the secret."""
    return {
        "campaign": proof.data["campaign"],
        "draw": proof.data["draw"],
        "representative": proof.data["representative"],
        "index": proof.index,
        "size": proof.note.size,
        "signed": proof.signed,
        "opened": proof.secret is not None,
    }


def proof_text(one: ProofJudgement, language: Language) -> str:
    """The same for people."""
    return "".join(line + "\n" for line in _lines(one, language))


def _lines(one: ProofJudgement, language: Language) -> Iterator[str]:
    yield translate(f"PROOF {one.verdict}", language, {})
    if one.proof is not None:
        data = one.proof.data
        told = say(
            "Contribution of representative {number} to draw {draw}: entry {seq}, under a head of"
            " {size} entries",
            number=str(data["representative"]),
            draw=draw_name((data["campaign"], data["draw"])),
            seq=str(one.proof.index),
            size=one.proof.note.size,
        )
        yield render(told, language)
        if one.proof.secret is None:
            yield render(_CLOSED, language)
        if one.alone:
            yield render(_ALONE, language)
    yield ""
    yield from check_lines(one.findings, language)
