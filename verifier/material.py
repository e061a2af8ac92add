"""What a campaign and its draws rest on: roster, catalogue, institutions, pools, selections.

Where a published value and the value rebuilt from its blob differ, the check of that value has
failed already. Later checks then accept either of the two, so that one fault has one name
(spec 04 §4). Where both agree, as in every honest book, there is nothing to choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from .book import Book, Campaign, Draw
from .lists import LeafList
from .matching import Market

T = TypeVar("T")


def distinct(values: Iterable[T]) -> tuple[T, ...]:
    """The values without repetition, in order of first appearance."""
    return tuple(dict.fromkeys(values))


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
