"""Checks that say nothing although there is something to check (04 §2, §3).

What cannot be judged is `not_checked`, and never left out: whoever reads a report must see what it
does not say. What there is to check is read from the book as it was made, before it is judged.
"""

from collections.abc import Iterator
from typing import Any

from verifier.selftest.package import Package, Report

# By the kind of entry that a check is about.
OF_KIND = {
    "genesis": ("02.blob", "03.schema", "03.kind", "03.seq", "03.prev", "03.time",
                "03.simulation", "05.order"),
    "campaign.open": ("05.people", "05.rules", "05.roster", "05.catalogue", "05.institutions",
                      "05.feasible"),
    "draw.commit": ("06.reuse",),
    "draw.freeze": ("07.choice", "07.pool", "07.drawn", "07.count"),
    "draw.close": ("06.contribution", "06.round"),
    "draw.open": ("06.operator",),
    "draw.result": ("07.seed", "07.tickets", "07.cutoff", "07.odds"),
    "match.result": ("08.totals", "08.statement"),
    "confirm": ("09.confirm",),
    "object": ("09.object",),
    "draw.void": ("09.void",),
    "disclosure": ("10.opening", "10.roster"),
}  # fmt: skip
AUDITED = {
    "campaign.open": ("10.opening", "10.roster", "10.people"),
    "draw.freeze": ("10.pool",),
    "match.result": ("10.types", "10.matching"),
}
# About entries that cannot be read nothing more is said than that.
UNREAD = ("02.tile", "03.canonical", "03.schema", "03.kind")


def _read(package: Package, report: Report) -> list[dict[str, Any]]:
    """The entries of the book that the verifier could read."""
    entries: list[dict[str, Any]] = package.maker.entries
    missing = ("not every entry could be read", "and ")
    rows = [f for f in report["findings"] if f["result"] != "proven"]
    if any(f["check"] in ("02.root", "02.tile") and f["note"].startswith(missing) for f in rows):
        return []
    unread = {f["entry"] for f in rows if f["check"] in UNREAD}
    return [entry for seq, entry in enumerate(entries) if seq not in unread]


def _expected(package: Package, report: Report) -> Iterator[str]:
    entries = _read(package, report)
    kinds = {entry["kind"] for entry in entries}
    yield from ("01.trust", "01.note", "01.signature", "01.files", "02.tile", "02.root",
                "03.canonical", "04.genesis", "04.signature")  # fmt: skip
    for kind in kinds:
        yield from OF_KIND.get(kind, ())
        if "auditor" in package.options:
            yield from AUDITED.get(kind, ())
    opened = [entry["data"] for entry in entries if entry["kind"] == "campaign.open"]
    if package.maker.witnesses:
        yield "01.witness"
    if "draw.beacon" in kinds and any(data.get("beacon") != "none" for data in opened):
        yield "06.beacon"
    if any("strata" in entry["data"] for entry in entries):
        yield "07.strata"


def silent_checks(package: Package, report: Report) -> set[str]:
    """Codes of checks that have an object in the book and no finding in the report."""
    if package.command != "verify" or report["exit"] == 2:
        return set()
    told = {finding["check"] for finding in report["findings"]}
    settled = {entry["data"].get("finding") for entry in package.maker.entries}
    return set(_expected(package, report)) - told - settled
