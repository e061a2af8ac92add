"""The 54 invented technical institutions: who may sample and test which product type, and how much.

A row is one (institution, type) with a quota per role; a quota of 0 means "not in this role".
Rows are made so that any two conflicts and the two early expiries leave every type a testing
institution and a different sampling institution; `has_pair` says so for one enterprise.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.catalogue import CLASSES, TYPES, apportion
from demo.names import institution
from demo.stream import Stream
from demo.uscc import synthetic_uscc

INSTITUTIONS = 54
FULL_ROLES = 4
"""So many institutions of a type, at least, do both roles and stay valid: two may be in conflict
and two remain."""

EARLY_EXPIRIES: Mapping[str, int] = {"A15": 21, "B12": 55}
"""Type code to days after the reference date at which one of its certificates ends."""

VARIANT_TYPE = "A07"
"""The type that the infeasible variants break: sports helmets, which the first pick contains."""


@dataclass(frozen=True)
class Institution:
    """An institution; `home` is the letter of the product class it knows best."""

    code: str
    name: str
    home: str
    valid_until: date


@dataclass(frozen=True)
class Qualification:
    """One row of the file: an institution's right and quotas (visits, samples) for one type."""

    institution: Institution
    type: str
    sampling_quota: int
    testing_quota: int
    valid_until: date


def qualifications(planned: Mapping[str, int], reference: date) -> list[Qualification]:
    """Make all rows for the planned counts per type, ordered by type and institution code.

    Each type has 4 to 8 institutions; each role's quotas sum to 1.3 times the planned count,
    rounded up. The two rows of `EARLY_EXPIRIES` come on top.
    """
    stream = Stream("qualifications")
    everyone = _institutions(reference)
    used = dict.fromkeys(everyone, 0)
    rows: list[Qualification] = []
    for kind in TYPES:
        early = kind.code in EARLY_EXPIRIES
        chosen = _chosen(stream, used, kind.code[0], 6 if early else 4 + stream.below(5))
        valid = chosen[:-1] if early else chosen
        mine = _quotas(stream, kind.code, valid, planned[kind.code])
        if early:
            last = reference + timedelta(days=EARLY_EXPIRIES[kind.code])
            mine.append(replace(mine[0], institution=chosen[-1], valid_until=last))
        rows += sorted(mine, key=lambda row: row.institution.code)
    return rows


def has_pair(rows: Sequence[Qualification], conflicts: Collection[str], last_day: date) -> bool:
    """Tell whether the rows of one type leave a testing and a different sampling institution.

    Left out: institutions in `conflicts` (codes), rows not valid until `last_day`, quotas of 0.
    """
    free = [
        row for row in rows if row.valid_until >= last_day and row.institution.code not in conflicts
    ]
    testing = {row.institution.code for row in free if row.testing_quota}
    sampling = {row.institution.code for row in free if row.sampling_quota}
    return bool(testing) and bool(sampling) and len(testing | sampling) > 1


def one_institution(rows: Sequence[Qualification]) -> list[Qualification]:
    """Return the rows with a single institution left for `VARIANT_TYPE`: no pair is possible."""
    keep = next(row for row in rows if row.type == VARIANT_TYPE)
    return [row for row in rows if row.type != VARIANT_TYPE or row is keep]


def no_tester(rows: Sequence[Qualification]) -> list[Qualification]:
    """Return the rows with no testing quota for `VARIANT_TYPE`: nobody may test it."""
    return [replace(row, testing_quota=0) if row.type == VARIANT_TYPE else row for row in rows]


def _institutions(reference: date) -> list[Institution]:
    """Make the institutions; the larger a class, the more of them are at home in it."""
    stream = Stream("institutions")
    sizes = [sum(kind.code[0] == letter for kind in TYPES) for letter in CLASSES]
    homes = "".join(
        letter * count
        for letter, count in zip(CLASSES, apportion(INSTITUTIONS, sizes), strict=True)
    )
    made = []
    for number, home in enumerate(homes):
        name, division = institution(number)
        code = synthetic_uscc("12", division, stream.below(1_000_000) * 100 + number)
        valid_until = reference + timedelta(days=730 + stream.below(1095))
        made.append(Institution(code, name, home, valid_until))
    return made


def _chosen(
    stream: Stream, used: dict[Institution, int], letter: str, count: int
) -> list[Institution]:
    """Choose the institutions of a type in random order and count their use.

    Half come from the type's class, the least used first, so that none stays without a type.
    """
    order = list(used)
    stream.shuffle(order)
    at_home = sorted((one for one in order if one.home == letter), key=used.__getitem__)
    chosen = at_home[: count // 2]
    chosen += [one for one in order if one not in chosen][: count - len(chosen)]
    stream.shuffle(chosen)
    for one in chosen:
        used[one] += 1
    return chosen


def _quotas(
    stream: Stream, code: str, chosen: Sequence[Institution], planned: int
) -> list[Qualification]:
    """Give the institutions of a type their quotas; after `FULL_ROLES`, one in two has one role."""
    roles = [3 if i < FULL_ROLES else stream.pick((1, 2, 3, 3)) for i in range(len(chosen))]
    sampling = _shares(stream, planned, [bool(role & 1) for role in roles])
    testing = _shares(stream, planned, [bool(role & 2) for role in roles])
    return [
        Qualification(one, code, sampling[i], testing[i], one.valid_until)
        for i, one in enumerate(chosen)
    ]


def _shares(stream: Stream, planned: int, takes_part: Sequence[bool]) -> list[int]:
    """Split 1.3 times the planned count, at least 1 each, over those who take part; 0 to others."""
    count = sum(takes_part)
    total = max(-(-planned * 13 // 10), count)
    parts = iter(apportion(total, [20 + stream.below(41) for _ in range(count)]))
    return [next(parts) if part else 0 for part in takes_part]
