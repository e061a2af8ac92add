"""The invented enterprises: what they make, failed, had inspected, and with whom they conflict.

The numbers of the model event are met by construction, not by search: enterprises of the first
representative's types are made one after the other until the pool of the first draw is full, and
the others until the roster is. The order of the file is then shuffled, so it tells nothing.

The pool of a draw. An enterprise with status 已关闭 is never in it. Any other is in it if a chosen
type failed last time (a must), or if at least one chosen type was not inspected in the six months
before the reference date: cutoff < date <= reference excludes, exactly six months ago does not.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.catalogue import FIRST_PICK, TYPES
from demo.institutions import Qualification, has_pair
from demo.names import HARD_NAMES, address, firm, region
from demo.stream import Stream, Weighted
from demo.uscc import synthetic_uscc

WINDOW = timedelta(days=180)
"""Conflicts leave a pair even for a sampling window that ends so long after the reference date."""


@dataclass(frozen=True)
class Size:
    """The exact counts of a roster and of its plan.

    `rows`: enterprises. `first_pool`, `first_musts`: the first draw's pool after exclusions and the
    musts in it. `first_planned`, `planned`: planned counts of `FIRST_PICK` and of all types.
    """

    rows: int
    first_pool: int
    first_musts: int
    first_planned: int
    planned: int


NORMAL = Size(67_861, 17_379, 276, 2_531, 12_970)
SMALL = Size(600, 154, 4, 22, 115)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The last inspection of one type: its day and the codes of the two institutions."""

    type: str
    day: date
    sampler: str
    tester: str


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One row of the roster. `failed` maps type codes to report numbers; `conflicts` are codes."""

    code: str
    name: str
    region: str
    addresses: tuple[str, ...]
    types: tuple[str, ...]
    failed: Mapping[str, str]
    last: tuple[Inspection, ...]
    conflicts: tuple[str, ...]
    closed: bool


def six_months_before(reference: date) -> date:
    """Return the same day six calendar months earlier, clamped to the month's last day."""
    year, month = divmod(reference.year * 12 + reference.month - 1 - 6, 12)
    return date(year, month + 1, min(reference.day, monthrange(year, month + 1)[1]))


def exclusion(enterprise: Enterprise, chosen: Collection[str], reference: date) -> str | None:
    """Return why the pool of the chosen types leaves the enterprise out, or None if it is in it.

    "other types": makes none of them; "closed"; "inspected": all of them within six months.
    """
    types = [code for code in enterprise.types if code in chosen]
    if not types:
        return "other types"
    if enterprise.closed:
        return "closed"
    if any(code in enterprise.failed for code in types):
        return None
    cutoff = six_months_before(reference)
    recent = {one.type for one in enterprise.last if cutoff < one.day <= reference}
    return "inspected" if recent.issuperset(types) else None


def enterprises(size: Size, reference: date, rows: Sequence[Qualification]) -> list[Enterprise]:
    """Make the roster in the order of the file; `rows` are all institutions' qualifications."""
    author = _Author(reference, rows)
    musts = author.stream.sample(size.first_pool, size.first_musts)
    made: list[Enterprise] = []
    in_pool = 0
    while in_pool < size.first_pool:
        made.append(author.of_first_pick(must=in_pool in musts))
        in_pool += exclusion(made[-1], FIRST_PICK, reference) is None
    for number, name in enumerate(HARD_NAMES):
        made[number] = replace(made[number], name=name)
    failures_per_mille = 1000 * size.first_musts // size.first_pool + 1
    made += [author.of_other_types(failures_per_mille) for _ in range(size.rows - len(made))]
    author.stream.shuffle(made)
    return made


class _Choice:
    """Product types to choose from: all of a group, or those of one class in it."""

    def __init__(self, codes: Collection[str]) -> None:
        kinds = [(kind.code, kind.popularity) for kind in TYPES if kind.code in codes]
        self.codes = [code for code, _ in kinds]
        self.all = Weighted.of(kinds)
        self.of_class = {
            letter: Weighted.of([kind for kind in kinds if kind[0][0] == letter])
            for letter in {code[0] for code in self.codes}
        }


_EVERY = _Choice({kind.code for kind in TYPES})
_FIRST = _Choice(FIRST_PICK)
_OTHER = _Choice(set(_EVERY.codes).difference(FIRST_PICK))
_TYPE_COUNTS = Weighted.of([(1, 90), (2, 8), (3, 2)])
_ADDRESS_COUNTS = Weighted.of([(1, 75), (2, 17), (3, 6), (4, 2)])


