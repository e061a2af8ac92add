"""Step 7, selection: 07.choice … 07.odds (spec 04 §3, 02 §1, §4-§6)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from . import step07_strata
from .findings import DrawId, Fault, Findings, draw_name, say
from .lists import LeafList, ListError, read_list
from .material import CampaignMaterial, DrawMaterial, distinct
from .publication import Publication
from .rules import Selection, draw_tickets, drawn_count, odds_of, select
from .seeds import rebuilt_seeds
from .step03_entries import Entry
from .step07_draw import DrawCheck, written, wrong_selection

_NO_BLOB = say("the blob is missing or damaged (02.blob)")
_NO_LIST = say("the pool or the selection could not be read")
_SECRETS = ("06.operator", "06.contribution", "06.round", "06.beacon")


def run(
    publication: Publication,
    materials: Mapping[int, CampaignMaterial],
    findings: Findings,
) -> dict[DrawId, DrawMaterial]:
    """Check every draw of every campaign.

    1. Plan of the chosen types; pool blob; n. 2. Seed. 3. Selection, cut-off, odds.
    4. Against earlier draws of the campaign.
    """
    draws: dict[DrawId, DrawMaterial] = {}
    for base in materials.values():
        for draw in base.campaign.draws:
            check = DrawCheck(draw, base, findings)
            draws[draw.id] = _selection(check, publication, _frozen(check, publication))
            _check_drawn(check, draws)
    return draws


def _read(
    check: DrawCheck, publication: Publication, code: str, told: Mapping[str, Any], entry: Entry
) -> LeafList | None:
    """A pool or selection blob, with its count and root compared; None if not strict."""
    data = publication.blob(told["blob"])
    if data is None:
        check.skip(code, _NO_BLOB)
        return None
    name = "pool" if entry.kind == "draw.freeze" else "selection"
    try:
        rows = read_list(data, marked=True)
    except ListError as fault:
        check.fail(code, entry, Fault(fault.note, f"{name} blob, line {fault.line}"))
        return None
    for field, value in (("count", len(rows.leaves)), ("root", rows.root)):
        if told[field] != value:
            check.differs(code, entry, f"{name}.{field}", value, told[field])
    return rows


def _frozen(check: DrawCheck, publication: Publication) -> DrawMaterial:
    """Plan, pool and n (07.choice, 07.pool, 07.count)."""
    freeze = check.draw.freeze
    bare = DrawMaterial(check.base, check.draw, None, None)
    if freeze is None:
        return bare
    data = freeze.data
    pool = _read(check, publication, "07.pool", data["pool"], freeze)
    rebuilt = [] if pool is None else [len(pool.leaves)]
    musts = [] if pool is None else [pool.musts()]
    known = replace(
        bare,
        pool=pool,
        planned=distinct([data["planned"], *_planned(check, freeze)]),
        N=distinct([data["pool"]["count"], *rebuilt]),
        m=distinct([data["must"], *musts]),
    )
    if pool is not None:
        _check_pool(check, freeze, pool)
        _check_room(check, freeze, min(known.N))
    return replace(known, n=_count(check, freeze, known))


def _planned(check: DrawCheck, freeze: Entry) -> list[int]:
    """The plan summed from the catalogue, [] where it cannot be (07.choice)."""
    choice, planned = check.draw.choice, check.base.planned
    if choice is None or planned is None or any(t not in planned for t in choice.data["types"]):
        check.skip("07.choice", say("choice or catalogue could not be read"))
        return []
    check.cover("07.choice")
    total = sum(planned[name] for name in choice.data["types"])
    if freeze.data["planned"] != total:
        check.differs("07.choice", freeze, "planned", str(total), str(freeze.data["planned"]))
    return [total]


def _check_pool(check: DrawCheck, freeze: Entry, pool: LeafList) -> None:
    check.cover("07.pool", len(pool.leaves))
    if freeze.data["must"] != pool.musts():
        told = freeze.data["must"]
        check.differs("07.pool", freeze, "must", str(pool.musts()), str(told))
    if check.base.roster is None:
        check.skip("07.pool", say("the roster could not be read"))
        return
    strangers = set(pool.leaves).difference(check.base.roster.leaves)
    wrong = say("a leaf of the pool is not in the roster")
    check.fail_leaves("07.pool", freeze, wrong, strangers)


def _check_room(check: DrawCheck, freeze: Entry, N: int) -> None:
    """07.pool: an enterprise is in the pool, excluded or neither, never two of these (02 §1)."""
    excluded = sum(row["count"] for row in freeze.data["excluded"])
    roster = check.base.roster
    if roster is not None and N + excluded > len(roster.leaves):
        wrong = say("pool and excluded enterprises together are more than the roster")
        room = f"<= {len(roster.leaves) - N}"
        check.fail("07.pool", freeze, Fault(wrong, "body.data.excluded", room, str(excluded)))


def _count(check: DrawCheck, freeze: Entry, known: DrawMaterial) -> tuple[int, ...]:
    check.cover("07.count")
    combinations = product(known.planned, known.N, known.m)
    allowed = [drawn_count(planned, N, m) for planned, N, m in combinations]
    told: int = freeze.data["n"]
    if told in allowed:
        return (told,)
    check.differs("07.count", freeze, "n", str(allowed[-1]), str(told))
    return distinct([told, allowed[-1]])


def _seeds(check: DrawCheck, known: DrawMaterial, result: Entry) -> tuple[str, ...]:
    told: str = result.data["seed"]
    rebuilt = rebuilt_seeds(known, known.base.beacon_texts(known.draw))
    if not rebuilt:
        check.skip("07.seed")
        return (told,)
    check.cover("07.seed")
    if told in rebuilt:
        return (told,)
    if any(check.findings.has_failed(code, check.draw.id) for code in _SECRETS):
        check.skip(
            "07.seed", say("an opened secret or the beacon does not fit (step 6)"), *_SECRETS
        )
    else:
        check.differs("07.seed", result, "seed", rebuilt[0], told)
    return (told, rebuilt[0])


def _selection(check: DrawCheck, publication: Publication, known: DrawMaterial) -> DrawMaterial:
    """Seed, selection, cut-off and odds (07.seed, 07.tickets, 07.cutoff, 07.odds)."""
    result = check.draw.result
    if result is None or ("strata" in result.data) != check.base.per_type:
        return known
    told = result.data["selection"]
    selection = _read(check, publication, "07.tickets", told, result)
    known = replace(known, selection=selection, seeds=_seeds(check, known, result))
    if check.base.per_type:
        return step07_strata.run(check, known, result)
    outcomes = list(_outcomes(known))
    if outcomes:
        fitting = _check_tickets(check, known, result, outcomes)
        cutoffs = _check_cutoff(check, result, fitting)
    else:
        check.skip("07.tickets", _NO_LIST, "07.pool")
        check.skip("07.cutoff", _NO_LIST, "07.pool")
        cutoffs = (result.data["cutoff"],)
    return replace(known, cutoffs=cutoffs, odds=_check_odds(check, known, result))


def _outcomes(known: DrawMaterial) -> Iterator[Selection]:
    if known.pool is None:
        return
    rows, musts = known.pool.rows(), known.pool.musts()
    for seed, n in product(known.seeds, known.n):
        if musts <= n <= len(rows):
            yield select(seed, rows, n)


def _check_tickets(
    check: DrawCheck, known: DrawMaterial, result: Entry, outcomes: list[Selection]
) -> list[str | None]:
    """07.tickets; gives the cut-offs that fit what was rebuilt or, after a fault, published."""
    cutoffs = [outcome.cutoff for outcome in outcomes]
    if known.selection is None or known.pool is None:
        return cutoffs
    check.cover("07.tickets", len(known.pool.leaves) - known.pool.musts())
    found = known.selection.rows()
    matching = [outcome.cutoff for outcome in outcomes if outcome.rows == found]
    if matching:
        return matching
    check.fail("07.tickets", result, wrong_selection(outcomes[0].rows, found))
    chosen = [leaf for leaf, mark in found if mark == "r"]
    return cutoffs + [max(draw_tickets(s, chosen), default=None) for s in known.seeds]


def _check_cutoff(
    check: DrawCheck, result: Entry, fitting: list[str | None]
) -> tuple[str | None, ...]:
    check.cover("07.cutoff")
    told: str | None = result.data["cutoff"]
    if told in fitting:
        return (told,)
    expected = fitting[0] or say("null")
    check.differs("07.cutoff", result, "cutoff", expected, told or say("null"))
    return distinct([told, fitting[0]])


def _check_odds(
    check: DrawCheck, known: DrawMaterial, result: Entry
) -> tuple[tuple[int, int] | None, ...]:
    told = None if result.data["odds"] is None else (*result.data["odds"],)
    fitting = [odds_of(N, m, n) for n, N, m in product(known.n, known.N, known.m)]
    if not fitting:
        check.skip("07.odds")
        return (told,)
    check.cover("07.odds")
    if told in fitting:
        return (told,)
    check.differs("07.odds", result, "odds", written(fitting[0]), written(told))
    return distinct([told, fitting[0]])


def _check_drawn(check: DrawCheck, draws: Mapping[DrawId, DrawMaterial]) -> None:
    """07.drawn: no random row of the pool was selected in an earlier draw that still counts."""
    freeze, pool = check.draw.freeze, draws[check.draw.id].pool
    if freeze is None:
        return
    if pool is None:
        check.skip("07.drawn", _NO_LIST, "07.pool")
        return
    check.cover("07.drawn", len(pool.leaves))
    random_leaves = {leaf for leaf, mark in pool.rows() if mark == "r"}
    for earlier in check.base.campaign.unvoided_before(check.draw, freeze.seq):
        selection = draws[earlier.id].selection
        if selection is None:
            check.skip("07.drawn", say("the selection of an earlier draw could not be read"))
            continue
        wrong = say("a random row was drawn before, in draw {draw}", draw=draw_name(earlier.id))
        check.fail_leaves("07.drawn", freeze, wrong, random_leaves.intersection(selection.leaves))
