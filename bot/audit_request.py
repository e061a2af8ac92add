"""The request to the supervisor: counts, the four statements spelled out, the roster itself.

The roster is the one that was read and sealed, not the file that was sent (`auditing.roster_file`).
"""

from __future__ import annotations

from bot import labels
from bot.buttons import Button
from bot.context import Context
from bot.message import Html, Message
from bot.terms import DAY, LEVEL_D, grouped, paragraphs, stack
from bot.texts import T
from inspection import Desk, Person
from inspection.auditing import roster_file
from inspection.files import staged
from inspection.records import catalogue_rows, institution_rows, running


def send_audit_request(ctx: Context, supervisor: Person) -> None:
    """Send the roster and the request; that the roster was handed out is in the access log."""
    name, data = roster_file(ctx.desk, supervisor)

    def file(t: T) -> Message:
        return Message(t("The roster as it was read and sealed."), (), (name, data))

    ctx.send(supervisor, file)
    ctx.send(supervisor, lambda t: request(t, ctx.desk))


def request(t: T, desk: Desk) -> Message:
    """What the supervisor is asked to state, with the button for it."""
    button = Button(t(labels.AUDITED), "audit.confirm", ttl=DAY)
    return Message(paragraphs(_counts(t, desk), statements(t), t(LEVEL_D)), ((button,),))


def statements(t: T) -> Html:
    """The four statements of `roster.audit` (spec 01 §4) in words."""
    return stack(
        t("You state four things about the roster:"),
        t("1. Every code is valid: 18 characters, with the right check digit."),
        t("2. No code stands in the roster twice."),
        t("3. The product types of every enterprise are complete."),
        t("4. Every failure known from the last inspection is flagged."),
    )


def _counts(t: T, desk: Desk) -> Html:
    campaign = running(desk)
    roster = staged(desk)["enterprises"]
    return stack(
        t(
            "<b>Campaign {number}: please audit the roster.</b>",
            number=campaign.number,
        ),
        t(
            "Enterprises: {enterprises}, product types: {types}, institutions: {institutions}.",
            enterprises=campaign.opened["roster"]["count"],
            types=len(catalogue_rows(desk, campaign)),
            institutions=len(institution_rows(desk, campaign)),
        ),
        t(
            "Read from the officials' file {name}, SHA-256 {digest}",
            name=roster.name,
            digest=grouped(roster.digest),
        ),
    )
