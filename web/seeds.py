"""What the page says of a draw's seed: contributions, round, beacon, and the text that is hashed.

Values only. Whether a beacon's value is true is not judged here: the verifier does that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw import TEST, Beacon, Chain, time_of
from inspection import CampaignState, DrawState, DrawStep
from inspection.acts import seed_input
from ledger import Entry
from web.witnesses import Bracket


@dataclass(frozen=True)
class Contribution:
    """A representative's contribution: how it was made (`bot` or `device`), and its entries.

    `opened` is None as long as its opening is not in the book.
    """

    number: int
    made_by: str
    seq: int
    opened: int | None


@dataclass(frozen=True)
class BeaconPage:
    """The round that gives a draw its seed. `value` is None until it is in the book.

    `bracket` is None until the secrets are open; with `value` None it speaks of the present head.
    """

    chain: Chain
    round: int
    due: int
    value: Beacon | None
    bracket: Bracket | None


@dataclass(frozen=True)
class SeedPage:
    """What a draw's seed is made of. `text` is None until the seed is in the book.

    `final`: nothing can be opened any more. `missing`: representatives without a contribution of
    a closed draw. `orphaned`: everything but the beacon's value is in the book, or that too, and
    the draw has no result: anybody can compute it (02 §13) once the round has come.
    """

    contributions: tuple[Contribution, ...]
    missing: tuple[int, ...]
    final: bool
    beacon: BeaconPage | None
    orphaned: bool
    text: str | None

    @property
    def unopened(self) -> tuple[int, ...]:
        """Whose commitment stands in for good."""
        return tuple(one.number for one in self.contributions if self.final and one.opened is None)

    @property
    def blind(self) -> bool:
        """Nobody could know what holding an opening back would do to the result."""
        beacon = self.beacon
        if beacon is None or beacon.bracket is None or beacon.chain is TEST:
            return False
        return beacon.bracket.proven

    def made(self, by: str) -> int:
        """How many contributions were made in this way."""
        return sum(one.made_by == by for one in self.contributions)


def seed_page(
    campaign: CampaignState, draw: DrawState, entries: Sequence[Entry], bracket: Bracket | None
) -> SeedPage:
    """Return what the page says of a draw's seed; `entries` are those of the campaign."""
    mine = [entry for entry in entries if entry.data.get("draw") == draw.number]
    made = {_number(e.data): e.seq for e in mine if e.kind == "draw.contribution"}
    opened = {e.data["party"]: e.seq for e in mine if e.kind == "draw.open"}
    everybody = [row["number"] for row in campaign.opened["representatives"]]
    closed = draw.step >= DrawStep.CLOSED
    waits = draw.step in (DrawStep.OPENED, DrawStep.BEACONED) and campaign.chain is not None
    return SeedPage(
        contributions=tuple(
            Contribution(n, draw.made_by[n], made[n], opened.get(f"representative.{n}"))
            for n in sorted(draw.contributions)
        ),
        missing=tuple(n for n in everybody if closed and n not in draw.contributions),
        final=draw.step > DrawStep.OPENED or (closed and draw.void is not None),
        beacon=_beacon(campaign, draw, bracket),
        orphaned=waits and draw.void in (None, "beacon_silent"),
        text=seed_input(campaign, draw).text() if draw.step >= DrawStep.RESULTED else None,
    )


def _number(data: Mapping[str, Any]) -> int:
    return int(data["representative"])


def _beacon(campaign: CampaignState, draw: DrawState, bracket: Bracket | None) -> BeaconPage | None:
    if campaign.chain is None or draw.round is None:
        return None
    due = time_of(campaign.chain, draw.round)
    return BeaconPage(campaign.chain, draw.round, due, draw.beacon, bracket)
