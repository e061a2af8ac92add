"""Faults of witnesses, rounds, beacon values and brackets, and voids that a beacon forbids."""

from collections.abc import Callable
from typing import Any

from .beacons import QUICKNET, TEST, by_another_secret, signature
from .book import Data, Maker, standard
from .signers import Signer
from .spoiling import Attack, during, later, prepared, put

WITH: dict[str, Any] = {"beacon": "test", "witnesses": 3}
MADE = Callable[[], Maker]


def witnessed(prepare: Callable[[Maker], None]) -> MADE:
    """A standard book with beacon and witnesses, prepared."""
    return prepared(prepare, **WITH)


def value(change: Callable[[Data], None]) -> Any:
    """The value of draw 1 is changed, and everything after it is computed from that."""
    return during("draw.beacon", 1, lambda data: change(data["beacon"]), **WITH)


def next_round(told: Data) -> None:
    """Take the next round with its right value."""
    told.update(round=told["round"] + 1, signature=signature(told["round"] + 1))


def of_next_round(told: Data) -> None:
    """Take the next round's value for this one."""
    told["signature"] = signature(told["round"] + 1)


def by_another_key(told: Data) -> None:
    """Take a value that another key signed."""
    told["signature"] = by_another_secret(told["round"])


def flagged(first: int) -> Callable[[Data], None]:
    """Change the first byte of the value."""

    def change(told: Data) -> None:
        told["signature"] = f"{first:02x}" + told["signature"][2:]

    return change


def later_round(data: Data) -> None:
    """Wait for one round more."""
    data["round"] += 1


def spoiled_bracket(**hooks: Any) -> MADE:
    """Brackets of every draw are spoiled; the first that is wrong is that of draw 1."""

    def prepare(maker: Maker) -> None:
        for name, hook in hooks.items():
            setattr(maker, name, hook)

    def make() -> Maker:
        maker = Maker(**WITH)
        prepare(maker)
        maker.open_campaign()
        maker.whole_draw(1, ["A01", "A02"], contributing=(1, 2, 3), revealing=(1, 3))
        return maker

    return make


def wrong_line(lines: list[str]) -> list[str]:
    """Put a line over another text in the first one's place."""
    other = Signer.make("witness0.example", 0)
    return [other.line(b"", TEST.genesis, b"another text"), *lines[1:]]


def short_line(lines: list[str]) -> list[str]:
    """Cut the first line short."""
    name, text = lines[0].split(" ")[1:]
    return [f"— {name} {text.strip()[:-4]}\n", *lines[1:]]


def other_log(maker: Maker) -> None:
    """Take the bracket from another log."""
    stranger = Maker(seed=5)

    def note(_before: list[bytes]) -> bytes:
        return stranger.note(3, b"\0" * 32)

    maker.bracket_bytes = lambda _note: note([])


def policy(**changed: Any) -> MADE:
    """Genesis has another policy than the trust file, which keeps the rules."""
    return later(put("genesis", None, **changed), **WITH)


def rows(change: Callable[[list[Data]], list[Data]]) -> MADE:
    """The witnesses of genesis are changed; they stay in order."""

    def spoil(maker: Maker) -> None:
        told = change(maker.data("genesis")["witnesses"])
        maker.data("genesis")["witnesses"] = sorted(told, key=lambda row: row["vkey"])

    return later(spoil, **WITH)


def two_names(told: list[Data]) -> list[Data]:
    """A fourth witness of another name and body with the key of the first."""
    again = Signer.make("another.example", 0)
    return [*told, {"body": "x", "vkey": again.vkey()}]


def log_key_witnesses(maker: Maker) -> None:
    """Make the log key the third witness."""
    maker.witnesses[2].key = maker.log
    maker.entries[0]["data"].update(maker.policy())


def not_simulated() -> Maker:
    """A book with the test chain that says it is no simulation."""
    return standard(simulation=False, **WITH)


def head_lines(change: Callable[[list[str]], list[str]]) -> MADE:
    """Change the witnesses' lines of the head."""

    def prepare(maker: Maker) -> None:
        maker.head_lines = change

    return witnessed(prepare)


def other_order(data: Data) -> None:
    """Turn the list of contributions round."""
    data["contributions"].reverse()


def upper(data: Data) -> None:
    """Write the value in upper case."""
    data["beacon"]["signature"] = data["beacon"]["signature"].upper()


def before_the_chain() -> Maker:
    """A draw is closed before its chain has begun."""
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    back = maker.clock - (TEST.genesis - 100)
    for entry in maker.entries:
        entry["at"] -= back
    maker.clock -= back
    maker.data("campaign.open")["reference_date"] = "2025-12-31"
    return maker


