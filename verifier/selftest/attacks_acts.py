"""Faults of the order of acts and of who did them; brackets, pools and answers that mislead."""

from collections.abc import Callable
from typing import Any

from .attacks_beacon import WITH, spoiled_bracket
from .attacks_bytes import again, exchanged, gone
from .attacks_draws import selection_change
from .attacks_kept import no_must
from .book import Data, Maker, standard
from .draw_rules import canonical
from .package import Package
from .spoiling import Attack, during, insert, later, put, swap


def second_seed() -> Maker:
    """The operator commits twice and would keep the seed it likes better."""
    maker = Maker()
    maker.open_campaign()
    maker.commit_draw(1)
    maker.draw -= 1
    maker.commit_draw(1)
    return maker


def abandoned() -> Maker:
    """A draw is left after its contributions, and the next one begun."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    maker.commit_draw(1)
    return maker


def passed_over() -> Maker:
    """The second representative draws first."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(2, ["A01"])
    return maker


def type_again() -> Maker:
    """A type that was drawn already is chosen again."""
    maker = Maker()
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.begin(2, ["A01"])
    return maker


def first_is_two() -> Maker:
    """The only campaign has the number 2."""
    maker = Maker()
    maker.campaign = 1
    maker.people[1], maker.openings[1] = [], []
    maker.open_campaign()
    del maker.people[1], maker.openings[1]
    return maker


def closed_early() -> Maker:
    """The end does not say who did not draw."""
    maker = Maker()
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.close()
    maker.data("campaign.close")["not_drawn"] = []
    return maker


def two_campaigns() -> Maker:
    """A second campaign is opened beside the first."""
    maker = Maker()
    maker.open_campaign()
    maker.open_campaign()
    return maker


def open_undisclosed() -> Maker:
    """Policy open, but nothing was disclosed before the first draw."""
    maker = Maker()
    maker.open_campaign("open")
    maker.begin(1, ["A01"])
    return maker


def early_answer() -> Maker:
    """A confirmation stands before the result that it confirms."""
    maker = Maker()
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    seq = maker.answer("confirm", 1, 1)
    maker.data("confirm")["entry"] = seq
    swap(maker, seq - 1, seq)
    return maker


def late_answer() -> Maker:
    """A confirmation after the campaign has ended."""
    maker = standard()
    maker.answer("confirm", 4, 1)
    return maker


def copied_answer(maker: Maker) -> None:
    """The confirmation of draw 3 is that of draw 1 with another nonce."""
    first = maker.data("confirm", 1, 0)
    maker.data("confirm", 3).update(digest=first["digest"], entry=first["entry"])


def interloper(maker: Maker) -> None:
    """Between the operator's opening and the beacon something else is written."""
    seq = maker.find("draw.beacon", 4)
    person = maker.seats[2]["person"]
    more = {"representative": 3, "nonce": "4" * 64, "person": person}
    insert(maker, seq, "confirm", {**maker.data("confirm", 3), **more})
    maker.entries[seq]["data"]["expires"] = maker.entries[seq]["at"] + 60


def spelled_again(maker: Maker) -> None:
    """A leaf stands in the pool a second time in upper case."""
    _pool_text(maker, lambda lines: sorted([*lines, lines[0].upper()[:64] + lines[0][64:]]))


def pool_order(maker: Maker) -> None:
    """Two rows of the pool stand in the wrong order."""
    _pool_text(maker, lambda lines: [lines[1], lines[0], *lines[2:]])


def pool_twice(maker: Maker) -> None:
    """A row of the pool stands there twice."""
    _pool_text(maker, lambda lines: [lines[0], *lines])


def pool_windows(maker: Maker) -> None:
    """The lines of the pool end as another system ends them."""
    _pool_text(maker, lambda lines: [line.replace("\n", "\r\n") for line in lines])


def _pool_text(maker: Maker, change: Callable[[list[str]], list[str]]) -> None:
    pool = maker.data("draw.freeze", 1)["pool"]
    lines = maker.blobs.pop(pool["blob"]).decode().splitlines(keepends=True)
    pool["blob"] = maker.blob("".join(change(lines)).encode())


def unfinished_pool(change: Callable[[Maker], None]) -> Callable[[], Maker]:
    """A draw up to its freeze, whose pool blob is changed."""

    def make() -> Maker:
        maker = Maker()
        maker.open_campaign()
        maker.begin(1, ["A01", "A02"])
        change(maker)
        return maker

    return make


def one_more(maker: Maker, selection: list[tuple[str, str]]) -> None:
    """One more than n is drawn."""
    chosen = {leaf for leaf, _mark in selection}
    selection.append(next(r for r in maker.pool if r[0] not in chosen and r[1] == "r"))


def must_as_random(maker: Maker, selection: list[tuple[str, str]]) -> None:
    """A must stands in the selection as if it had been drawn by lot."""
    place = next(n for n, row in enumerate(selection) if row[1] == "m")
    selection[place] = (selection[place][0], "r")


def no_avoidance() -> Maker:
    """The pool is made as if nobody had been inspected lately."""
    maker = Maker()
    maker.open_campaign()
    right, maker.opening_data = maker.opening_data, {**maker.opening_data, "avoidance_months": 0}
    maker.begin(1, ["A01", "A02"])
    maker.opening_data = right
    maker.contribute([1, 2])
    maker.reveal([1])
    maker.result()
    return maker


def earlier_bracket(entries: list[bytes]) -> list[bytes]:
    """The bracket ends before the last opening."""
    return entries[:-2]


