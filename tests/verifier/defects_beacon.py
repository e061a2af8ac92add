"""Faults of witnesses, rounds, beacon values and brackets, and voids that a beacon forbids."""

from collections.abc import Callable
from typing import Any

from py_arkworks_bls12381 import Scalar

from .beacons import QUICKNET, TEST, signature
from .book import Data, Maker, standard
from .signers import Signer
from .spoiling import Defect, during, later, prepared, put, swap

WITH = {"beacon": "test", "witnesses": 3}
MADE = Callable[[], Maker]


def witnessed(prepare: Callable[[Maker], None]) -> MADE:
    return prepared(prepare, **WITH)


def value(change: Callable[[Data], None]) -> Any:
    """The value of draw 1 is changed, and everything after it is computed from that."""
    return during("draw.beacon", 1, lambda data: change(data["beacon"]), **WITH)


def next_round(told: Data) -> None:
    told.update(round=told["round"] + 1, signature=signature(told["round"] + 1))


def of_next_round(told: Data) -> None:
    told["signature"] = signature(told["round"] + 1)


def by_another_key(told: Data) -> None:
    told["signature"] = signature(told["round"], Scalar(7))


def flagged(first: int) -> Callable[[Data], None]:
    def change(told: Data) -> None:
        told["signature"] = f"{first:02x}" + told["signature"][2:]

    return change


def later_round(data: Data) -> None:
    data["round"] += 1


def spoiled_bracket(**hooks: Any) -> MADE:
    """Brackets of every draw are spoiled; the first that is wrong is that of draw 1."""

    def prepare(maker: Maker) -> None:
        for name, hook in hooks.items():
            setattr(maker, name, hook)

    def make() -> Maker:
        maker = Maker(**WITH)  # type: ignore[arg-type]
        prepare(maker)
        maker.open_campaign()
        maker.whole_draw(1, ["A01", "A02"], contributing=(1, 2, 3), revealing=(1, 3))
        return maker

    return make


def wrong_line(lines: list[str]) -> list[str]:
    other = Signer.make("witness0.example", 0)
    return [other.line(b"", TEST.genesis, b"another text"), *lines[1:]]


def short_line(lines: list[str]) -> list[str]:
    name, text = lines[0].split(" ")[1:]
    return [f"— {name} {text.strip()[:-4]}\n", *lines[1:]]


def first_line_first(note: bytes) -> bytes:
    """A witness's line is put in front of the log's."""
    head, _empty, tail = note.partition(b"\n\n")
    lines = tail.splitlines(keepends=True)
    return head + b"\n\n" + b"".join([lines[1], lines[0], *lines[2:]])


def other_log(maker: Maker) -> None:
    stranger = Maker(seed=5)

    def note(_before: list[bytes]) -> bytes:
        return stranger.note(3, b"\0" * 32)

    maker.bracket_bytes = lambda _note: note([])


def two_names(maker: Maker) -> None:
    """Two witnesses of other names and bodies with one key."""
    maker.witnesses[1].key = maker.witnesses[0].key
    maker.entries[0]["data"].update(maker.policy())


def policy(change: Callable[[Maker], None]) -> MADE:
    """The policy is changed in genesis and trust file before anything is made."""

    def prepare(maker: Maker) -> None:
        change(maker)
        maker.entries[0]["data"].update(maker.policy())

    return witnessed(prepare)


def log_key_witnesses(maker: Maker) -> None:
    maker.witnesses[2].key = maker.log


def head_lines(change: Callable[[list[str]], list[str]]) -> MADE:
    def prepare(maker: Maker) -> None:
        maker.head_lines = change

    return witnessed(prepare)


def beacon_without(maker: Maker) -> None:
    """A draw.beacon in a campaign that has none; the seed does not use it."""
    seq = maker.find("draw.result", 1)
    told = {"chain": TEST.hash, "previous": None, "round": 9, "signature": signature(9)}
    data = {**maker.data("draw.open", 1), "beacon": told, "bracket": None}
    del data["party"], data["secret"]
    at = maker.entries[seq - 1]["at"]
    maker.entries.insert(seq, {"kind": "draw.beacon", "at": at, "data": data})
    for entry in maker.entries:
        for name in ("entry", "objection"):
            if entry["data"].get(name, -1) >= seq:
                entry["data"][name] += 1


