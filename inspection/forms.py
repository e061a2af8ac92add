"""The form of a campaign: what an official decides, and what it may say (spec 01 §3).

Everything of it is checked against the lists and the day, once while it is shown and again when the
second official agrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from draw import CHAINS, TEST, months_after
from inspection.columns import TYPE
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import today
from inspection.lists import Lists
from inspection.public_texts import demand_nameless

TEXT_LIMIT = 400


@dataclass(frozen=True)
class Waiver:
    """Special circumstances under which one institution may sample and test these types."""

    code: str
    text: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class CampaignForm:
    """What an official decides; everything else of `campaign.open` follows from the lists.

    `beacon` is `none` or the name of a chain (spec 02 §11). `allocation`: `pooled`, or `per_type`,
    which only an open campaign can have (01 §3 item 9). `weighted`: the types whose institutions
    are drawn by weight; the two numbers of their list are then weights (01 §3.2).
    """

    title: str
    basis: str
    reference_date: date
    avoidance_months: int
    sampling_until: date
    disclose_by: date
    beacon: str
    policy: str = "sealed"
    open_basis: str = ""
    waivers: tuple[Waiver, ...] = ()
    allocation: str = "pooled"
    weighted: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether everything is disclosed before the first draw."""
        return self.policy == "open"

    def to_json(self) -> dict[str, Any]:
        """A plain form for the proposal that waits for the second official."""
        return {
            "title": self.title,
            "basis": self.basis,
            "reference_date": self.reference_date.isoformat(),
            "avoidance_months": self.avoidance_months,
            "sampling_until": self.sampling_until.isoformat(),
            "disclose_by": self.disclose_by.isoformat(),
            "beacon": self.beacon,
            "policy": self.policy,
            "open_basis": self.open_basis,
            "waivers": [[w.code, w.text, list(w.types)] for w in self.waivers],
            "allocation": self.allocation,
            "weighted": list(self.weighted),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> CampaignForm:
        """The inverse of `to_json`."""
        dates = ("reference_date", "sampling_until", "disclose_by")
        waivers = tuple(Waiver(code, text, tuple(ts)) for code, text, ts in data["waivers"])
        days = {name: date.fromisoformat(data[name]) for name in dates}
        weighted = tuple(data["weighted"])
        return CampaignForm(**{**data, **days, "waivers": waivers, "weighted": weighted})


def beacon_names(simulation: bool) -> tuple[str, ...]:
    """The beacons a campaign may have: everybody can foretell `test`, so only a simulation may."""
    names = (chain.name for chain in CHAINS.values() if simulation or chain is not TEST)
    return ("none", *names)


def check_form(desk: Desk, form: CampaignForm, lists: Lists) -> None:
    """Refuse a form that the spec does not allow, or that does not fit lists and day."""
    day = today(desk)
    beacons = beacon_names(desk.simulation)
    latest = max((v.date for row in lists.enterprises for v in row.last), default=date.min)
    checks = (
        ("title", 0 < len(form.title) <= TEXT_LIMIT, "1 … 400 characters", form.title),
        ("basis", 0 < len(form.basis) <= TEXT_LIMIT, "1 … 400 characters", form.basis),
        ("avoidance_months", 0 <= form.avoidance_months <= 24, "0 … 24", form.avoidance_months),
        ("reference_date", form.reference_date <= day, f"at most {day}", form.reference_date),
        (
            "reference_date",
            latest <= form.reference_date,
            f"at least {latest}, the latest visit on the list",
            form.reference_date,
        ),
        ("sampling_until", form.sampling_until >= day, f"at least {day}", form.sampling_until),
        (
            "disclose_by",
            form.sampling_until <= form.disclose_by <= months_after(day, 12),
            f"{form.sampling_until} … {months_after(day, 12)}",
            form.disclose_by,
        ),
        ("beacon", form.beacon in beacons, " | ".join(beacons), form.beacon),
        ("policy", form.policy in ("sealed", "open"), "sealed | open", form.policy),
        (
            "open_basis",
            (form.policy == "open") == bool(form.open_basis) and len(form.open_basis) <= TEXT_LIMIT,
            "a legal basis, 1 … 400 characters, exactly if the policy is open",
            form.open_basis,
        ),
        (
            "allocation",
            form.allocation == "pooled" or (form.allocation == "per_type" and form.is_open),
            "pooled, or per_type if the policy is open",
            f"{form.allocation}, policy {form.policy}",
        ),
        (
            "weighted",
            len(set(form.weighted)) == len(form.weighted) and lists.types.issuperset(form.weighted),
            "types of the catalogue, each once",
            ",".join(form.weighted),
        ),
    )
    for field, right, expected, found in checks:
        if not right:
            raise Refusal("form_bad", field=field, expected=expected, found=str(found))
    _check_waivers(form, lists)
    texts = {"title": (form.title,), "basis": (form.basis,), "open_basis": (form.open_basis,)}
    demand_nameless({**texts, "waivers": tuple(w.text for w in form.waivers)}, lists)


def _check_waivers(form: CampaignForm, lists: Lists) -> None:
    seen: set[str] = set()
    codes: set[str] = set()
    for waiver in form.waivers:
        named = set(waiver.types)
        right = TYPE.fullmatch(waiver.code) and 0 < len(waiver.text) <= TEXT_LIMIT and named
        once = len(named) == len(waiver.types) and not named & seen and waiver.code not in codes
        if not right or not once or not named <= lists.types:
            raise Refusal(
                "form_bad",
                field="waivers",
                expected="codes and types once each, types of the catalogue, and a reason",
                found=f"{waiver.code} {','.join(waiver.types)} {waiver.text}",
            )
        seen |= named
        codes.add(waiver.code)
