"""Acts that need a second official: submitted by one, agreed to or rejected by another.

Both read the same full text. The buttons carry the number of the proposal; who may press what, and
how often, the use cases decide.
"""

from __future__ import annotations

from typing import Final

from bot import announcements, labels
from bot.beacon_words import book_words
from bot.board import board
from bot.buttons import Button
from bot.coming import coming
from bot.context import Context
from bot.duties import next_buttons
from bot.invitations import show_link
from bot.message import Html, Message
from bot.proposal_text import described, outcome, title
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.telling import tell
from bot.terms import DAY, HOUR, LEVEL_D, paragraphs
from bot.texts import T, local_time
from inspection import Role
from inspection.people import people
from inspection.proposals import Approved, Proposal, approve, propose, reject, withdraw
from inspection.records import any_draw


def submit(ctx: Context) -> None:
    """Make the proposal and ask the other officials."""
    kind, params = str(ctx.payload["kind"]), dict(ctx.payload["params"])
    found = propose(ctx.desk, enrolled(ctx), kind, params)
    text = described(ctx.desk, found)
    target, until = {"id": found.id}, local_time(found.expires)
    ctx.edit(
        paragraphs(
            text(ctx.t),
            ctx.t("Sent to the other officials, open until {time}.", time=until),
            ctx.t("Next: another official agrees or does not agree."),
        ),
        [[Button(ctx.t(labels.WITHDRAW), "proposal.withdraw", target, ttl=DAY)]],
        supersede=True,
    )
    tell(ctx, people(ctx.desk, Role.OFFICIAL), lambda t: _asked(t, found, text(t)))


def agree(ctx: Context) -> None:
    """Agree: the act is carried out at once, with both officials in its entry."""
    done = approve(ctx.desk, enrolled(ctx), int(ctx.payload["id"]))
    recorded = [book_words(ctx.t, ctx.desk), ctx.t(LEVEL_D)] if done.entries else []
    ctx.edit(
        paragraphs(outcome(ctx.t, done), *recorded, coming(ctx.t, ctx.desk)),
        next_buttons(ctx.t, ctx.desk),
        supersede=True,
    )
    _tell_officials(ctx, done)
    _announce(ctx, done)


def disagree(ctx: Context) -> None:
    """Ask for the reason, which the proposer will read."""
    ctx.expect("proposal.reason", ctx.payload, ttl=HOUR)
    ctx.reply(
        ctx.t("Why do you not agree? Write it in one message; the official who asked will read it.")
    )


def record_rejection(ctx: Context) -> None:
    """Reject the proposal and tell the one who made it."""
    found = reject(ctx.desk, enrolled(ctx), int(ctx.payload["id"]), ctx.text)
    ctx.reply(ctx.t("You did not agree. Nothing was done; {name} is told.", name=found.by.name))
    reason = ctx.text.strip()

    def told(t: T) -> Message:
        refused = t("{name} did not agree: {reason}", name=enrolled(ctx).name, reason=reason)
        own = board(t, ctx.desk, found.by)
        kind = t("Your request was: {what}", what=title(t, found))
        return Message(paragraphs(refused, kind, own.text), own.buttons)

    ctx.send(found.by, told)


def take_back(ctx: Context) -> None:
    """Withdraw one's own proposal."""
    withdraw(ctx.desk, enrolled(ctx), int(ctx.payload["id"]))
    ctx.edit(
        paragraphs(ctx.t("Taken back. Nothing was done."), coming(ctx.t, ctx.desk)),
        next_buttons(ctx.t, ctx.desk),
        supersede=True,
    )


def _asked(t: T, found: Proposal, full: Html) -> Message:
    target = {"id": found.id}
    text = paragraphs(
        t("<b>{name} asks you to agree: {what}</b>", name=found.by.name, what=title(t, found)),
        full,
        t("This request is open until {time}.", time=local_time(found.expires)),
    )
    return Message(
        text,
        (
            (Button(t(labels.AGREE), "proposal.agree", target, ttl=DAY),),
            (Button(t(labels.DISAGREE), "proposal.disagree", target, ttl=DAY),),
        ),
    )


def _tell_officials(ctx: Context, done: Approved) -> None:
    """The other officials learn of it; an invitation's link goes to the one who asked for it."""

    def told(t: T, link: str) -> Message:
        agreed = t("{name} agreed: {what}.", name=enrolled(ctx).name, what=title(t, done.proposal))
        return Message(paragraphs(agreed, link, coming(t, ctx.desk)), next_buttons(t, ctx.desk))

    def with_link(t: T) -> Message:
        return told(t, show_link(t, ctx.bot_username, done.invited) if done.invited else "")

    by = done.proposal.by
    others = [p for p in people(ctx.desk, Role.OFFICIAL) if p.id != by.id]
    tell(ctx, others, lambda t: told(t, ""))
    tell(ctx, [by], with_link)


def _announce(ctx: Context, done: Approved) -> None:
    """Tell everyone whom the act concerns."""
    match done.proposal.kind:
        case "campaign.open":
            announcements.campaign_opened(ctx)
        case "campaign.close" | "campaign.void":
            announcements.campaign_ended(ctx, lambda t: Message(outcome(t, done)))
        case "draw.void":
            params = done.proposal.params
            announcements.voided(ctx, any_draw(ctx.desk, params["campaign"], params["draw"]))
        case _:
            pass


COMMANDS: Final[tuple[Command, ...]] = ()
ACTIONS: Final = (
    Action("proposal.submit", OFFICIALS, submit),
    Action("proposal.agree", OFFICIALS, agree),
    Action("proposal.disagree", OFFICIALS, disagree),
    Action("proposal.withdraw", OFFICIALS, take_back),
)
TALKS: Final = (Talk("proposal.reason", OFFICIALS, record_rejection),)
