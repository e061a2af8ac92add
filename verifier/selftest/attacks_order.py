"""Acts out of order that only their own rule forbids (01 §8)."""

from collections.abc import Callable
from typing import Any

from .book import Data, Maker, standard
from .spoiling import Attack, during, remove, swap


def opened(*acts: Callable[[Maker], Any]) -> Callable[[], Maker]:
    """A campaign with these acts, one after another."""

    def make() -> Maker:
        maker = Maker()
        maker.open_campaign()
        for act in acts:
            act(maker)
        return maker

    return make


def begin(maker: Maker) -> None:
    """A draw up to its freeze."""
    maker.begin(1, ["A01"])


def closed_unaudited(maker: Maker) -> None:
    """The campaign is closed, and nobody has audited its roster."""
    maker.close()
    remove(maker, maker.find("roster.audit"))


def number_left_out(maker: Maker) -> None:
    """After draw 1 comes draw 3."""
    maker.draw += 1
    maker.commit_draw(1)


def drawn(maker: Maker) -> None:
    """A whole draw."""
    maker.whole_draw(1, ["A01"])


def other_choice(maker: Maker) -> None:
    """The void draw is said to be repeated, but with other types."""
    maker.whole_draw(1, ["B02"], inherited=1)


def void(maker: Maker) -> None:
    """The draw is voided by hand."""
    maker.void_draw("mistake")


def unknown_choice(maker: Maker) -> None:
    """The choice is changed to a type that the catalogue does not have."""
    maker.data("draw.choice", 1)["types"] = ["ZZ9"]


def contributes_again(maker: Maker) -> None:
    """A representative contributes a second commitment."""
    for number in (1, 1):
        contribution(maker, number)


def contribution(maker: Maker, number: int) -> None:
    """A contribution under this representative's number."""
    person = maker.seats[0]["person"]
    made = maker.secret_commitment(f"representative.{number}", maker.salt())
    maker.act("draw.contribution", person, commitment=made, made_by="bot", representative=number)


def opens_again(maker: Maker) -> None:
    """A representative opens twice."""
    maker.contribute([1])
    maker.reveal([1])
    maker.open_representative(1)


def opens_nothing(maker: Maker) -> None:
    """A representative opens who has contributed nothing."""
    maker.contribute([1])
    maker.open_operator()
    maker.opened = {}
    maker.secrets[2] = "7" * 64
    maker.open_representative(2)


def result_again(maker: Maker) -> None:
    """A result follows the matching."""
    maker.act("draw.result", **{name: maker.drawn_result[name] for name in
                                ("cutoff", "odds", "seed", "selection")})  # fmt: skip


def answered_twice(maker: Maker) -> None:
    """An objection is answered, and answered otherwise."""
    seq = maker.answer("object", 1, 3)
    maker.answer_objection(seq, 1)
    maker.answer_objection(seq, 1, "founded")


def audit_later(maker: Maker) -> None:
    """The roster is audited after the draw has begun."""
    maker.commit_draw(1)
    seq = maker.find("roster.audit")
    swap(maker, seq, seq + 1)


def disclosed_unaudited(maker: Maker) -> None:
    """Facts are disclosed although nobody has audited the roster."""
    maker.entries.pop(maker.find("roster.audit"))
    maker.disclose(["facts", "lot"], "all")


def closed_open(maker: Maker) -> None:
    """The campaign ends while a draw is open."""
    maker.contribute([1, 2])
    maker.close()


def void_after_end(maker: Maker) -> None:
    """A draw is voided by hand after its campaign was."""
    maker.commit_draw(1)
    maker.void_campaign()
    maker.void_draw("absence")


def verifier_before(maker: Maker) -> None:
    """A draw is voided in a verifier's name before the point of no return."""
    maker.void_draw("verifier", "07.count")


def of_no_campaign() -> Maker:
    """An end for a campaign that does not exist."""
    maker = standard()
    maker.void_campaign()
    maker.data("campaign.void")["campaign"] = 2
    return maker


def no_open_basis(data: Data) -> None:
    """Nothing is told of why everything is public."""
    data["open_basis"] = ""


def no_waiver_text(data: Data) -> None:
    """A waiver says nothing of why."""
    data["waivers"][0]["text"] = ""


def beyond_calendar() -> Maker:
    """The campaign is opened after the last day of the calendar."""
    maker = Maker()
    maker.clock = 260_000_000_000
    maker.open_campaign()
    return maker


def strata_of_pooled(maker: Maker) -> None:
    """The result of a pooled draw has the keys of a draw type by type."""
    data = maker.data("draw.result", 1)
    told = {"cutoff": data.pop("cutoff"), "odds": data.pop("odds")}
    freeze = maker.data("draw.freeze", 1)
    more = {"must": freeze["must"], "n": freeze["n"], "pool": freeze["pool"]["count"]}
    data["strata"] = [{"type": "A01", **told, **more}]


def order(name: str, make: Callable[[], Maker], kind: str, *place: Any, **more: Any) -> Attack:
    """An attack on the order of the entries."""
    return Attack("05.order", name, make, kind, *place, **more)


ATTACKS: list[Attack] = [
    order("other types inherited", opened(begin, void, other_choice), "draw.choice", 2),
    order("type of no catalogue", opened(begin, unknown_choice), "draw.choice", 1,
          auditor=False),
    order("contributes again", opened(begin, contributes_again), "draw.contribution", 1, 1),
    order("opens again", opened(begin, opens_again), "draw.open", 1, 2, also=("06.reuse",)),
    order("opens nothing", opened(begin, opens_nothing), "draw.open", 1, 1),
    order("result after the matching", opened(drawn, result_again), "draw.result", 1, 1),
    order("answered twice", opened(drawn, answered_twice), "object.answer", 1, 1),
    order("audited too late", opened(audit_later), "draw.commit", 1, several=True),
    order("disclosed before the audit", opened(disclosed_unaudited), "disclosure"),
    order("closed with an open draw", opened(begin, closed_open), "campaign.close"),
    order("closed before the audit", opened(closed_unaudited), "campaign.close"),
    order("draw left out", opened(begin, void, number_left_out), "draw.commit", 3),
    order("void twice", opened(begin, void, void), "draw.void", 1, 1),
    order("void after the end", opened(void_after_end), "draw.void", 1),
    order("verifier too early", opened(begin, verifier_before), "draw.void", 1,
          also=("09.void",)),
    order("of no campaign", of_no_campaign, "campaign.void"),
    Attack("05.people", "contribution of number 9", opened(begin, lambda m: contribution(m, 9)),
           "draw.contribution", 1),
    Attack("05.rules", "open without basis", during("campaign.open", None, no_open_basis,
           policy="open"), "campaign.open"),
    Attack("05.rules", "waiver without text", during("campaign.open", None, no_waiver_text),
           "campaign.open"),
    Attack("03.schema", "strata in a pooled draw", opened(drawn, strata_of_pooled),
           "draw.result", 1),
    Attack("05.rules", "beyond the calendar", beyond_calendar, "campaign.open",
           now=260_000_001_000),
]  # fmt: skip
