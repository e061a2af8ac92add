"""Order of the entries: 05.order, all of spec 01 §8 with the numbering of campaigns and draws.

A walk over the entries with the state of every campaign and draw. An entry out of place is told
and then taken as if it had been in place, so that one fault does not make the rest look wrong.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from heapq import merge
from operator import itemgetter

from .findings import Fault, Findings, Text, say
from .order_span import span_faults, unread_faults
from .order_state import OPENED, STAGES, BookState, CampaignState, DrawState
from .order_void import void_faults
from .step03_entries import Entries, Entry

Faults = Iterator[Fault]
Catalogues = Mapping[int, Collection[str] | None]


def _out_of_place(note: str, expected: object = None, found: object = None) -> Fault:
    return Fault(say(note), "body.kind", expected, found)


def _number(name: str, expected: object, found: object) -> Fault:
    return Fault(say("the number is not the one that must come"), name, expected, found)


def _campaign_open(book: BookState, entry: Entry) -> Faults:
    number, expected = entry.data["campaign"], book.latest + 1
    if number != expected:
        yield _number("body.data.campaign", expected, number)
    if book.running:
        yield _out_of_place("another campaign is still open")
    book.campaigns.setdefault(number, CampaignState(number, entry))


def _audit(campaign: CampaignState, entry: Entry) -> Faults:
    if campaign.audited:
        yield _out_of_place("the roster was audited before")
    if campaign.draws:
        yield _out_of_place("the roster must be audited before the first draw")
    campaign.audited = True


def _disclosure(campaign: CampaignState, entry: Entry) -> Faults:
    if not campaign.audited:
        yield _out_of_place("nothing may be disclosed before the roster was audited")
    if entry.data["rows"] == "all" and len(entry.data["parts"]) == 3:
        campaign.disclosed = True


def _commit(campaign: CampaignState, entry: Entry) -> Faults:
    number, representative = entry.data["draw"], entry.data["representative"]
    if not campaign.audited:
        yield _out_of_place("a draw may begin only after the roster was audited")
    if campaign.opening.data["policy"] == "open" and not campaign.disclosed:
        yield _out_of_place("with policy open everything must be disclosed before the first draw")
    if campaign.some_open():
        yield _out_of_place("another draw of the campaign is still open")
    expected = campaign.latest + 1
    if number != expected:
        yield _number("body.data.draw", expected, number)
    turn = campaign.not_drawn()
    if turn[:1] != [representative]:
        whose = turn[0] if turn else say("no draw: every representative has drawn")
        yield _number("body.data.representative", whose, representative)
    campaign.draws.setdefault(number, DrawState(number, representative))


def _stage(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    place = STAGES.index(entry.kind)
    if not draw.is_open():
        yield _out_of_place("the draw is already matched or void")
    elif draw.stage not in campaign.after(entry.kind):
        following = [kind for kind in STAGES if draw.stage in campaign.after(kind)]
        yield _out_of_place("the act is out of place", " / ".join(following), entry.kind)
    draw.stage = max(draw.stage, place)


def _choice(
    campaign: CampaignState, draw: DrawState, entry: Entry, known: Collection[str] | None
) -> Faults:
    yield from _stage(campaign, draw, entry)
    if entry.data["representative"] != draw.representative:
        told = entry.data["representative"]
        yield _number("body.data.representative", draw.representative, told)
    types = tuple(entry.data["types"])
    source = campaign.inherited(draw)
    expected = None if source is None else source.number
    if entry.data["inherited"] != expected:
        wrong = say("inherited is not the voided draw whose choice must be taken over")
        shown = say("null") if expected is None else expected
        yield Fault(wrong, "body.data.inherited", shown, entry.data["inherited"])
    elif source is not None and types != source.types:
        wrong = say("an inherited choice must keep its types")
        yield Fault(wrong, "body.data.types", ",".join(source.types), ",".join(types))
    for name in types:
        if known is not None and name not in known:
            yield Fault(say("the type is not in the catalogue"), "body.data.types", None, name)
        if campaign.is_used(name):
            wrong = say("the type was chosen in an earlier draw")
            yield Fault(wrong, "body.data.types", None, name)
    draw.types = draw.types or types


def _contribution(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    yield from _stage(campaign, draw, entry)
    number = entry.data["representative"]
    if number in draw.contributed:
        yield _out_of_place("this representative has contributed before")
    draw.contributed.add(number)


def _opening(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    party = entry.data["party"]
    if party == "operator":
        yield from _stage(campaign, draw, entry)
        return
    if draw.stage != OPENED or not draw.is_open():
        yield _out_of_place(
            "a representative opens after the operator and before the beacon or the result"
        )
    number = int(party.partition(".")[2])
    if number not in draw.contributed:
        wrong = say("this representative made no contribution")
        yield Fault(wrong, "body.data.party", None, party)
    if number in draw.opened:
        yield Fault(say("this representative has opened before"), "body.data.party", None, party)
    draw.opened.add(number)


def _close_draw(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    yield from _stage(campaign, draw, entry)
    if draw.closed_at is None:
        draw.closed_at = entry.at


def _match(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    yield from _stage(campaign, draw, entry)
    draw.matched = True


def _answer(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    if not draw.matched:
        yield _out_of_place("an answer may come only after the draw's match.result")
    key = (entry.kind, entry.data["representative"])
    if key in draw.answered:
        yield _out_of_place("this representative has given this answer before")
    draw.answered.add(key)
    if entry.kind == "object":
        campaign.objections[entry.seq] = False


def _object_answer(campaign: CampaignState, entry: Entry) -> Faults:
    objection = entry.data["objection"]
    if objection not in campaign.objections:
        yield Fault(say("there is no such objection"), "body.data.objection", None, objection)
    elif campaign.objections[objection]:
        yield _out_of_place("the objection was answered before")
    campaign.objections[objection] = True


def _close(campaign: CampaignState, entry: Entry) -> Faults:
    if not campaign.audited:
        yield _out_of_place("a campaign cannot be closed before its roster was audited")
    if campaign.some_open():
        yield _out_of_place("a draw of the campaign is still open")
    expected = campaign.not_drawn()
    if entry.data["not_drawn"] != expected:
        wrong = say("not_drawn must be the representatives without a matched draw")
        yield Fault(wrong, "body.data.not_drawn", expected, entry.data["not_drawn"])
    campaign.ended = True


def _campaign_void(campaign: CampaignState) -> Faults:
    if campaign.chosen:
        yield _out_of_place("a choice was made, so the campaign can no longer be voided")
    campaign.ended = True


def _of_campaign(campaign: CampaignState, entry: Entry, known: Collection[str] | None) -> Faults:
    if campaign.ended and entry.kind not in ("disclosure", "draw.void"):
        yield _out_of_place("the campaign has ended")
    whole: dict[str, Callable[[], Faults]] = {
        "roster.audit": lambda: _audit(campaign, entry),
        "disclosure": lambda: _disclosure(campaign, entry),
        "draw.commit": lambda: _commit(campaign, entry),
        "object.answer": lambda: _object_answer(campaign, entry),
        "campaign.close": lambda: _close(campaign, entry),
        "campaign.void": lambda: _campaign_void(campaign),
    }
    if entry.kind in whole:
        yield from whole[entry.kind]()
    elif entry.data["draw"] not in campaign.draws:
        yield Fault(say("there is no such draw"), "body.data.draw", None, entry.data["draw"])
    else:
        draw = campaign.draws[entry.data["draw"]]
        yield from _of_draw(campaign, draw, entry, known)


def _of_draw(
    campaign: CampaignState, draw: DrawState, entry: Entry, known: Collection[str] | None
) -> Faults:
    acts: dict[str, Callable[[], Faults]] = {
        "draw.choice": lambda: _choice(campaign, draw, entry, known),
        "draw.contribution": lambda: _contribution(campaign, draw, entry),
        "draw.close": lambda: _close_draw(campaign, draw, entry),
        "draw.open": lambda: _opening(campaign, draw, entry),
        "match.result": lambda: _match(campaign, draw, entry),
        "draw.void": lambda: void_faults(campaign, draw, entry),
        "confirm": lambda: _answer(campaign, draw, entry),
        "object": lambda: _answer(campaign, draw, entry),
    }
    yield from acts.get(entry.kind, lambda: _stage(campaign, draw, entry))()


def _of_entry(book: BookState, entry: Entry, catalogues: Catalogues) -> Faults:
    number = entry.data["campaign"]
    yield from span_faults(book, entry)
    if entry.kind == "campaign.open":
        yield from _campaign_open(book, entry)
    elif number not in book.campaigns:
        yield Fault(say("there is no such campaign"), "body.data.campaign", None, number)
    else:
        yield from _of_campaign(book.campaigns[number], entry, catalogues.get(number))
    book.settle(entry)


def _of_unread(book: BookState, number: int | None) -> Faults:
    """What is out of order about an entry that cannot be judged; `number`: of its campaign."""
    yield from unread_faults(book)
    if number is not None:
        if number != book.latest + 1:
            yield _number("body.data.campaign", book.latest + 1, number)
        book.latest = max(book.latest, number)


def check(entries: Entries, catalogues: Catalogues, findings: Findings) -> None:
    """05.order over all entries up to the first that is broken.

    `catalogues` are the catalogue's types by campaign, None where it could not be read.
    """
    if entries.unread.profile:
        return
    first_broken = entries.first_broken()
    book = BookState()
    unread = ((seq, None) for seq in entries.unread.seqs)
    for seq, entry in merge(((e.seq, e) for e in entries.readable), unread, key=itemgetter(0)):
        if first_broken is not None and seq > first_broken:
            break
        findings.cover("05.order")
        if entry is None:
            faults = _of_unread(book, entries.unread.campaigns.get(seq))
        elif entry.kind == "genesis":
            continue
        else:
            faults = _of_entry(book, entry, catalogues)
        for fault in faults:
            findings.fail("05.order", fault, entry=seq)
    if first_broken is not None:
        note = say("entries after number {seq} depend on one that could not be read")
        findings.skip("05.order", Text(note.template, (("seq", str(first_broken)),)))
