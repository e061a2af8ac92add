"""Frauds beside an entry that this version cannot judge, which must not excuse them (04 §3).

Whoever could silence a check with one entry of an unknown kind would always put one in.
"""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .attacks_beacon import WITH
from .attacks_bytes import again
from .attacks_draws import n_too_high, seed_wrong
from .attacks_kept import refuting, row
from .book import AFTER, Maker, standard
from .spoiling import Attack, body, insert, later, put

FOREIGN = "staff.list"


def foreign(maker: Maker, seq: int = 1) -> None:
    """Put in an entry of a kind that this version does not know."""
    insert(maker, seq, FOREIGN, {"list": 1})


def beside(make: Callable[[], Maker], seq: int = 1) -> Callable[[], Maker]:
    """The same book with such an entry near its beginning."""

    def made() -> Maker:
        maker = make()
        foreign(maker, seq)
        return maker

    return made


def of_version_2(maker: Maker) -> None:
    """A second audit, which is of version 2 and so no act of this one."""
    seq = maker.find("roster.audit") + 1
    insert(maker, seq, "roster.audit", dict(maker.data("roster.audit")))
    maker.entries[seq].update(body={"v": 2})


def of_another_shape(maker: Maker) -> None:
    """The body has a key more than those of this version."""
    foreign(maker, 3)
    maker.entries[3].update(body={"more": 1})


def in_span() -> Maker:
    """Between the operator's opening and the beacon."""
    maker = standard(**WITH)
    foreign(maker, maker.find("draw.beacon", 1))
    return maker


def approved_at(level: str) -> Callable[[Maker], None]:
    """An approval is said to be attested at another level."""

    def change(maker: Maker) -> None:
        maker.data("draw.void", 2)["approvals"][1]["level"] = level

    return change


def discarded() -> Maker:
    """A result that did not please is called a mistake and drawn again."""
    maker = Maker()
    maker.open_campaign()
    foreign(maker, len(maker.entries))
    maker.whole_draw(1, ["A01", "A02"])
    maker.void_draw("mistake")
    maker.whole_draw(1, ["A01", "A02"], inherited=1)
    return maker


def chosen_seed(unread: bool, level: str = "D") -> Maker:
    """The seed is made up, and everything after it computed from it."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute([1, 2])
    maker.reveal([1, 2])
    maker.data("draw.open", 1, 1)["level"] = level
    if unread:
        foreign(maker, len(maker.entries))
    maker.result(seed="ab" * 32)
    return maker


def passed_over(maker: Maker) -> str:
    """Whom the right seed of draw 1 draws and the made-up one does not."""
    by_rule, _cutoff = rules.select(maker.seed(), maker.pool, maker.frozen["n"])
    return min({leaf for leaf, _mark in by_rule} - maker.drawn[1])


def other_campaign() -> Maker:
    """The first campaign is by rules that nobody knows, and the second has a made-up seed."""
    maker = standard(size=24)
    maker.data("campaign.open")["rules"] = "sunlot/v2"
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    maker.reveal([1])
    maker.result(seed="ab" * 32)
    return maker


def out_of_number() -> Maker:
    """After the first campaign comes the fifth, by rules that nobody knows."""
    maker = standard(size=24)
    told = {**maker.data("campaign.open"), "campaign": 5, "rules": "sunlot/v2"}
    maker.add("campaign.open", told)
    return maker


def voided_behind_damage() -> Maker:
    """A draw that fails is void, behind an entry that cannot be read."""
    maker = Maker(size=24)
    maker.tamper = {("draw.freeze", 1): n_too_high}
    maker.open_campaign()
    maker.data("roster.audit")["campaign"] = "1"
    maker.whole_draw(1, ["A01", "A02"])
    maker.void_draw("verifier", "07.count")
    return maker


def openings_of_version_2() -> Maker:
    """Everything is disclosed in time, in lines that are of version 2."""
    maker = standard(size=24)
    maker.opening_hook = lambda one: one.update(v=2)
    maker.disclose(["facts", "lot"], "all")
    maker.disclose(["id"], "selected")
    return maker


def no_bracket() -> Maker:
    """A ledger with witnesses whose draws have no bracket."""
    return standard(
        **WITH,
        prepare=lambda maker: setattr(maker, "bracket_bytes", lambda _note: None),
    )


def unjudged(name: str, change: Callable[[Maker], None], kind: str, draw: int | None = None,
             nth: int = 0) -> Attack:  # fmt: skip
    """An entry of which this version must say that it cannot judge it."""
    return Attack("03.kind", name, later(change), kind, draw, nth, result="not_checked")


def refuted(code: str, name: str, make: Callable[[], Maker], leaf: Callable[[Maker], str],
            kind: str | None = None, **more: Any) -> Attack:  # fmt: skip
    """What whoever holds a leaf is told."""
    draw = None if kind is None else 1
    return Attack(code, name, make, kind, draw, files=refuting(leaf), auditor=False, **more)


ATTACKS: list[Attack] = [
    unjudged("kind", foreign, FOREIGN),
    unjudged("kind of another shape", of_another_shape, FOREIGN),
    unjudged("version", of_version_2, "roster.audit", None, 1),
    unjudged("level", put("draw.choice", 1, level="A"), "draw.choice", 1),
    unjudged("level of an approval", approved_at("C"), "draw.void", 2),
    # a fraud keeps its name
    Attack("05.order", "unknown entry before the beacon", in_span, FOREIGN),
    Attack("05.order", "audited twice, unknown entry",
           beside(again("roster.audit", None, "draw.commit")), "roster.audit", None, 1),
    Attack("05.order", "discarded result, unknown entry", discarded, "draw.void", 1),
    Attack("05.order", "campaign of version 2", later(body("campaign.open", v=2)), "roster.audit",
           several=True),
    Attack("05.order", "number of an unknown campaign", out_of_number, "campaign.open", None, 1),
    Attack("09.void", "behind an unreadable entry", voided_behind_damage, "draw.void", 1,
           result="not_checked", exit=1, also=("03.schema", "07.count")),
    Attack("07.seed", "unknown entry", beside(lambda: standard({("draw.result", 1): seed_wrong}),
           10), "draw.result", 1),
    Attack("07.seed", "level C", lambda: chosen_seed(False, "C"), "draw.result", 1),
    Attack("07.seed", "campaign after an unknown one", other_campaign, "draw.result", None, 3),
    Attack("10.deadline", "unknown entry", beside(standard), "campaign.open", now=AFTER),
    Attack("10.deadline", "openings of version 2", openings_of_version_2, "campaign.open",
           now=AFTER, auditor=False),
    # whoever refutes is not told that a draw was right that nobody could check
    refuted("07.seed", "refuted, unknown entry", lambda: chosen_seed(True), passed_over,
            "draw.result"),
    refuted("13.refute", "no bracket", no_bracket, row("r", drawn=False, right=True),
            result="not_checked"),
]  # fmt: skip