ATTACKS = [
    # witnesses
    Attack("01.witness", "wrong", head_lines(wrong_line), None),
    Attack("01.witness", "short", head_lines(short_line), None),
    Attack("01.witness", "twice", head_lines(lambda lines: [*lines, lines[0]]), None),
    Attack("04.genesis", "half is not enough", policy(quorum=1), "genesis"),
    Attack("04.genesis", "more than all", policy(quorum=4), "genesis"),
    Attack("04.genesis", "quorum 0 of 3", policy(quorum=0), "genesis"),
    Attack("04.genesis", "no witness, quorum 2", policy(witnesses=[]), "genesis"),
    Attack("04.genesis", "other quorum than trust", policy(quorum=3), "genesis"),
    Attack("04.genesis", "a witness less than trust", rows(lambda r: r[:2]), "genesis"),
    Attack("04.genesis", "sixteen", rows(lambda r: [
        *r, *({"body": f"{n}", "vkey": Signer.make(f"w{n}", n).vkey()} for n in range(3, 16))]),
        "genesis"),
    Attack("04.genesis", "two names, one key", rows(two_names), "genesis"),
    Attack("04.genesis", "one body twice", rows(lambda r: [
        r[0], {**r[1], "body": r[0]["body"]}, r[2]]), "genesis"),
    Attack("04.genesis", "no body", rows(lambda r: [{**r[0], "body": ""}, *r[1:]]), "genesis"),
    Attack("04.genesis", "long body", rows(lambda r: [{**r[0], "body": "长" * 201}, *r[1:]]),
           "genesis"),
    Attack("04.genesis", "no vkey", rows(lambda r: [{**r[0], "vkey": "x"}, *r[1:]]), "genesis"),
    Attack("04.genesis", "order", later(lambda m: m.data("genesis")["witnesses"].reverse(),
           **WITH), "genesis"),
    Attack("04.genesis", "log key is a witness", witnessed(log_key_witnesses), "genesis"),
    Attack("05.rules", "test chain in earnest", not_simulated, "campaign.open"),
    # round
    Attack("06.round", "one later", during("draw.close", 1, later_round, **WITH), "draw.close", 1),
    Attack("06.round", "null", later(put("draw.close", 1, round=None), **WITH), "draw.close", 1),
    Attack("06.round", "without a beacon", later(put("draw.close", 1, round=5)), "draw.close", 1),
    Attack("06.round", "before the first", before_the_chain, "draw.close", 1, auditor=False),
    # value
    Attack("06.beacon", "signature of another round", value(of_next_round), "draw.beacon", 1),
    Attack("06.beacon", "wrong round", value(next_round), "draw.beacon", 1),
    Attack("06.beacon", "another key", value(by_another_key), "draw.beacon", 1),
    Attack("06.beacon", "other chain", value(lambda b: b.update(chain=QUICKNET.hash)),
           "draw.beacon", 1),
    Attack("06.beacon", "previous", value(lambda b: b.update(previous="ab" * 96)),
           "draw.beacon", 1),
    Attack("06.beacon", "uncompressed", value(flagged(0x01)), "draw.beacon", 1),
    Attack("06.beacon", "infinity", value(lambda b: b.update(signature="c0" + "00" * 47)),
           "draw.beacon", 1),
    Attack("06.beacon", "not below p", value(lambda b: b.update(signature="9f" + "ff" * 47)),
           "draw.beacon", 1),
    Attack("06.beacon", "outside of the subgroup", value(lambda b: b.update(
        signature="80" + "00" * 46 + "04")), "draw.beacon", 1),
    Attack("06.beacon", "short", value(lambda b: b.update(signature=b["signature"][:-2])),
           "draw.beacon", 1),
    Attack("06.beacon", "round 0", value(lambda b: b.update(round=0)), "draw.beacon", 1),
    Attack("03.schema", "upper case", later(lambda m: upper(m.data("draw.beacon", 4)), **WITH),
           "draw.beacon", 4),
    # bracket
    Attack("06.bracket", "other tree", spoiled_bracket(
        bracket_entries=lambda entries: [*entries[:3], b"{}", *entries[4:]]), "draw.beacon", 1),
    Attack("06.bracket", "beyond the tree", spoiled_bracket(
        bracket_entries=lambda entries: [*entries, *[b"{}"] * 99]), "draw.beacon", 1),
    Attack("06.bracket", "no note", spoiled_bracket(bracket_bytes=lambda note: b"x"),
           "draw.beacon", 1),
    Attack("06.bracket", "too long", spoiled_bracket(bracket_bytes=lambda note: note * 40),
           "draw.beacon", 1),
    Attack("06.bracket", "other log", witnessed(other_log), None),
    Attack("06.bracket", "wrong line", spoiled_bracket(bracket_lines=wrong_line),
           "draw.beacon", 1),
    Attack("06.bracket", "one witness twice", spoiled_bracket(signing=((0, 2), (0, 1))),
           "draw.beacon", 1),
    Attack("06.bracket", "without witnesses", prepared(lambda m: setattr(
        m, "bracket_bytes", lambda note: b"x"), beacon="test"), None),
    # contributions
    Attack("06.contribution", "left out, with a beacon", during("draw.close", 1, lambda d: d[
        "contributions"].pop(1), **WITH), "draw.close", 1),
    Attack("03.schema", "other order", later(lambda m: other_order(m.data("draw.close", 4)),
           **WITH), "draw.close", 4),
    Attack("05.people", "beacon by a representative", later(lambda m: m.data(
        "draw.beacon", 4).update(person=m.seats[0]["person"]), **WITH), "draw.beacon", 4),
]  # fmt: skip
