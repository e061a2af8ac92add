"""Opening a campaign: the form, its preview, and `campaign.open` (spec 01 §3).

The form comes from one official; everything is checked while it is shown, and all of it again when
a second official agrees. Then the roster is sealed with fresh salts and every rule of the campaign
is fixed in one entry; nothing can be changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from draw import CHAINS, TEST, Institution, MatchRules, Quota, Row, infeasible, months_after
from inspection import rosters
from inspection.blobs import catalogue_blob, institutions_blob
from inspection.columns import TYPE
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import KINDS, staged, staged_lists, today
from inspection.lists import Lists, Qualification
from inspection.people import LEAST_OFFICIALS, Person, Role, people, require
from inspection.public_texts import demand_nameless
from inspection.sealing import seal_person
from ledger import Entry
from ledger import lists as ledger_lists

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


@dataclass(frozen=True)
class CampaignPreview:
    """What the campaign would fix, for both officials to read before they decide.

    `files`: kind and SHA-256 (hex) of the three lists, so that both can see which files they are.
    """

    form: CampaignForm
    files: tuple[tuple[str, str], ...]
    enterprises: int
    types: int
    institutions: int
    planned: int
    failed_flags: int
    representatives: tuple[Person, ...]
    substitutes: tuple[Person, ...]
    supervisors: tuple[Person, ...]
    officials: tuple[Person, ...]


def preview_campaign(desk: Desk, by: Person, form: CampaignForm) -> CampaignPreview:
    """Check form, people and lists, with every obstacle in the worst case; change nothing."""
    require(by, Role.OFFICIAL)
    if desk.state.campaign is not None:
        raise Refusal("campaign_running", campaign=desk.state.campaign.number)
    lists = staged_lists(desk)
    _check_form(desk, form, lists)
    demand_feasible(lists, form)
    representatives = _representatives(desk)
    numbers = {person.number for person in representatives}
    present = staged(desk)
    return CampaignPreview(
        form=form,
        files=tuple((kind, present[kind].digest) for kind in KINDS),
        enterprises=len(lists.enterprises),
        types=len(lists.catalogue),
        institutions=len({row.code for row in lists.institutions}),
        planned=sum(row.planned for row in lists.catalogue),
        failed_flags=sum(1 for row in lists.enterprises if row.failed),
        representatives=representatives,
        substitutes=tuple(p for p in people(desk, Role.SUBSTITUTE) if p.number in numbers),
        supervisors=_at_least(desk, Role.SUPERVISOR, 1),
        officials=_at_least(desk, Role.OFFICIAL, LEAST_OFFICIALS),
    )


def open_campaign(desk: Desk, proposer: Person, approver: Person, form: CampaignForm) -> Entry:
    """Seal the roster and write `campaign.open`; both officials stand in it."""
    preview = preview_campaign(desk, proposer, form)
    lists = staged_lists(desk)
    number = len(desk.state.campaigns) + 1
    leaves = rosters.seal(desk.session, number, lists.enterprises, desk.salt)
    roster = ledger_lists.leaf_list(leaves)
    catalogue = catalogue_blob(lists)
    institutions = institutions_blob(lists.institutions, form.weighted)
    staff = (*preview.officials, *preview.supervisors, *preview.representatives)
    seals = {p.id: seal_person(desk, number, p) for p in (*staff, *preview.substitutes)}
    data = {
        **_rules(form),
        "approvals": _approvals(seals, (proposer, approver)),
        "campaign": number,
        "catalogue": {"blob": ledger_lists.Blob(catalogue).digest},
        "institutions": {"blob": ledger_lists.Blob(institutions).digest},
        "officials": sorted(seals[p.id] for p in preview.officials),
        "representatives": _represented(preview, seals),
        "roster": {"blob": roster.digest, "count": roster.count, "root": roster.root},
        "supervisors": sorted(seals[p.id] for p in preview.supervisors),
    }
    blobs = (roster.data, catalogue, institutions)
    return desk.record([("campaign.open", data)], blobs)[0]


def beacon_names(simulation: bool) -> tuple[str, ...]:
    """The beacons a campaign may have: everybody can foretell `test`, so only a simulation may."""
    names = (chain.name for chain in CHAINS.values() if simulation or chain is not TEST)
    return ("none", *names)


def match_rules(rows: Sequence[Qualification], form: CampaignForm) -> MatchRules:
    """The matching rules of a form and a list of qualifications (spec 02 §8.1)."""
    waived = frozenset(code for waiver in form.waivers for code in waiver.types)
    grouped: dict[str, dict[str, Quota]] = {}
    for row in rows:
        weighted = row.type in form.weighted
        quota = Quota(row.sampling, row.testing, row.valid_until, weighted)
        grouped.setdefault(row.code, {})[row.type] = quota
    institutions = tuple(Institution(code, types) for code, types in sorted(grouped.items()))
    return MatchRules(institutions, form.sampling_until, waived)


def demand_feasible(lists: Lists, form: CampaignForm) -> None:
    """Refuse a campaign in which any enterprise could be left without a pair (01 §3.7)."""
    kinds: dict[object, int] = {}  # a pair depends on these alone: the first place of each kind
    for place, row in enumerate(lists.enterprises):
        kinds.setdefault((row.types, row.conflicts, row.status), place)
    rows = [  # there are no leaves yet: places in the list stand in for them
        Row(f"{place:064x}", rosters.as_facts(lists.enterprises[place])) for place in kinds.values()
    ]
    obstacles = infeasible(rows, lists.types, match_rules(lists.institutions, form))
    if obstacles:
        first = obstacles[0]
        whose = f" ({lists.enterprises[int(first.leaf, 16)].code})" if first.leaf else ""
        named = f"{first.type}: {first.reason}{whose}"
        raise Refusal("infeasible", count=len(obstacles), first=named)


def _check_form(desk: Desk, form: CampaignForm, lists: Lists) -> None:
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


def _at_least(desk: Desk, role: Role, least: int) -> tuple[Person, ...]:
    found = people(desk, role)
    if len(found) < least:
        expected = f"{least} {role.value}"
        raise Refusal("people_missing", expected=expected, found=len(found), role=role.value)
    return found


def _representatives(desk: Desk) -> tuple[Person, ...]:
    found = _at_least(desk, Role.REPRESENTATIVE, 1)
    numbers = [person.number for person in found]
    if numbers != list(range(1, len(found) + 1)):
        expected = f"representatives 1 to {max(n or 0 for n in numbers)}"
        raise Refusal(
            "people_missing", expected=expected, found=str(numbers), role="representative"
        )
    return found


def _represented(preview: CampaignPreview, seals: Mapping[int, str]) -> list[dict[str, Any]]:
    deputies = {p.number: seals[p.id] for p in preview.substitutes}
    return [
        {"number": p.number, "person": seals[p.id], "substitute": deputies.get(p.number)}
        for p in preview.representatives
    ]


def _approvals(seals: Mapping[int, str], pair: tuple[Person, Person]) -> list[dict[str, str]]:
    return [{"level": "D", "person": person} for person in sorted(seals[p.id] for p in pair)]


def _rules(form: CampaignForm) -> dict[str, Any]:
    return {
        "allocation": form.allocation,
        "avoidance_months": form.avoidance_months,
        "basis": form.basis,
        "beacon": next((c.hash for c in CHAINS.values() if c.name == form.beacon), "none"),
        "disclose_by": form.disclose_by.isoformat(),
        "matching": "weights" if form.weighted else "quotas",
        "open_basis": form.open_basis,
        "policy": form.policy,
        "reference_date": form.reference_date.isoformat(),
        "rules": "sunlot/v1",
        "sampling_until": form.sampling_until.isoformat(),
        "title": form.title,
        "waivers": [
            {"code": w.code, "text": w.text, "types": sorted(w.types)}
            for w in sorted(form.waivers, key=lambda w: w.code)
        ],
    }
