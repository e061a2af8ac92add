"""Who can serve a type, and when there is a pair (01 §3.2, 02 §8.1, §8.2)."""

import datetime

import pytest

from draw import BadInput, Institution, MatchRules, Quota
from draw.institutions import Offer
from tests.draw.builders import LATER, SAMPLING_UNTIL, institution, quota

DAY = datetime.timedelta(days=1)


def test_an_offer_has_the_roles_with_a_quota_and_a_valid_qualification() -> None:
    rules = MatchRules(
        [
            institution("AA", A01=(3, 0)),
            institution("AB", A01=(0, 2), B=(9, 9)),
            Institution("AC", {"A01": quota(1, 1, SAMPLING_UNTIL)}),
            Institution("AD", {"A01": quota(1, 1, SAMPLING_UNTIL - DAY)}),
        ],
        SAMPLING_UNTIL,
        frozenset({"B"}),
    )
    assert rules.offer("A01") == Offer({"AA": 3, "AC": 1}, {"AB": 2, "AC": 1}, waived=False)
    assert rules.offer("B") == Offer({"AB": 9}, {"AB": 9}, waived=True)
    assert rules.offer("C") == Offer({}, {}, waived=False)


@pytest.mark.parametrize(
    ("sampling", "testing", "waived", "testers"),
    [
        ("AA", "AA", False, []),
        ("AA", "AA", True, ["AA"]),
        ("AA", "AB", False, ["AB"]),
        ("AA", "AA AB", False, ["AB"]),
        ("AA AB", "AA", False, ["AA"]),
        ("AA AB", "AA AB", False, ["AA", "AB"]),
        ("", "AA", True, []),
        ("AA", "", True, []),
    ],
)
def test_a_pair_is_two_institutions_unless_waived(
    sampling: str, testing: str, waived: bool, testers: list[str]
) -> None:
    offer = Offer(dict.fromkeys(sampling.split(), 1), dict.fromkeys(testing.split(), 1), waived)
    assert offer.testers() == testers
    assert offer.has_pair() == bool(testers)


def test_bans_are_per_role() -> None:
    offer = Offer({"AA": 1, "AB": 1}, {"AA": 1, "AB": 1}, waived=False)
    assert offer.without(["AA"], [""]) == Offer({"AB": 1}, {"AA": 1, "AB": 1}, waived=False)
    assert offer.without([], ["AB"]) == Offer({"AA": 1, "AB": 1}, {"AA": 1}, waived=False)
    assert offer.without(["ZZ"], [""]) == offer


@pytest.mark.parametrize(
    ("sampling", "testing", "until"),
    [
        (0, 0, LATER),
        (-1, 1, LATER),
        (1, 1_000_001, LATER),
        (True, 1, LATER),
        (1, 1, datetime.date(1899, 12, 31)),
    ],
)
def test_a_malformed_quota_is_refused(sampling: int, testing: int, until: datetime.date) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        Quota(sampling, testing, until)


@pytest.mark.parametrize(
    ("code", "types"),
    [
        ("A", {"A01": quota(1, 1)}),
        ("aa", {"A01": quota(1, 1)}),
        ("AA", {}),
        ("AA", {"a": quota(1, 1)}),
    ],
)
def test_a_malformed_institution_is_refused(code: str, types: dict[str, Quota]) -> None:
    with pytest.raises(BadInput, match="expected"):
        Institution(code, types)


@pytest.mark.parametrize(
    ("codes", "until", "waived"),
    [
        ([], SAMPLING_UNTIL, set()),
        (["AB", "AA"], SAMPLING_UNTIL, set()),
        (["AA", "AA"], SAMPLING_UNTIL, set()),
        (["AA"], datetime.date(1899, 1, 1), set()),
        (["AA"], SAMPLING_UNTIL, {"a"}),
    ],
)
def test_malformed_rules_are_refused(
    codes: list[str], until: datetime.date, waived: set[str]
) -> None:
    with pytest.raises(BadInput, match="expected"):
        MatchRules([institution(code, A01=(1, 1)) for code in codes], until, frozenset(waived))
