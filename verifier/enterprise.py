"""The enterprise check: was this enterprise drawn? 11.opening (spec 04 §5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .codes import is_enterprise_code
from .findings import DrawId, Fault, Findings, say
from .material import CampaignMaterial, DrawMaterial
from .openings import (
    UNKNOWN_VERSION,
    LineError,
    UnknownVersionError,
    read_opening,
    value_of,
)
from .publication import MAX_OPENING, UnreadableError, read_bounded
from .rules import ticket

CODE = "11.opening"


@dataclass(frozen=True)
class Standing:
    """One enterprise in one draw; `ticket` (hex) is there for random rows only."""

    campaign: int
    draw: int
    in_pool: bool
    mark: str | None
    ticket: str | None
    cutoff: str | None
    selected: bool


@dataclass(frozen=True)
class Enterprise:
    """Answer to an opening: its leaf, what it opens of the id, and its draws."""

    leaf: str
    name: str | None
    code: str | None
    in_roster: bool
    draws: tuple[Standing, ...]


def run(
    file: Path,
    materials: Mapping[int, CampaignMaterial],
    draws: Mapping[DrawId, DrawMaterial],
    findings: Findings,
) -> Enterprise | None:
    """Judge one opening; None if it cannot be read as one."""
    read = read_file(file, findings)
    if read is None:
        return None
    opening, leaf = read
    id_value = value_of(opening, "id") or {}
    name, code = id_value.get("name"), id_value.get("code")
    if code is not None and not is_enterprise_code(code):
        wrong = say("the enterprise code is not valid")
        findings.fail(CODE, Fault(wrong, "id.value.code", None, code))
    number = opening["campaign"]
    base = materials.get(number)
    in_roster = _in_roster(base, leaf, number, findings)
    standings = _standings(base, draws, leaf, findings) if base is not None and in_roster else ()
    return Enterprise(leaf, name, code, in_roster, tuple(standings))


def read_file(file: Path, findings: Findings) -> tuple[Mapping[str, Any], str] | None:
    """The opening in a file and the leaf it gives; None, which is told, if it is not one."""
    findings.cover(CODE)
    try:
        data = read_bounded(file, MAX_OPENING)
        opening, leaf = read_opening(data.removesuffix(b"\n"))
    except UnreadableError as fault:
        findings.fail(CODE, Fault(say(str(fault)), "--opening"))
        return None
    except UnknownVersionError:
        findings.skip(CODE, UNKNOWN_VERSION)
        return None
    except LineError as error:
        where = error.fault.field or "--opening"
        findings.fail(CODE, replace(error.fault, field=where))
        return None
    return opening, leaf


def _in_roster(base: CampaignMaterial | None, leaf: str, number: int, findings: Findings) -> bool:
    if base is not None and base.roster is None:
        findings.skip(CODE, say("the roster could not be read"))
        return False
    if base is not None and base.roster is not None and leaf in base.roster.leaves:
        return True
    wrong = say("this is not an enterprise of campaign {campaign}", campaign=str(number))
    findings.fail(CODE, Fault(wrong, "leaf", None, leaf))
    return False


def _standings(
    base: CampaignMaterial,
    draws: Mapping[DrawId, DrawMaterial],
    leaf: str,
    findings: Findings,
) -> Iterator[Standing]:
    for draw in base.campaign.draws:
        known = draws[draw.id]
        if draw.match is None:
            continue
        if known.pool is None or draw.result is None:
            findings.skip(CODE, say("the pool or the selection could not be read"), draw=draw.id)
            continue
        try:
            yield _standing(known, draw.id, dict(known.pool.rows()).get(leaf), leaf)
        except KeyError:
            note = say("the openings of the pool could not be read")
            findings.skip(CODE, note, draw=draw.id)


def _standing(known: DrawMaterial, id: DrawId, mark: str | None, leaf: str) -> Standing:
    """A must row is selected; a random row exactly if its ticket is not above the cut-off.

    With `per_type` the cut-off of its stratum; raises KeyError where that is not known.
    """
    outside = mark is None and known.base.per_type
    cutoff = None if outside else known.cutoff_of(leaf)
    own = ticket(known.seeds[0], "draw", leaf) if mark == "r" else None
    by_ticket = own is not None and cutoff is not None and own <= cutoff
    return Standing(*id, mark is not None, mark, own, cutoff, mark == "m" or by_ticket)
