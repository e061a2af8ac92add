"""What hypothesis makes: small rosters and institutions in which every rule of 02 can bite."""

import datetime

from hypothesis import strategies as st

from draw import Facts, Institution, MatchRules, Quota, Row, Subject, Visit
from tests.draw.builders import REFERENCE, SAMPLING_UNTIL, digest

TYPES = ("A01", "A02", "B1", "C")
CODES = ("AA", "AB", "AB1", "C9", "ZZ")

seeds = st.integers(0, 10**6).map(lambda number: digest(f"seed {number}"))
chosen_types = st.sets(st.sampled_from(TYPES), min_size=1)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Visit, ...]:
    types = sorted(draw(st.sets(st.sampled_from(TYPES))))
    people = st.sampled_from(("", *CODES))
    days = st.integers(0, 400).map(lambda back: REFERENCE - datetime.timedelta(days=back))
    return tuple(Visit(code, draw(days), draw(people), draw(people)) for code in types)


@st.composite
def enterprise_facts(draw: st.DrawFn, normal: bool = False) -> Facts:
    types = sorted(draw(st.sets(st.sampled_from(TYPES), min_size=1)))
    failed = draw(st.one_of(st.just(set[str]()), st.sets(st.sampled_from(types))))
    conflicts = draw(st.one_of(st.just(set[str]()), st.sets(st.sampled_from(CODES), max_size=3)))
    odd = draw(st.integers(0, 9)) == 0 and not normal
    status = draw(st.sampled_from(("closed", "invalid", "duplicate"))) if odd else "normal"
    return Facts(
        tuple(types), tuple(sorted(failed)), draw(visits()), tuple(sorted(conflicts)), status
    )


@st.composite
def rosters(draw: st.DrawFn) -> list[Row]:
    numbers = draw(st.lists(st.integers(0, 999), min_size=1, max_size=8, unique=True))
    return [Row(digest(number), draw(enterprise_facts())) for number in numbers]


@st.composite
def pool_lists(draw: st.DrawFn) -> list[tuple[str, str]]:
    leaves = draw(st.sets(st.integers(0, 9999).map(digest), min_size=1, max_size=30))
    return [(leaf, draw(st.sampled_from("rrrm"))) for leaf in sorted(leaves)]


@st.composite
def quotas(draw: st.DrawFn) -> Quota:
    sampling, testing = draw(
        st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: any(pair))
    )
    expired = draw(st.integers(0, 7)) == 0
    return Quota(sampling, testing, SAMPLING_UNTIL - datetime.timedelta(days=int(expired)))


@st.composite
def match_rules(draw: st.DrawFn) -> MatchRules:
    codes = sorted(draw(st.sets(st.sampled_from(CODES), min_size=2)))
    served = st.dictionaries(st.sampled_from(TYPES), quotas(), min_size=1)
    waived = draw(st.one_of(st.just(set[str]()), st.sets(st.sampled_from(TYPES))))
    return MatchRules(
        [Institution(code, draw(served)) for code in codes], SAMPLING_UNTIL, frozenset(waived)
    )


@st.composite
def subject_lists(draw: st.DrawFn) -> list[Subject]:
    numbers = draw(st.lists(st.integers(0, 999), min_size=1, max_size=8, unique=True))
    made = []
    for number in numbers:
        known = draw(enterprise_facts(normal=True))
        candidates = tuple(sorted(draw(st.sets(st.sampled_from(known.types), min_size=1))))
        made.append(Subject(digest(number), digest(f"lot {number}"), candidates, known))
    return made
