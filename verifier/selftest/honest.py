"""Honest books made at random: not one of them may fail (04 §14)."""

import json
import tempfile
from pathlib import Path
from random import Random

from .book import AFTER, BEFORE, Data, Maker
from .campaigns import TYPES
from .controls import ALL_PARTS, is_proven
from .package import Package, packed, report_of


class _Author:
    """Writes one book by chance; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        witnesses = self.chance.choice([0, 0, 1, 3, 4])
        self.maker = Maker(
            size=self.chance.choice([1, 2, 3, *range(4, 61, 4)]),
            seed=seed,
            witnesses=witnesses,
            beacon=self.chance.choice([None, "test"]),
        )
        self.maker.devices = tuple(n for n in (1, 2, 3) if self.chance.random() < 0.5)
        self.maker.signing = tuple((n, self.chance.randrange(9)) for n in range(witnesses))
        self.maker.catalogue_hook = self._plans
        self.maker.institutions_hook = self._market
        self.disclosed = True
        # Two institutions with quotas of one, so that quotas and rotation have to give way.
        self.tight = self.chance.random() < 0.3
        if self.tight:
            self.maker.facts_hook = self._served

    def _plans(self, rows: list[Data]) -> None:
        for row in rows:
            row["planned"] = self.chance.choice([1, 2, 5, 40])

    def _market(self, rows: list[Data]) -> None:
        """Quotas from too small to ample; the two that every type needs stay."""
        if self.tight:
            del rows[2:]
        for number, row in enumerate(rows):
            for service in row["types"]:
                least = 1 if number < 2 else 0
                service["sampling"] = max(least, self.chance.choice([0, 1, 3, 20]))
                service["testing"] = self.chance.choice([1, 2, 9])
                if self.tight:
                    service.update(sampling=1, testing=1)
                if number < 4 and row["code"] != "Z9":
                    service["valid_until"] = self.chance.choice(["2026-06-30", "2027-01-01"])

    def _served(self, number: int, facts: Data) -> None:
        """No conflicts, and in every second enterprise a visit by the only two there are."""
        facts["conflicts"] = []
        for visit in facts["last"] if number % 2 else ():
            visit.update(date="2024-05-01", sampler="S1", tester="S1")

    def write(self) -> Package:
        """The book, as it stands at some moment."""
        for _ in range(self.chance.choice([1, 1, 2])):
            self._campaign()
        after = self.disclosed and self.chance.random() < 0.5
        return packed(self.maker, AFTER if after else BEFORE, self.chance.random() < 0.7)

    def _campaign(self) -> None:
        chance, maker = self.chance, self.maker
        policy = chance.choice(["sealed", "open"])
        allocation = chance.choice(["pooled", "per_type"]) if policy == "open" else "pooled"
        weighted = tuple(t for t in TYPES if chance.random() < 0.3)
        maker.open_campaign(policy, 3, chance.choice([0, 1, 6, 24]), allocation, weighted)
        if policy == "open":
            maker.disclose(ALL_PARTS, "all")
        left = chance.sample(TYPES, len(TYPES))
        for representative in (1, 2, 3):
            count = chance.choice([1, 1, 2])
            chosen, left = sorted(left[:count]), left[count:]
            if chance.random() > 0.9 or not chosen or not self._draw(representative, chosen):
                break
        maker.close()
        self._disclose(policy)

    def _draw(self, representative: int, types: list[str]) -> bool:
        """A draw, perhaps after tries that were voided; False where nobody could be drawn."""
        chance, maker = self.chance, self.maker
        inherited = None
        while chance.random() < 0.25:
            if not self._pool(types):
                return False
            maker.begin(representative, types, inherited)
            inherited = maker.draw
            if chance.random() < 0.5:
                maker.contribute([1])
            maker.void_draw(chance.choice(["mistake", "absence", "disturbance"]))
        if not self._pool(types):
            return False
        numbers = tuple(sorted(chance.sample([1, 2, 3], chance.choice([1, 2, 3]))))
        opening = tuple(n for n in numbers if chance.random() < 0.7)
        maker.whole_draw(representative, types, inherited, numbers, opening)
        self._answers()
        return True

    def _pool(self, types: list[str]) -> bool:
        """True if some enterprise would be in the pool (02 §1: a list is never empty)."""
        maker = self.maker
        drawn = set().union(*(d for k, d in maker.drawn.items() if k not in maker.void), set())
        facts = [(leaf, one["facts"]["value"]) for leaf, one in maker.leaves.items()]
        return any(
            own["status"] == "normal"
            and (
                any(row["type"] in types for row in own["failed"])
                or (leaf not in drawn and set(own["types"]) & set(types) and not own["last"])
            )
            for leaf, own in facts
        )

    def _answers(self) -> None:
        chance, maker = self.chance, self.maker
        for representative in (1, 2, 3):
            if chance.random() < 0.5:
                maker.answer("confirm", maker.draw, representative, representative == 1)
            elif chance.random() < 0.3:
                seq = maker.answer("object", maker.draw, representative)
                maker.answer_objection(seq, maker.draw, chance.choice(["founded", "unfounded"]))

    def _disclose(self, policy: str) -> None:
        if policy == "open" or not self.maker.drawn:
            return
        if self.chance.random() < 0.5:
            self.disclosed = False
            return
        self.maker.disclose(["facts", "lot"], "all")
        self.maker.disclose(["id"], "selected")


def honest_book(seed: int) -> Package:
    """An honest publication; the same for the same seed."""
    return _Author(seed).write()


def false_alarm(seed: int) -> str | None:
    """What is wrong with the verdict on one honest book, None if nothing is."""
    with tempfile.TemporaryDirectory() as place:
        report = report_of(honest_book(seed), Path(place))
    if is_proven(report):
        return None
    bad = [f for f in report["findings"] if f["result"] != "proven"]
    return f"book {seed}: exit {report['exit']}, {json.dumps(bad[:3], ensure_ascii=False)}"


def run_honest(count: int) -> int:
    """Judge so many books; 1 if any is not proven."""
    alarms = [told for seed in range(count) if (told := false_alarm(seed)) is not None]
    for told in alarms:
        print(told)
    print(f"{count:,} honest books, {len(alarms):,} not proven")
    return int(bool(alarms))