def auditors_facts(package: Package) -> None:
    """Auditors get other facts of one enterprise than the book opens."""
    name = "auditor/campaign-1.openings.jsonl"
    package.beside[name] = package.beside[name].replace(b'"region":"990101"', b'"region":"990102"',
                                                        1)  # fmt: skip


def people_file(change: Callable[[Data], None]) -> Callable[[Package], None]:
    """The first row of the auditors' people is changed."""

    def spoil(package: Package) -> None:
        name = "auditor/campaign-1.people.jsonl"
        rows = sorted(package.maker.people[1], key=lambda one: one["person"])
        first = {**rows[0], "value": dict(rows[0]["value"])}
        change(first)
        lines = [canonical(row) + b"\n" for row in (first, *rows[1:])]
        package.beside[name] = b"".join(lines)

    return spoil


def undrawn_disclosed(maker: Maker) -> None:
    """A disclosure says that it opens two parts, and opens one."""
    maker.data("disclosure").update(parts=["facts", "id", "lot"])


def late_bracket(**hooks: Any) -> Callable[[], Maker]:
    """A draw whose bracket proves too little."""
    return spoiled_bracket(**hooks)


ATTACKS: list[Attack] = [
    # order
    Attack("05.order", "commitment after the choice", exchanged("draw.commit", "draw.choice", 1),
           "draw.choice", 1, several=True),
    Attack("05.order", "second seed", second_seed, "draw.commit", 1, 1),
    Attack("05.order", "abandoned draw", abandoned, "draw.commit", 2),
    Attack("05.order", "passed over", passed_over, "draw.commit", 1),
    Attack("05.order", "type chosen again", type_again, "draw.choice", 2),
    Attack("05.order", "two campaigns at once", two_campaigns, "campaign.open", None, 1),
    Attack("05.order", "first campaign is 2", first_is_two, "campaign.open"),
    Attack("05.order", "open but not disclosed", open_undisclosed, "draw.commit", 1),
    Attack("05.order", "choice after the freeze", exchanged("draw.choice", "draw.freeze", 1),
           "draw.freeze", 1, several=True),
    Attack("05.order", "no audit", gone("roster.audit", None), "draw.commit", 1,
           several=True),
    Attack("05.order", "second result", again("draw.result", 1, "match.result"),
           "draw.result", 1, 1),
    Attack("05.order", "second opening", again("draw.open", 1, "draw.result"), "draw.open", 1, 3,
           also=("06.reuse",)),
    Attack("05.order", "answer before the result", early_answer, "confirm", 1),
    Attack("05.order", "answer after the end", late_answer, "confirm", 4),
    Attack("05.order", "between opening and beacon", later(interloper, **WITH), "confirm", 3, 1),
    Attack("05.order", "nobody left out", closed_early, "campaign.close"),
    # people
    Attack("05.people", "contribution by an official", later(lambda m: m.data(
        "draw.contribution", 1).update(person=m.officials[0])), "draw.contribution", 1),
    Attack("05.people", "disclosed by a supervisor", later(lambda m: m.data(
        "disclosure").update(person=m.supervisors[0]), disclosed=True), "disclosure"),
    # rules
    Attack("05.rules", "sampling after disclosure", during("campaign.open", None, lambda d:
           d.update(disclose_by="2026-06-29")), "campaign.open"),
    Attack("05.rules", "type in two waivers", during("campaign.open", None, lambda d: d[
        "waivers"].append({"code": "W2", "text": "x", "types": ["C07"]})), "campaign.open"),
    Attack("05.rules", "no basis", during("campaign.open", None, lambda d: d.update(basis="")),
           "campaign.open"),
    # brackets
    Attack("06.bracket", "signed late", late_bracket(signing=((0, -1), (1, -2), (2, 5))),
           "draw.beacon", 1, result="not_checked", who="witnesses"),
    Attack("06.bracket", "too few", late_bracket(signing=((1, 5),)), "draw.beacon", 1,
           result="not_checked", who="witnesses"),
    Attack("06.bracket", "before the last opening", late_bracket(bracket_entries=earlier_bracket),
           "draw.beacon", 1, result="not_checked"),
    Attack("06.bracket", "none", late_bracket(bracket_bytes=lambda _note: None), "draw.beacon", 1,
           result="not_checked"),
    # pools and selections
    Attack("07.pool", "spelled again", unfinished_pool(spelled_again), "draw.freeze", 1),
    Attack("07.pool", "unordered", unfinished_pool(pool_order), "draw.freeze", 1),
    Attack("07.pool", "twice", unfinished_pool(pool_twice), "draw.freeze", 1),
    Attack("07.pool", "line ends", unfinished_pool(pool_windows), "draw.freeze", 1),
    Attack("07.tickets", "must not drawn", selection_change(no_must), "draw.result", 1),
    Attack("07.tickets", "one more", selection_change(one_more), "draw.result", 1,
           also=("08.totals",)),
    Attack("07.tickets", "must as random", selection_change(must_as_random), "draw.result", 1),
    Attack("10.pool", "avoidance ignored", no_avoidance, "draw.freeze", 1),
    # answers
    Attack("09.confirm", "copied from another draw", later(copied_answer), "confirm", 3),
    Attack("09.confirm", "another entry's result", later(put("confirm", 3, entry=2)),
           "confirm", 3),
    # auditors
    Attack("10.opening", "auditors see other facts", lambda: standard(disclosed=True),
           files=auditors_facts),
    Attack("10.opening", "part still closed", later(undrawn_disclosed, disclosed=True),
           "disclosure"),
    Attack("10.people", "another name", standard, files=people_file(
        lambda row: row["value"].update(name="别人"))),
]  # fmt: skip
