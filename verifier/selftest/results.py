"""The end of a draw: seed, selection, matching and statement, by the plain rules of draw_rules."""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .draw_rules import hashed, leaf_hash, tree_root
from .drawing import DrawMaker
from .publishing import ORIGIN, Data

Selection = tuple[list[tuple[str, str]], Any]


class ResultMaker(DrawMaker):
    """Makes whole draws; `select_hook` changes a selection before anything rests on it."""

    select_hook: Callable[[str, Selection], Selection] | None = None

    def seed(self) -> str:
        """The seed of the current draw (02 §4)."""
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

    def rows_of(self, leaves: list[str]) -> list[dict[str, Any]]:
        """What matching needs to know of these leaves."""
        return [
            {
                "leaf": leaf,
                "lot": self.leaves[leaf]["lot"]["value"],
                "candidates": self.candidates[leaf],
                "facts": self.leaves[leaf]["facts"]["value"],
            }
            for leaf in leaves
        ]

    def _pooled(self) -> Data:
        N, m, n = self.frozen["pool"]["count"], self.frozen["must"], self.frozen["n"]
        chosen = rules.select(self.used_seed, self.pool, n)
        if self.select_hook is not None:
            chosen = self.select_hook(self.used_seed, chosen)
        self.selection, cutoff = chosen
        return {"cutoff": cutoff, "odds": None if m == N else [n - m, N - m]}

    def _per_type(self) -> Data:
        """Every pool row gets its type, then each stratum is drawn alone (02 §6.1)."""
        rows = self.rows_of([leaf for leaf, _mark in self.pool])
        type_of = {row["leaf"]: rules.type_of(self.used_seed, row) for row in rows}
        strata: list[Data] = []
        self.selection = []
        for name in self.types_of[self.draw]:
            stratum = [row for row in self.pool if type_of[row[0]] == name]
            N, m = len(stratum), [mark for _leaf, mark in stratum].count("m")
            n = max(m, min(self.planned[name], N))
            chosen, cutoff = rules.select(self.used_seed, stratum, n)
            odds = None if m == N else [n - m, N - m]
            strata.append({
                "cutoff": cutoff, "must": m, "n": n, "odds": odds, "pool": N, "type": name,
            })  # fmt: skip
            self.selection += chosen
        self.selection.sort()
        if self.select_hook is not None:
            self.selection, _cutoff = self.select_hook(self.used_seed, (self.selection, None))
        return {"strata": strata}

    def result(self, seed: str | None = None) -> None:
        """draw.result and match.result."""
        self.used_seed = self.seed() if seed is None else seed
        pooled = self.opening_data["allocation"] == "pooled"
        told = self._pooled() if pooled else self._per_type()
        text = "".join(f"{leaf} {mark}\n" for leaf, mark in self.selection).encode()
        self.act(
            "draw.result",
            **told,
            seed=self.used_seed,
            selection={
                "blob": self.blob(text),
                "count": len(self.selection),
                "root": rules.list_root(self.selection),
            },
        )
        self.drawn_result = self.entries[-1]["data"]
        self.drawn[self.draw] = {leaf for leaf, _mark in self.selection}
        self.match()

    def assignments(self) -> list[dict[str, str]]:
        """Who samples and tests each selected enterprise, ascending by leaf."""
        rows = self.rows_of([leaf for leaf, _mark in self.selection])
        waived = {t for w in self.opening_data["waivers"] for t in w["types"]}
        until = self.opening_data["sampling_until"]
        return rules.matching(self.used_seed, until, waived, self.market, rows)

    def match(self) -> None:
        """match.result."""
        types, rows = self.types_of[self.draw], self.assignments()
        if self.rows_hook is not None:
            self.rows_hook(rows)
        data = {"by_type": self._by_type(types, rows), **self._totals(types, rows)}
        before = self.tamper.get(("match.before_statement", self.draw))
        if before is not None:
            before(data)
        data["statement"] = self.blob(self.statement(data))
        self.act("match.result", **data)
        digest = self.entries[-1]["data"]["statement"]
        self.statements[self.draw] = (len(self.entries) - 1, digest)

    # Changes the assignments of a draw before they are hashed and counted.
    rows_hook: Callable[[list[dict[str, str]]], None] | None = None

    def _by_type(self, types: list[str], rows: list[dict[str, str]]) -> list[Data]:
        in_pool = {t: sum(t in c for c in self.candidates.values()) for t in types}
        drawn = {t: sum(row["type"] == t for row in rows) for t in types}
        if self.opening_data["allocation"] == "per_type":
            return [{"type": t, "pool": in_pool[t], "drawn": drawn[t]} for t in types]
        return rules.by_type(types, in_pool, drawn)

    def _totals(self, types: list[str], rows: list[dict[str, str]]) -> Data:
        listed = sorted({i["code"] for i in self.market for s in i["types"] if s["type"] in types})
        hashes = [leaf_hash(bytes.fromhex(rules.row_digest(row))) for row in rows]
        return {
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
            "rows": {"count": len(rows), "root": tree_root(hashes).hex()},
            "waived": sum(row["sampling"] == row["testing"] for row in rows),
        }

    def statement(self, match: Data) -> bytes:
        """The statement of the result (02 §9)."""
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
            f"seed={self.drawn_result['seed']}",
            *_cut_lines(self.drawn_result),
            f"selection={self.drawn_result['selection']['root']}",
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
        """A draw from draw.commit to match.result."""
        self.begin(representative, types, inherited)
        self.contribute(list(contributing))
        self.reveal(list(revealing))
        self.result()


def _odds(told: Any) -> str:
    return "none" if told is None else f"{told[0]}/{told[1]}"


def _cut_lines(result: Data) -> list[str]:
    if "strata" not in result:
        return [f"cutoff={result['cutoff'] or 'none'}", f"odds={_odds(result['odds'])}"]
    return [
        f"stratum.{row['type']}=N:{row['pool']},m:{row['must']},n:{row['n']},"
        f"cutoff:{row['cutoff'] or 'none'},odds:{_odds(row['odds'])}"
        for row in result["strata"]
    ]
