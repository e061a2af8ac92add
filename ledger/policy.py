"""The witness policy of a ledger: who signs its heads, and how many must (01 §2).

It stands in the genesis entry and in the trust file, and holds for the life of the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.cosignatures import read_vkey
from ledger.errors import Malformed

MOST_WITNESSES = 15
MOST_BODY = 200


@dataclass(frozen=True)
class WitnessPolicy:
    """`quorum` of the `witnesses`, (body, vkey) each in ascending order of vkey, must sign.

    Raises `Malformed` unless it keeps 01 §2: above all, the quorum is more than half of them, so
    that two diverging ledgers cannot both reach it while fewer than 2 · quorum - n witnesses cheat.
    """

    quorum: int
    witnesses: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        count = len(self.witnesses)
        enough = count < 2 * self.quorum <= 2 * count if count else self.quorum == 0
        if count > MOST_WITNESSES or not enough:
            raise Malformed(
                f"witness policy: expected a quorum above half of at most {MOST_WITNESSES} "
                f"witnesses, found {self.quorum} of {count}"
            )
        public = {read_vkey(vkey)[1] for vkey in self.vkeys}
        bodies = {body for body, _ in self.witnesses}
        if len(public) != count or len(bodies) != count or list(self.vkeys) != sorted(self.vkeys):
            raise Malformed("witness policy: expected each key and each body once, by vkey")
        for body in bodies:
            if not 0 < len(body) <= MOST_BODY:
                raise Malformed(f"witness policy: a body has 1 to {MOST_BODY} characters")

    @property
    def vkeys(self) -> tuple[str, ...]:
        """The keys of the witnesses (03 §8), ascending."""
        return tuple(vkey for _, vkey in self.witnesses)

    def to_json(self) -> list[dict[str, str]]:
        """The witnesses as genesis and trust file have them."""
        return [{"body": body, "vkey": vkey} for body, vkey in self.witnesses]


def witness_policy(quorum: int, rows: Sequence[Mapping[str, Any]]) -> WitnessPolicy:
    """The policy of these rows with `body` and `vkey`, in any order; raises `Malformed`."""
    pairs = sorted(((str(row["body"]), str(row["vkey"])) for row in rows), key=lambda row: row[1])
    return WitnessPolicy(quorum, tuple(pairs))


NO_WITNESSES = WitnessPolicy(0, ())
