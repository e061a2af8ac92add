"""Exact shapes of every record of spec 01 and of the entry around it (spec 03 §1-§3).

Only the shape is judged here: keys, types, patterns, closed lists, order of lists. What needs
another record to be judged belongs to steps 4-10.
"""

from collections.abc import Mapping
from typing import Any

from . import codes
from .beacon import CHAINS
from .findings import say
from .schema import (
    RefusedError,
    Rule,
    UnknownError,
    any_object,
    anything,
    both,
    by,
    by_key,
    day,
    either,
    exact,
    flag,
    integer,
    items,
    itself,
    nullable,
    one_of,
    pattern,
    rule_name,
    text,
    version,
)

digest = pattern(codes.DIGEST, plain=True)
product_type = pattern(codes.TYPE, plain=True)
institution_code = pattern(codes.INSTITUTION, plain=True)
person = digest
level = one_of("D", reserved=("A", "B", "C"))

EXCLUSIONS = ("closed", "duplicate", "invalid", "drawn", "avoidance")
STATEMENTS = ["codes_unique", "codes_valid", "failures_flagged", "types_complete"]
VOID_CODES = (
    "mistake",
    "absence",
    "disturbance",
    "operator_lost",
    "late",
    "beacon_silent",
    "verifier",
)
OBJECTION_CODES = ("choice", "count", "procedure", "other")
PARTS = ("facts", "id", "lot")

some_types = items(product_type, at_least=1, order=itself)
# Two approvals by one person keep the shape; that they must differ is 05.people.
_approvals = items(
    exact({"level": level, "person": person}),
    at_least=2,
    at_most=2,
    order=by("person"),
    unique=False,
)
_leaf_list = exact({"blob": digest, "count": integer, "root": digest})
_blob = exact({"blob": digest})


def _numbered(value: Any) -> None:
    for place, member in enumerate(value):
        if member["number"] != place + 1:
            fault = RefusedError(say("the numbers 1, 2, 3 …"), member["number"])
            raise fault.within(f"[{place}].number")


def _type_order(row: Any) -> tuple[bool, str]:
    return (row["type"] == "*", row["type"])


def _all_reasons(value: Any) -> None:
    found = [row["reason"] for row in value]
    if found != list(EXCLUSIONS):
        raise RefusedError(say("all of {list} in this order", list=",".join(EXCLUSIONS)), found)


def _excluded_rows() -> Rule:
    row = exact({"count": integer, "reason": one_of(*EXCLUSIONS)})
    return both(items(row), _all_reasons)


def _reason(*allowed: str) -> Rule:
    return exact({"code": one_of(*allowed), "text": digest})


def _act(**fields: Rule) -> Rule:
    """An act of a draw (01 §5) by one person."""
    common = {"campaign": integer, "draw": integer, "level": level, "person": person}
    return exact({**common, **fields})


def _beacon(value: Any) -> None:
    """`none` or the hash of a chain; one that v1 does not know is unknown, not wrong (00 §7)."""
    either(one_of("none"), digest)(value)
    if value != "none" and value not in CHAINS:
        raise UnknownError(say("a chain that this version knows"), value)


_representative = exact({"number": integer, "person": person, "substitute": nullable(person)})
_waiver = exact({"code": pattern(codes.WAIVER, plain=True), "text": text, "types": some_types})

_campaign_open = exact(
    {
        "allocation": rule_name("pooled", "per_type"),
        "approvals": _approvals,
        "avoidance_months": integer,
        "basis": text,
        "beacon": _beacon,
        "campaign": integer,
        "catalogue": _blob,
        "disclose_by": day,
        "institutions": _blob,
        "matching": rule_name("quotas", "weights"),
        "officials": items(person, at_least=2, order=itself, unique=False),
        "open_basis": text,
        "policy": one_of("sealed", "open"),
        "reference_date": day,
        "representatives": both(items(_representative, at_least=1), _numbered),
        "roster": _leaf_list,
        "rules": rule_name("sunlot/v1"),
        "sampling_until": day,
        "supervisors": items(person, at_least=1, order=itself, unique=False),
        "title": text,
        "waivers": items(_waiver, order=by("code")),
    }
)

_answer_fields: Mapping[str, Rule] = {
    "digest": digest,
    "entry": integer,
    "expires": integer,
    "nonce": digest,
    "representative": integer,
}


