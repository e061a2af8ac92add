"""The campaign form as a block of text: filled with defaults, sent back, read strictly.

Blanks, case of labels and full-width signs are forgiven; values are not. Every wrong field is named
with what was expected, all of them at once. Both languages' labels are always understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from bot.beacon_words import NO_BEACON
from bot.texts import T, msg
from draw import DEFAULT, QUICKNET, TEST
from inspection import CampaignForm, Waiver

LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("标题", "Title"),
    "basis": ("依据", "Basis"),
    "reference_date": ("基准日", "Reference date"),
    "avoidance_months": ("规避月数", "Avoidance months"),
    "sampling_until": ("抽样截止", "Sampling until"),
    "disclose_by": ("公开期限", "Disclose by"),
    "beacon": ("随机信标（无/quicknet/default/测试）", "Beacon (none/quicknet/default/test)"),
    "policy": ("方式（密封/公开）", "Policy (sealed/open)"),
    "open_basis": ("公开依据", "Basis for open"),
    "allocation": ("分配方式（合并/按类别）", "Allocation (pooled/per type)"),
    "weighted": ("按权重的类别", "Types by weight"),
    "waivers": ("特殊情况", "Special circumstances"),
}
"""Field → its label in Chinese and in English, in the order of the form."""

POLICIES: Final[Mapping[str, str]] = {
    "密封": "sealed",
    "sealed": "sealed",
    "公开": "open",
    "open": "open",
}
ALLOCATIONS: Final[Mapping[str, str]] = {
    "合并": "pooled",
    "pooled": "pooled",
    "按类别": "per_type",
    "per type": "per_type",
    "per_type": "per_type",
}
BEACONS: Final[Mapping[str, str]] = {
    "无": NO_BEACON,
    "none": NO_BEACON,
    "quicknet": QUICKNET.name,
    "default": DEFAULT.name,
    "测试": TEST.name,
    "test": TEST.name,
}
_NONE: Final = ("", "无", "none", "-")
_LINE: Final = re.compile(r"\s*([^：:]+?)\s*[：:](.*)")
_TYPES: Final = re.compile(r"[A-Z0-9]{1,8}([,，、]\s*[A-Z0-9]{1,8})*")
_WAIVER: Final = re.compile(r"([A-Z0-9]{1,8})\s+([A-Z0-9,，、]+)\s+(\S.*)")

EXPECTED_TEXT: Final = msg("1 to 400 characters")
EXPECTED_DATE: Final = msg("a date like 2026-11-16")
EXPECTED_MONTHS: Final = msg("a whole number from 0 to 24")
EXPECTED_POLICY: Final = msg("sealed or open")
EXPECTED_ALLOCATION: Final = msg("pooled; or per type, but only with policy open")
EXPECTED_WEIGHTED: Final = msg("nothing, or type codes with commas, each once")
EXPECTED_BEACON: Final = msg("none, quicknet or default; in a simulation also test")
EXPECTED_WAIVERS: Final = msg(
    "nothing, or: code, type codes with commas, reason; several with a semicolon between them"
)
EXPECTED_FIELD: Final = msg("a field of the form")


@dataclass(frozen=True)
class Wrong:
    """A field that cannot be read: its name (or the label found), msgid of what was expected."""

    field: str
    expected: str
    found: str


def template(t: T, today: date, simulation: bool) -> str:
    """The form with defaults, in the reader's language, to be copied, changed and sent back.

    The beacon of a simulation is one that works without internet, of any other ledger a true one.
    """
    chinese = t.language == "zh"
    rehearsed = "测试" if chinese else TEST.name
    values = {
        "title": "产品质量监督抽查双随机抽取" if chinese else "Product quality inspection draw",
        "basis": "《产品质量监督抽查管理暂行办法》",
        "reference_date": today.isoformat(),
        "avoidance_months": "6",
        "sampling_until": (today + timedelta(days=60)).isoformat(),
        "disclose_by": (today + timedelta(days=180)).isoformat(),
        "beacon": rehearsed if simulation else QUICKNET.name,
        "policy": "密封" if chinese else "sealed",
        "allocation": "合并" if chinese else "pooled",
    }
    sign = "：" if chinese else ": "
    return "\n".join(
        f"{zh if chinese else en}{sign}{values.get(field, '')}"
        for field, (zh, en) in LABELS.items()
    )


def label(t: T, field: str) -> str:
    """The label of a field in the reader's language, or the text itself if it is none."""
    zh, en = LABELS.get(field, (field, field))
    return zh if t.language == "zh" else en


