"""Dates, times and calendar months (spec 00 §1.7, 02 §2, 04 §1)."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

SHANGHAI_SECONDS = 28_800
DAY_SECONDS = 86_400

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RFC3339 = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_ZONE = timezone(timedelta(seconds=SHANGHAI_SECONDS))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date | None:
    """The day written `YYYY-MM-DD`, year 1900 to 9999; None if it is no such day (00 §1.7)."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def date_of(time: int) -> date | None:
    """The day in Asia/Shanghai of a time in seconds; None beyond the year 9999 (00 §1.7)."""
    days = (time + SHANGHAI_SECONDS) // DAY_SECONDS
    try:
        return date(1970, 1, 1) + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date:
    """`months` calendar months later (or earlier), clamped to the month's last day (02 §2).

    Beyond the year 9999 (or before year 1) the calendar's last (first) day is given.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def parse_now(text: str) -> int | None:
    """Seconds of `--now`: an integer or an RFC 3339 time with zone; None if neither (04 §1)."""
    if re.fullmatch(r"[0-9]{1,15}", text):
        return int(text)
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None
    zone = "+00:00" if match[3] in "Zz" else match[3]
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}")
        seconds = (moment - _EPOCH) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None
    return seconds if seconds >= 0 else None


def moment(time: int) -> str:
    """A time as people read it, in Asia/Shanghai; its seconds where no calendar reaches it."""
    try:
        shown = datetime.fromtimestamp(time, UTC).astimezone(_ZONE)
    except (OverflowError, ValueError, OSError):
        return str(time)
    return shown.strftime("%Y-%m-%d %H:%M:%S UTC+8")
