"""Spec 01 §8 once more, for the tests: not as a state that is folded, but as a question about the
whole history: may this entry come after those? A draw is a word of letters and its order a regular
expression. Shares no code with `inspection.campaign`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DRAW_LETTERS = {
    "draw.commit": "c",
    "draw.choice": "h",
    "draw.freeze": "f",
    "draw.contribution": "k",
    "draw.close": "l",
    "draw.open": "o",  # the operator's; a representative's is "p"
    "draw.beacon": "b",
    "draw.result": "r",
    "match.result": "m",
}
BEGINNING_OF_A_DRAW = re.compile("c(h(f(k+(l(o(p*(rm?)?)?)?)?)?)?)?")
WITH_A_BEACON = re.compile("c(h(f(k+(l(o(p*(b(rm?)?)?)?)?)?)?)?)?")
POINT_OF_G1 = re.compile("[89ab][0-9a-f]{95}")


@dataclass(frozen=True)
class Line:
    """An entry of the history, as far as its order goes."""

    kind: str
    data: Mapping[str, Any]
    seq: int

    @property
    def letter(self) -> str:
        if self.kind == "draw.open" and self.data["party"] != "operator":
            return "p"
        return DRAW_LETTERS.get(self.kind, "")


class OneDraw:
    """All entries of one draw."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.word = "".join(line.letter for line in lines)
        self.voids = [line for line in lines if line.kind == "draw.void"]
        self.representative = lines[0].data["representative"]
        self.types = {t for line in lines if line.kind == "draw.choice" for t in line.data["types"]}

    @property
    def running(self) -> bool:
        return not self.voids and "m" not in self.word

    @property
    def good(self) -> bool:
        return not self.voids and "m" in self.word

    def by(self, kind: str) -> list[int]:
        """Who has made an entry of that kind, in order."""
        return [line.data["representative"] for line in self.lines if line.kind == kind]


