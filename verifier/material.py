"""What a campaign and its draws rest on: roster, catalogue, institutions, pools, selections.

Where a published value and the value rebuilt from its blob differ, the check of that value has
failed already. Later checks then accept either of the two, so that one fault has one name
(spec 04 §4). Where both agree, as in every honest book, there is nothing to choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .beacon import CHAINS, Chain
from .book import Book, Campaign, Draw
from .lists import LeafList
from .matching import Market
from .openings import OpeningsFile
from .rules import Stratum

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
    `before_draws`: with allocation `per_type`, the disclosure of everything before the first draw
    (01 §8.1), by its blob.
    """

    campaign: Campaign
    roster: LeafList | None
    planned: Mapping[str, int] | None
    institutions: Sequence[Mapping[str, Any]] | None
    market: Market | None
    before_draws: tuple[str, OpeningsFile] | None = None

    @property
    def per_type(self) -> bool:
        """True if every type is drawn by itself (spec 02 §6.1)."""
        opening = self.campaign.opening
        return opening is not None and opening.data["allocation"] == "per_type"

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

    `pool` and `selection` are None where the blob is missing or not strict. With `per_type`
    `strata` stand in the place of `cutoffs` and `odds`, and `types` has the type of every pool row,
    empty where it is not known.
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
    strata: tuple[tuple[Stratum, ...], ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def drawn(self) -> tuple[int, ...]:
        """How many rows are drawn: n, or the sum over the strata (02 §6.1)."""
        if not self.strata:
            return self.n
        return distinct(sum(one.n for one in rows) for rows in self.strata)

    def cutoff_of(self, leaf: str) -> str | None:
        """The published cut-off that holds for a pool row; None if all or no `r` row is drawn.

        Raises KeyError where the row's stratum is not known.
        """
        if not self.base.per_type:
            return self.cutoffs[0]
        return next(one.cutoff for one in self.strata[0] if one.type == self.types[leaf])


@dataclass(frozen=True)
class Case:
    """The whole book with everything steps 5 and 7 have read."""

    book: Book
    campaigns: Mapping[int, CampaignMaterial]
    draws: Mapping[tuple[int, int], DrawMaterial]
