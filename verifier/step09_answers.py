"""Step 9, answers: 09.confirm, 09.object, 09.void (spec 04 §2-§4, 01 §8.5-§8.6)."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from .book import Book, Campaign, Draw
from .findings import DrawId, Fault, Finding, Findings, say
from .material import CampaignMaterial
from .step03_entries import Entry

Settled = Mapping[DrawId, tuple[Finding, ...]]

ANSWER_SECONDS = 86_400
# Only these can be the reason of a void after the point of no return (spec 04 §4). They judge
# nothing later than the operator's opening, so that nobody who has seen a result can make one of
# them fail, and only what is public, so that nobody has to believe it.
_VOID_CHECKS = ("06.operator", "06.round", "07.choice", "07.pool", "07.drawn", "07.count")
_CODES = {"confirm": "09.confirm", "object": "09.object"}


def run_answers(book: Book, findings: Findings) -> None:
    """Check confirmations and objections of every draw."""
    second_use = _repeated_nonces(book.entries.readable)
    for campaign in book.campaigns:
        for draw in campaign.draws:
            for answer in (*draw.confirms, *draw.objections):
                _check_answer(campaign, draw, answer, second_use, findings)
            _check_answered(campaign, draw, findings)


def _repeated_nonces(entries: Iterable[Entry]) -> frozenset[int]:
    """Entries whose nonce an earlier entry of the ledger has used."""
    seen: set[str] = set()
    repeated = set()
    for entry in entries:
        if entry.kind in _CODES:
            if entry.data["nonce"] in seen:
                repeated.add(entry.seq)
            seen.add(entry.data["nonce"])
    return frozenset(repeated)


def _check_answer(
    campaign: Campaign,
    draw: Draw,
    answer: Entry,
    repeated: Collection[int],
    findings: Findings,
) -> None:
    code = _CODES[answer.kind]
    if draw.match is None:
        # That nothing was there to answer is 05.order, or an entry that could not be read.
        note = say("the draw's match.result is missing or could not be read")
        findings.skip(code, note, entry=answer.seq, draw=draw.id)
        return
    findings.cover(code, draw=draw.id)
    faults = [*_answer_faults(draw.match, answer), *_representative_faults(campaign, answer)]
    if answer.seq in repeated:
        wrong = say("the nonce was used before")
        faults.append(Fault(wrong, "body.data.nonce", None, answer.data["nonce"]))
    for fault in faults:
        findings.fail(code, fault, entry=answer.seq, draw=draw.id)


def _answer_faults(match: Entry, answer: Entry) -> Iterator[Fault]:
    data = answer.data
    if data["digest"] != match.data["statement"]:
        wrong = say("the digest is not that of the result")
        yield Fault(wrong, "body.data.digest", match.data["statement"], data["digest"])
    if data["entry"] != match.seq:
        wrong = say("this is not the entry of the result")
        yield Fault(wrong, "body.data.entry", str(match.seq), str(data["entry"]))
    last = answer.at + ANSWER_SECONDS
    if not answer.at <= data["expires"] <= last:
        wrong = say("the expiry is outside of what spec 01 §8.6 allows")
        yield Fault(wrong, "body.data.expires", f"{answer.at} … {last}", str(data["expires"]))


def _representative_faults(campaign: Campaign, answer: Entry) -> Iterator[Fault]:
    if campaign.opening is None:
        return
    number, count = answer.data["representative"], len(campaign.opening.data["representatives"])
    if not 1 <= number <= count:
        wrong = say("there is no representative of this number")
        yield Fault(wrong, "body.data.representative", f"1 … {count}", str(number))


def _check_answered(campaign: Campaign, draw: Draw, findings: Findings) -> None:
    """Every objection of a closed campaign is answered before the campaign closes."""
    end = campaign.end
    if end is None or end.kind != "campaign.close":
        return
    if any(findings.has_failed_at("05.order", answer.seq) for answer in draw.answers):
        note = say("an answer to an objection is out of order (05.order)")
        findings.skip("09.object", note, draw=draw.id)
        return
    answered = {e.data["objection"] for e in draw.answers if e.seq < end.seq}
    for objection in draw.objections:
        if objection.seq not in answered and draw.match is not None:
            wrong = say("the campaign was closed without an answer to this objection")
            findings.fail("09.object", Fault(wrong), entry=objection.seq, draw=draw.id)


def run_voids(book: Book, materials: Mapping[int, CampaignMaterial], findings: Findings) -> Settled:
    """Check the reasons of void draws; runs after step 10, parts of which rest on what they name.

    Gives, by draw, the failed findings that its void settles (spec 04 §2): they no longer count.
    """
    settled: dict[DrawId, tuple[Finding, ...]] = {}
    broken = book.entries.first_broken()
    for material in materials.values():
        for draw in material.campaign.draws:
            if draw.void is None:
                continue
            if _is_in_order(draw.void, broken):
                settled |= _check_void(material, draw, draw.void, findings)
            else:
                note = say("whether the void may stand here was not judged (05.order)")
                findings.skip("09.void", note, entry=draw.void.seq, draw=draw.id)
    return settled


def _is_in_order(void: Entry, broken: int | None) -> bool:
    """True if 05.order has judged the place of a void; `broken`: where that ended (04 §3)."""
    return broken is None or void.seq < broken


def _check_void(base: CampaignMaterial, draw: Draw, void: Entry, findings: Findings) -> Settled:
    if base.campaign.opening is None:
        note = say("the campaign's opening entry is missing or could not be read")
        findings.skip("09.void", note, entry=void.seq, draw=draw.id)
        return {}
    if not is_silent(void):
        findings.cover("09.void", draw=draw.id)
    fault = _name_fault(void)
    if fault is not None:
        findings.fail("09.void", fault, entry=void.seq, draw=draw.id)
    elif is_silent(void):
        note = say("that a round was not published cannot be seen offline")
        findings.skip("09.void", note, entry=void.seq, draw=draw.id)
    elif not is_by_verifier(void):
        return {}
    elif findings.has_failed(void.data["finding"], draw.id):
        return {draw.id: findings.settle(void.data["finding"], draw.id)}
    else:
        _not_failed_here(draw, void, findings)
    return {}


def settle_secrets(
    book: Book, materials: Mapping[int, CampaignMaterial], findings: Findings
) -> None:
    """Where only steps 1-6 are made: take out the failures of step 6 that a void settles."""
    broken = book.entries.first_broken()
    for base in materials.values():
        for draw in base.campaign.draws:
            void = draw.void
            if void is None or not is_by_verifier(void) or _name_fault(void) is not None:
                continue
            if not _is_in_order(void, broken):
                continue
            named = void.data["finding"]
            if named.startswith("06.") and findings.has_failed(named, draw.id):
                findings.settle(named, draw.id)


def is_by_verifier(void: Entry) -> bool:
    """True for a void that says that verification fails (spec 01 §8.5)."""
    return bool(void.data["reason"]["code"] == "verifier")


def is_silent(void: Entry) -> bool:
    """True for a void that says that the beacon stayed silent (spec 01 §8.5b)."""
    return bool(void.data["reason"]["code"] == "beacon_silent")


def _name_fault(void: Entry) -> Fault | None:
    """What is wrong with the check that a void names or, before the point, does not name."""
    named = void.data["finding"]
    if is_by_verifier(void):
        if named in _VOID_CHECKS:
            return None
        wrong = say("a void may name only {list}", list=_VOID_CHECKS)
        return Fault(wrong, "body.data.finding", None, named)
    if not named:
        return None
    wrong = say("only a void by the verifier names a finding")
    return Fault(wrong, "body.data.finding", say("an empty text"), named)


def _not_failed_here(draw: Draw, void: Entry, findings: Findings) -> None:
    named = void.data["finding"]
    if findings.has_skipped(named, draw.id):
        note = say("{check} is named, which could not be checked", check=named)
        findings.skip("09.void", note, entry=void.seq, draw=draw.id)
    else:
        wrong = say("the check that the void names did not fail here for this draw")
        fault = Fault(wrong, "body.data.finding", named)
        findings.fail("09.void", fault, entry=void.seq, draw=draw.id)
