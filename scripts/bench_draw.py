"""One draw at article size (17,379 -> 2,531 of 67,861), as ratios to a plain hashlib loop.

Times are processor seconds of this process (`time.process_time`), medians of several runs. The
yardstick is a bare loop over `hashlib.sha256` for the same tickets, measured in the same run.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo.catalogue import FIRST_PICK
from demo.generate import contents, dataset
from draw import (
    Avoidance,
    Row,
    Subject,
    commitment,
    index,
    infeasible,
    leaf,
    match,
    pool,
    select,
    ticket,
)
from draw import sample_size as size_of
from inspection import lists, rosters
from inspection.forms import CampaignForm
from inspection.opening import match_rules
from inspection.reading import read_table
from scripts.measuring import peak, timed

REFERENCE = date(2026, 11, 16)
SEED = hashlib.sha256(b"bench").hexdigest()


def lists_of_demo() -> lists.Lists:
    """The demo's three lists, read as an official's files would be."""
    files = contents(dataset(REFERENCE))
    tables = {name: read_table(name, files[name]) for name in files if name != "README.txt"}
    catalogue = lists.parse_catalogue(tables["catalogue.csv"]).rows
    types = frozenset(row.code for row in catalogue)
    institutions = lists.parse_institutions(tables["institutions.xlsx"], types).rows
    codes = frozenset(row.code for row in institutions)
    parsed, _ = timed(
        "import 67,861 enterprises",
        lambda: lists.parse_enterprises(
            read_table("enterprises.csv", files["enterprises.csv"]), types, codes, REFERENCE
        ),
        runs=1,
    )
    return lists.Lists(catalogue, institutions, parsed.rows)


def sealed_rows(found: lists.Lists) -> tuple[list[Row], dict[str, str]]:
    """Rows with synthetic leaves and lots (salts from a counter: only the cost matters here)."""
    rows, lots = [], {}
    for number, enterprise in enumerate(found.enterprises):
        salt = hashlib.sha256(str(number).encode()).hexdigest()
        digest = leaf(*(commitment(tag, salt, f'"{number}"') for tag in ("id", "facts", "lot")))
        rows.append(Row(digest, rosters.as_facts(enterprise)))
        lots[digest] = salt
    return rows, lots


def plain_loop(leaves: list[str]) -> list[str]:
    """The yardstick: nothing but the tickets, in one comprehension."""
    prefix = f"{SEED}:draw:"
    return [hashlib.sha256((prefix + leaf_).encode()).hexdigest() for leaf_ in leaves]


def plain_draw(rows: tuple[tuple[str, str], ...], count: int) -> list[str]:
    """The same selection as anybody would write it: tickets, sort, take the lowest."""
    prefix = f"{SEED}:draw:"
    tickets = sorted(
        (hashlib.sha256((prefix + leaf_).encode()).hexdigest(), leaf_)
        for leaf_, mark in rows
        if mark == "r"
    )
    must = [leaf_ for leaf_, mark in rows if mark == "m"]
    return sorted(must + [leaf_ for _, leaf_ in tickets[: count - len(must)]])


def main() -> int:
    """Print all figures; exit 0."""
    found = lists_of_demo()
    (rows, lots), _ = timed("seal 67,861 leaves", lambda: sealed_rows(found), runs=1)
    avoidance = Avoidance(REFERENCE, 6)
    pooled, pooling = timed(
        "pool of 21 types", lambda: pool(FIRST_PICK, rows, avoidance, frozenset())
    )
    planned = sum(row.planned for row in found.catalogue if row.code in FIRST_PICK)
    count = size_of(planned, pooled.size, pooled.must)
    leaves = [leaf_ for leaf_, _ in pooled.rows]
    _, base = timed("plain hashlib loop, tickets only", lambda: plain_loop(leaves), runs=40)
    plainly, drawing = timed(
        "plain hashlib loop that draws", lambda: plain_draw(pooled.rows, count), runs=40
    )
    chosen, selecting = timed("selection", lambda: select(SEED, pooled.rows, count), runs=40)
    if plainly != [leaf_ for leaf_, _ in chosen.rows]:
        print("the plain loop drew other enterprises: the yardstick is wrong")
        return 1
    facts = {row.leaf: row.facts for row in rows}
    subjects = [
        Subject(leaf_, lots[leaf_], pooled.candidates[leaf_], facts[leaf_])
        for leaf_, _ in chosen.rows
    ]
    until = date(2027, 1, 31)
    form = CampaignForm("bench", "bench", REFERENCE, 6, until, date(2027, 10, 31), "none")
    rules = match_rules(found.institutions, form)
    timed("worst case of 67,861 rows", lambda: infeasible(rows, sorted(found.types), rules))
    matched, matching = timed("types and matching", lambda: match(SEED, subjects, rules))
    timed(
        "10,000 tickets with index",
        lambda: [index(ticket(SEED, "type", x), 7) for x in leaves[:10_000]],
    )
    print(
        f"\nN = {pooled.size:,}, m = {pooled.must:,}, n = {len(chosen.rows):,}, "
        f"over quota {matched.over_quota[0]} and {matched.over_quota[1]}"
    )
    print(f"selection / plain loop that draws   {selecting / drawing:.2f}   (goal at most 1.3)")
    print(f"selection / tickets alone           {selecting / base:.2f}")
    print(f"whole draw and match                {pooling + selecting + matching:.3f} s (goal: 1)")
    print(f"peak memory                         {peak():,} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
