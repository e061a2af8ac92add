"""What a campaign and its draws rest on: roster, catalogue, institutions, pools, selections.

Where a published value and the value rebuilt from its blob differ, the check of that value has
failed already. Later checks then accept either of the two, so that one fault has one name
(spec 04 §4). Where both agree, as in every honest book, there is nothing to choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from .beacon import CHAINS, Chain
from .book import Book, Campaign, Draw
from .lists import LeafList
from .matching import Market

T = TypeVar("T")


def distinct(values: Iterable[T]) -> tuple[T, ...]:
    """The values without repetition, in order of first appearance."""
    return tuple(dict.fromkeys(values))


def beacon_text(chain: str, round: int, signature: str) -> str:
    """What stands behind `beacon=` in seed text and statement (02 §4, §9)."""
    return f"{chain}:{round}:{signature}"


@dataclass(frozen=True)
class CampaignMaterial:
    """A campaign with its blobs, None where one is missing or not strict.

    `planned`: planned count by catalogue type. `market`: institutions of spec 02 §8.1.
    """

    campaign: Campaign
    roster: LeafList | None
    planned: Mapping[str, int] | None
    institutions: Sequence[Mapping[str, Any]] | None
    market: Market | None

    @property
    def chain(self) -> Chain | None:
        """The campaign's beacon; None if it has none, or its opening could not be read."""
        opening = self.campaign.opening
        return None if opening is None else CHAINS.get(opening.data["beacon"])

    def beacon_texts(self, draw: Draw) -> tuple[str, ...]:
        """What may stand behind `beacon=` in the draw's seed text, as published first (02 §4)."""
        if self.campaign.opening is None:
            return ()
        if self.chain is None:
            return ("none",)
        if draw.beacon is None:
            return ()
        told = draw.beacon.data["beacon"]
        rounds = [told["round"], *([] if draw.close is None else [draw.close.data["round"]])]
        return distinct(
            beacon_text(chain, round, told["signature"])
            for chain in (told["chain"], self.chain.hash)
            for round in rounds
            if round is not None
        )

    def roster_roots(self) -> tuple[str, ...]:
        """The roster root as published, then as rebuilt if that differs."""
        told = (
            [] if self.campaign.opening is None else [self.campaign.opening.data["roster"]["root"]]
        )
        return distinct([*told, *([] if self.roster is None else [self.roster.root])])


@dataclass(frozen=True)
class DrawMaterial:
    """A draw with what step 7 read and rebuilt; each tuple has the published value first.

    `pool` and `selection` are None where the blob is missing or not strict.
    """

    base: CampaignMaterial
    draw: Draw
    pool: LeafList | None
    selection: LeafList | None
    seeds: tuple[str, ...] = ()
    planned: tuple[int, ...] = ()
    N: tuple[int, ...] = ()
    m: tuple[int, ...] = ()
    n: tuple[int, ...] = ()
    cutoffs: tuple[str | None, ...] = ()
    odds: tuple[tuple[int, int] | None, ...] = ()


@dataclass(frozen=True)
class Case:
    """The whole book with everything steps 5 and 7 have read."""

    book: Book
    campaigns: Mapping[int, CampaignMaterial]
    draws: Mapping[tuple[int, int], DrawMaterial]
