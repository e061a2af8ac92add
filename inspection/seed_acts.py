"""From the frozen pool to the seed: contributions, close, openings, beacon (spec 02 §12, 01 §5).

The use cases of these steps, over `seeding`, the primitive they share with every later lot.
"""

from __future__ import annotations

import hashlib
from typing import Final

from draw import Beacon
from inspection import seeding
from inspection.campaign import CampaignState, DrawState, DrawStep, Step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import NUMBERED, Person, Role, require
from inspection.records import acted, numbers, running, running_draw
from inspection.seeding import OPERATOR, Ground, party
from inspection.witnessed import bracket, demand_witnessed, quorum_time
from ledger import Blob

DEVICE_SECONDS: Final = 300
"""How long, with `none`, openings from devices are waited for after the operator's."""


def ground_of(campaign: CampaignState, number: int) -> Ground:
    """What the secrets of a draw are bound to: its number and the campaign's roster."""
    return Ground(campaign.number, number, campaign.opened["roster"]["root"])


def contribute(desk: Desk, by: Person, text: str) -> DrawState:
    """`draw.contribution` made here: what was typed is hashed with fresh bytes and forgotten."""
    if not text.strip():
        raise Refusal("contribution_empty")
    draw, number = _contributor(desk, by)
    secret = hashlib.sha256(desk.entropy(32) + text.encode()).digest()
    ground = ground_of(running(desk), draw.number)
    return _record_contribution(
        desk, by, seeding.commit(desk, ground, party(number), secret), "bot"
    )


def contribute_commitment(desk: Desk, by: Person, commitment: str) -> DrawState:
    """`draw.contribution` made on the person's own device, which keeps the secret for now."""
    _contributor(desk, by)
    digest = seeding.checked_digest(commitment)
    seeding.demand_new(desk, digest)
    return _record_contribution(desk, by, digest, "device")


def close_contributions(desk: Desk, by: Person) -> DrawState:
    """`draw.close`: the contributions in order of the numbers, and the round, computed."""
    require(by, Role.OFFICIAL)
    desk.demand(Step.CONTRIBUTE)
    draw = running_draw(desk)
    if not draw.contributions:
        raise Refusal("wrong_step", next=Step.CONTRIBUTE.value, wanted="close")
    rows = [
        {"commitment": digest, "representative": number}
        for number, digest in sorted(draw.contributions.items())
    ]
    seeding.demand_clock(desk)
    number = seeding.closing_round(running(desk).chain, desk.at)
    data = {**acted(desk, by), **numbers(draw), "contributions": rows, "round": number}
    desk.record([("draw.close", data)])
    return running_draw(desk)


def hand_in_opening(desk: Desk, by: Person, secret: str) -> DrawState:
    """Take in the opening of a contribution that was made on a device, when it can do no harm.

    With a beacon it is kept from the close on, until the officials open all together before the
    round. With `none` it is recorded at once, but only after the operator's own opening: whoever
    had it earlier would know the result while the draw can still be void. Either way what comes
    before it must be signed by the witnesses.
    """
    require(by, *NUMBERED)
    draw = running_draw(desk)
    number = by.number or 0
    if draw.made_by.get(number) != "device":
        raise Refusal("opening_none", draw=draw.number)
    chain = running(desk).chain
    if draw.step < (DrawStep.CLOSED if chain is not None else DrawStep.OPENED):
        raise Refusal("opening_early", draw=draw.number)
    desk.demand(Step.OPEN if chain is not None else Step.RESULT)
    if chain is not None:
        demand_witnessed(desk, draw.close_seq, "draw.close")
    else:
        demand_witnessed(desk, draw.no_return_seq, "draw.open")
    seeding.demand_open_time(desk, chain, draw.round, quorum_time(desk, draw.close_seq))
    ground, digest = ground_of(running(desk), draw.number), seeding.checked_digest(secret)
    seeding.hand_in(desk, ground, party(number), digest, draw.contributions[number])
    if chain is None and party(number) not in draw.opened:
        opening = {"party": party(number), "secret": digest}
        desk.record([("draw.open", {**acted(desk, by), **numbers(draw), **opening})])
    return running_draw(desk)


def waiting_openings(desk: Desk, draw: DrawState) -> tuple[int, ...]:
    """The representatives whose opening is neither in the book nor here, ascending."""
    here = seeding.openings(desk, ground_of(running(desk), draw.number), _committed(draw))
    return tuple(
        number
        for number in sorted(draw.contributions)
        if party(number) not in {*here, *draw.opened}
    )