class _Author:
    """Writes one enterprise after the other; all that it remembers are running numbers."""

    def __init__(self, reference: date, rows: Sequence[Qualification]) -> None:
        self.stream = Stream("enterprises")
        self._reference = reference
        self._cutoff = six_months_before(reference)
        day = timedelta(days=1)
        self._edges = (self._cutoff, self._cutoff + day, self._cutoff - day, reference)
        self._qualified: dict[str, list[Qualification]] = {code: [] for code in _EVERY.codes}
        for row in rows:
            self._qualified[row.type].append(row)
        self._serial = self._inspections = self._reports = self._crossed = 0
        self._unused = set(_EVERY.codes)

    def of_first_pick(self, must: bool) -> Enterprise:
        """Make an enterprise with at least one type of the first pick.

        A must has failed in one of those, now and then in all of them. Some closed ones have too.
        """
        types = self._types(_FIRST, _EVERY)
        mine = [code for code in types if code in FIRST_PICK]
        closed = not must and self.stream.chance(12)
        if must or (closed and self.stream.chance(60)):
            failed = tuple(mine) if self.stream.chance(300) else (self.stream.pick(mine),)
            return self._enterprise(types, failed, closed)
        failed = tuple(code for code in types if code not in mine and self._failed_elsewhere())
        return self._enterprise(types, failed, closed)

    def of_other_types(self, failures_per_mille: int) -> Enterprise:
        """Make an enterprise with none of the first pick's types."""
        types = self._types(_OTHER, _OTHER)
        failed = (self.stream.pick(types),) if self.stream.chance(failures_per_mille) else ()
        return self._enterprise(types, failed, self.stream.chance(12))

    def _failed_elsewhere(self) -> bool:
        """Say yes to every twelfth, the first included: a failure that another pick makes a must.

        Counted, not drawn, so that the small roster has one too.
        """
        self._crossed += 1
        return self._crossed % 12 == 1

    def _types(self, first: _Choice, further: _Choice) -> tuple[str, ...]:
        """Choose one to three types; further ones are mostly of the first one's class."""
        types = {self._main_type(first)}
        (main,) = types
        count = self.stream.weighted(_TYPE_COUNTS)
        while len(types) < count:
            near = self.stream.chance(700) and main[0] in further.of_class
            types.add(self.stream.weighted(further.of_class[main[0]] if near else further.all))
        return tuple(sorted(types))

    def _main_type(self, choice: _Choice) -> str:
        """Choose by popularity, but first let every type have an enterprise."""
        missing = [code for code in choice.codes if code in self._unused] if self._unused else []
        code = missing[0] if missing else self.stream.weighted(choice.all)
        self._unused.discard(code)
        return code

    def _enterprise(
        self, types: tuple[str, ...], failed: tuple[str, ...], closed: bool
    ) -> Enterprise:
        division = region(self.stream)
        name, kind = firm(self.stream, division, types[0][0])
        self._serial += 1
        # A code keeps the division of registration; some firms were registered with the city.
        registered = division[:4] + "00" if self.stream.chance(30) else division
        last = self._last(types, failed)
        return Enterprise(
            code=synthetic_uscc(kind, registered, self._serial),
            name=name,
            region=division,
            addresses=self._addresses(division),
            types=types,
            failed={one.type: self._report(one.day) for one in last if one.type in failed},
            last=last,
            conflicts=self._conflicts(types) if self.stream.chance(10) else (),
            closed=closed,
        )

    def _addresses(self, division: str) -> tuple[str, ...]:
        """Invent the registered address and further plants, one in three of them elsewhere."""
        addresses = [address(self.stream, division)]
        for _ in range(self.stream.weighted(_ADDRESS_COUNTS) - 1):
            elsewhere = self.stream.chance(333)
            addresses.append(address(self.stream, region(self.stream) if elsewhere else division))
        return tuple(addresses)

    def _report(self, day: date) -> str:
        self._reports += 1
        return f"示例-{day.year}-{self._reports:06d}"

    def _last(self, types: tuple[str, ...], failed: tuple[str, ...]) -> tuple[Inspection, ...]:
        """Choose the types with a last inspection: every failed one, and one in five firms'."""
        inspected = set(failed)
        if self.stream.chance(182):
            inspected.add(self.stream.pick(types))
            if self.stream.chance(300):
                inspected.update(types)
        return tuple(self._inspection(code) for code in sorted(inspected))

    def _inspection(self, code: str) -> Inspection:
        """Choose day, testing institution and a different sampling institution."""
        rows = self._qualified[code]
        tester = self.stream.pick([row for row in rows if row.testing_quota]).institution
        sampler = self.stream.pick(
            [row for row in rows if row.sampling_quota and row.institution != tester]
        ).institution
        return Inspection(code, self._day(), sampler.code, tester.code)

    def _day(self) -> date:
        """Choose a day: one in five within six months, else up to three years before those.

        The days around the limit come first and then now and then, so that no roster lacks them.
        """
        number, self._inspections = self._inspections, self._inspections + 1
        if number < 2 * len(self._edges) or self.stream.chance(15):
            return self._edges[number % len(self._edges)]
        if self.stream.chance(205):
            recent = (self._reference - self._cutoff).days
            return self._reference - timedelta(days=self.stream.below(recent))
        return self._cutoff - timedelta(days=self.stream.below(1095))

    def _conflicts(self, types: tuple[str, ...]) -> tuple[str, ...]:
        """Choose one or two institutions that serve the enterprise, as long as a pair remains."""
        conflicts: tuple[str, ...] = ()
        last_day = self._reference + WINDOW
        for _ in range(1 + self.stream.below(2)):
            code = self.stream.pick(self._qualified[types[0]]).institution.code
            wider = tuple(sorted({*conflicts, code}))
            if all(has_pair(self._qualified[one], wider, last_day) for one in types):
                conflicts = wider
        return conflicts
