"""An honest book maker written from the specification, with places to spoil a book on purpose."""

import copy
from collections.abc import Callable
from typing import Any

from .campaigns import DISCLOSE_BY, TYPES, enterprise_code, leaf_of
from .draw_rules import canonical, commit
from .publishing import ORIGIN, START, Data, Tamper, write
from .results import ResultMaker

__all__ = [
    "AFTER",
    "BEFORE",
    "DISCLOSE_BY",
    "ORIGIN",
    "START",
    "TYPES",
    "Data",
    "Maker",
    "enterprise_code",
    "leaf_of",
    "standard",
    "write",
]

BEFORE = START + 30 * 86400
AFTER = 1798735000  # 2027-01-01 in Shanghai


class Maker(ResultMaker):
    """Makes one ledger, act by act."""

    opening_hook: Callable[[Data], None] | None = None

    def answer(self, kind: str, draw: int, representative: int, substitute: bool = False) -> int:
        """confirm or object; gives its seq."""
        seq, digest = self.statements[draw]
        seat = self.seats[representative - 1]
        more = {"reason": {"code": "count", "text": self.text("为何")}} if kind == "object" else {}
        return self.add(kind, {
            "answer": kind,
            "campaign": self.campaign,
            "digest": digest,
            "draw": draw,
            "entry": seq,
            "expires": self.clock + 86400,
            "level": "D",
            "nonce": self.salt(),
            "person": seat["substitute" if substitute else "person"],
            "representative": representative,
            **more,
        })  # fmt: skip

    def answer_objection(self, seq: int, draw: int, outcome: str = "unfounded") -> int:
        """object.answer of the objection at `seq`."""
        return self.add("object.answer", {
            "campaign": self.campaign,
            "draw": draw,
            "level": "D",
            "objection": seq,
            "outcome": outcome,
            "person": self.supervisors[0],
            "text": self.text("答复"),
        })  # fmt: skip

    def void_draw(self, code: str, finding: str = "", draw: int | None = None) -> int:
        """draw.void of a draw, the current one unless told."""
        number = self.draw if draw is None else draw
        self.void.add(number)
        return self.add("draw.void", {
            "approvals": self.approvals(),
            "campaign": self.campaign,
            "draw": number,
            "finding": finding,
            "reason": {"code": code, "text": self.text("原因")},
        })  # fmt: skip

    def void_campaign(self, code: str = "mistake") -> int:
        """campaign.void."""
        return self.add("campaign.void", {
            "approvals": self.approvals(),
            "campaign": self.campaign,
            "reason": {"code": code, "text": self.text("弄错")},
        })  # fmt: skip

    def close(self) -> int:
        """campaign.close."""
        done = {
            r for d, r in self.representative_of.items() if d in self.drawn and d not in self.void
        }
        left = [seat["number"] for seat in self.seats if seat["number"] not in done]
        return self.add(
            "campaign.close",
            {"approvals": self.approvals(), "campaign": self.campaign, "not_drawn": left},
        )

    def disclose(self, parts: list[str], rows: str, wait: int = 60) -> int:
        """A disclosure of some parts of all or the selected rows."""
        chosen = sorted(self.leaves)
        if rows == "selected":
            chosen = sorted(set().union(*self.drawn.values()))
        lines = []
        for leaf in chosen:
            one = copy.deepcopy(self.leaves[leaf])
            for part in ("facts", "id", "lot"):
                if part not in parts:
                    inner = one[part]
                    one[part] = {"commitment": commit(part, inner["salt"], inner["value"])}
            if self.opening_hook is not None:
                self.opening_hook(one)
            lines.append(canonical(one) + b"\n")
        return self.add("disclosure", {
            "blob": self.blob(b"".join(lines)),
            "campaign": self.campaign,
            "count": len(lines),
            "level": "D",
            "parts": parts,
            "person": self.officials[0],
            "rows": rows,
        }, wait)  # fmt: skip


def standard(
    tamper: dict[tuple[str, int | None], Tamper] | None = None,
    prepare: Callable[[Maker], None] | None = None,
    **options: Any,
) -> Maker:
    """The book most tests use: three matched draws, one void one, answers, an objection."""
    made_with = ("size", "seed", "simulation", "witnesses", "quorum", "beacon")
    maker = Maker(**{k: v for k, v in options.items() if k in made_with})
    maker.devices = options.get("devices", ())
    maker.tamper = tamper or {}
    if prepare is not None:
        prepare(maker)
    policy = options.get("policy", "sealed")
    plan = {k: options[k] for k in ("allocation", "weighted") if k in options}
    maker.open_campaign(policy, **plan)
    if policy == "open":
        maker.disclose(["facts", "id", "lot"], "all")
    maker.whole_draw(1, ["A01", "A02"], contributing=(1, 2, 3), revealing=(1, 3))
    maker.answer("confirm", 1, 1, substitute=True)
    maker.answer("confirm", 1, 2)
    objection = maker.answer("object", 1, 3)
    maker.answer_objection(objection, 1)
    maker.begin(2, ["B01"])
    maker.void_draw("absence")
    maker.whole_draw(2, ["B01"], inherited=2)
    maker.answer("confirm", 3, 2)
    maker.whole_draw(3, ["B02", "C07"], revealing=(1, 2))
    if options.get("closed", True):
        maker.close()
    if options.get("disclosed", False):
        maker.disclose(["facts", "lot"], "all")
        maker.disclose(["id"], "selected")
    return maker
