"""The result statement: the short text that people confirm (02 §9).

Contract: built from values only, so that everybody builds the same text. Its SHA-256 is *the*
digest of a draw, wherever one is shown.
"""

import re
from dataclasses import dataclass

from draw.beacon import Beacon, beacon_line
from draw.notation import (
    lines,
    refusal,
    require_bool,
    require_count,
    require_digest,
    require_match,
    sha256_hex,
)
from draw.seed import require_beacon, require_draw, require_frame
from draw.strata import Stratum, require_chances

_ORIGIN = re.compile("[a-z0-9._/-]{3,100}")


@dataclass(frozen=True, slots=True)
class Statement:
    """The fields of a result statement, in the order of its lines (02 §9).

    `roster`, `pool`, `selection` and `rows` are roots; `pool_size` is N, `must` m, `size` n;
    `beacon` as in `SeedInput`; `cutoff` and `odds` as in `Selection`; `over_quota` is (sampling,
    testing). `strata`: with allocation `per_type` one for each type, ascending, in the place of
    cut-off and odds, which are then None; otherwise empty.
    """

    origin: str
    simulation: bool
    campaign: int
    draw: int
    representative: int
    types: tuple[str, ...]
    roster: str
    pool: str
    pool_size: int
    must: int
    size: int
    beacon: Beacon | None
    seed: str
    cutoff: str | None
    odds: tuple[int, int] | None
    selection: str
    rows: str
    over_quota: tuple[int, int]
    strata: tuple[Stratum, ...] = ()

    def __post_init__(self) -> None:
        require_match("origin", self.origin, _ORIGIN, "Take it from the genesis entry (01 §2).")
        require_bool("simulation", self.simulation)
        require_draw(self.campaign, self.draw, self.roster)
        require_count("representative", self.representative, least=1)
        require_frame(self.types, self.pool, self.pool_size, self.must, self.size)
        require_beacon(self.beacon)
        for name in ("seed", "selection", "rows"):
            require_digest(name, getattr(self, name))
        self._require_chances()
        for role, count in zip(("sampling", "testing"), self.over_quota, strict=True):
            require_count(f"rows over quota in {role}", count)
            if count > self.drawn:
                advice = "Take it from the matching of this draw."
                expected = f"at most the {self.drawn} rows drawn"
                raise refusal(f"rows over quota in {role}", expected, repr(count), advice)

    def _require_chances(self) -> None:
        """Require cut-off and odds that follow from N, m and n (02 §6)."""
        if not self.strata:
            chances = (self.pool_size, self.must, self.size, self.cutoff, self.odds)
            return require_chances("the draw", *chances)
        advice = "Take the strata from the selection."
        if tuple(one.type for one in self.strata) != self.types or self.cutoff or self.odds:
            found = ",".join(one.type for one in self.strata)
            raise refusal("strata", "one for each type, and no other chances", found, advice)
        sums = sum(one.pool_size for one in self.strata), sum(one.must for one in self.strata)
        if sums != (self.pool_size, self.must):
            raise refusal("strata", f"N {self.pool_size}, m {self.must}", repr(sums), advice)
        return None

    @property
    def drawn(self) -> int:
        """How many enterprises are drawn: n, or the sum of the strata's."""
        return sum(one.size for one in self.strata) if self.strata else self.size

    def text(self) -> str:
        """Return the ASCII text, published as a blob."""
        sampling, testing = self.over_quota
        return lines(
            "sunlot/v1/statement",
            [
                ("origin", self.origin),
                ("simulation", "true" if self.simulation else "false"),
                ("campaign", self.campaign),
                ("draw", self.draw),
                ("representative", self.representative),
                ("types", ",".join(self.types)),
                ("roster", self.roster),
                ("pool", self.pool),
                ("N", self.pool_size),
                ("m", self.must),
                ("n", self.size),
                ("beacon", beacon_line(self.beacon)),
                ("seed", self.seed),
                *self._chances(),
                ("selection", self.selection),
                ("rows", self.rows),
                ("over_quota", f"sampling:{sampling},testing:{testing}"),
            ],
        )

    def _chances(self) -> list[tuple[str, str]]:
        if not self.strata:
            return [("cutoff", self.cutoff or "none"), ("odds", _odds(self.odds))]
        return [(f"stratum.{one.type}", _stratum(one)) for one in self.strata]

    def digest(self) -> str:
        """Return the digest that people confirm, 64 hex digits."""
        return sha256_hex(self.text())


def _odds(odds: tuple[int, int] | None) -> str:
    return "none" if odds is None else "/".join(map(str, odds))


def _stratum(one: Stratum) -> str:
    counts = f"N:{one.pool_size},m:{one.must},n:{one.size}"
    return f"{counts},cutoff:{one.cutoff or 'none'},odds:{_odds(one.odds)}"
