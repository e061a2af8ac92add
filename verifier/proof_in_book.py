"""A contribution's proof against a publication: 12.book (spec 04 §10)."""

from .book import Draw
from .bracket import UnknownRootError
from .findings import Fault, Findings, Text, say
from .material import CampaignMaterial
from .proofs import Proof
from .reading import Reading


def check_book(proof: Proof, reading: Reading, findings: Findings) -> None:
    """12.book: tree, entry, roster, draw.close and draw.open of the book fit the proof."""
    faults = [*_tree_faults(proof, reading, findings), *_entry_faults(proof, reading, findings)]
    base = reading.materials.get(proof.data["campaign"])
    draw = None if base is None else _draw(base, proof.data["draw"])
    if base is not None:
        faults += _roster_faults(proof, base)
    if draw is not None:
        faults += _draw_faults(proof, draw)
    findings.cover("12.book")
    for fault, entry in faults:
        findings.fail("12.book", fault, entry=entry)
    if not faults and draw is not None:
        for told in _standing(proof, draw):
            findings.tell("12.book", told)


_Faults = list[tuple[Fault, int | None]]


def _draw(base: CampaignMaterial, number: int) -> Draw | None:
    return next((draw for draw in base.campaign.draws if draw.id[1] == number), None)


def _tree_faults(proof: Proof, reading: Reading, findings: Findings) -> _Faults:
    note = proof.note
    if note.size > reading.head.size:
        wrong = say("the publication is shorter than the tree of the note")
        return [(Fault(wrong, "checkpoint", f">= {note.size}", str(reading.head.size)), None)]
    try:
        roots = reading.tree.roots_of(note.size)
    except UnknownRootError:
        findings.skip("12.book", say("not every entry could be read"))
        return []
    if note.root in roots:
        return []
    wrong = say("the publication does not extend the tree of the note")
    return [(Fault(wrong, "checkpoint", note.root.hex(), min(roots).hex()), None)]


def _entry_faults(proof: Proof, reading: Reading, findings: Findings) -> _Faults:
    found = reading.tree.entry(proof.index)
    if found is None and proof.index < reading.head.size:
        findings.skip("12.book", say("not every entry could be read"))
        return []
    if found == proof.entry:
        return []
    return [(Fault(say("the book has another entry in its place"), "entry"), proof.index)]


def _roster_faults(proof: Proof, base: CampaignMaterial) -> _Faults:
    opening, roots = base.campaign.opening, base.roster_roots()
    if opening is None or proof.roster in roots:
        return []
    wrong = say("this is not the roster of the campaign")
    return [(Fault(wrong, "roster", roots[0], proof.roster), opening.seq)]


def _draw_faults(proof: Proof, draw: Draw) -> _Faults:
    number, faults = proof.data["representative"], _Faults()
    if draw.close is not None:
        listed = {r["representative"]: r["commitment"] for r in draw.close.data["contributions"]}
        if listed.get(number) != proof.data["commitment"]:
            wrong = say("draw.close does not list this contribution")
            told = listed.get(number) or say("null")
            fault = Fault(wrong, "body.data.contributions", proof.data["commitment"], told)
            faults.append((fault, draw.close.seq))
    opened = draw.representative_openings().get(number)
    if opened is not None and proof.secret not in (None, opened.data["secret"]):
        wrong = say("the draw was opened with another secret")
        fault = Fault(wrong, "body.data.secret", proof.secret, opened.data["secret"])
        faults.append((fault, opened.seq))
    return faults


def _standing(proof: Proof, draw: Draw) -> list[Text]:
    """How far the contribution has come."""
    if draw.close is None:
        return [say("the draw is not closed yet")]
    opened = proof.data["representative"] in draw.representative_openings()
    if draw.result is None:
        if opened:
            return [say("this contribution was opened")]
        return [say("this contribution is not opened yet")]
    if opened:
        return [say("this contribution was opened and is in the seed")]
    return [say("this contribution was not opened; its commitment stands in the seed")]
