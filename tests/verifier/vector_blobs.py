"""Vectors that give whole texts or records: blobs, openings, campaigns, strata, totals, claims."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from verifier import matching, note, people, records, rules, seen, step05_campaign, strata
from verifier.book import Campaign
from verifier.canonical import decode, decode_line, encode
from verifier.codes import ORIGIN, is_enterprise_code
from verifier.documents import CATALOGUE, INSTITUTION_ROW, INSTITUTIONS
from verifier.findings import Findings
from verifier.material import CampaignMaterial
from verifier.openings import read_opening, value_of
from verifier.publication import MAX_OPENING, MAX_TRUST
from verifier.recompute import _totals
from verifier.schema import (
    Rule,
    anything,
    between,
    both,
    by,
    exact,
    flag,
    integer,
    items,
    itself,
    one_of,
    pattern,
    text,
)
from verifier.step01_head import parse_trust
from verifier.step03_entries import Entry
from verifier.unread import unknown_values

Data = dict[str, Any]


def _that(condition: bool, what: str) -> None:
    if not condition:
        raise ValueError(what)


def _bytes(given: Data) -> bytes:
    told: str = given["text"]
    return told.encode("utf-8", "surrogatepass")


def run_campaign(given: Data) -> bool:
    data = decode(encode(given["data"]))
    records.KINDS["campaign.open"](data)
    _that(not list(unknown_values(data)), "a level is reserved")
    opening = Entry(1, "campaign.open", given["at"], data)
    genesis = Entry(0, "genesis", 0, {"simulation": given["simulation"]})
    whole = Campaign(data["campaign"], opening, None, (), (), None)
    base = CampaignMaterial(whole, None, dict.fromkeys(given["catalogue"], 1), None, None)
    findings = Findings()
    step05_campaign._check_rules(base, opening, genesis, findings)
    failed = any(finding.result == "failed" for finding in findings.all())
    # That campaigns count from 1 is 05.order, that a roster is not empty 05.roster.
    counts = data["campaign"] >= 1 and data["roster"]["count"] >= 1
    return counts and not failed and not [*people._of_entry(data, opening)]


def run_catalogue(given: Data) -> Data:
    CATALOGUE(decode_line(_bytes(given)))
    return {"blob": sha256(_bytes(given)).hexdigest()}


def run_institutions(given: Data) -> Data:
    value = decode_line(_bytes(given))
    INSTITUTIONS(value)
    faults, _mixed = step05_campaign._form_faults(value["institutions"], given["matching"])
    types = {row["type"] for one in value["institutions"] for row in one["types"]}
    _that(not faults and types <= set(given["catalogue"]), "institutions")
    return {"blob": sha256(_bytes(given)).hexdigest()}


def run_opening(given: Data) -> Data:
    data = _bytes(given)
    _that(data.endswith(b"\n") and len(data) <= MAX_OPENING, "no final LF, or too long")
    opening, leaf = read_opening(data[:-1])
    value = value_of(opening, "id")
    _that(opening["campaign"] >= 1, "campaigns count from 1")
    _that(value is None or is_enterprise_code(value["code"]), "the code is not valid")
    opened = [part for part in records.PARTS if "salt" in opening[part]]
    return {"campaign": opening["campaign"], "leaf": leaf, "open": opened}


def run_trust(given: Data) -> bool:
    _that(len(_bytes(given)) <= MAX_TRUST, "too long")
    parse_trust(_bytes(given))
    return True


def run_typed(given: Data) -> Data:
    told = seen.parse_typed(given["text"])
    _that(told.origin in (None, given["origin"]), "of another origin")
    return {"size": told.size, "root": told.root.hex()}


def stratum_row(one: rules.Stratum) -> Data:
    odds = None if one.odds is None else list(one.odds)
    return {"cutoff": one.cutoff, "must": one.m, "n": one.n, "odds": odds, "pool": one.N,
            "type": one.type}  # fmt: skip


def run_strata(given: Data) -> Data:
    planned = {row["type"]: row["planned"] for row in given["chosen"]}
    candidates = {leaf: (lot, types) for leaf, _mark, lot, types in given["pool"]}
    types = strata.types_under(given["seed"], candidates)
    rows = strata.grouped_rows([row[:2] for row in given["pool"]], types, planned)
    rows = {name: [(leaf, mark) for leaf, mark in members] for name, members in rows.items()}
    made = strata.select_strata(given["seed"], rows, strata.counts_of(rows, planned))
    return {
        "strata": [stratum_row(one) for one in made.strata],
        "selection": [list(row) for row in made.rows],
    }


def run_totals(given: Data) -> Data:
    market = matching.market_of(given["institutions"], "0000-00-00", ())
    zero = "0" * 64
    rows = tuple(
        matching.Assignment(zero, one["type"], one["sampling"], one["testing"], one["over"],
                            one["rotation"], zero)
        for one in given["rows"]
    )  # fmt: skip
    drawn = Counter(row.product_type for row in rows)
    told = _totals(market, given["chosen"], rows)
    del told["rows"]
    per_type = given["allocation"] == "per_type"
    table = matching.type_totals(given["chosen"], Counter(given["pool"]), drawn, per_type)
    return {"by_type": table, **told}


def run_ed25519(given: Data) -> bool:
    key, signature, message = (
        bytes.fromhex(given[name]) for name in ("public_key", "signature", "message")
    )
    return note.is_signed(key, signature, message)


def strata_of(given: Data) -> tuple[rules.Stratum, ...]:
    """Strata of a statement as the verifier keeps them."""
    return tuple(
        rules.Stratum(one["type"], one["pool"], one["must"], one["n"], one["cutoff"], one["odds"])
        for one in given["strata"]
    )


def as_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


RUN_BLOBS: Mapping[str, Callable[[Data], Any]] = {
    "campaign": run_campaign,
    "catalogue": run_catalogue,
    "institutions": run_institutions,
    "opening": run_opening,
    "trust": run_trust,
    "typed": run_typed,
    "strata": run_strata,
    "totals": run_totals,
    "ed25519": run_ed25519,
}

_types = items(records.product_type, at_least=1, order=itself)
_hex = pattern(re.compile(r"(?:[0-9a-f]{2})*"))
_amount = between(0, 2**53 - 1)
_service = items(INSTITUTION_ROW, order=by("code"))


def _first(row: Any) -> Any:
    return row[0]


def _pool_row(given: Any) -> None:
    items(anything, at_least=4, at_most=4)(given)
    for rule, value in zip((records.digest, one_of("m", "r"), records.digest, _types), given,
                           strict=True):  # fmt: skip
        rule(value)


def _strata_input(given: Any) -> None:
    chosen = {row["type"] for row in given["chosen"]}
    lots = [row[2] for row in given["pool"]]
    _that(len(set(lots)) == len(lots), "a lot twice")
    _that(all(set(row[3]) <= chosen for row in given["pool"]), "a candidate was not chosen")


def _totals_input(given: Any) -> None:
    chosen, drawn = set(given["chosen"]), Counter(row["type"] for row in given["rows"])
    codes = {one["code"] for one in given["institutions"]}
    _that(set(given["pool"]) == chosen and set(drawn) <= chosen, "types")
    _that(all(given["pool"][name] >= count for name, count in drawn.items()), "more than the pool")
    _that({row[role] for row in given["rows"] for role in ("sampling", "testing")} <= codes, "who")


def statement_strata(given: Any) -> None:
    """Strata of a statement: those of the chosen types, together the pool, sizes in order."""
    rows = decode(encode(given["strata"]))
    row = records._stratum
    items(row, at_least=1, order=by("type"))(rows)
    _that([one["type"] for one in rows] == given["types"], "types")
    sums = (sum(one["pool"] for one in rows), sum(one["must"] for one in rows))
    _that(sums == (given["N"], given["m"]), "together the pool")
    _that(all(one["must"] <= one["n"] <= one["pool"] for one in rows), "sizes")
    _that(max(given["over_quota"].values()) <= sum(one["n"] for one in rows), "over quota")


BLOB_INPUTS: Mapping[str, Rule] = {
    "campaign": exact({"data": anything, "at": integer, "simulation": flag, "catalogue": _types}),
    "catalogue": exact({"text": text}),
    "institutions": exact(
        {"text": text, "matching": one_of("quotas", "weights"), "catalogue": _types}
    ),
    "opening": exact({"text": text}),
    "trust": exact({"text": text}),
    "typed": exact({"text": text, "origin": pattern(ORIGIN)}),
    "strata": both(
        exact(
            {
                "seed": records.digest,
                "chosen": items(
                    exact({"planned": between(1, 2**53 - 1), "type": records.product_type}),
                    at_least=1,
                    order=by("type"),
                ),
                "pool": items(_pool_row, at_least=1, order=_first),
            }
        ),
        _strata_input,
    ),
    "totals": both(
        exact(
            {
                "allocation": one_of("pooled", "per_type"),
                "chosen": _types,
                "institutions": _service,
                "pool": anything,
                "rows": items(
                    exact(
                        {
                            "over": one_of("none", "sampling", "testing", "both"),
                            "rotation": one_of("kept", "dropped"),
                            "sampling": records.institution_code,
                            "testing": records.institution_code,
                            "type": records.product_type,
                        }
                    ),
                    at_least=1,
                ),
            }
        ),
        _totals_input,
    ),
    "ed25519": exact({"public_key": _hex, "message": _hex, "signature": _hex}),
}
