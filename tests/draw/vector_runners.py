"""How a vector's JSON becomes values of `draw` and back: `RUNNERS`, by function of the table."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from draw import (
    CHAINS,
    DEFAULT,
    Avoidance,
    BadInput,
    Beacon,
    Facts,
    Institution,
    Matching,
    MatchRow,
    MatchRules,
    Pool,
    Quota,
    Row,
    SeedInput,
    Statement,
    Stratum,
    Subject,
    Visit,
    assign_types,
    by_institution,
    by_type,
    chain_hash,
    commitment,
    index,
    leaf,
    match,
    pool,
    reserves,
    round_after,
    sample_size,
    secret_commitment,
    select,
    select_by_type,
    ticket,
    time_of,
)
from draw.notation import RANDOM


def read_facts(value: dict[str, Any]) -> Facts:
    last = tuple(
        Visit(one["type"], read_date(one["date"]), one["sampler"], one["tester"])
        for one in value["last"]
    )
    failed = tuple(one["type"] for one in value["failed"])
    return Facts(tuple(value["types"]), failed, last, tuple(value["conflicts"]), value["status"])


def read_date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def run_commitment(given: dict[str, Any]) -> str:
    text = json.dumps(
        given["value"], ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return commitment(given["tag"], given["salt"], text)


def run_leaf(given: dict[str, Any]) -> str:
    return leaf(given["id"], given["facts"], given["lot"])


def run_secret_commitment(given: dict[str, Any]) -> str:
    return secret_commitment(**given)


def run_seed(given: dict[str, Any]) -> str:
    return SeedInput(
        campaign=given["campaign"],
        draw=given["draw"],
        roster=given["roster"],
        types=tuple(given["types"]),
        pool=given["pool"],
        pool_size=given["N"],
        must=given["m"],
        size=given["n"],
        operator=given["operator"],
        contributions={int(number): text for number, text in given["contributions"].items()},
        beacon=read_beacon(given.get("beacon", "none")),
    ).seed()


def read_beacon(text: str) -> Beacon | None:
    """Return the beacon of a line; a line does not say what stood before it in the chain."""
    if text == "none":
        return None
    if text.count(":") != 2:
        raise BadInput("beacon: expected a line of 02 §4")
    digest, number, signature = text.split(":")
    chain = CHAINS.get(digest)
    if chain is None or not number.isascii() or not number.isdigit() or number != str(int(number)):
        raise BadInput("beacon: expected a line of 02 §4")
    before = chain.genesis_seed if number == "1" else "8" + "0" * (chain.signature_digits - 1)
    return Beacon(chain, int(number), signature, before if chain.chained else None)


def run_ticket(given: dict[str, Any]) -> str:
    return ticket(given["seed"], given["label"], given["key"])


def run_index(given: dict[str, Any]) -> int:
    return index(given["ticket"], given["total"])


def run_cut(given: dict[str, Any]) -> str:
    return Avoidance(read_date(given["reference_date"]), given["months"]).cut.isoformat()


def run_selection(given: dict[str, Any]) -> dict[str, Any]:
    rows = [(row[0], row[1]) for row in given["pool"]]
    made = select(given["seed"], rows, given["n"])
    return {
        "selection": [list(row) for row in made.rows],
        "cutoff": made.cutoff,
        "odds": made.odds and list(made.odds),
        "reserves": list(reserves(given["seed"], rows, made)),
    }


def run_pool(given: dict[str, Any]) -> dict[str, Any]:
    made = pool(
        given["chosen"],
        [Row(row["leaf"], read_facts(row["facts"])) for row in given["rows"]],
        Avoidance(read_date(given["reference_date"]), given["avoidance_months"]),
        frozenset(given["drawn"]),
    )
    return {
        "pool": [list(row) for row in made.rows],
        "candidates": {key: list(types) for key, types in made.candidates.items()},
        "excluded": dict(made.excluded),
        "n": sample_size(given["planned"], made.size, made.must),
    }


def run_match(given: dict[str, Any]) -> dict[str, Any]:
    rules = MatchRules(
        [read_institution(one) for one in given["institutions"]],
        read_date(given["sampling_until"]),
        frozenset(given["waived"]),
    )
    subjects = [
        Subject(row["leaf"], row["lot"], tuple(row["candidates"]), read_facts(row["facts"]))
        for row in given["rows"]
    ]
    rows = match(given["seed"], subjects, rules).rows
    names = ("leaf", "type", "sampling", "testing", "over", "rotation")
    return {
        "rows": [{name: getattr(row, name) for name in names} for row in rows],
        "root": root([row.digest() for row in rows]).hex(),
    }


def read_institution(value: dict[str, Any]) -> Institution:
    return Institution(value["code"], {one["type"]: read_quota(one) for one in value["types"]})


def read_quota(value: dict[str, Any]) -> Quota:
    ending = "_weight" if "sampling_weight" in value else ""
    sampling, testing = value[f"sampling{ending}"], value[f"testing{ending}"]
    return Quota(sampling, testing, read_date(value["valid_until"]), weighted=bool(ending))


def run_strata(given: dict[str, Any]) -> dict[str, Any]:
    subjects = [
        Subject(leaf, lot, tuple(candidates), Facts(tuple(candidates), (), (), (), "normal"))
        for leaf, _, lot, candidates in given["pool"]
    ]
    rows = [(leaf, mark) for leaf, mark, _, _ in given["pool"]]
    planned = {one["type"]: one["planned"] for one in given["chosen"]}
    for code in {code for subject in subjects for code in subject.candidates}:
        if code not in planned:  # `pool` makes no such candidate
            raise BadInput(f"candidate {code}: expected a chosen type")
    made = select_by_type(given["seed"], rows, assign_types(given["seed"], subjects), planned)
    return {
        "strata": [write_stratum(one) for one in made.strata],
        "selection": [list(row) for row in made.rows],
    }


def write_stratum(one: Stratum) -> dict[str, Any]:
    counts = {"pool": one.pool_size, "must": one.must, "n": one.size}
    return counts | {"type": one.type, "cutoff": one.cutoff, "odds": one.odds and list(one.odds)}


def read_stratum(value: dict[str, Any]) -> Stratum:
    if not {"pool", "must", "n"} <= value.keys():
        raise BadInput("stratum: expected pool, must and n (01 §5)")
    counts = value["pool"], value["must"], value["n"]
    return Stratum(value["type"], *counts, value["cutoff"], value["odds"] and tuple(value["odds"]))


def run_totals(given: dict[str, Any]) -> dict[str, Any]:
    """Count a matching that has these rows, in a pool whose rows have one candidate each."""
    chosen = given["chosen"]
    candidates = {
        numbered(code, number): (code,)
        for code, count in given["pool"].items()
        for number in range(count)
    }
    rows = tuple((leaf, RANDOM) for leaf in sorted(candidates))
    made = read_matching(given["rows"])
    rules = MatchRules(
        [read_institution(one) for one in given["institutions"]],
        datetime.date(2026, 11, 30),
        frozenset(),
    )
    pool_of_all = Pool(rows, candidates, {})
    types = by_type(chosen, pool_of_all, made, merged=given["allocation"] == "pooled")
    sampling, testing = made.over_quota
    return {
        "by_type": [{"type": code, "pool": pool, "drawn": drawn} for code, pool, drawn in types],
        "institutions": [
            {"institution": code, "sampling": sampled, "testing": tested}
            for code, sampled, tested in by_institution(made, rules, chosen)
        ],
        "over_quota": {"sampling": sampling, "testing": testing},
        "rotation_dropped": made.rotation_dropped,
        "waived": made.waived,
    }


def read_matching(rows: Sequence[dict[str, Any]]) -> Matching:
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        made.append(MatchRow(leaf=numbered(row["type"], seen[row["type"]]), salt="00" * 32, **row))
        seen[row["type"]] += 1
    return Matching(tuple(sorted(made, key=lambda row: row.leaf)))


def numbered(code: str, number: int) -> str:
    """A leaf of its own for the enterprise with this number of a type."""
    return hashlib.sha256(f"{code} {number}".encode()).hexdigest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of RFC 6962 §2.1 (00 §4)."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def run_chain(given: dict[str, Any]) -> str:
    return chain_hash(replace(DEFAULT, **given))


def run_round(given: dict[str, Any]) -> dict[str, int]:
    chain = CHAINS.get(given["chain"])
    if chain is None:
        raise BadInput("chain: expected one of 02 §11")
    number = round_after(chain, given["closed_at"])
    return {"round": number, "time": time_of(chain, number)}


def run_statement(given: dict[str, Any]) -> str:
    fields = {**given, "beacon": read_beacon(given["beacon"])}
    fields["types"] = tuple(fields["types"])
    for short, name in (("N", "pool_size"), ("m", "must"), ("n", "size")):
        fields[name] = fields.pop(short)
    if "strata" in fields:
        fields["strata"] = tuple(map(read_stratum, fields["strata"]))
        fields = {"cutoff": None, "odds": None} | fields
    fields["odds"] = fields["odds"] and tuple(fields["odds"])
    over = fields["over_quota"]
    fields["over_quota"] = (over["sampling"], over["testing"])
    return Statement(**fields).digest()


RUNNERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "chain": run_chain,
    "commitment": run_commitment,
    "cut": run_cut,
    "index": run_index,
    "leaf": run_leaf,
    "match": run_match,
    "pool": run_pool,
    "round": run_round,
    "secret_commitment": run_secret_commitment,
    "seed": run_seed,
    "selection": run_selection,
    "statement": run_statement,
    "strata": run_strata,
    "ticket": run_ticket,
    "totals": run_totals,
}
