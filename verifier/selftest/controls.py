"""Honest publications: the control of every attack, and books made at random."""

from collections.abc import Callable, Mapping

from .book import AFTER, BEFORE, Data, Maker, standard
from .package import Package, packed

ALL_PARTS = ["facts", "id", "lot"]


def _every_kind() -> Maker:
    """One ledger with witnesses and a beacon, and campaigns of every kind, one after another."""
    maker = Maker(size=40, witnesses=3, beacon="test")
    maker.devices = (2,)
    _campaign_with_answers(maker)
    _open_campaign(maker)
    _weighted_campaign(maker)
    chain, maker.chain = maker.chain, None
    maker.open_campaign()
    maker.whole_draw(1, ["A02", "B01"], contributing=(1, 3), revealing=(1, 3))
    maker.close()
    maker.open_campaign()
    maker.void_campaign()
    maker.chain = chain
    maker.open_campaign()
    maker.begin(1, ["C07"])
    return maker


def _campaign_with_answers(maker: Maker) -> None:
    """Sealed and pooled: a void try and its repetition, answers, disclosures."""
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"], contributing=(1, 2, 3), revealing=(1, 3))
    maker.answer("confirm", 1, 1, substitute=True)
    objection = maker.answer("object", 1, 3)
    maker.answer_objection(objection, 1)
    maker.begin(2, ["B01"])
    maker.void_draw("absence")
    maker.whole_draw(2, ["B01"], inherited=2)
    maker.answer("confirm", 3, 2)
    maker.close()
    maker.disclose(["facts", "lot"], "all")
    maker.disclose(["id"], "selected")


def _open_campaign(maker: Maker) -> None:
    """Open, type by type, one type by weight."""
    maker.open_campaign("open", allocation="per_type", weighted=("A01",))
    maker.disclose(ALL_PARTS, "all")
    maker.whole_draw(1, ["A01", "A02", "C07"])
    maker.whole_draw(2, ["B02"], contributing=(3,), revealing=())
    maker.close()


def _weighted_campaign(maker: Maker) -> None:
    """Sealed and pooled, some types by weight."""
    maker.open_campaign(weighted=("A02", "B01"), months=0)
    maker.whole_draw(1, ["A01", "A02", "B01"])
    maker.close()


def _settled() -> Maker:
    """A real fault, found before the next draw and settled by a void; then a right repetition."""

    def too_many(data: Data) -> None:
        data["n"] += 1

    maker = Maker(size=40)
    maker.tamper = {("draw.freeze", 1): too_many}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.void_draw("verifier", "07.count", draw=1)
    maker.whole_draw(1, ["A01"], inherited=1)
    return maker


def long_book() -> Maker:
    """More than 256 entries, so that tiles stand on two levels; smaller tiles are left behind."""
    maker = standard(closed=False, size=24)
    for _ in range(262 - len(maker.entries)):
        maker.disclose(["lot"], "selected")
    maker.keep_stale = [3, 46, 255, 256, 260]
    return maker


CONTROLS: Mapping[str, Callable[[], Package]] = {
    "every kind of campaign": lambda: packed(_every_kind(), BEFORE, auditor=True),
    "every kind of campaign, publicly": lambda: packed(_every_kind()),
    "sealed, no beacon, no witnesses": lambda: packed(standard()),
    "the same with openings of auditors": lambda: packed(standard(), BEFORE, auditor=True),
    "with beacon and witnesses": lambda: packed(
        standard(beacon="test", witnesses=3), BEFORE, auditor=True
    ),
    "beacon without witnesses": lambda: packed(standard(beacon="test"), BEFORE, auditor=True),
    "disclosed, after the deadline": lambda: packed(standard(disclosed=True), AFTER, auditor=True),
    "open from the start": lambda: packed(standard(policy="open"), AFTER, auditor=True),
    "a fault settled by a void": lambda: packed(_settled(), BEFORE, auditor=True),
    "several tiles": lambda: packed(long_book(), BEFORE, auditor=True),
}


def is_proven(report: Data) -> bool:
    """True if everything was checked and nothing is wrong."""
    return report["exit"] == 0 and {f["result"] for f in report["findings"]} == {"proven"}
