"""Frozen list, then fresh seed: the one way in which any lot of Sunlot gets its seed (02 §12).

A list stands in the book with its root before anything here happens. Then secrets are committed to,
the commitments are closed with the beacon's round computed, secrets are opened before that round,
the round's value is taken, and the seed follows. A draw uses these steps; staff and re-matching are
to use the same ones, with a frozen list of their own.

Everything here is bound to a `Ground`. Who may act, and when, is the use cases' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import col, select

from draw import BadInput, Beacon, Chain, round_after, secret_commitment, time_of
from inspection import bls
from inspection.campaign import DrawState
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.tables import BeaconRow, SecretRow

OPERATOR: Final = "operator"
SILENT_SECONDS: Final = 24 * 3600
"""How long a beacon may be late before its draw can be void (spec 01 §8.5b)."""
CLOCK_SECONDS: Final = 5
"""How far this clock may stand behind the last entry."""
LEAST_RESERVE: Final = 3
"""Seconds that the witnesses have at least, whatever the chain's margin: a process that dies right
after the opening needs as long to be there again and to ask them."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Ground:
    """What a seed is made for: campaign and number of the lot, root of its frozen list."""

    campaign: int
    number: int
    root: str


def party(number: int) -> str:
    """The party of a representative (spec 02 §3)."""
    return f"representative.{number}"


def commit(desk: Desk, ground: Ground, who: str, secret: bytes) -> str:
    """Keep a secret of 32 bytes until it is opened; returns its commitment for the book."""
    text = secret.hex()
    _keep(desk, ground, who, text)
    return secret_commitment(ground.campaign, ground.number, ground.root, who, text)


def checked_digest(text: str) -> str:
    """The 64 hex digits in what somebody pasted, blanks left out; refused if it is none."""
    found = "".join(text.split())
    if not _DIGEST.fullmatch(found):
        raise Refusal("commitment_bad", found=len(found))
    return found


def demand_new(desk: Desk, commitment: str) -> None:
    """Refuse a commitment that the book has already: verification would fail with it for ever."""
    for draw in _draws(desk):
        if commitment in (draw.commitment, *draw.contributions.values()):
            raise Refusal("secret_used", draw=f"{draw.campaign}.{draw.number}")


def hand_in(desk: Desk, ground: Ground, who: str, secret: str, committed: str) -> None:
    """Keep the opening of a commitment that was made elsewhere; refused if it opens another.

    Refused, too, if the same secret was used before or by somebody else (spec 02 §3): two people
    who agreed on one could otherwise spoil the draw.
    """
    if secret_commitment(ground.campaign, ground.number, ground.root, who, secret) != committed:
        raise Refusal("opening_wrong")
    for campaign, number, _ in _uses(desk, secret) - {(ground.campaign, ground.number, who)}:
        raise Refusal("secret_used", draw=f"{campaign}.{number}")
    _keep(desk, ground, who, secret)


def openings(desk: Desk, ground: Ground, committed: Mapping[str, str]) -> dict[str, str]:
    """The kept secrets that open these commitments (party → commitment), in the given order.

    What is missing or damaged is left out: once in the book, a wrong one would spoil the draw for
    ever.
    """
    found = {who: _kept(desk, ground, who) for who in committed}
    return {
        who: secret
        for who, secret in found.items()
        if secret is not None and _opens(ground, who, secret, committed[who])
    }


def closing_round(chain: Chain | None, closed_at: int) -> int | None:
    """R of a close at this time (spec 02 §11); None without a beacon.

    Refused if the clock stands where the chain has no such round.
    """
    if chain is None:
        return None
    try:
        return round_after(chain, closed_at)
    except BadInput as error:
        raise Refusal("clock_wrong", clock=closed_at) from error


def bracket_limit(chain: Chain, number: int) -> int:
    """The last second at which a witness's signature proves the openings early (spec 03 §9)."""
    return time_of(chain, number) - chain.margin


def open_until(chain: Chain, number: int) -> int:
    """The last second at which anything is opened here before round `number`.

    Earlier than spec 03 §7.6 demands: a third of the margin, and three seconds, are left to the
    witnesses, because an opening that they sign too late can never be proven, and not be void
    either.
    """
    return bracket_limit(chain, number) - max(chain.margin // 3, LEAST_RESERVE)


def demand_clock(desk: Desk) -> None:
    """Refuse what fixes or meets a round while this clock stands behind the book.

    A clock that once was ahead leaves its time in the book. A round computed from that lies in the
    future, and a draw that is open would have to wait for it.
    """
    if desk.at - desk.now > CLOCK_SECONDS:
        raise Refusal("clock_behind", last=desk.at, clock=desk.now)


def demand_open_time(desk: Desk, chain: Chain | None, number: int | None, seen: int | None) -> None:
    """Refuse to open when witnesses could not sign it before the round any more.

    `seen`: when they signed what comes before, by their clocks; ours may be slow.
    """
    now = max(desk.at, seen or 0)
    if chain is not None and number is not None and now > open_until(chain, number):
        raise Refusal("opening_late", until=open_until(chain, number))


def take_value(desk: Desk, ground: Ground, beacon: Beacon) -> None:
    """Keep a beacon's value, from whomever it came, once its signature is verified (BLS)."""
    due = time_of(beacon.chain, beacon.round)
    if desk.now < due:
        raise Refusal("beacon_early", round=beacon.round, seconds=due - desk.now)
    try:
        bls.verify(beacon)
    except bls.BeaconRefused as error:
        raise Refusal("beacon_refused", reason=str(error)) from error
    row = BeaconRow(campaign=ground.campaign, draw=ground.number, round=beacon.round)
    row.signature, row.previous = beacon.signature, beacon.previous
    desk.session.merge(row)
    desk.session.flush()


def value_here(desk: Desk, ground: Ground, chain: Chain, number: int) -> Beacon | None:
    """The value that was kept for this round, verified again; None if there is none, or damaged."""
    row = desk.session.get(BeaconRow, (ground.campaign, ground.number))
    if row is None or row.round != number:
        return None
    try:
        value = Beacon(chain, row.round, row.signature, row.previous)
        bls.verify(value)
    except (BadInput, bls.BeaconRefused):  # a changed row; whoever brings the value again mends it
        return None
    return value


def _draws(desk: Desk) -> Iterator[DrawState]:
    return (draw for campaign in desk.state.campaigns for draw in campaign.draws)


def _uses(desk: Desk, secret: str) -> set[tuple[int, int, str]]:
    """Campaign, draw and party of every secret like this one that is kept here or in the book."""
    kept = desk.session.scalars(select(SecretRow).where(col(SecretRow.secret) == secret))
    opened = ((d, who) for d in _draws(desk) for who, text in d.opened.items() if text == secret)
    book = {(draw.campaign, draw.number, who) for draw, who in opened}
    return book | {(row.campaign, row.draw, row.party) for row in kept}


def _keep(desk: Desk, ground: Ground, who: str, secret: str) -> None:
    row = SecretRow(campaign=ground.campaign, draw=ground.number, party=who, secret=secret)
    desk.session.merge(row)
    desk.session.flush()


def _kept(desk: Desk, ground: Ground, who: str) -> str | None:
    row = desk.session.get(SecretRow, (ground.campaign, ground.number, who))
    return None if row is None else row.secret


def _opens(ground: Ground, who: str, secret: str, committed: str) -> bool:
    try:
        found = secret_commitment(ground.campaign, ground.number, ground.root, who, secret)
    except BadInput:  # a damaged row: not 64 hex digits
        return False
    return found == committed