def open_secrets(desk: Desk, by: Person) -> DrawState:
    """`draw.open`: the operator's secret, then the contributions; the point of no return.

    Each is compared with its commitment first: afterwards it would be in the book for ever, and
    the draw failed. Without the operator's nothing is opened; a representative's that is missing or
    does not fit stays closed, which `unopened` tells and everybody's verification says. With a
    beacon it must happen so early that the witnesses can sign it before the round.
    """
    require(by, Role.OFFICIAL)
    desk.demand(Step.OPEN)
    draw = running_draw(desk)
    demand_witnessed(desk, draw.close_seq, "draw.close")
    seeding.demand_clock(desk)
    seen = quorum_time(desk, draw.close_seq)
    seeding.demand_open_time(desk, running(desk).chain, draw.round, seen)
    secrets = seeding.openings(desk, ground_of(running(desk), draw.number), _committed(draw))
    if OPERATOR not in secrets:
        raise Refusal("secret_lost", draw=draw.number)
    common = {**acted(desk, by), **numbers(draw)}
    desk.record(
        [("draw.open", {**common, "party": who, "secret": s}) for who, s in secrets.items()]
    )
    return running_draw(desk)


def demand_openings(desk: Desk, draw: DrawState) -> None:
    """With `none`: refuse to draw before the devices had time to open, after the operator.

    Otherwise one press could leave them out, and with them the only protection of such a draw.
    """
    missing = [n for n in unopened(draw) if draw.made_by[n] == "device"]
    if running(desk).chain is not None or not missing:
        return
    demand_witnessed(desk, draw.no_return_seq, "draw.open")
    opened = next(desk.office.book.entries(desk.session, draw.no_return_seq))
    until = opened.at + DEVICE_SECONDS
    if desk.at < until:
        numbers_text = ", ".join(map(str, missing))
        raise Refusal("openings_waiting", numbers=numbers_text, until=until)


def unopened(draw: DrawState) -> tuple[int, ...]:
    """The representatives whose contribution is in the seed as a bare commitment, ascending."""
    return tuple(n for n in sorted(draw.contributions) if party(n) not in draw.opened)


def take_beacon(desk: Desk, beacon: Beacon, by: Person | None) -> DrawState:
    """Keep the value of the round that the draw waits for, from a relay (`by` None) or a person.

    Anybody enrolled may bring it: it proves itself. Refused before its time, and unless it is
    this round's true value.
    """
    if by is not None:
        require(by, *Role)
    desk.demand(Step.BEACON)
    draw = running_draw(desk)
    if (beacon.chain, beacon.round) != (running(desk).chain, draw.round):
        raise Refusal("beacon_refused", reason=f"expected round {draw.round}, found another")
    seeding.take_value(desk, ground_of(running(desk), draw.number), beacon)
    return draw


def beacon_here(desk: Desk, draw: DrawState) -> Beacon | None:
    """The value that was brought for the round of this draw, if one was."""
    campaign = desk.state.find(draw.campaign)
    if campaign.chain is None or draw.round is None:
        return None
    return seeding.value_here(desk, ground_of(campaign, draw.number), campaign.chain, draw.round)


def record_beacon(desk: Desk, by: Person) -> DrawState:
    """`draw.beacon`: the verified value, and the note that brackets the openings (spec 03 §9)."""
    require(by, Role.OFFICIAL)
    desk.demand(Step.BEACON)
    draw = running_draw(desk)
    beacon = beacon_here(desk, draw)
    if beacon is None:
        raise Refusal("beacon_missing", round=draw.round)
    note = bracket(desk, draw)
    value = {
        "chain": beacon.chain.hash,
        "previous": beacon.previous,
        "round": beacon.round,
        "signature": beacon.signature,
    }
    named = None if note is None else {"blob": Blob(note).digest}
    data = {**acted(desk, by), **numbers(draw), "beacon": value, "bracket": named}
    desk.record([("draw.beacon", data)], () if note is None else (note,))
    return running_draw(desk)


def _committed(draw: DrawState) -> dict[str, str]:
    """Party → commitment of a draw, the operator's first, then ascending by number."""
    contributions = {party(number): c for number, c in sorted(draw.contributions.items())}
    return {OPERATOR: draw.commitment, **contributions}


def _contributor(desk: Desk, by: Person) -> tuple[DrawState, int]:
    """The draw that waits for contributions, and this person's number, which has none yet."""
    require(by, *NUMBERED)
    desk.demand(Step.CONTRIBUTE)
    draw = running_draw(desk)
    if by.number in draw.contributions:
        raise Refusal("contribution_twice", draw=draw.number)
    return draw, by.number or 0


def _record_contribution(desk: Desk, by: Person, commitment: str, made_by: str) -> DrawState:
    draw = running_draw(desk)
    data = {
        **acted(desk, by),
        **numbers(draw),
        "commitment": commitment,
        "made_by": made_by,
        "representative": by.number,
    }
    desk.record([("draw.contribution", data)])
    return running_draw(desk)
