"""Opening a campaign: the form, its preview, and `campaign.open` (spec 01 §3).

The form comes from one official; everything is checked while it is shown, and all of it again when
a second official agrees. Then the roster is sealed with fresh salts and every rule of the campaign
is fixed in one entry; nothing can be changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw import CHAINS, Institution, MatchRules, Quota, Row, infeasible
from inspection import rosters
from inspection.blobs import catalogue_blob, institutions_blob
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import KINDS, staged, staged_lists
from inspection.forms import CampaignForm, check_form
from inspection.lists import Lists, Qualification
from inspection.people import LEAST_OFFICIALS, Person, Role, people, require
from inspection.sealing import seal_person
from ledger import Entry
from ledger import lists as ledger_lists


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
    check_form(desk, form, lists)
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
    leaves = rosters.seal(desk.session, number, lists.enterprises, desk.entropy)
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
    """Refuse a campaign in which any enterprise could be left without a pair (01 §3 item 8)."""
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
