"""Inputs a vector's function may be given; anything else is refused (vectors/README.md).

The verifier's functions are only ever called with values that passed its schemas. The vectors
call them directly, so the same schemas stand in front of them here.
"""

import re
from collections.abc import Mapping
from typing import Any

from verifier import codes, records, step05_campaign
from verifier.beacon import CHAINS, signature_fault
from verifier.canonical import decode, encode
from verifier.documents import FACTS_VALUE, INSTITUTION_ROW
from verifier.findings import say
from verifier.schema import (
    RefusedError,
    Rule,
    anything,
    between,
    both,
    by,
    by_key,
    day,
    either,
    exact,
    flag,
    items,
    itself,
    null,
    nullable,
    one_of,
    pattern,
    text,
)

from .vector_blobs import statement_strata

MOST = 2**53 - 1
digest = records.digest
number = between(1, MOST)
amount = between(0, MOST)
some_types = items(records.product_type, at_least=1, order=itself)
party = pattern(re.compile(r"operator|representative\.[1-9][0-9]*"))


def _that(condition: bool) -> None:
    if not condition:
        raise RefusedError(say("a value within the rules"), None)


def row(given: Any) -> None:
    """A pair of leaf and mark."""
    items(anything, at_least=2, at_most=2)(given)
    digest(given[0])
    one_of("m", "r")(given[1])


def sizes(given: Any) -> None:
    """1 ≤ N, 1 ≤ n ≤ N, m ≤ n."""
    _that(1 <= given["n"] <= given["N"] and given["m"] <= given["n"])


def contributions(given: Any) -> None:
    """An object of representative numbers and digests, not empty."""
    _that(type(given) is dict and len(given) > 0)
    for key, value in given.items():
        pattern(re.compile(r"[1-9][0-9]{0,15}"))(key)
        digest(value)


def selection(given: Any) -> None:
    """A pool that could be a list of spec 00 §5, and n within it."""
    leaves = [leaf for leaf, _mark_ in given["pool"]]
    _that(leaves == sorted(set(leaves)))
    musts = [mark for _leaf, mark in given["pool"]].count("m")
    sizes({"N": len(leaves), "m": musts, "n": given["n"]})


def pool_rows(given: Any) -> None:
    """Leaves unique, no visit after the reference date."""
    leaves = [one["leaf"] for one in given["rows"]]
    _that(len(set(leaves)) == len(leaves))
    visits = [visit["date"] for one in given["rows"] for visit in one["facts"]["last"]]
    _that(all(visit <= given["reference_date"] for visit in visits))


def match_rows(given: Any) -> None:
    """Leaves and lots unique, candidates among the types."""
    for name in ("leaf", "lot"):
        values = [one[name] for one in given["rows"]]
        _that(len(set(values)) == len(values))
    _faults, mixed = step05_campaign._form_faults(given["institutions"], "weights")
    _that(not mixed)
    _that(all(set(one["candidates"]) <= set(one["facts"]["types"]) for one in given["rows"]))


def over_quota(given: Any) -> None:
    """Sizes as in a draw, over quota at most n."""
    sizes(given)
    _that(max(given["over_quota"].values()) <= given["n"])


def canonical_value(given: Any) -> None:
    """A value that has a canonical form: its encoding can be read back."""
    decode(encode(given))


def known_chain(given: Any) -> None:
    """A chain of spec 02 §11."""
    _that(given["chain"] in CHAINS)


def point(given: Any) -> None:
    """As long as a compressed point of one of the two groups."""
    _that(len(given) in (96, 192))


def beacon_text(given: Any) -> None:
    """`none`, or chain hash, round and a signature of the chain's form."""
    if given == "none":
        return
    form = re.compile(r"([0-9a-f]{64}):([1-9][0-9]{0,15}):([0-9a-f]+)")
    pattern(form)(given)
    chain, told, signature = given.split(":")
    known_chain({"chain": chain})
    number(int(told))
    _that(signature_fault(CHAINS[chain], signature) is None)


hexadecimal = pattern(re.compile(r"(?:[0-9a-f]{2})*"))

