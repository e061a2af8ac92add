"""`/disclose`: the duty to open the roster once campaign and sampling have ended (spec 04 §7).

Opened are the facts and keys of every row, and the names of the drawn ones; names of enterprises
that were not drawn stay closed.
"""

from __future__ import annotations

from typing import Final

from bot import labels
from bot.buttons import Button
from bot.context import Context
from bot.errors import Declined
from bot.message import Html
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import LEVEL_D, paragraphs
from bot.texts import T, msg
from inspection import CampaignState
from inspection.disclosure import demand_due, disclose, named_campaign, outstanding


def ask(ctx: Context) -> None:
    """`/disclose` or `/disclose C`: say what becomes public, and ask once more."""
    campaign = named_campaign(ctx.desk, _asked_for(ctx.args))
    if not outstanding(ctx.desk, campaign):
        return ctx.reply(_done(ctx.t, campaign))
    demand_due(ctx.desk, campaign)
    return ctx.reply(
        paragraphs(
            ctx.t(
                "You are about to publish, for campaign {number}: facts and keys of all {n} "
                "enterprises, and the names of the drawn ones. It cannot be taken back.",
                number=campaign.number,
                n=campaign.opened["roster"]["count"],
            ),
            ctx.t("Nothing has been done yet."),
        ),
        [
            [Button(ctx.t(labels.EXECUTE), "disclose.execute", {"campaign": campaign.number})],
            [Button(ctx.t(labels.CANCEL), "step.cancel")],
        ],
    )


def execute(ctx: Context) -> None:
    """Publish what is not published yet, of the campaign that the preview named."""
    campaign = named_campaign(ctx.desk, int(ctx.payload["campaign"]))
    for parts, rows in outstanding(ctx.desk, campaign):
        disclose(ctx.desk, enrolled(ctx), parts, rows, campaign.number)
    ctx.edit(paragraphs(_done(ctx.t, campaign), ctx.t(LEVEL_D)), supersede=True)


def _asked_for(args: str) -> int | None:
    if not args:
        return None
    if not (args.isascii() and args.isdigit()):
        raise Declined(msg("Write it like this: /disclose, or /disclose 2 – campaign 2."))
    return int(args[:9])


def _done(t: T, campaign: CampaignState) -> Html:
    return t(
        "The roster of campaign {number} is disclosed: everybody can now recompute everything.",
        number=campaign.number,
    )


COMMANDS: Final = (
    Command("disclose", OFFICIALS, "private", msg("publish the roster after sampling"), ask),
)
ACTIONS: Final = (Action("disclose.execute", OFFICIALS, execute),)
TALKS: Final[tuple[Talk, ...]] = ()
