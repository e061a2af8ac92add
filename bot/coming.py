"""What comes next, in one sentence that names whom or what is waited for."""

from __future__ import annotations

from bot import waits
from bot.message import Html
from bot.terms import STEPS, stack
from bot.texts import T, local_clock, local_moment
from draw import Chain, time_of
from inspection import Desk, Step
from inspection.disclosure import outstanding
from inspection.queries import next_step
from inspection.witnessed import sight_of


def coming(t: T, desk: Desk) -> Html:
    """What the campaign waits for, and what an ended one still owes to the public."""
    return stack(*_owed(t, desk), next_words(t, desk))


def next_words(t: T, desk: Desk) -> Html:
    """What the campaign waits for."""
    if waits.too_late_to_open(desk):
        return t(
            "Too late: the secrets had to be opened before the beacon's round. "
            "Next: two officials declare the draw void as late; its choice is then repeated."
        )
    awaited = waits.round_awaited(desk)
    if awaited is not None:
        return _waiting_for_round(t, desk, *awaited)
    step = t(STEPS[next_step(desk)])
    until = waits.opening_ends(desk)
    limit = _limit(t, desk, until) if until is not None else ""
    if waits.witnesses_missing(desk):
        return stack(_waiting_for_witnesses(t, desk), t("Then: {step}.", step=step), limit)
    return stack(t("Next: {step}.", step=step), limit)


def _limit(t: T, desk: Desk, until: int) -> Html:
    """What exactly must be where by when, before the beacon's round."""
    draw, time = waits.open_draw(desk), local_clock(until)
    if draw is None or not waits.openings_not_here(desk, draw):
        return t("The officials must have opened the secrets by {time}.", time=time)
    return t(
        "Openings from own devices must be here before the officials open the secrets, which they "
        "must do by {time}.",
        time=time,
    )


def _waiting_for_witnesses(t: T, desk: Desk) -> Html:
    """How many of the witnesses that the next step needs have signed."""
    draw = waits.open_draw(desk)
    if draw is None:
        return Html("")
    closed = next_step(desk) is Step.OPEN
    seen = sight_of(desk, draw.close_seq if closed else draw.commit_seq)
    return t("Waiting for the witnesses: {signed} of {n}.", signed=seen.signed, n=seen.quorum)


def _waiting_for_round(t: T, desk: Desk, chain: Chain, number: int) -> Html:
    due = time_of(chain, number)
    if desk.now < due:
        return t(
            "Waiting for round {round} of the beacon {name}, due at {time}.",
            round=number,
            name=chain.name,
            time=local_clock(due),
        )
    return t(
        "Waiting for round {round} of the beacon {name}, which was due at {time}. Its value is not "
        "here yet; whoever has it can bring it with /beacon. Another round is never taken.",
        round=number,
        name=chain.name,
        time=local_moment(due),
    )


def _owed(t: T, desk: Desk) -> list[Html]:
    """The duty to disclose (spec 04 §7), until it is done: forgetting it fails everyone's check."""
    return [
        t(
            "Campaign {campaign}: its openings must be published with /disclose, after {until} and "
            "by {by}. Otherwise everyone's verification fails.",
            campaign=campaign.number,
            until=campaign.opened["sampling_until"],
            by=campaign.opened["disclose_by"],
        )
        for campaign in desk.state.campaigns
        if campaign.ended and any(draw.selection_blob for draw in campaign.draws)
        if outstanding(desk, campaign)
    ]
