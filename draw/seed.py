"""Commitments of secrets, and the seed they become (02 §3, §4).

Contract: every text is built here from values, line by line, so that it can be built again by
hand. Contributions stand in ascending order of the representatives' numbers, as numbers.

Nothing else enters the seed: no entry hash, no time, no signature. Something written late would
have a free bit with which a draw could be steered.

It makes no secret and does not compare an opening with its commitment: that is the ledger's check.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from draw.beacon import Beacon, beacon_line
from draw.notation import (
    lines,
    refusal,
    require_ascending,
    require_count,
    require_digest,
    require_match,
    require_product_type,
    sha256_hex,
)

_PARTY = re.compile(r"operator|representative\.[1-9][0-9]{0,15}")


def secret_commitment(campaign: int, draw: int, roster: str, party: str, secret: str) -> str:
    """Return a party's commitment to its 32 secret bytes (02 §3), 64 hex digits.

    `party` is `operator` or `representative.K`; `roster` is the roster's root, `secret` 64 hex
    digits. Bound to campaign, draw and roster, a commitment cannot be used for another draw.
    """
    require_draw(campaign, draw, roster)
    require_match("party", party, _PARTY, "A representative is named by its number, from 1.")
    require_digest(f"secret of {party}", secret, secret=True)
    fields = [
        ("campaign", campaign),
        ("draw", draw),
        ("roster", roster),
        ("party", party),
        ("secret", secret),
    ]
    return sha256_hex(lines("sunlot/v1/commitment", fields))


def require_draw(campaign: int, draw: int, roster: str) -> None:
    """Require what every text of a draw starts with: two numbers from 1, and the roster's root."""
    require_count("campaign", campaign, least=1)
    require_count("draw", draw, least=1)
    require_digest("root of the roster", roster)


def require_frame(types: tuple[str, ...], pool: str, pool_size: int, must: int, size: int) -> None:
    """Require what seed and statement both say of a pool: types, root, and m ≤ n ≤ N (02 §1)."""
    for code in types:
        require_product_type("chosen type", code)
    require_ascending("chosen types", types)
    require_digest("root of the pool", pool)
    require_count("N", pool_size, least=1)
    require_count("m", must)
    require_count("n", size, least=1)
    if not types or not must <= size <= pool_size:
        found = f"{len(types)} types, m={must}, n={size}, N={pool_size}"
        advice = "Take m and N from the pool and n from sample_size."
        raise refusal("numbers of the draw", "at least one type and m ≤ n ≤ N", found, advice)


def require_beacon(beacon: object) -> None:
    """Require a value of the right form, or None where the campaign has no beacon."""
    if beacon is not None and not isinstance(beacon, Beacon):
        advice = "Build it from the round's value."
        raise refusal("beacon", "a Beacon or None", type(beacon).__name__, advice)


@dataclass(frozen=True, slots=True)
class SeedInput:
    """All that enters the seed (02 §4).

    `roster` and `pool` are roots, `types` ascending, `pool_size` N, `must` m, `size` n.
    `operator` is the operator's secret. `contributions` maps the number of each representative in
    `draw.close`, at least one, to the secret it opened, or to its commitment if it opened none.
    `beacon` is the verified value of the draw's round, and null only if the campaign has none; it
    has no default, so that a forgotten one cannot pass for none.
    """

    campaign: int
    draw: int
    roster: str
    types: tuple[str, ...]
    pool: str
    pool_size: int
    must: int
    size: int
    operator: str = field(repr=False)
    contributions: Mapping[int, str] = field(repr=False)
    beacon: Beacon | None

    def __post_init__(self) -> None:
        require_draw(self.campaign, self.draw, self.roster)
        require_frame(self.types, self.pool, self.pool_size, self.must, self.size)
        require_digest("secret of the operator", self.operator, secret=True)
        if not self.contributions:
            advice = "A draw without a representative's contribution cannot be closed (01 §8.2)."
            raise refusal("contributions", "at least one", "none", advice)
        for number, secret in self.contributions.items():
            require_count("number of a contribution", number, least=1)
            require_digest(f"contribution {number}", secret, secret=True)
        require_beacon(self.beacon)

    def text(self) -> str:
        """Return the ASCII text whose SHA-256 is the seed."""
        contributions = sorted(self.contributions.items())
        return lines(
            "sunlot/v1/seed",
            [
                ("campaign", self.campaign),
                ("draw", self.draw),
                ("roster", self.roster),
                ("types", ",".join(self.types)),
                ("pool", self.pool),
                ("N", self.pool_size),
                ("m", self.must),
                ("n", self.size),
                ("operator", self.operator),
                *((f"contribution.{number}", secret) for number, secret in contributions),
                ("beacon", beacon_line(self.beacon)),
            ],
        )

    def seed(self) -> str:
        """Return the seed, 64 hex digits."""
        return sha256_hex(self.text())
