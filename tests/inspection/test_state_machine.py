"""The folded state accepts exactly the entries that spec 01 §8 allows, and says what comes next."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from draw import TEST
from inspection.campaign import LedgerState, Step, next_step
from inspection.errors import Refusal
from inspection.order import after
from tests.inspection.order_rule import DRAW_LETTERS, Line, OneCampaign, allowed

REPRESENTATIVES = (1, 2)
TYPES = (["A"], ["B"], ["C"], ["A", "B"], ["B", "D"])
DIGESTS = ("1" * 64, "2" * 64)
ROUND = 9_000_000
VALUE = {"chain": TEST.hash, "previous": None, "round": ROUND, "signature": "a1" * 48}
VALUES: tuple[dict[str, Any], ...] = (
    VALUE,
    {**VALUE, "round": ROUND + 1},
    {**VALUE, "chain": "none"},
    {**VALUE, "signature": "c1" + "a1" * 47},
    {**VALUE, "previous": "a1" * 48},
)
GENESIS = {"origin": "example.org/test", "simulation": True, "quorum": 0, "witnesses": []}
EVERYTHING = ["facts", "id", "lot"]
FORMS = (
    ("sealed", "none", "pooled"),
    ("open", "none", "pooled"),
    ("open", "none", "per_type"),
    ("sealed", TEST.hash, "pooled"),
)

STEP_KINDS = {
    Step.NO_CAMPAIGN: {"campaign.open"},
    Step.AUDIT: {"roster.audit"},
    Step.DISCLOSE: {"disclosure"},
    Step.COMMIT: {"draw.commit"},
    Step.CHOOSE: {"draw.choice"},
    Step.INHERIT: {"draw.choice"},
    Step.FREEZE: {"draw.freeze"},
    Step.CONTRIBUTE: {"draw.contribution", "draw.close"},
    Step.OPEN: {"draw.open"},
    Step.BEACON: {"draw.beacon"},
    Step.RESULT: {"draw.result"},
    Step.MATCH: {"match.result"},
    Step.ANSWERS: {"object.answer"},
    Step.END: {"campaign.close"},
}

ENDS = {"campaign.close", "campaign.void", "draw.void"}
OTHERS = {"campaign.open", "roster.audit", "disclosure", "confirm", "object", "object.answer"}


def proposals(history: list[Line]) -> Iterator[Line]:
    """Right and wrong entries for the next place: every kind, with neighbouring numbers."""
    seq = len(history)
    campaigns = sum(line.kind == "campaign.open" for line in history)
    yield Line("genesis", GENESIS, seq)
    for campaign in range(max(0, campaigns - 1), campaigns + 2):
        for kind, data in _campaign_entries(history):
            yield Line(kind, {"campaign": campaign, **data}, seq)
        draws = [line for line in history if _of(line, campaign, "draw.commit")]
        for draw in range(max(0, len(draws) - 1), len(draws) + 2):
            for kind, data in _draw_entries(history, campaign, draw):
                yield Line(kind, {"campaign": campaign, "draw": draw, **data}, seq)


def _of(line: Line, campaign: int, kind: str) -> bool:
    return line.kind == kind and line.data["campaign"] == campaign


def _campaign_entries(history: list[Line]) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = [{"number": number} for number in REPRESENTATIVES]
    for policy, beacon, allocation in FORMS:
        form = {"policy": policy, "beacon": beacon, "allocation": allocation}
        yield "campaign.open", {**form, "representatives": rows}
    yield "roster.audit", {}
    yield "campaign.close", {}
    yield "campaign.void", {}
    for parts, which in ((EVERYTHING, "all"), (["facts", "lot"], "all"), (["id"], "selected")):
        yield "disclosure", {"parts": parts, "rows": which, "count": 2}
    objections = [line.seq for line in history if line.kind == "object"]
    for seq in (*objections, 0):
        yield "object.answer", {"objection": seq, "outcome": "founded"}


def _draw_entries(
    history: list[Line], campaign: int, draw: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    mine = [line for line in history if line.data.get("campaign") == campaign]
    voided = [line.data["draw"] for line in mine if line.kind == "draw.void"]
    for number in REPRESENTATIVES:
        yield "draw.commit", {"representative": number, "commitment": DIGESTS[0]}
        made = {"commitment": DIGESTS[0], "made_by": "bot"}
        yield "draw.contribution", {"representative": number, **made}
        yield "draw.open", {"party": f"representative.{number}", "secret": DIGESTS[0]}
        for types in TYPES:
            for before in (None, *voided):
                data = {"representative": number, "types": types, "inherited": before}
                yield "draw.choice", data
        yield from _answers(mine, number, draw, len(history))
    for announced in (None, ROUND):
        yield "draw.close", {"round": announced}
    yield "draw.open", {"party": "operator", "secret": DIGESTS[0]}
    for value in VALUES:
        for bracket in (None, {"blob": DIGESTS[0]}):
            yield "draw.beacon", {"beacon": value, "bracket": bracket}
    for code in ("mistake", "late", "beacon_silent", "verifier"):
        yield "draw.void", {"reason": {"code": code}}
    yield "draw.freeze", _FREEZE
    for result in _RESULTS:
        yield "draw.result", result
    yield "match.result", _MATCH


def _answers(
    mine: list[Line], number: int, draw: int, seq: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    results = [x.seq for x in mine if x.kind == "match.result" and x.data["draw"] == draw]
    used = [line.data["nonce"] for line in mine if "nonce" in line.data]
    for kind in ("confirm", "object"):
        for entry in (*results, 0):
            for digest in DIGESTS:
                for nonce in (str(seq), *used[:1]):
                    yield (
                        kind,
                        {
                            "representative": number,
                            "entry": entry,
                            "digest": digest,
                            "nonce": nonce,
                        },
                    )


_LIST = {"blob": DIGESTS[0], "count": 2, "root": DIGESTS[0]}
_FREEZE = {"pool": _LIST, "must": 1, "planned": 1, "n": 1, "excluded": []}
_RESULT = {"seed": DIGESTS[0], "selection": _LIST}
_ODDS = {"odds": [1, 2], "cutoff": None}
_STRATUM = {"type": "A", "pool": 2, "must": 1, "n": 1, "odds": [0, 1], "cutoff": None}
_RESULTS: tuple[dict[str, Any], ...] = ({**_RESULT, **_ODDS}, {**_RESULT, "strata": [_STRATUM]})
_MATCH = {
    "over_quota": {"sampling": 0, "testing": 0},
    "institutions": [],
    "by_type": [],
    "rows": {"count": 1, "root": DIGESTS[0]},
    "waived": 0,
    "rotation_dropped": 0,
    "statement": DIGESTS[0],
}


class Order(RuleBasedStateMachine):
    """Proposes entries; the state and the rule of the tests must agree on every single one."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Line] = []
        self.state = LedgerState()

    @initialize()
    def found(self) -> None:
        self.offer(next(proposals(self.history)))

    @rule(data=st.data(), end=st.integers(0, 5))
    def right(self, data: st.DataObject, end: int) -> None:
        """Any entry that may come; what ends a draw or campaign comes more rarely."""
        fitting = self.fitting(set(DRAW_LETTERS) | OTHERS | (ENDS if end == 0 else set()))
        if fitting:
            kind = data.draw(st.sampled_from(sorted({line.kind for line in fitting})))
            self.offer(data.draw(st.sampled_from([x for x in fitting if x.kind == kind])))

    @precondition(lambda self: next_step(self.state) not in (Step.ANSWERS, Step.END))
    @rule(data=st.data())
    def forward(self, data: st.DataObject) -> None:
        """What the campaign waits for, so that draws come to their end often enough."""
        fitting = self.fitting(STEP_KINDS[next_step(self.state)])
        if fitting:
            self.offer(data.draw(st.sampled_from(fitting)))

    @rule()
    def every_proposal(self) -> None:
        """All of them at once; accepted ones are not kept."""
        for line in proposals(self.history):
            self.compare(line)

    def offer(self, line: Line) -> None:
        if self.compare(line):
            self.state = after(self.state, line.kind, line.data, line.seq)
            self.history.append(line)

    def compare(self, line: Line) -> bool:
        """Whether the line may come; both must say the same, and a refusal its code."""
        right = allowed(self.history, line)
        assert self.verdict(line) == (None if right else "order"), line
        return right

    def verdict(self, line: Line) -> str | None:
        try:
            after(self.state, line.kind, line.data, line.seq)
        except Refusal as refusal:
            return "order" if refusal.code == "waits_for_beacon" else refusal.code
        return None

    @invariant()
    def the_next_step_is_possible(self) -> None:
        """Whatever the state waits for may come, with some numbers."""
        if not self.history:
            return
        assert self.state.size == len(self.history)
        kinds = STEP_KINDS[next_step(self.state)]
        assert self.fitting(kinds) or self.types_are_gone(kinds), kinds

    def fitting(self, kinds: set[str]) -> list[Line]:
        """The proposals of these kinds that may come."""
        return [x for x in proposals(self.history) if x.kind in kinds and allowed(self.history, x)]

    def types_are_gone(self, kinds: set[str]) -> bool:
        """The four types of this test can all be taken; then nobody can choose."""
        campaign = OneCampaign(
            [x for x in self.history if x.data.get("campaign") == len(self.state.campaigns)]
        )
        taken = set().union(*(d.types for d in campaign.draws.values() if not d.voids))
        return kinds == {"draw.choice"} and bool(taken)


TestOrder = Order.TestCase
TestOrder.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_a_kind_of_a_later_version_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        after(LedgerState(), "draw.staff", {}, 0)
    assert refused.value.code == "order"
