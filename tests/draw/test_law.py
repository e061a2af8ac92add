"""The law of a whole small draw, exact by enumeration, against many seeds (02 §10).

Seeds are SHA-256 of fixed texts, so the test always gives the same numbers. One chi-square over
all outcomes; its bound is passed by an honest rule with probability above 0.9999.
"""

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from draw import Institution, MatchRules, match, select
from tests.draw.builders import SAMPLING_UNTIL, institution, plain, subject

ENTERPRISES = {1: ("A01",), 2: ("A01",), 3: ("A01", "B")}
QUOTAS = {
    "A01": {"AA": (1, 1), "AB": (1, 1), "AC": (2, 0)},
    "B": {"AA": (1, 2), "AB": (0, 1), "AC": (1, 0)},
}
POOL = [(plain(number), "r") for number in ENTERPRISES]
DRAWN = 2
SEEDS = 12_000

Row = tuple[int, str, str, str]
Outcome = frozenset[Row]


def exact_law() -> dict[Outcome, Fraction]:
    """Return the chance of every outcome if all tickets were independent and uniform."""
    law: dict[Outcome, Fraction] = defaultdict(Fraction)
    selections = list(itertools.combinations(ENTERPRISES, DRAWN))
    for chosen in selections:
        choices = list(itertools.product(*(ENTERPRISES[number] for number in chosen)))
        for types in choices:
            orders = list(itertools.permutations(zip(chosen, types, strict=True)))
            for order in orders:
                weight = Fraction(1, len(selections) * len(choices) * len(orders))
                for outcome, chance in _matchings(order, {}):
                    law[outcome] += weight * chance
    return dict(law)


def _matchings(
    order: tuple[tuple[int, str], ...], used: dict[tuple[str, int, str], int]
) -> Iterator[tuple[Outcome, Fraction]]:
    if not order:
        yield frozenset(), Fraction(1)
        return
    (number, product_type), *rest = order
    samplers = [code for code, quota in QUOTAS[product_type].items() if quota[0]]
    testers = [code for code, quota in QUOTAS[product_type].items() if quota[1]]
    for tester, of_tester in _chances(product_type, 1, testers, used):
        others = [code for code in samplers if code != tester]
        for sampler, of_sampler in _chances(product_type, 0, others, used):
            then = Counter(used)
            then.update([(product_type, 1, tester), (product_type, 0, sampler)])
            for outcome, chance in _matchings(tuple(rest), then):
                row = (number, product_type, sampler, tester)
                yield outcome | {row}, of_tester * of_sampler * chance


def _chances(
    product_type: str, role: int, codes: list[str], used: dict[tuple[str, int, str], int]
) -> list[tuple[str, Fraction]]:
    base = {code: QUOTAS[product_type][code][role] for code in codes}
    left = {code: max(base[code] - used.get((product_type, role, code), 0), 0) for code in codes}
    weights = left if any(left.values()) else base
    total = sum(weights.values())
    return [(code, Fraction(weight, total)) for code, weight in weights.items() if weight]


def rules() -> MatchRules:
    institutions: list[Institution] = [
        institution(code, **{name: QUOTAS[name][code] for name in QUOTAS})
        for code in ("AA", "AB", "AC")
    ]
    return MatchRules(institutions, SAMPLING_UNTIL, frozenset())


def outcome_of(seed: str, made: MatchRules) -> Outcome:
    drawn = [int(leaf, 16) for leaf, _ in select(seed, POOL, DRAWN).rows]
    rows = match(seed, [subject(number, *ENTERPRISES[number]) for number in drawn], made).rows
    return frozenset((int(row.leaf, 16), row.type, row.sampling, row.testing) for row in rows)


def test_many_seeds_follow_the_exact_law() -> None:
    law = exact_law()
    assert sum(law.values()) == 1
    made = rules()
    seen = Counter(
        outcome_of(hashlib.sha256(f"sunlot/test/law {number}".encode()).hexdigest(), made)
        for number in range(SEEDS)
    )
    assert seen.keys() <= law.keys()
    assert min(law.values()) * SEEDS > 5  # chi-square needs some of every outcome
    chi_square = sum(
        (seen[outcome] - float(chance) * SEEDS) ** 2 / (float(chance) * SEEDS)
        for outcome, chance in law.items()
    )
    freedom = len(law) - 1
    assert freedom > 30
    assert freedom - 4 * (2 * freedom) ** 0.5 < chi_square < freedom + 4 * (2 * freedom) ** 0.5


def test_equals_are_treated_equally() -> None:
    # Enterprises 1 and 2 are alike, and so are AA and AB in type A01.
    chance: dict[Row, Fraction] = defaultdict(Fraction)
    for outcome, weight in exact_law().items():
        for row in outcome:
            chance[row] += weight
    for sampler, tester in itertools.permutations(("AA", "AB", "AC"), 2):
        one, two = (1, "A01", sampler, tester), (2, "A01", sampler, tester)
        assert chance.get(one) == chance.get(two)
    assert chance[1, "A01", "AA", "AB"] == chance[1, "A01", "AB", "AA"]
    assert sum(weight for row, weight in chance.items() if row[0] == 3) == Fraction(DRAWN, 3)
