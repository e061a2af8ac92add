"""The acts of a draw up to its beacon, computed by the plain rules of draw_rules."""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .beacons import QUICKNET_1000, QUICKNET_ROUND, TEST, next_slot, signature
from .campaigns import CampaignMaker
from .draw_rules import hashed, leaf_hash, tree_root
from .publishing import Data


class DrawMaker(CampaignMaker):
    """Makes draws, act by act, up to the openings and the beacon.

    `devices` are the representatives whose secrets come from their own devices. `signing` are the
    witnesses of a bracket, each with the seconds that it signs before it would be too late.
    """

    devices: tuple[int, ...] = ()
    signing: tuple[tuple[int, int], ...] = ((0, 2), (1, 1), (2, 0))
    # Ways to spoil a bracket: other entries, other lines, other bytes, none at all.
    bracket_entries: Callable[[list[bytes]], list[bytes]] = staticmethod(lambda entries: entries)
    bracket_lines: Callable[[list[str]], list[str]] = staticmethod(lambda lines: lines)
    pool_hook: Callable[[list[str], rules.Pool], rules.Pool] | None = None
    bracket_bytes: Callable[[bytes], bytes | None] = staticmethod(lambda note: note)

    def act(self, kind: str, person: str | None = None, wait: int = 60, **fields: Any) -> int:
        """An act in the current draw, by an official unless a person is given."""
        own = {"campaign": self.campaign, "draw": self.draw, "level": "D"}
        who = self.officials[0] if person is None else person
        return self.add(kind, {**own, "person": who, **fields}, wait)

    def secret_commitment(self, party: str, secret: str) -> str:
        """The commitment of a party's secret (02 §3)."""
        return hashed(
            "sunlot/v1/commitment",
            f"campaign={self.campaign}",
            f"draw={self.draw}",
            f"roster={self.root}",
            f"party={party}",
            f"secret={secret}",
        )

    def commit_draw(self, representative: int) -> None:
        """draw.commit."""
        self.draw += 1
        self.representative_of[self.draw] = representative
        self.operator_secret = self.salt()
        self.act(
            "draw.commit",
            commitment=self.secret_commitment("operator", self.operator_secret),
            representative=representative,
        )

    def begin(self, representative: int, types: list[str], inherited: int | None = None) -> None:
        """draw.commit, draw.choice, draw.freeze."""
        self.commit_draw(representative)
        self.types_of[self.draw] = types
        chooser = self.seats[representative - 1]["person"] if inherited is None else None
        self.act("draw.choice", chooser, inherited=inherited, representative=representative,
                 types=types)  # fmt: skip
        drawn = set().union(*(d for k, d in self.drawn.items() if k not in self.void), set())
        rows = {leaf: one["facts"]["value"] for leaf, one in self.leaves.items()}
        self.pool, self.candidates, excluded = rules.pool_of(
            rows, types, self.opening_data["reference_date"],
            self.opening_data["avoidance_months"], drawn,
        )  # fmt: skip
        if self.pool_hook is not None:
            made = self.pool_hook(types, (self.pool, self.candidates, excluded))
            self.pool, self.candidates, excluded = made
        self.pools[self.draw] = self.pool
        m = [mark for _leaf, mark in self.pool].count("m")
        planned = sum(self.planned[t] for t in types)
        n = max(min(planned, len(self.pool)), m)
        text = "".join(f"{leaf} {mark}\n" for leaf, mark in self.pool).encode()
        self.act(
            "draw.freeze",
            excluded=[{"count": excluded[r], "reason": r} for r in rules.REASONS],
            must=m,
            n=n,
            planned=planned,
            pool={
                "blob": self.blob(text),
                "count": len(self.pool),
                "root": rules.list_root(self.pool),
            },
        )
        self.frozen = self.entries[-1]["data"]

    def contribute(self, numbers: list[int]) -> None:
        """draw.contribution of some representatives, then draw.close."""
        self.secrets = {number: self.salt() for number in numbers}
        self.commitments = {}
        for number in numbers:
            made = self.secret_commitment(f"representative.{number}", self.secrets[number])
            self.act(
                "draw.contribution",
                self.seats[number - 1]["person"],
                commitment=made,
                made_by="device" if number in self.devices else "bot",
                representative=number,
            )
            self.commitments[number] = self.entries[-1]["data"]["commitment"]
        listed = [{"commitment": self.commitments[k], "representative": k} for k in sorted(numbers)]
        self.close_draw(listed)

    def close_draw(self, listed: list[Data]) -> None:
        """draw.close, with the round that its time gives."""
        if self.chain is TEST:
            self.clock = next_slot(self.clock + 60) - 60
        at = self.clock + 60
        self.round = None if self.chain is None else self.chain.round(at)
        self.act("draw.close", contributions=listed, round=self.round)
        self.round = self.entries[-1]["data"]["round"]

    def reveal(self, numbers: list[int]) -> None:
        """draw.open of the operator, then of some representatives; then the beacon, if any."""
        self.open_operator()
        self.opened: dict[int, str] = {}
        for number in sorted(numbers):
            self.open_representative(number)
        self.beacon_text = "none"
        if self.chain is not None:
            self.beacon()

    def open_operator(self) -> None:
        """draw.open of the operator."""
        wait = 60 if self.chain is None else 1
        self.act("draw.open", wait=wait, party="operator", secret=self.operator_secret)
        self.operator_secret = self.entries[-1]["data"]["secret"]

    def open_representative(self, number: int) -> None:
        """draw.open of one representative."""
        wait = 60 if self.chain is None else 1
        party, secret = f"representative.{number}", self.secrets[number]
        self.act("draw.open", wait=wait, party=party, secret=secret)
        self.opened[number] = self.entries[-1]["data"]["secret"]

    def value(self) -> Data:
        """The value of the draw's round."""
        chain, number = self.chain or TEST, self.round or 0
        if chain is not TEST and number != QUICKNET_ROUND:
            raise ValueError(f"of this chain only round {QUICKNET_ROUND} is known here")
        made = signature(number) if chain is TEST else QUICKNET_1000
        return {"chain": chain.hash, "previous": None, "round": number, "signature": made}

    def beacon(self) -> None:
        """draw.beacon with its bracket, a second after the round is due."""
        value, chain = self.value(), self.chain or TEST
        due = chain.time(value["round"])
        limit = due - chain.margin
        signing, change, cut, spoil = (
            self.signing, self.bracket_lines, self.bracket_entries, self.bracket_bytes,
        )  # fmt: skip

        def bracket(before: list[bytes]) -> bytes | None:
            if not self.witnesses:
                return spoil(b"") or None
            kept = cut(before)
            root = tree_root([leaf_hash(entry) for entry in kept])

            def lines(text: bytes) -> list[str]:
                return change([self.witnesses[n].line(text, limit - s) for n, s in signing])

            return spoil(self.note(len(kept), root, lines=lines))

        self.act("draw.beacon", wait=max(1, due + 1 - self.clock), beacon=value, bracket=None)
        entry = self.entries[-1]
        entry["bracket"] = bracket
        told = entry["data"]["beacon"]
        self.beacon_text = f"{told['chain']}:{told['round']}:{told['signature']}"
