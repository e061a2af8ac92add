"""Faults of answers, voids and openings (steps 9, 10)."""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .book import AFTER, START, Data, Maker, standard
from .spoiling import Attack, during, later, match_total, prepared, put, remove


def pool_changed(change: Callable[[list[tuple[str, str]]], None]) -> Any:
    """Change the pool of draw 1 and make everything after it fit."""

    def make() -> Maker:
        maker = Maker()

        def spoiled(chosen: list[str], right: rules.Pool) -> rules.Pool:
            pool, candidates, excluded = right
            change(pool)
            types = {leaf: maker.leaves[leaf]["facts"]["value"]["types"] for leaf, _ in pool}
            own = {leaf: [t for t in types[leaf] if t in chosen] for leaf in types}
            return sorted(pool), {**own, **candidates}, excluded

        maker.pool_hook = spoiled
        maker.open_campaign()
        maker.whole_draw(1, ["A01", "A02"])
        return maker

    return make


def drop_random_row(pool: list[tuple[str, str]]) -> None:
    """Leave the first row by lot out of the pool."""
    pool.remove(next(row for row in pool if row[1] == "r"))


def must_to_random(pool: list[tuple[str, str]]) -> None:
    """Mark the first must as one by lot."""
    place = next(n for n, row in enumerate(pool) if row[1] == "m")
    pool[place] = (pool[place][0], "r")


def shift_institution(data: Data) -> None:
    """Count one sampled row to another institution."""
    rows = [row for row in data["institutions"] if row["sampling"]]
    rows[0]["sampling"] -= 1
    rows[-1]["sampling"] += 1


def shift_type(data: Data) -> None:
    """State one candidate too many."""
    data["by_type"][0]["pool"] += 1


def other_row_root(data: Data) -> None:
    """State another root of the rows."""
    data["rows"]["root"] = "1" * 64


def extra_answer(**fields: Any) -> Callable[[Maker], None]:
    """Change fields of the second confirmation."""

    def change(maker: Maker) -> None:
        maker.data("confirm", 1, 1).update(fields)

    return change


def same_nonce(maker: Maker) -> None:
    """Use the nonce of the first confirmation again."""
    maker.data("confirm", 1, 1)["nonce"] = maker.data("confirm", 1, 0)["nonce"]


def unanswered(maker: Maker) -> None:
    """Take out the answer to the objection."""
    remove(maker, maker.find("object.answer"))


def void_without_fault() -> Maker:
    """Void a right draw for a fault that it has not."""
    maker = standard(closed=False)
    maker.void_draw("verifier", "07.count", draw=4)
    return maker


def void_of_other_step() -> Maker:
    """Void a draw for a check that no void may name."""
    maker = standard(closed=False)
    maker.void_draw("verifier", "05.order", draw=4)
    return maker


def void_with_finding() -> Maker:
    """Name a check in a void before the point of no return."""
    maker = standard(closed=False)
    void = maker.data("draw.void", 2)
    void["finding"] = "07.count"
    return maker


def spoiled_opening(change: Callable[[Data], None], number: int = 5) -> Callable[[], Maker]:
    """A disclosure of all facts and lots in which one row is changed."""

    def make() -> Maker:
        maker = standard()
        count = iter(range(1000))
        maker.opening_hook = lambda one: change(one) if next(count) == number else None
        maker.disclose(["facts", "lot"], "all")
        maker.opening_hook = None
        maker.disclose(["id"], "selected")
        return maker

    return make


def other_status(one: Data) -> None:
    """Give an enterprise another status."""
    value = one["facts"]["value"]
    value["status"] = "closed" if value["status"] == "normal" else "normal"


def late_disclosure() -> Maker:
    """Disclose after the day."""
    maker = standard()
    maker.disclose(["facts", "lot"], "all", wait=AFTER - maker.clock)
    maker.disclose(["id"], "selected")
    return maker


def ids_missing() -> Maker:
    """Do not disclose the names of the selected."""
    maker = standard()
    maker.disclose(["facts", "lot"], "all")
    return maker


def same_codes(maker: Maker) -> None:
    """Give two enterprises one code."""
    first: Data = {}

    def change(number: int, value: Data) -> None:
        if number == 0:
            first.update(value)
        if number == 7:
            value["code"] = first["code"]

    maker.id_hook = change


def bad_code(maker: Maker) -> None:
    """Give an enterprise a code with a wrong check character."""

    def change(number: int, value: Data) -> None:
        if number == 7:
            value["code"] = value["code"][:-1] + ("0" if value["code"][-1] != "0" else "1")

    maker.id_hook = change


def same_lots(maker: Maker) -> None:
    """Give two enterprises one lot."""
    maker.lot_hook = lambda number, lot: "ab" * 32 if number in (3, 9) else lot


def foreign_type(maker: Maker) -> None:
    """Give an enterprise a type outside of the catalogue."""

    def change(number: int, value: Data) -> None:
        if number == 4:
            value["types"] = ["A01", "X99"]
            value["failed"] = []

    maker.facts_hook = change


