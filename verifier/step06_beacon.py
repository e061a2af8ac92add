"""Step 6, beacon: 06.round, 06.beacon, 06.bracket (spec 04 §3, 02 §11, 03 §9)."""

from collections.abc import Mapping
from dataclasses import dataclass

from .beacon import Chain, NoRoundError, Value, value_fault
from .bls import NoLibraryError
from .book import Draw
from .bracket import Bracket, Deadline, UnknownRootError, judge_bracket, read_note
from .findings import DrawId, Fault, Findings, Text, say
from .material import CampaignMaterial
from .note import Checkpoint, NoteError
from .publication import MAX_CHECKPOINT
from .step01_head import Head, Trust
from .step02_tree import Tree
from .step03_entries import Entry

NOT_PROVEN = say("not proven that the list was closed before the beacon")


@dataclass(frozen=True)
class BracketState:
    """What is known of a draw's bracket: the judged one, or why nothing is proven."""

    bracket: Bracket | None
    why: Text | None

    @property
    def timely(self) -> Text:
        """What is proven of the time at which the list was closed."""
        if self.bracket is None or self.why is not None:
            return NOT_PROVEN
        return say("list closed before the beacon: {v}", v=margin_of(self.bracket))


@dataclass(frozen=True)
class _Check:
    head: Head
    tree: Tree
    findings: Findings


def run(
    head: Head, tree: Tree, materials: Mapping[int, CampaignMaterial], findings: Findings
) -> dict[DrawId, BracketState]:
    """Check round, beacon value and bracket of every draw; gives the brackets of those with one.

    A draw.beacon in a campaign without one is out of order, and 05.order has said so.
    """
    check = _Check(head, tree, findings)
    states: dict[DrawId, BracketState] = {}
    for base in materials.values():
        for draw in base.campaign.draws:
            _check_round(base, draw, findings)
            if draw.beacon is not None and base.chain is not None:
                _check_value(base.chain, draw, draw.beacon, findings)
                state = _check_bracket(check, base.chain, draw, draw.beacon)
                if state is not None:
                    states[draw.id] = state
    return states


def _check_round(base: CampaignMaterial, draw: Draw, findings: Findings) -> None:
    if draw.close is None:
        return
    if base.campaign.opening is None:
        note = say("the campaign's opening entry is missing or could not be read")
        findings.skip("06.round", note, draw=draw.id, entry=draw.close.seq)
        return
    findings.cover("06.round", draw=draw.id)
    told, expected = draw.close.data["round"], None
    if base.chain is not None:
        try:
            expected = base.chain.round_after(draw.close.at)
        except NoRoundError:
            wrong = say("the chain has no round for the time of draw.close")
            fault = Fault(wrong, "body.at", None, str(draw.close.at))
            findings.fail("06.round", fault, entry=draw.close.seq, draw=draw.id)
            return
    if told != expected:
        wrong = say("the round is not the one that follows from the time of draw.close")
        shown = [say("null") if value is None else str(value) for value in (expected, told)]
        fault = Fault(wrong, "body.data.round", *shown)
        findings.fail("06.round", fault, entry=draw.close.seq, draw=draw.id)


def _check_value(chain: Chain, draw: Draw, entry: Entry, findings: Findings) -> None:
    """Chain and round are the campaign's and draw.close's; the value is right for what it says."""
    findings.cover("06.beacon", draw=draw.id)
    data = entry.data["beacon"]
    if data["chain"] != chain.hash:
        wrong = say("this is not the beacon of the campaign")
        fault = Fault(wrong, "body.data.beacon.chain", chain.hash, data["chain"])
        findings.fail("06.beacon", fault, entry=entry.seq, draw=draw.id)
        return
    told = None if draw.close is None else draw.close.data["round"]
    if told is not None and data["round"] != told:
        wrong = say("this is not the round of draw.close")
        fault = Fault(wrong, "body.data.beacon.round", str(told), str(data["round"]))
        findings.fail("06.beacon", fault, entry=entry.seq, draw=draw.id)
    _verify(chain, data["round"], Value(data["signature"], data["previous"]), draw, entry, findings)


def _verify(
    chain: Chain, round: int, value: Value, draw: Draw, entry: Entry, findings: Findings
) -> None:
    try:
        wrong = value_fault(chain, round, value)
    except NoLibraryError as error:
        findings.skip("06.beacon", say(str(error)), entry=entry.seq, draw=draw.id)
        return
    if wrong is not None:
        fault = Fault(wrong, "body.data.beacon", None, value.signature)
        findings.fail("06.beacon", fault, entry=entry.seq, draw=draw.id)


def _check_bracket(check: _Check, chain: Chain, draw: Draw, entry: Entry) -> BracketState | None:
    """06.bracket; None without witnesses, where there is nothing that could prove anything."""
    told = entry.data["bracket"]
    if not check.head.trust.policy.quorum:
        if told is not None:
            wrong = say("a ledger without witnesses has no brackets")
            fault = Fault(wrong, "body.data.bracket", say("null"), told["blob"])
            check.findings.fail("06.bracket", fault, entry=entry.seq, draw=draw.id)
        return None
    try:
        due = chain.time(entry.data["beacon"]["round"])
        state = _judged(check, draw, None if told is None else told["blob"], due, chain.margin)
    except NoteError as error:
        fault = Fault(say(str(error)), "body.data.bracket.blob", None, error.who)
        check.findings.fail("06.bracket", fault, entry=entry.seq, draw=draw.id)
        return BracketState(None, say(str(error)))
    tell_bracket(state, draw.id, entry.seq, check.findings)
    return state


def _judged(check: _Check, draw: Draw, blob: str | None, due: int, margin: int) -> BracketState:
    """The state of a bracket blob; raises NoteError for one that is no note of this tree."""
    if blob is None:
        return BracketState(None, say("no bracket is in the book"))
    publication, trust = check.head.publication, check.head.trust
    if (publication.blob_size(blob) or 0) > MAX_CHECKPOINT:
        raise NoteError("the file is longer than allowed")
    data = publication.blob(blob, MAX_CHECKPOINT)
    if data is None:
        return BracketState(None, say("the blob is missing or damaged (02.blob)"))
    note = read_note(data, trust.log_key)
    return bracket_state(trust, check.tree, note, Deadline(draw.last_open, due, margin))


def bracket_state(trust: Trust, tree: Tree, note: Checkpoint, deadline: Deadline) -> BracketState:
    """What a note of this log proves; raises NoteError if it is invalid or of another tree."""
    try:
        bracket = judge_bracket(note, trust.policy, deadline, tree.roots_of)
    except UnknownRootError:
        return BracketState(None, say("not every entry could be read"))
    return BracketState(bracket, bracket.why)


def tell_bracket(state: BracketState, draw: DrawId, entry: int | None, findings: Findings) -> None:
    """Record what a bracket proves, or that it proves too little."""
    if state.why is not None or state.bracket is None:
        note = say(
            "not proven that the list was closed before the beacon: {why}", why=state.why or ""
        )
        findings.skip("06.bracket", note, entry=entry, draw=draw)
        return
    findings.cover("06.bracket", draw=draw)
    findings.tell("06.bracket", margin_of(state.bracket), draw=draw)


def margin_of(bracket: Bracket) -> Text:
    """How many witnesses signed how long before the beacon."""
    return say("{n} witness(es), margin {margin} s", n=len(bracket.bodies), margin=bracket.margin)
