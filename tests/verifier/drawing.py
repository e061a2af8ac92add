"""The acts of a draw, computed by the plain rules of draw_rules."""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .beacons import QUICKNET_1000, TEST, signature
from .campaigns import CampaignMaker
from .draw_rules import hashed, leaf_hash, tree_root
from .publishing import ORIGIN, Data


class DrawMaker(CampaignMaker):
    """Makes draws, act by act.

    `devices` are the representatives whose secrets come from their own devices. `signing` are the
    witnesses of a bracket, each with the seconds that it signs before it would be too late.
    """

    devices: tuple[int, ...] = ()
    signing: tuple[tuple[int, int], ...] = ((0, 2), (1, 1), (2, 0))
    # Ways to spoil a bracket: other entries, other lines, other bytes, none at all.
    bracket_entries: Callable[[list[bytes]], list[bytes]] = staticmethod(lambda entries: entries)
    bracket_lines: Callable[[list[str]], list[str]] = staticmethod(lambda lines: lines)
    bracket_bytes: Callable[[bytes], bytes | None] = staticmethod(lambda note: note)

    def act(self, kind: str, person: str | None = None, wait: int = 60, **fields: Any) -> int:
        """An act in the current draw, by an official unless a person is given."""
        own = {"campaign": self.campaign, "draw": self.draw, "level": "D"}
        who = self.officials[0] if person is None else person
        return self.add(kind, {**own, "person": who, **fields}, wait)

    def secret_commitment(self, party: str, secret: str) -> str:
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
        wait = 60 if self.chain is None else 1
        self.act("draw.open", wait=wait, party="operator", secret=self.operator_secret)
        self.operator_secret = self.entries[-1]["data"]["secret"]

    def open_representative(self, number: int) -> None:
        wait = 60 if self.chain is None else 1
        party, secret = f"representative.{number}", self.secrets[number]
        self.act("draw.open", wait=wait, party=party, secret=secret)
        self.opened[number] = self.entries[-1]["data"]["secret"]

    def value(self) -> Data:
        """The value of the draw's round."""
        assert self.chain is not None
        assert self.round is not None
        if self.chain is TEST:
            made = signature(self.round)
        else:
            assert self.round == 1000
            made = QUICKNET_1000
        return {
            "chain": self.chain.hash, "previous": None, "round": self.round, "signature": made,
        }  # fmt: skip

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

    def seed(self) -> str:
        parts = {**self.commitments, **self.opened}
        return hashed(
            "sunlot/v1/seed",
            f"campaign={self.campaign}",
            f"draw={self.draw}",
            f"roster={self.root}",
            f"types={','.join(self.types_of[self.draw])}",
            f"pool={self.frozen['pool']['root']}",
            f"N={self.frozen['pool']['count']}",
            f"m={self.frozen['must']}",
            f"n={self.frozen['n']}",
            f"operator={self.operator_secret}",
            *(f"contribution.{k}={parts[k]}" for k in sorted(parts)),
            f"beacon={self.beacon_text}",
        )

    def result(self, seed: str | None = None) -> None:
        """draw.result and match.result."""
        self.used_seed = self.seed() if seed is None else seed
        self.selection, cutoff = rules.select(self.used_seed, self.pool, self.frozen["n"])
        N, m, n = self.frozen["pool"]["count"], self.frozen["must"], self.frozen["n"]
        text = "".join(f"{leaf} {mark}\n" for leaf, mark in self.selection).encode()
        self.act(
            "draw.result",
            cutoff=cutoff,
            odds=None if m == N else [n - m, N - m],
            seed=self.used_seed,
            selection={
                "blob": self.blob(text),
                "count": n,
                "root": rules.list_root(self.selection),
            },
        )
        self.drawn_result = self.entries[-1]["data"]
        self.drawn[self.draw] = {leaf for leaf, _mark in self.selection}
        self.match()

    def assignments(self) -> list[dict[str, str]]:
        rows = []
        for leaf, _mark in self.selection:
            one = self.leaves[leaf]
            rows.append({
                "leaf": leaf,
                "lot": one["lot"]["value"],
                "candidates": self.candidates[leaf],
                "facts": one["facts"]["value"],
            })  # fmt: skip
        waived = {t for w in self.opening_data["waivers"] for t in w["types"]}
        until = self.opening_data["sampling_until"]
        return rules.matching(self.used_seed, until, waived, self.market, rows)

    def match(self) -> None:
        types = self.types_of[self.draw]
        rows = self.assignments()
        in_pool = {t: sum(t in c for c in self.candidates.values()) for t in types}
        drawn = {t: sum(row["type"] == t for row in rows) for t in types}
        listed = sorted({i["code"] for i in self.market for s in i["types"] if s["type"] in types})
        data: Data = {
            "by_type": rules.by_type(types, in_pool, drawn),
            "institutions": [
                {
                    "institution": code,
                    "sampling": sum(row["sampling"] == code for row in rows),
                    "testing": sum(row["testing"] == code for row in rows),
                }
                for code in listed
            ],
            "over_quota": {
                role: sum(row["over"] in (role, "both") for row in rows)
                for role in ("sampling", "testing")
            },
            "rotation_dropped": sum(row["rotation"] == "dropped" for row in rows),
            "rows": {
                "count": len(rows),
                "root": tree_root(
                    [leaf_hash(bytes.fromhex(rules.row_digest(row))) for row in rows]
                ).hex(),
            },
            "waived": sum(row["sampling"] == row["testing"] for row in rows),
        }
        before = self.tamper.get(("match.before_statement", self.draw))
        if before is not None:
            before(data)
        data["statement"] = self.blob(self.statement(data))
        self.act("match.result", **data)
        digest = self.entries[-1]["data"]["statement"]
        self.statements[self.draw] = (len(self.entries) - 1, digest)

    def statement(self, match: Data) -> bytes:
        result = self.drawn_result
        odds = "none" if result["odds"] is None else "{}/{}".format(*result["odds"])
        over = match["over_quota"]
        lines = [
            "sunlot/v1/statement",
            f"origin={ORIGIN}",
            f"simulation={'true' if self.simulation else 'false'}",
            f"campaign={self.campaign}",
            f"draw={self.draw}",
            f"representative={self.representative_of[self.draw]}",
            f"types={','.join(self.types_of[self.draw])}",
            f"roster={self.root}",
            f"pool={self.frozen['pool']['root']}",
            f"N={self.frozen['pool']['count']}",
            f"m={self.frozen['must']}",
            f"n={self.frozen['n']}",
            f"beacon={self.beacon_text}",
            f"seed={result['seed']}",
            f"cutoff={result['cutoff'] or 'none'}",
            f"odds={odds}",
            f"selection={result['selection']['root']}",
            f"rows={match['rows']['root']}",
            f"over_quota=sampling:{over['sampling']},testing:{over['testing']}",
        ]
        hook = self.tamper.get(("statement.lines", self.draw))
        holder: Data = {"lines": lines}
        if hook is not None:
            hook(holder)
        return "".join(f"{line}\n" for line in holder["lines"]).encode()

    def whole_draw(
        self,
        representative: int,
        types: list[str],
        inherited: int | None = None,
        contributing: tuple[int, ...] = (1, 2),
        revealing: tuple[int, ...] = (1,),
    ) -> None:
        self.begin(representative, types, inherited)
        self.contribute(list(contributing))
        self.reveal(list(revealing))
        self.result()