# Numbers, order and keys of a policy are 04.genesis (01 §2); only its shape is here.
WITNESSES = items(exact({"body": text, "vkey": text}))
# Lengths depend on the chain, and so are 06.beacon.
_hex = pattern(codes.HEX, plain=True)

_odds = nullable(items(integer, at_least=2, at_most=2))
_stratum = exact(
    {
        "cutoff": nullable(digest),
        "must": integer,
        "n": integer,
        "odds": _odds,
        "pool": integer,
        "type": product_type,
    }
)
_pooled_result = _act(cutoff=nullable(digest), odds=_odds, seed=digest, selection=_leaf_list)
_per_type_result = _act(
    seed=digest, selection=_leaf_list, strata=items(_stratum, at_least=1, order=by("type"))
)

KINDS: Mapping[str, Rule] = {
    "genesis": exact(
        {
            "agency_key": digest,
            "origin": pattern(codes.ORIGIN, plain=True),
            "profile": text,
            "quorum": integer,
            "simulation": flag,
            "witnesses": WITNESSES,
        }
    ),
    "campaign.open": _campaign_open,
    "roster.audit": exact(
        {
            "campaign": integer,
            "level": level,
            "person": person,
            "roster": digest,
            "statements": one_of(STATEMENTS),
        }
    ),
    "draw.commit": _act(commitment=digest, representative=integer),
    "draw.choice": _act(inherited=nullable(integer), representative=integer, types=some_types),
    "draw.freeze": _act(
        excluded=_excluded_rows(), must=integer, n=integer, planned=integer, pool=_leaf_list
    ),
    "draw.contribution": _act(
        commitment=digest, made_by=one_of("bot", "device"), representative=integer
    ),
    "draw.close": _act(
        contributions=items(
            exact({"commitment": digest, "representative": integer}),
            at_least=1,
            order=by("representative"),
        ),
        round=nullable(integer),
    ),
    "draw.open": _act(party=pattern(codes.PARTY, plain=True), secret=digest),
    "draw.beacon": _act(
        beacon=exact(
            {"chain": digest, "previous": nullable(_hex), "round": integer, "signature": _hex}
        ),
        bracket=nullable(_blob),
    ),
    "draw.result": by_key("strata", _per_type_result, _pooled_result),
    "match.result": _act(
        by_type=items(
            exact(
                {
                    "drawn": integer,
                    "pool": integer,
                    "type": either(one_of("*"), product_type),
                }
            ),
            at_least=1,
            order=_type_order,
        ),
        institutions=items(
            exact({"institution": institution_code, "sampling": integer, "testing": integer}),
            at_least=1,
            order=by("institution"),
        ),
        over_quota=exact({"sampling": integer, "testing": integer}),
        rotation_dropped=integer,
        rows=exact({"count": integer, "root": digest}),
        statement=digest,
        waived=integer,
    ),
    "confirm": _act(answer=one_of("confirm"), **_answer_fields),
    "object": _act(answer=one_of("object"), reason=_reason(*OBJECTION_CODES), **_answer_fields),
    "object.answer": _act(objection=integer, outcome=one_of("unfounded", "founded"), text=digest),
    "draw.void": exact(
        {
            "approvals": _approvals,
            "campaign": integer,
            "draw": integer,
            "finding": text,
            "reason": _reason(*VOID_CODES),
        }
    ),
    "campaign.close": exact(
        {
            "approvals": _approvals,
            "campaign": integer,
            "not_drawn": items(integer, order=itself),
        }
    ),
    "campaign.void": exact(
        {"approvals": _approvals, "campaign": integer, "reason": _reason(*VOID_CODES[:4])}
    ),
    "disclosure": exact(
        {
            "blob": digest,
            "campaign": integer,
            "count": integer,
            "level": level,
            "parts": items(one_of(*PARTS), at_least=1, order=itself),
            "person": person,
            "rows": one_of("all", "selected"),
        }
    ),
}

ENTRY = exact({"body": any_object, "sigs": items(anything)})

BODY = exact(
    {
        "at": integer,
        "data": any_object,
        "kind": text,
        "prev": digest,
        "seq": integer,
        "simulation": flag,
        "v": version,
    }
)

SIGNATURE_ROW = exact({"key": digest, "sig": pattern(codes.SIGNATURE, plain=True)})

# That there must be exactly one signature is 04.signature, also where there is none (03 §3).
SIGNATURES = items(SIGNATURE_ROW, order=by("key"))