def no_beacon_entry() -> Maker:
    """The campaign has a beacon, but the result comes without one."""
    maker = Maker(**WITH)  # type: ignore[arg-type]
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
    assert maker.round is not None
    maker.clock = TEST.time(maker.round) + seconds - 60
    maker.void_draw("beacon_silent")
    return maker


def silent_without_beacon() -> Maker:
    maker = opened(beacon=None)
    maker.clock += 10 * 86400
    maker.void_draw("beacon_silent")
    return maker


def silent_before_opening() -> Maker:
    maker = Maker(**WITH)  # type: ignore[arg-type]
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    maker.clock += 10 * 86400
    maker.void_draw("beacon_silent")
    return maker


def silent_after_beacon() -> Maker:
    maker = opened()
    maker.beacon()
    maker.clock += 10 * 86400
    maker.void_draw("beacon_silent")
    return maker


def silent_with_finding() -> Maker:
    maker = silent(86_400)
    maker.data("draw.void")["finding"] = "06.operator"
    return maker


def late_after_opening() -> Maker:
    maker = opened()
    maker.void_draw("late")
    return maker


def not_simulated() -> Maker:
    return standard(simulation=False, **WITH)


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


def other_order(data: Data) -> None:
    data["contributions"].reverse()


def upper(data: Data) -> None:
    data["beacon"]["signature"] = data["beacon"]["signature"].upper()


