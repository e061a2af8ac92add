"""Acts that need a second official (⚖): proposed by one, decided by another, by person.

A proposal is a private row until it is approved; the act is then carried out in the approver's
transaction, with both people in its entry. Checks run at the proposal (so that nobody is asked to
approve what cannot work) and again at approval, where moreover nothing may have changed of what
the proposal's text rested on (`inspection.unchanged`): both decide on the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from inspection.campaign import CampaignState
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.forms import CampaignForm
from inspection.opening import open_campaign, preview_campaign
from inspection.people import Invited, Person, Role, checked_name, issue, person_by_id, require
from inspection.records import running
from inspection.sealing import checked_reason, seal_of, seal_text
from inspection.tables import ProposalRow
from inspection.unchanged import SEEN, demand_unchanged, seen
from inspection.voids import CAMPAIGN_CODES, void_target
from ledger import Entry

PROPOSAL_SECONDS: Final = 24 * 3600


@dataclass(frozen=True)
class Proposal:
    """An act waiting for its second official. `state`: open, approved, rejected, withdrawn."""

    id: int
    kind: str
    params: Mapping[str, Any]
    by: Person
    at: int
    expires: int
    state: str


@dataclass(frozen=True)
class Approved:
    """What an approval did: the entries written, or the invitation made."""

    proposal: Proposal
    entries: tuple[Entry, ...]
    invited: Invited | None


def check(desk: Desk, by: Person, kind: str, params: Mapping[str, Any]) -> None:
    """Refuse what could not be carried out now; changes nothing, so it also serves a preview."""
    require(by, Role.OFFICIAL)
    _CHECKS[kind](desk, by, params)


def propose(desk: Desk, by: Person, kind: str, params: Mapping[str, Any]) -> Proposal:
    """Ask for a second official; refused at once if the act could not be carried out now."""
    check(desk, by, kind, params)
    kept = {**params, SEEN: seen(desk, kind, params)}
    row = ProposalRow(
        kind=kind,
        params=json.dumps(kept, ensure_ascii=False),
        by=by.id,
        at=desk.now,
        expires=desk.now + PROPOSAL_SECONDS,
        state="open",
    )
    desk.session.add(row)
    desk.session.flush()
    return _proposal(desk, row)


def proposal(desk: Desk, proposal_id: int) -> Proposal:
    """A proposal by its number, in whatever state."""
    return _proposal(desk, _row(desk, proposal_id))


def approve(desk: Desk, by: Person, proposal_id: int) -> Approved:
    """Decide for it and carry it out; by another official, before it expires, once.

    Refused with `changed_since` unless everything is as it was when it was proposed.
    """
    row = _open_row(desk, by, proposal_id)
    found = _proposal(desk, row)
    if by.id == found.by.id:
        raise Refusal("same_person")
    demand_unchanged(desk, row.kind, found.params)
    row.state, row.decided_by = "approved", by.id
    entries, invited = _ACTS[row.kind](desk, found.by, by, found.params)
    return Approved(replace(found, state="approved"), entries, invited)


def reject(desk: Desk, by: Person, proposal_id: int, reason: str) -> Proposal:
    """Decide against it, with a reason for the one who asked."""
    if not reason.strip():
        raise Refusal("reason_empty")
    row = _open_row(desk, by, proposal_id)
    if by.id == row.by:
        raise Refusal("same_person")
    row.state, row.decided_by, row.reason = "rejected", by.id, reason.strip()[:1000]
    return _proposal(desk, row)


def withdraw(desk: Desk, by: Person, proposal_id: int) -> Proposal:
    """Take back one's own proposal."""
    row = _open_row(desk, by, proposal_id)
    if by.id != row.by:
        raise Refusal("proposal_unknown")
    row.state = "withdrawn"
    return _proposal(desk, row)


def _row(desk: Desk, proposal_id: int) -> ProposalRow:
    row = desk.session.get(ProposalRow, proposal_id)
    if row is None:
        raise Refusal("proposal_unknown")
    return row


def _open_row(desk: Desk, by: Person, proposal_id: int) -> ProposalRow:
    require(by, Role.OFFICIAL)
    row = _row(desk, proposal_id)
    if row.state != "open":
        raise Refusal("proposal_decided", state=row.state)
    if row.expires < desk.now:
        raise Refusal("proposal_expired", expires=row.expires)
    return row