_STATEMENT: Mapping[str, Rule] = {
    "origin": pattern(codes.ORIGIN),
    "simulation": flag,
    "campaign": number,
    "draw": number,
    "representative": number,
    "types": some_types,
    "roster": digest,
    "pool": digest,
    "N": number,
    "m": amount,
    "n": number,
    "beacon": beacon_text,
    "seed": digest,
    "selection": digest,
    "rows": digest,
    "over_quota": exact({"sampling": amount, "testing": amount}),
}
_POOLED: Mapping[str, Rule] = {
    "cutoff": nullable(digest),
    "odds": either(null, items(amount, at_least=2, at_most=2)),
}

INPUTS: Mapping[str, Rule] = {
    "canonical": either(exact({"text": text}), exact({"hex": hexadecimal})),
    "commitment": exact(
        {
            "tag": one_of("id", "facts", "lot", "person", "text"),
            "salt": digest,
            "value": canonical_value,
        }
    ),
    "leaf": exact({"id": digest, "facts": digest, "lot": digest}),
    "merkle": exact({"leaves": items(hexadecimal)}),
    "list": exact({"text": text, "marks": flag}),
    "secret_commitment": exact(
        {"campaign": number, "draw": number, "roster": digest, "party": party, "secret": digest}
    ),
    "seed": both(
        exact(
            {
                "campaign": number,
                "draw": number,
                "roster": digest,
                "types": some_types,
                "pool": digest,
                "N": number,
                "m": amount,
                "n": number,
                "operator": digest,
                "contributions": contributions,
                "beacon": beacon_text,
            }
        ),
        sizes,
    ),
    "ticket": exact(
        {
            "seed": digest,
            "label": one_of("draw", "type", "order", "test", "sample", "row"),
            "key": digest,
        }
    ),
    "index": exact({"ticket": digest, "total": number}),
    "cut": exact({"reference_date": day, "months": between(0, 24)}),
    "selection": both(exact({"seed": digest, "pool": items(row), "n": number}), selection),
    "pool": both(
        exact(
            {
                "chosen": some_types,
                "rows": items(exact({"leaf": digest, "facts": FACTS_VALUE})),
                "reference_date": day,
                "avoidance_months": between(0, 24),
                "drawn": items(digest),
                "planned": number,
            }
        ),
        pool_rows,
    ),
    "match": both(
        exact(
            {
                "seed": digest,
                "sampling_until": day,
                "waived": items(records.product_type, order=itself),
                "institutions": items(INSTITUTION_ROW, order=by("code")),
                "rows": items(
                    exact(
                        {
                            "leaf": digest,
                            "lot": digest,
                            "candidates": some_types,
                            "facts": FACTS_VALUE,
                        }
                    ),
                    at_least=1,
                ),
            }
        ),
        match_rows,
    ),
    "statement": by_key(
        "strata",
        both(exact({**_STATEMENT, "strata": anything}), statement_strata),
        both(exact({**_STATEMENT, **_POOLED}), over_quota),
    ),
    "chain": exact(
        {
            "period": between(1, 2**32 - 1),
            "genesis": amount,
            "public_key": both(hexadecimal, point),
            "genesis_seed": digest,
            "beacon_id": pattern(re.compile(r"[!-~]+")),
        }
    ),
    "round": both(exact({"chain": digest, "closed_at": amount}), known_chain),
    "beacon": both(
        exact({"chain": digest, "round": number, "signature": text, "previous": nullable(text)}),
        known_chain,
    ),
    "policy": exact({"quorum": amount, "witnesses": records.WITNESSES}),
    "cosignature": exact({"note": text, "log_key": text, "witnesses": items(text)}),
    "inclusion": exact(
        {
            "leafhash": digest,
            "index": amount,
            "size": amount,
            "proof": items(digest, at_most=63),
            "root": digest,
        }
    ),
    "bracket": both(
        exact(
            {
                "note": text,
                "log_key": text,
                "witnesses": items(text),
                "quorum": number,
                "margin": amount,
                "time": amount,
                "last_open": amount,
                "entries": items(digest),
            }
        ),
        lambda given: _that(given["quorum"] <= len(given["witnesses"])),
    ),
    "proof": exact({"file": text, "trust": text}),
    "entry": exact({"bytes": text}),
    "pae": exact({"kind": text, "body": text}),
    "uscc": exact({"code": text}),
}