DEFECTS = [
    # witnesses
    Defect("01.witness", "wrong", head_lines(wrong_line), None),
    Defect("01.witness", "short", head_lines(short_line), None),
    Defect("01.witness", "twice", head_lines(lambda lines: [*lines, lines[0]]), None),
    Defect("04.genesis", "half is not enough", policy(lambda m: setattr(m, "quorum", 1)),
           "genesis"),
    Defect("04.genesis", "more than all", prepared(lambda m: None, witnesses=3, quorum=4),
           "genesis"),
    Defect("04.genesis", "no witness, quorum 1", prepared(lambda m: None, quorum=1), "genesis"),
    Defect("04.genesis", "quorum 0 of 3", prepared(lambda m: None, witnesses=3, quorum=0),
           "genesis"),
    Defect("04.genesis", "sixteen", prepared(lambda m: None, witnesses=16), "genesis"),
    Defect("04.genesis", "two names, one key", policy(two_names), "genesis"),
    Defect("04.genesis", "one body twice", policy(lambda m: setattr(
        m.witnesses[1], "body", m.witnesses[0].body)), "genesis"),
    Defect("04.genesis", "no body", policy(lambda m: setattr(m.witnesses[1], "body", "")),
           "genesis"),
    Defect("04.genesis", "long body", policy(lambda m: setattr(m.witnesses[1], "body", "长" * 201)),
           "genesis"),
    Defect("04.genesis", "order", policy(lambda m: setattr(m, "policy", lambda: {
        "quorum": 2, "witnesses": Maker.policy(m)["witnesses"][::-1]})), "genesis"),
    Defect("04.genesis", "log key is a witness", policy(log_key_witnesses), "genesis"),
    Defect("04.genesis", "other quorum than trust", later(put("genesis", None, quorum=3), **WITH),
           "genesis"),
    Defect("04.genesis", "a witness less than trust", later(lambda m: m.data("genesis").update(
        witnesses=m.data("genesis")["witnesses"][:2]), **WITH), "genesis"),
    Defect("05.rules", "test chain in earnest", not_simulated, "campaign.open"),
    # round
    Defect("06.round", "one later", during("draw.close", 1, later_round, **WITH), "draw.close", 1),
    Defect("06.round", "null", later(put("draw.close", 1, round=None), **WITH), "draw.close", 1),
    Defect("06.round", "without a beacon", later(put("draw.close", 1, round=5)), "draw.close", 1),
    # value
    Defect("06.beacon", "signature of another round", value(of_next_round), "draw.beacon", 1),
    Defect("06.beacon", "wrong round", value(next_round), "draw.beacon", 1),
    Defect("06.beacon", "another key", value(by_another_key), "draw.beacon", 1),
    Defect("06.beacon", "other chain", value(lambda b: b.update(chain=QUICKNET.hash)),
           "draw.beacon", 1),
    Defect("06.beacon", "previous", value(lambda b: b.update(previous="ab" * 96)),
           "draw.beacon", 1),
    Defect("06.beacon", "uncompressed", value(flagged(0x01)), "draw.beacon", 1),
    Defect("06.beacon", "infinity", value(lambda b: b.update(signature="c0" + "00" * 47)),
           "draw.beacon", 1),
    Defect("06.beacon", "not below p", value(lambda b: b.update(signature="9f" + "ff" * 47)),
           "draw.beacon", 1),
    Defect("06.beacon", "outside of the subgroup", value(lambda b: b.update(
        signature="80" + "00" * 46 + "04")), "draw.beacon", 1),
    Defect("06.beacon", "short", value(lambda b: b.update(signature=b["signature"][:-2])),
           "draw.beacon", 1),
    Defect("06.beacon", "round 0", value(lambda b: b.update(round=0)), "draw.beacon", 1),
    Defect("03.schema", "upper case", later(lambda m: upper(m.data("draw.beacon", 4)), **WITH),
           "draw.beacon", 4),
    # bracket
    Defect("06.bracket", "other tree", spoiled_bracket(
        bracket_entries=lambda entries: [*entries[:3], b"{}", *entries[4:]]), "draw.beacon", 1),
    Defect("06.bracket", "beyond the tree", spoiled_bracket(
        bracket_entries=lambda entries: [*entries, *[b"{}"] * 99]), "draw.beacon", 1),
    Defect("06.bracket", "no note", spoiled_bracket(bracket_bytes=lambda note: b"x"),
           "draw.beacon", 1),
    Defect("06.bracket", "too long", spoiled_bracket(bracket_bytes=lambda note: note * 40),
           "draw.beacon", 1),
    Defect("06.bracket", "other log", witnessed(other_log), None),
    Defect("06.bracket", "wrong line", spoiled_bracket(bracket_lines=wrong_line),
           "draw.beacon", 1),
    Defect("06.bracket", "one witness twice", spoiled_bracket(signing=((0, 2), (0, 1))),
           "draw.beacon", 1),
    Defect("06.bracket", "in front of the log", spoiled_bracket(bracket_bytes=first_line_first),
           "draw.beacon", 1),
    Defect("06.bracket", "without witnesses", prepared(lambda m: setattr(
        m, "bracket_bytes", lambda note: b"x"), beacon="test"), None),
    # contributions
    Defect("06.contribution", "left out, with a beacon", during("draw.close", 1, lambda d: d[
        "contributions"].pop(1), **WITH), "draw.close", 1),
    Defect("03.schema", "other order", later(lambda m: other_order(m.data("draw.close", 4)),
           **WITH), "draw.close", 4),
    Defect("05.people", "beacon by a representative", later(lambda m: m.data(
        "draw.beacon", 4).update(person=m.seats[0]["person"]), **WITH), "draw.beacon", 4),
    # order
    Defect("05.order", "beacon in a campaign without", later(beacon_without), "draw.beacon", 1),
    Defect("05.order", "result without the beacon", no_beacon_entry, "draw.result", 1),
    Defect("05.order", "opening after the beacon", later(swap_opening, **WITH), "draw.open", 4, 2),
    Defect("05.order", "silent too early", lambda: silent(86_399), "draw.void", 1),
    Defect("05.order", "silent without a beacon", silent_without_beacon, "draw.void", 1),
    Defect("05.order", "silent before the opening", silent_before_opening, "draw.void", 1),
    Defect("05.order", "silent after the beacon", silent_after_beacon, "draw.void", 1),
    Defect("05.order", "late after the opening", late_after_opening, "draw.void", 1),
    # voids
    Defect("09.void", "silent with a finding", silent_with_finding, "draw.void", 1),
    *(
        Defect("09.void", f"{check} with a beacon", named(check, **WITH), "draw.void", 4)
        for check in ("06.contribution", "06.reuse", "06.beacon", "06.bracket", "07.seed",
                      "07.tickets", "07.cutoff", "07.odds", "08.totals", "08.statement",
                      "10.pool", "10.types", "10.matching")
    ),
    *(
        Defect("09.void", f"{check} without a beacon", named(check), "draw.void", 4)
        for check in ("06.round", "06.beacon", "06.bracket")
    ),
]  # fmt: skip