def _proposal(desk: Desk, row: ProposalRow) -> Proposal:
    params = json.loads(row.params)
    by = person_by_id(desk, row.by)
    return Proposal(row.id or 0, row.kind, params, by, row.at, row.expires, row.state)


# ── what each kind checks before anybody is asked, and does when it is approved ──

Params = Mapping[str, Any]
Result = tuple[tuple[Entry, ...], Invited | None]


def _check_open(desk: Desk, by: Person, params: Params) -> None:
    preview_campaign(desk, by, CampaignForm.from_json(params["form"]))


def _do_open(desk: Desk, first: Person, second: Person, params: Params) -> Result:
    form = CampaignForm.from_json(params["form"])
    return (open_campaign(desk, first, second, form),), None


def _check_invite(desk: Desk, by: Person, params: Params) -> None:
    checked_name(params["name"])


def _do_invite(desk: Desk, first: Person, second: Person, params: Params) -> Result:
    return (), issue(desk, first, Role.OFFICIAL, params["name"])


def _check_draw_void(desk: Desk, by: Person, params: Params) -> None:
    draw, _ = void_target(desk, params)
    checked_reason(params["text"])
    seal_of(desk, draw.campaign, by)


def _do_draw_void(desk: Desk, first: Person, second: Person, params: Params) -> Result:
    draw, finding = void_target(desk, params)
    data = {
        "approvals": _approvals(desk, draw.campaign, (first, second)),
        "campaign": draw.campaign,
        "draw": draw.number,
        "finding": finding,
        "reason": {"code": params["code"], "text": seal_text(desk, params["text"])},
    }
    return tuple(desk.record([("draw.void", data)])), None


def _check_close(desk: Desk, by: Person, params: Params) -> None:
    campaign = running(desk)
    if campaign.draw is not None and campaign.draw.open:
        raise Refusal("wrong_step", next="draw", wanted="end")
    if not campaign.audited:
        raise Refusal("wrong_step", next="audit", wanted="end")
    if campaign.open_objections:
        raise Refusal("objections_open", count=len(campaign.open_objections))
    seal_of(desk, campaign.number, by)


def _do_close(desk: Desk, first: Person, second: Person, params: Params) -> Result:
    _check_close(desk, first, params)
    campaign = running(desk)
    done = {draw.representative for draw in campaign.draws if draw.counts}
    numbers = [row["number"] for row in campaign.opened["representatives"]]
    data = {
        "approvals": _approvals(desk, campaign.number, (first, second)),
        "campaign": campaign.number,
        "not_drawn": [number for number in numbers if number not in done],
    }
    return tuple(desk.record([("campaign.close", data)])), None


def _check_campaign_void(desk: Desk, by: Person, params: Params) -> None:
    campaign: CampaignState = running(desk)
    if campaign.has_choice:
        raise Refusal("campaign_drawn")
    if params["code"] not in CAMPAIGN_CODES:
        raise Refusal("code_unknown", found=params["code"], known=CAMPAIGN_CODES)
    checked_reason(params["text"])
    seal_of(desk, campaign.number, by)


def _do_campaign_void(desk: Desk, first: Person, second: Person, params: Params) -> Result:
    _check_campaign_void(desk, first, params)
    campaign = running(desk)
    data = {
        "approvals": _approvals(desk, campaign.number, (first, second)),
        "campaign": campaign.number,
        "reason": {"code": params["code"], "text": seal_text(desk, params["text"])},
    }
    return tuple(desk.record([("campaign.void", data)])), None


def _approvals(desk: Desk, campaign: int, pair: tuple[Person, Person]) -> list[dict[str, str]]:
    people = sorted(seal_of(desk, campaign, person) for person in pair)
    return [{"level": "D", "person": person} for person in people]


_CHECKS: Final[Mapping[str, Callable[[Desk, Person, Params], None]]] = {
    "campaign.open": _check_open,
    "campaign.close": _check_close,
    "campaign.void": _check_campaign_void,
    "draw.void": _check_draw_void,
    "invite.official": _check_invite,
}
_ACTS: Final[Mapping[str, Callable[[Desk, Person, Person, Params], Result]]] = {
    "campaign.open": _do_open,
    "campaign.close": _do_close,
    "campaign.void": _do_campaign_void,
    "draw.void": _do_draw_void,
    "invite.official": _do_invite,
}
