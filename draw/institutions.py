"""Institutions: what they may do, and who can serve one enterprise (01 §3.2, 02 §8.1 and §8.2).

Contract: an `Offer` answers for one product type which institutions sample and which test;
bans make it smaller; it says whether a pair is left. Institutions are ascending by code throughout.

It draws nothing: `matching` does, among those named here.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from draw.notation import (
    refusal,
    require_ascending,
    require_count,
    require_date,
    require_institution,
    require_product_type,
)

_MOST_QUOTA = 1_000_000


@dataclass(frozen=True, slots=True)
class Quota:
    """What one institution does for one type: rows per role and draw (0 = not in that role).

    `valid_until` is the last day of its qualification. Not both quotas are 0. `weighted`: the two
    numbers are weights, which no row uses up (01 §3.2).
    """

    sampling: int
    testing: int
    valid_until: datetime.date
    weighted: bool = False

    def __post_init__(self) -> None:
        for role, quota in (("sampling", self.sampling), ("testing", self.testing)):
            require_count(f"{role} quota", quota)
            if quota > _MOST_QUOTA:
                advice = "See 01 §3.2."
                raise refusal(f"{role} quota", f"0 … {_MOST_QUOTA}", repr(quota), advice)
        if self.sampling == self.testing == 0:
            advice = "Leave the type out of the institution instead."
            raise refusal("quotas of a type", "at least one above 0", "both 0", advice)
        require_date("valid_until", self.valid_until)


@dataclass(frozen=True, slots=True)
class Institution:
    """A technical institution: its code, and its quota for every type it serves, at least one."""

    code: str
    types: Mapping[str, Quota]

    def __post_init__(self) -> None:
        require_institution("code of an institution", self.code)
        if not self.types:
            advice = "Leave it out of the list instead."
            raise refusal(f"types of {self.code}", "at least one", "none", advice)
        for product_type in self.types:
            require_product_type(f"type of {self.code}", product_type)


@dataclass(frozen=True, slots=True)
class MatchRules:
    """What `campaign.open` fixes for matching.

    `institutions` ascending by code, at least one; `sampling_until`: the last day of sampling, on
    which a qualification must still be valid; `waived`: the types in which one institution may
    sample and test.
    """

    institutions: Sequence[Institution]
    sampling_until: datetime.date
    waived: frozenset[str]

    def __post_init__(self) -> None:
        codes = [institution.code for institution in self.institutions]
        if not codes:
            raise refusal("institutions", "at least one", "none", "Give the campaign's list.")
        require_ascending("institutions by code", codes)
        require_date("sampling_until", self.sampling_until)
        for product_type in sorted(self.waived):
            require_product_type("waived type", product_type)
        if mixed := self._forms(weighted=True) & self._forms(weighted=False):
            advice = "Give every institution of a type a quota, or every one a weight (01 §3.2)."
            raise refusal(f"type {min(mixed)}", "all quotas or all weights", "both", advice)

    def _forms(self, weighted: bool) -> set[str]:
        rows = (row for institution in self.institutions for row in institution.types.items())
        return {product_type for product_type, quota in rows if quota.weighted is weighted}

    @property
    def weighted(self) -> frozenset[str]:
        """The types whose institutions are drawn by weight."""
        return frozenset(self._forms(weighted=True))

    def offer(self, product_type: str) -> "Offer":
        """Return who samples and who tests a type (02 §8.1), before any ban."""
        serving = [
            (institution.code, quota)
            for institution in self.institutions
            if (quota := institution.types.get(product_type)) is not None
            and quota.valid_until >= self.sampling_until
        ]
        return Offer(
            sampling={code: quota.sampling for code, quota in serving if quota.sampling},
            testing={code: quota.testing for code, quota in serving if quota.testing},
            waived=product_type in self.waived,
            weighted=any(quota.weighted for _, quota in serving),
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """Who can serve an enterprise for one type: base quotas ≥ 1 by code, ascending (02 §8.2).

    `weighted`: they are weights.
    """

    sampling: Mapping[str, int]
    testing: Mapping[str, int]
    waived: bool
    weighted: bool = False

    def without(self, samplers: Collection[str], testers: Collection[str]) -> "Offer":
        """Return what is left without these institutions in these roles: S', T' of 02 §8.2."""
        if self.sampling.keys().isdisjoint(samplers) and self.testing.keys().isdisjoint(testers):
            return self
        return Offer(
            sampling={code: quota for code, quota in self.sampling.items() if code not in samplers},
            testing={code: quota for code, quota in self.testing.items() if code not in testers},
            waived=self.waived,
            weighted=self.weighted,
        )

    def samplers(self, tester: str) -> list[str]:
        """Return who can sample where `tester` tests: `samplers(i, X)` of 02 §8.2."""
        return [code for code in self.sampling if self.waived or code != tester]

    def testers(self) -> list[str]:
        """Return who can test and leaves somebody to sample: the eligible of 02 §8.3."""
        return [code for code in self.testing if self._leaves_a_sampler(code)]

    def has_pair(self) -> bool:
        """Say whether somebody can test and somebody (else, unless waived) sample."""
        return any(map(self._leaves_a_sampler, self.testing))

    def _leaves_a_sampler(self, tester: str) -> bool:
        # The same as bool(self.samplers(tester)), without building that list for every tester.
        barred = not self.waived and tester in self.sampling
        return len(self.sampling) > barred
