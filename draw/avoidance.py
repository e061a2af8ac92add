"""Calendar months and the avoidance of recent visits (02 §2).

Contract: days in, days out; the reference date stands in `campaign.open`, never in a clock.
A month later or earlier is the same day of the month, clamped to that month's last day.
"""

import datetime
from dataclasses import dataclass

from draw.facts import Visit
from draw.notation import refusal, require_count, require_date

_MOST_MONTHS = 24


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` calendar months before `day` (02 §2). Raises BadInput."""
    require_count("months before a day", months)
    return _shift(day, -months)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` calendar months after `day` (02 §2, 01 §3.3). Raises BadInput."""
    require_count("months after a day", months)
    return _shift(day, months)


def _shift(day: datetime.date, months: int) -> datetime.date:
    require_date("day to count months from", day)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # The end of the month is at most three days back; trying them needs no table of month lengths.
    for back in range(4):
        try:
            return datetime.date(year, month + 1, day.day - back)
        except ValueError:
            continue
    advice = "Use fewer months."
    raise refusal("day after counting months", "a year 1 … 9999", f"the year {year}", advice)


@dataclass(frozen=True, slots=True)
class Avoidance:
    """Which visits are too recent: those of the last `months` (0 … 24) up to `reference_date`.

    0 months avoid nothing (02 §2, 01 §3.3).
    """

    reference_date: datetime.date
    months: int

    def __post_init__(self) -> None:
        require_date("reference date", self.reference_date)
        require_count("avoidance months", self.months)
        if self.months > _MOST_MONTHS:
            advice = "See 01 §3.3."
            raise refusal("avoidance months", f"0 … {_MOST_MONTHS}", repr(self.months), advice)

    @property
    def cut(self) -> datetime.date:
        """The last day that no longer counts: a visit of the day after it is avoided."""
        return months_before(self.reference_date, self.months)

    def require_past(self, visit: Visit) -> None:
        """Refuse a visit after the reference date: the import has to (02 §2). Raises BadInput."""
        if visit.date > self.reference_date:
            expected = f"a day up to the reference date {self.reference_date}"
            advice = "Correct the roster, or open the campaign with a later reference date."
            raise refusal("date of a last visit", expected, str(visit.date), advice)