def wrong_excluded(data: Data) -> None:
    """State one exclusion too many."""
    data["excluded"][0]["count"] += 1


def late_visit(maker: Maker) -> None:
    """A visit after the reference date, of a type that the enterprise no longer makes."""

    def change(number: int, value: Data) -> None:
        if number == 4:
            visit = {"date": "2026-03-02", "sampler": "", "tester": "", "type": "X1"}
            value["last"] = [visit]

    maker.facts_hook = change


def hopeless_row(maker: Maker) -> None:
    """An enterprise in no draw's types that nobody may serve: only the roster tells."""

    def change(number: int, value: Data) -> None:
        if number == 4:
            conflicts = ["S1", "S2", "T1", "T2", "T3", "Z9"]
            value.update(types=["D09"], failed=[], status="normal", conflicts=conflicts, last=[])

    def catalogue(rows: list[Data]) -> None:
        rows.append({"class": "x", "code": "D09", "name": "y", "planned": 1})

    def market(rows: list[Data]) -> None:
        for row in rows[:2]:
            row["types"].append(
                {"sampling": 1, "testing": 1, "type": "D09", "valid_until": "2027-01-01"}
            )

    maker.facts_hook, maker.catalogue_hook, maker.institutions_hook = change, catalogue, market


def same_telegram(maker: Maker) -> None:
    """Two roles, one telegram number."""
    right = Maker.person

    def person(name: str) -> str:
        if name != "代表2":
            return right(maker, name)
        value, salt = {"name": name, "telegram": 1000}, maker.salt()
        made: str = rules.commit("person", salt, value)
        maker.people[maker.campaign].append(
            {"kind": "person", "person": made, "salt": salt, "v": 1, "value": value}
        )
        return made

    maker.person = person  # type: ignore[method-assign]


ATTACKS = [
    Attack("09.confirm", "digest", later(extra_answer(digest="0" * 64)), "confirm", 1, 1),
    Attack("09.confirm", "entry", later(extra_answer(entry=3)), "confirm", 1, 1),
    Attack("09.confirm", "expiry", later(extra_answer(expires=START + 86400 * 3)),
           "confirm", 1, 1),
    Attack("09.confirm", "nonce", later(same_nonce), "confirm", 1, 1),
    Attack("09.confirm", "representative", later(extra_answer(representative=9)),
           "confirm", 1, 1),
    Attack("09.object", "digest", later(put("object", 1, digest="0" * 64)), "object", 1),
    Attack("09.object", "unanswered", later(unanswered), "object", 1),
    Attack("09.void", "no fault", void_without_fault, "draw.void", 4),
    Attack("09.void", "other step", void_of_other_step, "draw.void", 4),
    Attack("09.void", "finding", void_with_finding, "draw.void", 2),
    Attack("10.opening", "status", spoiled_opening(other_status), "disclosure", auditor=False),
    Attack("10.opening", "other campaign", spoiled_opening(lambda one: one.update(campaign=2)),
           "disclosure", auditor=False),
    Attack("10.opening", "schema", spoiled_opening(lambda one: one["facts"]["value"].update(
        more=1)), "disclosure", auditor=False),
    Attack("10.opening", "count", later(put("disclosure", None, count=7), disclosed=True),
           "disclosure"),
    Attack("10.opening", "rows", later(put("disclosure", None, rows="selected"), disclosed=True),
           "disclosure"),
    Attack("10.deadline", "nothing", later(lambda m: None), "campaign.open", now=AFTER),
    Attack("10.deadline", "late", late_disclosure, "campaign.open", now=AFTER),
    Attack("10.deadline", "ids", ids_missing, "campaign.open", now=AFTER),
    Attack("10.roster", "code twice", prepared(same_codes), "campaign.open"),
    Attack("10.roster", "code", prepared(bad_code), "campaign.open"),
    Attack("10.roster", "lots", prepared(same_lots), "campaign.open"),
    Attack("10.roster", "type", prepared(foreign_type), "campaign.open"),
    Attack("10.roster", "late visit", prepared(late_visit), "campaign.open"),
    Attack("10.roster", "nobody can serve", prepared(hopeless_row), "campaign.open"),
    Attack("10.pool", "left out", pool_changed(drop_random_row), "draw.freeze", 1),
    Attack("10.pool", "must as random", pool_changed(must_to_random), "draw.freeze", 1),
    Attack("10.pool", "excluded", during("draw.freeze", 1, wrong_excluded), "draw.freeze", 1),
    Attack("10.types", "pool", match_total(shift_type), "match.result", 1),
    Attack("10.matching", "institution", match_total(shift_institution), "match.result", 1),
    Attack("10.matching", "rows", match_total(other_row_root), "match.result", 1),
    Attack("10.matching", "rotation", match_total(lambda d: d.update(
        rotation_dropped=d["rotation_dropped"] + 1)), "match.result", 1),
    Attack("10.people", "telegram", prepared(same_telegram), None),
]  # fmt: skip
