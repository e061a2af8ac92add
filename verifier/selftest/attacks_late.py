"""Faults of order with a beacon, and voids that are not allowed (01 §8.2, §8.5, 04 §4)."""

from typing import Any

from .attacks_beacon import MADE, WITH
from .beacons import TEST, signature
from .book import Maker, standard
from .spoiling import Attack, insert, later, swap


def beacon_without(maker: Maker) -> None:
    """A draw.beacon in a campaign that has none; the seed does not use it."""
    seq = maker.find("draw.result", 1)
    told = {"chain": TEST.hash, "previous": None, "round": 9, "signature": signature(9)}
    data = {**maker.data("draw.open", 1), "beacon": told, "bracket": None}
    del data["party"], data["secret"]
    insert(maker, seq, "draw.beacon", data)


def no_beacon_entry() -> Maker:
    """The campaign has a beacon, but the result comes without one."""
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute([1, 2])
    maker.open_operator()
    maker.opened, maker.beacon_text = {}, "none"
    maker.result()
    return maker


def opened(contributing: tuple[int, ...] = (1, 2), **options: Any) -> Maker:
    """A draw up to the operator's opening."""
    maker = Maker(**{**WITH, **options})
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute(list(contributing))
    maker.open_operator()
    maker.opened = {}
    return maker


def silent(seconds: int) -> Maker:
    """Void as silent so many seconds after the round was due."""
    maker = opened()
    maker.clock = TEST.time(maker.round or 0) + seconds - 60
    maker.void_draw("beacon_silent")
    return maker


def silent_without_beacon() -> Maker:
    """A void for silence in a campaign without a beacon."""
    maker = opened(beacon=None)
    maker.clock += 10 * 86400
    maker.void_draw("beacon_silent")
    return maker


def silent_before_opening() -> Maker:
    """A void for silence before the operator's opening."""
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    maker.clock += 10 * 86400
    maker.void_draw("beacon_silent")
    return maker


def silent_after_beacon() -> Maker:
    """A void for silence after the beacon."""
    maker = opened()
    maker.beacon()
    maker.clock += 10 * 86400
    maker.void_draw("beacon_silent")
    return maker


def silent_with_finding() -> Maker:
    """A void for silence that names a check."""
    maker = silent(86_400)
    maker.data("draw.void")["finding"] = "06.operator"
    return maker


def late_after_opening() -> Maker:
    """A void as late after the operator's opening."""
    maker = opened()
    maker.void_draw("late")
    return maker


def named(check: str, **options: Any) -> MADE:
    """A right draw is voided by the verifier with a check that cannot be named."""

    def make() -> Maker:
        maker = standard(closed=False, **options)
        maker.void_draw("verifier", check, draw=4)
        return maker

    return make


def swap_opening(maker: Maker) -> None:
    """A representative opens after the beacon. Right, but late."""
    swap(maker, maker.find("draw.open", 4, 2), maker.find("draw.beacon", 4))


ATTACKS = [
    # order
    Attack("05.order", "beacon in a campaign without", later(beacon_without), "draw.beacon", 1),
    Attack("05.order", "result without the beacon", no_beacon_entry, "draw.result", 1),
    Attack("05.order", "opening after the beacon", later(swap_opening, **WITH), "draw.open", 4, 2),
    Attack("05.order", "silent too early", lambda: silent(86_399), "draw.void", 1),
    Attack("05.order", "silent without a beacon", silent_without_beacon, "draw.void", 1),
    Attack("05.order", "silent before the opening", silent_before_opening, "draw.void", 1),
    Attack("05.order", "silent after the beacon", silent_after_beacon, "draw.void", 1),
    Attack("05.order", "late after the opening", late_after_opening, "draw.void", 1),
    # voids
    Attack("09.void", "silent with a finding", silent_with_finding, "draw.void", 1),
    *(
        Attack("09.void", f"{check} {how} a beacon", named(check, **options), "draw.void", 4)
        for check in ("06.contribution", "06.reuse", "06.beacon", "06.bracket", "07.seed",
                      "07.tickets", "07.cutoff", "07.odds", "08.totals", "08.statement",
                      "10.pool", "10.types", "10.matching")
        for how, options in (("with", WITH), ("without", {}))
    ),
]  # fmt: skip
