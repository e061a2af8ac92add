"""Step 8, matching: 08.totals, 08.statement (spec 04 §3, 02 §8.5, §9)."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import product
from typing import Any

from .book import Book
from .findings import DrawId, Fault, Findings, say
from .matching import Market, listed_institutions
from .material import DrawMaterial, distinct
from .rules import Stratum
from .statement import FIELDS, HEAD, PER_DRAW, line, stratum_line
from .step01_head import Head
from .step03_entries import Entry

_MAX_STATEMENT = 65_536
_MISSING = say("an entry it needs is missing or could not be read")

Lines = list[tuple[str, tuple[str, ...]]]


def run(
    head: Head,
    book: Book,
    draws: Mapping[DrawId, DrawMaterial],
    findings: Findings,
) -> None:
    """Check the totals and the statement of every matched draw."""
    for known in draws.values():
        match = known.draw.match
        if match is not None:
            _check_totals(known, match, findings)
            _check_statement(head, book, known, match, findings)


def _check_totals(known: DrawMaterial, match: Entry, findings: Findings) -> None:
    draw, market, id = known.draw, known.base.market, known.draw.id
    if draw.choice is None or not known.n:
        findings.skip("08.totals", _MISSING, draw=id)
        return
    findings.cover("08.totals", match.data["rows"]["count"], draw=id)
    types = draw.choice.data["types"]
    faults = [*_sums(match.data, known.drawn), *_by_type(match.data, known, types)]
    if market is None:
        findings.skip("08.totals", say("the institutions could not be read"), draw=id)
    else:
        faults += [*_listed(match.data, market, types), *_able(match.data, market, types)]
    for fault in faults:
        findings.fail("08.totals", fault, entry=match.seq, draw=id)


def _sums(data: Mapping[str, Any], allowed: tuple[int, ...]) -> Iterator[Fault]:
    """Columns that must sum to n, and numbers that may not exceed it."""
    sums = {
        "rows.count": data["rows"]["count"],
        "institutions, column sampling": sum(row["sampling"] for row in data["institutions"]),
        "institutions, column testing": sum(row["testing"] for row in data["institutions"]),
        "by_type, column drawn": sum(row["drawn"] for row in data["by_type"]),
    }
    for name, value in sums.items():
        if value not in allowed:
            wrong = say("the total is not n")
            yield Fault(wrong, f"body.data.{name}", str(allowed[0]), str(value))
    within = {
        "over_quota.sampling": data["over_quota"]["sampling"],
        "over_quota.testing": data["over_quota"]["testing"],
        "rotation_dropped": data["rotation_dropped"],
        "waived": data["waived"],
    }
    for name, value in within.items():
        if value > max(allowed):
            wrong = say("the number is larger than n")
            yield Fault(wrong, f"body.data.{name}", f"<= {max(allowed)}", str(value))


def _by_type(data: Mapping[str, Any], known: DrawMaterial, types: list[str]) -> Iterator[Fault]:
    """The rows of `by_type`: types exactly the chosen ones, small ones merged; pools (02 §8.5)."""
    told = [row["type"] for row in data["by_type"]]
    kept = types if known.base.per_type else [name for name in types if name in told]
    merged = len(types) - len(kept)
    expected = [*kept, "*"] if merged else kept
    if told != expected:
        wrong = say("the types are not exactly the chosen ones, small ones merged into *")
        yield Fault(wrong, "body.data.by_type", ",".join(expected), ",".join(told))
        return
    for row in data["by_type"]:
        most = max(known.N) * (merged if row["type"] == "*" else 1)
        if row["pool"] > most:
            wrong = say("more rows than the pool can have of this type")
            where = f"body.data.by_type, type {row['type']}"
            yield Fault(wrong, where, f"<= {most}", str(row["pool"]))


def _able(data: Mapping[str, Any], market: Market, types: list[str]) -> Iterator[Fault]:
    """Rows only for institutions that can serve a chosen type; over quota only with quotas."""
    for role, able in (("sampling", market.sampling), ("testing", market.testing)):
        codes = {code for name in types for code in able.get(name, ())}
        for row in data["institutions"]:
            if row[role] and row["institution"] not in codes:
                wrong = say(
                    "this institution could not serve any chosen type until the end of sampling"
                )
                where = f"body.data.institutions, institution {row['institution']}, column {role}"
                yield Fault(wrong, where, "0", str(row[role]))
        if data["over_quota"][role] and all(name in market.weighted for name in types):
            wrong = say("every chosen type is drawn by weight, so no row can be over quota")
            told = str(data["over_quota"][role])
            yield Fault(wrong, f"body.data.over_quota.{role}", "0", told)


def _listed(data: Mapping[str, Any], market: Market, types: list[str]) -> Iterator[Fault]:
    expected = ",".join(listed_institutions(market, types))
    found = ",".join(row["institution"] for row in data["institutions"])
    if expected != found:
        wrong = say("the institutions are not exactly those with a share in a chosen type")
        yield Fault(wrong, "body.data.institutions", expected, found)
    if data["waived"] and not any(name in market.waived for name in types):
        wrong = say("no chosen type has a waiver, so no row can be waived")
        yield Fault(wrong, "body.data.waived", "0", str(data["waived"]))


def _roots(
    known: DrawMaterial, freeze: Entry, result: Entry
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Roots of pool and selection, published first."""
    pool = [] if known.pool is None else [known.pool.root]
    selection = [] if known.selection is None else [known.selection.root]
    return (
        distinct([freeze.data["pool"]["root"], *pool]),
        distinct([result.data["selection"]["root"], *selection]),
    )


