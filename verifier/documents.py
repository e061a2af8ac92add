"""Exact shapes of what lies beside the entries: blobs in JSON, openings, people, trust file.

Spec 01 §1 (values and openings), §3.1 (catalogue), §3.2 (institutions), 03 §6 (trust file), 04 §3
(people of an auditor folder).
"""

import re
from typing import Any

from . import codes
from .findings import say
from .records import WITNESSES, digest, institution_code, product_type, some_types
from .schema import (
    RefusedError,
    Rule,
    between,
    both,
    by,
    by_key,
    day,
    exact,
    integer,
    items,
    itself,
    nullable,
    one_of,
    pattern,
    text,
    version,
)

STATUSES = ("normal", "closed", "invalid", "duplicate")
MAX_QUOTA = 1_000_000


def _not_both_zero(sampling: str, testing: str) -> Rule:
    def rule(value: Any) -> None:
        if value[sampling] == 0 and value[testing] == 0:
            raise RefusedError(say("a quota or weight above 0"), value)

    return rule


_not_empty = pattern(re.compile(r".+", re.DOTALL))

CATALOGUE = exact(
    {
        "kind": one_of("catalogue"),
        "types": items(
            exact(
                {
                    "class": text,
                    "code": product_type,
                    "name": _not_empty,
                    "planned": between(1, 2**53 - 1),
                }
            ),
            at_least=1,
            order=by("code"),
        ),
        "v": version,
    }
)

_quota = between(0, MAX_QUOTA)


_service = both(
    exact({"sampling": _quota, "testing": _quota, "type": product_type, "valid_until": day}),
    _not_both_zero("sampling", "testing"),
)
_weighted_service = both(
    exact(
        {
            "sampling_weight": _quota,
            "testing_weight": _quota,
            "type": product_type,
            "valid_until": day,
        }
    ),
    _not_both_zero("sampling_weight", "testing_weight"),
)
INSTITUTION_ROW = exact(
    {
        "code": institution_code,
        "name": _not_empty,
        "types": items(
            by_key("sampling_weight", _weighted_service, _service), at_least=1, order=by("type")
        ),
    }
)
INSTITUTIONS = exact(
    {
        "institutions": items(INSTITUTION_ROW, at_least=1, order=by("code")),
        "kind": one_of("institutions"),
        "v": version,
    }
)

TRUST = exact(
    {
        "genesis": digest,
        "log_key": text,
        "origin": pattern(codes.ORIGIN),
        "quorum": integer,
        "v": one_of(1),
        "witnesses": WITNESSES,
    }
)

# The code's check characters are 10.roster (or 11.opening), so here it is any text.
ID_VALUE = exact({"addresses": items(_not_empty, at_least=1), "code": text, "name": _not_empty})

_visiting = pattern(re.compile(f"(?:{codes.INSTITUTION.pattern})?"))


def _failed_among_types(value: Any) -> None:
    for place, row in enumerate(value["failed"]):
        if row["type"] not in value["types"]:
            fault = RefusedError(say("one of the enterprise's types"), row["type"])
            raise fault.within(f"failed[{place}].type")


FACTS_VALUE = both(
    exact(
        {
            "conflicts": items(institution_code, order=itself),
            "failed": items(exact({"evidence": text, "type": product_type}), order=by("type")),
            "last": items(
                exact(
                    {
                        "date": day,
                        "sampler": _visiting,
                        "tester": _visiting,
                        "type": product_type,
                    }
                ),
                order=by("type"),
            ),
            "region": pattern(codes.REGION),
            "status": one_of(*STATUSES),
            "types": some_types,
        }
    ),
    _failed_among_types,
)

LOT_VALUE = digest

_closed_part = exact({"commitment": digest})


def _part(value_rule: Rule) -> Rule:
    opened = exact({"salt": digest, "value": value_rule})

    def rule(value: Any) -> None:
        if type(value) is dict and "commitment" in value:
            _closed_part(value)
        else:
            opened(value)

    return rule


OPENING = exact(
    {
        "campaign": integer,
        "facts": _part(FACTS_VALUE),
        "id": _part(ID_VALUE),
        "kind": one_of("opening"),
        "lot": _part(LOT_VALUE),
        "v": version,
    }
)

PERSON = exact(
    {
        "kind": one_of("person"),
        "person": digest,
        "salt": digest,
        "v": version,
        "value": exact({"name": text, "telegram": integer}),
    }
)

# A contribution's proof (spec 03 §10).
PROOF = exact(
    {
        "checkpoint": text,
        "entry": text,
        "index": integer,
        "kind": one_of("contribution"),
        "proof": items(digest, at_most=63),
        "roster": digest,
        "secret": nullable(digest),
        "v": version,
    }
)