def parse(text: str) -> CampaignForm | tuple[Wrong, ...]:
    """The form, or every field that is not right."""
    found, wrong = _fields(text)
    values: dict[str, Any] = {}
    for field, (read, expected) in _READERS.items():
        try:
            values[field] = read(found.get(field, ""))
        except ValueError:
            wrong.append(Wrong(field, expected, found.get(field, "")))
    if (values.get("policy"), values.get("allocation")) == ("sealed", "per_type"):
        wrong.append(Wrong("allocation", EXPECTED_ALLOCATION, found["allocation"]))
    return tuple(wrong) if wrong else CampaignForm(**values)


def _fields(text: str) -> tuple[dict[str, str], list[Wrong]]:
    names = {_plain(label): field for field, pair in LABELS.items() for label in pair}
    found: dict[str, str] = {}
    wrong = []
    for line in filter(str.strip, text.splitlines()):
        match = _LINE.fullmatch(line)
        field = names.get(_plain(match[1])) if match else None
        if match is None or field is None or field in found:
            wrong.append(Wrong(line.strip()[:40], EXPECTED_FIELD, line.strip()[:40]))
        else:
            found[field] = match[2].strip()
    return found, wrong


def _plain(label: str) -> str:
    """A label without its bracket, blanks and case."""
    return re.sub(r"[（(].*?[)）]|\s", "", label).casefold()


def _text(value: str) -> str:
    if not 1 <= len(value) <= 400:
        raise ValueError(value)
    return value


def _day(value: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _months(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", value) or int(value) > 24:
        raise ValueError(value)
    return int(value)


def _policy(value: str) -> str:
    if value.casefold() not in POLICIES:
        raise ValueError(value)
    return POLICIES[value.casefold()]


def _allocation(value: str) -> str:
    if value.casefold() not in ALLOCATIONS:
        raise ValueError(value)
    return ALLOCATIONS[value.casefold()]


def _weighted(value: str) -> tuple[str, ...]:
    codes = _optional(value)
    if not codes:
        return ()
    if not _TYPES.fullmatch(codes):
        raise ValueError(value)
    return _codes(codes)


def _codes(text: str) -> tuple[str, ...]:
    found = (code.strip() for code in re.split(r"[,，、]", text))
    return tuple(code for code in found if code)


def _beacon(value: str) -> str:
    if value.casefold() not in BEACONS:
        raise ValueError(value)
    return BEACONS[value.casefold()]


def _optional(value: str) -> str:
    return "" if value.casefold() in _NONE else value


def _waivers(value: str) -> tuple[Waiver, ...]:
    parts = re.split(r"[;；]", _optional(value))
    return tuple(_waiver(part.strip()) for part in parts if part.strip())


def _waiver(part: str) -> Waiver:
    match = _WAIVER.fullmatch(part)
    if match is None:
        raise ValueError(part)
    return Waiver(match[1], match[3], _codes(match[2]))


_READERS: Final[Mapping[str, tuple[Callable[[str], Any], str]]] = {
    "title": (_text, EXPECTED_TEXT),
    "basis": (_text, EXPECTED_TEXT),
    "reference_date": (_day, EXPECTED_DATE),
    "avoidance_months": (_months, EXPECTED_MONTHS),
    "sampling_until": (_day, EXPECTED_DATE),
    "disclose_by": (_day, EXPECTED_DATE),
    "beacon": (_beacon, EXPECTED_BEACON),
    "policy": (_policy, EXPECTED_POLICY),
    "open_basis": (_optional, ""),
    "allocation": (_allocation, EXPECTED_ALLOCATION),
    "weighted": (_weighted, EXPECTED_WEIGHTED),
    "waivers": (_waivers, EXPECTED_WAIVERS),
}