def _lines(head: Head, book: Book, known: DrawMaterial, match: Entry) -> Lines | None:
    """Every line of the statement with the texts it may have; one in a book without faults."""
    draw, genesis = known.draw, book.genesis
    commit, choice, freeze, result = draw.commit, draw.choice, draw.freeze, draw.result
    if genesis is None or freeze is None or result is None or commit is None or choice is None:
        return None
    pool, selection = _roots(known, freeze, result)
    values: dict[str, Sequence[Any]] = {
        "origin": (genesis.data["origin"], head.trust.origin),
        "simulation": (genesis.data["simulation"],),
        "campaign": (draw.id[0],),
        "draw": (draw.id[1],),
        "representative": (commit.data["representative"], choice.data["representative"]),
        "types": (choice.data["types"],),
        "roster": known.base.roster_roots(),
        "pool": pool,
        "N": known.N,
        "m": known.m,
        "n": known.n,
        "beacon": known.base.beacon_texts(draw),
        "seed": known.seeds,
        "cutoff": known.cutoffs,
        "odds": known.odds,
        "selection": selection,
        "rows": (match.data["rows"]["root"],),
        "over_quota": (match.data["over_quota"],),
    }
    lines: Lines = [(HEAD, (HEAD,))]
    for name in FIELDS:
        if known.strata and name == PER_DRAW[0]:
            lines += _strata_lines(known.strata)
        elif not known.strata or name not in PER_DRAW:
            lines.append((name, distinct(line(name, v) for v in values[name])))
    return lines


def _strata_lines(alternatives: Sequence[tuple[Stratum, ...]]) -> Lines:
    """One line per published stratum, each field as published or as rebuilt."""
    lines: Lines = []
    for told in alternatives[0]:
        same = [one for rows in alternatives for one in rows if one.type == told.type]
        columns = [distinct(column) for column in zip(*same, strict=True)]
        texts = distinct(stratum_line(Stratum(*values)) for values in product(*columns))
        lines.append((f"stratum.{told.type}", texts))
    return lines


def _check_statement(
    head: Head,
    book: Book,
    known: DrawMaterial,
    match: Entry,
    findings: Findings,
) -> None:
    """08.statement: rebuilt from the book, its digest, and the blob of that name."""
    lines = _lines(head, book, known, match)
    if lines is None or not all(texts for _name, texts in lines):
        findings.skip("08.statement", _MISSING, draw=known.draw.id)
        return
    findings.cover("08.statement", draw=known.draw.id)
    told = match.data["statement"]
    made = "".join(texts[0] + "\n" for _name, texts in lines).encode()
    digest = sha256(made).hexdigest()
    if digest == told:
        return
    fault = _statement_fault(head.publication.blob(told, _MAX_STATEMENT), lines, digest, told)
    if fault is not None:
        findings.fail("08.statement", fault, entry=match.seq, draw=known.draw.id)


def _statement_fault(blob: bytes | None, lines: Lines, digest: str, told: str) -> Fault | None:
    wrong = say("the statement is not the one that follows from the book")
    if blob is None:
        return Fault(wrong, "body.data.statement", digest, told)
    found = blob.decode("utf-8", errors="replace").split("\n")
    for (name, texts), told_line in zip(lines, found, strict=False):
        if told_line not in texts:
            return Fault(wrong, f"statement, line {name}", texts[0], told_line)
    if len(found) != len(lines) + 1 or found[-1]:
        return Fault(wrong, "body.data.statement", digest, told)
    return None
