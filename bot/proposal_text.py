"""What the officials read of a proposal: its kind, its full text, its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.campaign_opening import preview_text
from bot.draw_words import representative
from bot.invitations import show_code
from bot.message import Html
from bot.terms import VOIDS, paragraphs, stack, term
from bot.texts import T
from inspection import CampaignForm, Desk
from inspection.opening import preview_campaign
from inspection.proposals import Approved, Proposal
from inspection.records import any_draw, running

Params = Mapping[str, Any]


def title(t: T, found: Proposal) -> Html:
    """The kind of a proposal in a few words."""
    match found.kind:
        case "campaign.open":
            return t("open a campaign")
        case "campaign.close":
            return t("close the campaign")
        case "campaign.void":
            return t("void the campaign")
        case "draw.void":
            return t("void a draw")
        case _:
            return t("invite an official")


def described(desk: Desk, found: Proposal) -> Callable[[T], Html]:
    """The full text both officials read before they decide, for any language.

    The costly preview of a campaign is computed once, however many people read it.
    """
    if found.kind == "campaign.open":
        preview = preview_campaign(desk, found.by, CampaignForm.from_json(found.params["form"]))
        return lambda t: preview_text(t, desk, preview)
    return lambda t: describe_params(t, desk, found.kind, found.params)


def describe_params(t: T, desk: Desk, kind: str, params: Params) -> Html:
    """The same for every kind but the opening of a campaign."""
    match kind:
        case "campaign.close":
            return _closing(t, desk)
        case "campaign.void":
            what = t("You are about to void campaign {number}.", number=running(desk).number)
            return stack(what, _reason(t, params))
        case "draw.void":
            return stack(_voiding(t, desk, params), _reason(t, params))
        case _:
            return t("You are about to invite {name} as an official.", name=params["name"])


def _closing(t: T, desk: Desk) -> Html:
    campaign = running(desk)
    done = [draw for draw in campaign.draws if draw.counts]
    numbers = [row["number"] for row in campaign.opened["representatives"]]
    not_drawn = [str(n) for n in numbers if n not in {draw.representative for draw in done}]
    lines = [
        t(
            "Draw {draw}: drawn {n}, confirmed {confirmed} of {total}, objections {objected}",
            draw=draw.number,
            n=draw.selected,
            confirmed=len(draw.confirms),
            total=len(numbers),
            objected=len(draw.objections),
        )
        for draw in done
    ]
    return paragraphs(
        t(
            "You are about to close campaign {number}. Nothing can be added to it afterwards, "
            "except the disclosure.",
            number=campaign.number,
        ),
        stack(*lines),
        t("Without a draw: number {numbers}.", numbers=not_drawn) if not_drawn else "",
    )


def _voiding(t: T, desk: Desk, params: Params) -> Html:
    draw = any_draw(desk, params["campaign"], params["draw"])
    return t(
        "You are about to void draw {draw} of campaign {campaign} ({who}). It stays in the book, "
        "marked void; its types are free again, and the same choice is repeated.",
        draw=draw.number,
        campaign=draw.campaign,
        who=representative(t, desk, draw.representative),
    )


def _reason(t: T, params: Params) -> Html:
    reason = term(t, VOIDS, params["code"])
    return t("Reason: {reason}. In words: {text}", reason=reason, text=params["text"])


def outcome(t: T, done: Approved) -> Html:
    """What an approval did, for the official who agreed."""
    match done.proposal.kind:
        case "campaign.open":
            return t("Campaign {number} is open.", number=done.entries[0].data["campaign"])
        case "campaign.close":
            return t("Campaign {number} is closed.", number=done.entries[0].data["campaign"])
        case "campaign.void":
            return t("Campaign {number} is void.", number=done.entries[0].data["campaign"])
        case "draw.void":
            return t("Draw {draw} is void.", draw=done.entries[0].data["draw"])
        case _:
            return show_code(t, done.invited) if done.invited else Html("")