class OneCampaign:
    """All entries of one campaign."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.form = lines[0].data
        count = sum(line.kind == "draw.commit" for line in lines)
        self.draws = {
            k: OneDraw([line for line in lines if line.data.get("draw") == k])
            for k in range(1, count + 1)
        }

    @property
    def dark(self) -> bool:
        """It has no beacon."""
        return bool(self.form["beacon"] == "none")

    def has(self, *kinds: str) -> bool:
        return any(line.kind in kinds for line in self.lines)

    @property
    def ended(self) -> bool:
        return self.has("campaign.close", "campaign.void")

    @property
    def turn(self) -> int | None:
        served = {draw.representative for draw in self.draws.values() if draw.good}
        waiting = {row["number"] for row in self.form["representatives"]} - served
        return min(waiting, default=None)

    @property
    def public(self) -> bool:
        everything = ["facts", "id", "lot"]
        return self.form["policy"] == "sealed" or any(
            line.data["parts"] == everything and line.data["rows"] == "all"
            for line in self.lines
            if line.kind == "disclosure"
        )

    @property
    def unanswered(self) -> set[int]:
        objections = {line.seq for line in self.lines if line.kind == "object"}
        return objections - {
            line.data["objection"] for line in self.lines if line.kind == "object.answer"
        }


def allowed(history: Sequence[Line], new: Line) -> bool:
    """Whether spec 01 §8 lets `new` come after the entries of `history`."""
    if new.kind == "genesis" or not history:
        return new.kind == "genesis" and not history
    count = sum(line.kind == "campaign.open" for line in history)
    number = new.data["campaign"]
    if not 1 <= number <= count + (new.kind == "campaign.open"):
        return False
    if new.kind == "campaign.open":
        last = [line for line in history if line.data.get("campaign") == count]
        return number == count + 1 and (count == 0 or OneCampaign(last).ended)
    if _interrupts(history, count, new):
        return False
    campaign = OneCampaign([line for line in history if line.data.get("campaign") == number])
    if new.kind == "disclosure":
        return campaign.has("roster.audit")
    if new.kind == "draw.void":
        return _void(campaign, new)
    return not campaign.ended and _while_running(campaign, history, new)


def _interrupts(history: Sequence[Line], newest: int, new: Line) -> bool:
    """Whether a draw of the newest campaign waits for its beacon, and this is not of it."""
    lines = [line for line in history if line.data.get("campaign") == newest]
    if not lines or OneCampaign(lines).dark or OneCampaign(lines).ended:
        return False
    waiting = [k for k, d in OneCampaign(lines).draws.items() if d.running and d.word[-1] in "op"]
    mine = new.data["campaign"] == newest and new.data.get("draw") in waiting
    return bool(waiting) and not (mine and new.kind in ("draw.open", "draw.beacon", "draw.void"))


def _while_running(campaign: OneCampaign, history: Sequence[Line], new: Line) -> bool:
    open_draw = any(draw.running for draw in campaign.draws.values())
    if new.kind == "roster.audit":
        return not campaign.has("roster.audit")
    if new.kind == "campaign.close":
        return campaign.has("roster.audit") and not open_draw and not campaign.unanswered
    if new.kind == "campaign.void":
        return not any("h" in draw.word for draw in campaign.draws.values())
    if new.kind == "object.answer":
        return new.data["objection"] in campaign.unanswered
    if new.kind == "draw.commit":
        ready = campaign.has("roster.audit") and campaign.public and not open_draw
        next_one = (len(campaign.draws) + 1, campaign.turn)
        return ready and (new.data["draw"], new.data["representative"]) == next_one
    if new.data["draw"] not in campaign.draws:
        return False
    if new.kind in ("confirm", "object"):
        return _answer(campaign.draws[new.data["draw"]], history, new)
    return _within(campaign, campaign.draws[new.data["draw"]], new)


def _within(campaign: OneCampaign, draw: OneDraw, new: Line) -> bool:
    order = BEGINNING_OF_A_DRAW if campaign.dark else WITH_A_BEACON
    if not draw.running or not order.fullmatch(draw.word + new.letter):
        return False
    if new.kind == "draw.close":
        return (new.data["round"] is None) == campaign.dark
    if new.kind == "draw.result":
        return ("strata" in new.data) == bool(campaign.form["allocation"] == "per_type")
    if new.kind == "draw.beacon":
        return _beacon(campaign, draw, new.data["beacon"])
    if new.kind == "draw.choice":
        return _choice(campaign, draw, new)
    if new.kind == "draw.contribution":
        return new.data["representative"] not in draw.by("draw.contribution")
    if new.letter == "p":
        number = int(new.data["party"].split(".")[1])
        opened = {line.data["party"] for line in draw.lines if line.letter == "p"}
        return number in draw.by("draw.contribution") and new.data["party"] not in opened
    return True


def _beacon(campaign: OneCampaign, draw: OneDraw, value: Mapping[str, Any]) -> bool:
    """A value of the form of an unchained chain, the only one these tests propose."""
    (announced,) = (line.data["round"] for line in draw.lines if line.kind == "draw.close")
    same = (value["chain"], value["round"]) == (campaign.form["beacon"], announced)
    right = POINT_OF_G1.fullmatch(value["signature"]) and value["previous"] is None
    return same and bool(right)


def _choice(campaign: OneCampaign, draw: OneDraw, new: Line) -> bool:
    taken = set().union(*(d.types for d in campaign.draws.values() if not d.voids))
    before = [
        (k, d)
        for k, d in campaign.draws.items()
        if d.representative == draw.representative and d.voids and d.types
    ]
    types = set(new.data["types"])
    right = types == before[-1][1].types if before else bool(types)
    inherited = before[-1][0] if before else None
    same = (draw.representative, inherited)
    return (
        right and not types & taken and (new.data["representative"], new.data["inherited"]) == same
    )


def _answer(draw: OneDraw, history: Sequence[Line], new: Line) -> bool:
    results = [(line.seq, line.data["statement"]) for line in draw.lines if line.letter == "m"]
    nonces = {line.data.get("nonce") for line in history}
    return (
        (new.data["entry"], new.data["digest"]) in results
        and new.data["nonce"] not in nonces
        and new.data["representative"] not in draw.by(new.kind)
    )


def _void(campaign: OneCampaign, new: Line) -> bool:
    draw = campaign.draws.get(new.data["draw"])
    if draw is None or draw.voids or new.data["draw"] != max(campaign.draws):
        return False
    past_return = "o" in draw.word
    if new.data["reason"]["code"] == "beacon_silent":
        waits = past_return and "b" not in draw.word
        return waits and not campaign.dark and not campaign.ended
    if new.data["reason"]["code"] == "verifier":
        return past_return
    return not past_return and not campaign.ended
