"""Faults of secrets, selection and matching (steps 6, 7, 8)."""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .book import Data, Maker, standard
from .results import Selection
from .spoiling import Attack, during, match_total


def selection_change(change: Callable[[Maker, list[tuple[str, str]]], None]) -> Any:
    """Change the first selection and write everything after it to fit (blob, cut-off, rows)."""

    def make() -> Maker:
        maker = Maker()

        def spoiled(seed: str, right: Selection) -> Selection:
            if maker.draw != 1:
                return right
            selection = list(right[0])
            change(maker, selection)
            random_rows = [leaf for leaf, mark in selection if mark == "r"]
            return sorted(selection), max(rules.ticket(seed, "draw", leaf) for leaf in random_rows)

        maker.select_hook = spoiled
        return two_draws(maker)

    return make


def two_draws(maker: Maker) -> Maker:
    """A campaign of two matched draws."""
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"], contributing=(1, 2, 3), revealing=(1, 3))
    maker.whole_draw(2, ["B01"])
    maker.close()
    return maker


def exchange_for_reserve(maker: Maker, selection: list[tuple[str, str]]) -> None:
    """Exchange a row drawn by lot for the first that was not drawn."""
    chosen = {leaf for leaf, _mark in selection}
    reserve = next(row for row in maker.pool if row[0] not in chosen and row[1] == "r")
    selection.remove(next(row for row in selection if row[1] == "r"))
    selection.append(reserve)


def ground_seed() -> Maker:
    """The operator chose a seed of its own and made everything after it fit."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute([1, 2])
    maker.reveal([1, 2])
    maker.result("ab" * 32)
    return maker


def unopened_stranger() -> Maker:
    """The pool holds a leaf that is not in the roster; it is left unfinished after freeze."""
    maker = Maker()
    maker.pool_hook = lambda _types, right: (sorted([*right[0], ("f" * 64, "r")]), *right[1:])
    maker.open_campaign()
    maker.begin(1, ["A01"])
    return maker


def drawn_again() -> Maker:
    """The pool of draw 2 keeps rows that draw 1 drew; nothing else is wrong."""

    def facts(_number: int, value: Data) -> None:
        value.update(types=["A01", "A02"], failed=[], last=[], status="normal", conflicts=[])

    maker = Maker()
    maker.facts_hook = facts
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    kept, maker.drawn = maker.drawn, {}
    maker.begin(2, ["A02"])
    maker.drawn = kept
    maker.contribute([1])
    maker.reveal([1])
    maker.result()
    return maker


def two_campaigns_reuse() -> Maker:
    """The first campaign must be over before the second begins."""
    maker = standard()
    used = maker.secrets[1]
    maker.open_campaign()
    maker.begin(1, ["A01"])
    right = maker.salt
    maker.salt = lambda: used  # type: ignore[method-assign]
    maker.contribute([1])
    maker.salt = right  # type: ignore[method-assign]
    maker.reveal([1])
    maker.result()
    return maker


def statement_line(old: str, new: str) -> Any:
    """Put another line in the statement's place."""

    def change(holder: Data) -> None:
        place = next(n for n, line in enumerate(holder["lines"]) if line.startswith(old))
        holder["lines"][place] = new

    return during("statement.lines", 1, change)


def plan_too_high(data: Data) -> None:
    """State one planned enterprise too many."""
    data["planned"] += 1


def n_too_high(data: Data) -> None:
    """State n one too high."""
    data["n"] += 1


def odds_wrong(data: Data) -> None:
    """State a chance that is too high."""
    data["odds"][0] += 1


def cutoff_wrong(data: Data) -> None:
    """State another cut-off."""
    data["cutoff"] = "8" * 64


def seed_wrong(data: Data) -> None:
    """State another seed."""
    data["seed"] = "ab" * 32


def musts_wrong(data: Data) -> None:
    """State one must too many."""
    data["must"] += 1


def sampler_gone(data: Data) -> None:
    """Leave the last institution out."""
    data["institutions"] = data["institutions"][:-1]


ATTACKS = [
    Attack("06.operator", "other commitment", during("draw.commit", 3, lambda d: d.update(
        commitment="a" * 64)), "draw.open", 3),
    Attack("06.operator", "other secret", during("draw.open", 3, lambda d: d["party"] ==
           "operator" and d.update(secret="b" * 64)), "draw.open", 3),
    Attack("06.contribution", "other secret", during("draw.open", 3, lambda d: d["party"] !=
           "operator" and d.update(secret="b" * 64)), "draw.open", 3, 1),
    Attack("06.contribution", "left out", during("draw.close", 1, lambda d: d[
        "contributions"].pop(1)), "draw.close", 1),
    Attack("06.reuse", "secret", two_campaigns_reuse, "draw.open", None, -1),
    Attack("07.choice", "plan", during("draw.freeze", 1, plan_too_high), "draw.freeze", 1),
    Attack("07.pool", "must", during("draw.freeze", 1, musts_wrong), "draw.freeze", 1),
    Attack("07.pool", "count", during("draw.freeze", 1, lambda d: d["pool"].update(
        count=d["pool"]["count"] + 1)), "draw.freeze", 1),
    Attack("07.pool", "root", during("draw.freeze", 1, lambda d: d["pool"].update(
        root="0" * 64)), "draw.freeze", 1),
    Attack("07.pool", "stranger", unopened_stranger, "draw.freeze", 1),
    Attack("07.drawn", "again", drawn_again, "draw.freeze", 2),
    Attack("07.count", "n", during("draw.freeze", 1, n_too_high), "draw.freeze", 1),
    Attack("07.seed", "ground", ground_seed, "draw.result", 1),
    Attack("07.seed", "told wrong", during("draw.result", 1, seed_wrong), "draw.result", 1),
    Attack("07.tickets", "exchange", selection_change(exchange_for_reserve), "draw.result", 1),
    Attack("07.tickets", "root", during("draw.result", 1, lambda d: d["selection"].update(
        root="0" * 64)), "draw.result", 1),
    Attack("07.cutoff", "other", during("draw.result", 1, cutoff_wrong), "draw.result", 1),
    Attack("07.cutoff", "null", during("draw.result", 1, lambda d: d.update(cutoff=None)),
           "draw.result", 1),
    Attack("07.odds", "other", during("draw.result", 1, odds_wrong), "draw.result", 1),
    Attack("07.odds", "null", during("draw.result", 1, lambda d: d.update(odds=None)),
           "draw.result", 1),
    Attack("08.totals", "row count", match_total(lambda d: d["rows"].update(count=1)),
           "match.result", 1),
    Attack("08.totals", "institution left out", match_total(sampler_gone), "match.result", 1),
    Attack("08.totals", "waived", match_total(lambda d: d.update(waived=1)), "match.result", 1),
    Attack("08.totals", "over quota", match_total(lambda d: d["over_quota"].update(
        sampling=999)), "match.result", 1),
    Attack("08.statement", "line", statement_line("N=", "N=1"), "match.result", 1),
    Attack("08.statement", "origin", statement_line("origin=", "origin=x.example"),
           "match.result", 1),
]  # fmt: skip
