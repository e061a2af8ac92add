"""When a draw may be voided, and for which reason: 05.order, spec 01 §8.5."""

from collections.abc import Iterator

from .beacon import SILENT_SECONDS, Chain, NoRoundError
from .findings import Fault, Text, say
from .order_state import OPENED, CampaignState, DrawState
from .step03_entries import Entry

Faults = Iterator[Fault]


def void_faults(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    """What is out of order about a draw.void; the draw is void afterwards all the same."""
    code = entry.data["reason"]["code"]
    if draw.void:
        yield _out_of_place("the draw is void already")
    elif code == "verifier":
        yield from _by_verifier(campaign, draw, entry)
    elif campaign.ended:
        yield _out_of_place("the campaign has ended")
    elif code == "beacon_silent":
        yield from _silent(campaign, draw, entry)
    elif draw.stage >= OPENED:
        yield _wrong_code(_after(campaign, draw), entry)
    draw.void = True


def _out_of_place(note: str) -> Fault:
    return Fault(say(note), "body.kind")


def _wrong_code(expected: Text, entry: Entry) -> Fault:
    wrong = say("a draw may not be voided for this reason at this point")
    return Fault(wrong, "body.data.reason.code", expected, entry.data["reason"]["code"])


def _before() -> Text:
    return say("before the point of no return: any code but verifier and beacon_silent")


def _after(campaign: CampaignState, draw: DrawState) -> Text:
    if campaign.chain is not None and draw.stage == OPENED:
        return say("between the operator's opening and the beacon: verifier or beacon_silent")
    return say("from the point of no return on: only verifier")


def _by_verifier(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    if draw.stage < OPENED:
        yield _wrong_code(_before(), entry)
    elif draw.number != campaign.latest:
        # A selection that kept enterprises out of a later pool can no longer be withdrawn.
        wrong = say("only the latest draw of a campaign may be voided by the verifier")
        yield Fault(wrong, "body.data.draw", campaign.latest, draw.number)


def _silent(campaign: CampaignState, draw: DrawState, entry: Entry) -> Faults:
    """Only between the operator's opening and the beacon, and a day after the round was due."""
    chain = campaign.chain
    if draw.stage < OPENED:
        yield _wrong_code(_before(), entry)
    elif chain is None or draw.stage > OPENED:
        yield _wrong_code(_after(campaign, draw), entry)
    elif draw.closed_at is not None:
        earliest = _earliest(chain, draw.closed_at)
        if earliest is not None and entry.at < earliest:
            wrong = say("a round is silent only 24 hours after it was due")
            yield Fault(wrong, "body.at", f">= {earliest}", str(entry.at))


def _earliest(chain: Chain, closed_at: int) -> int | None:
    """The time from which on the draw's round counts as silent, None if it has no round."""
    try:
        return chain.time(chain.round_after(closed_at)) + SILENT_SECONDS
    except NoRoundError:
        return None
