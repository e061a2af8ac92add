"""`/disclose`: the duty to open the roster once sampling has ended (spec 04 §7).

Opened are the facts and keys of every row, and the names of the drawn ones; names of enterprises
that were not drawn stay closed.
"""

from __future__ import annotations

from typing import Final

from bot import labels
from bot.buttons import Button
from bot.context import Context
from bot.message import Html
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import LEVEL_D, paragraphs
from bot.texts import T, msg
from inspection import CampaignState, Desk, DrawStep, Refusal
from inspection.disclosure import disclose

Opening = tuple[tuple[str, ...], str]
"""Parts, and which rows: as in a `disclosure` entry."""


def ask(ctx: Context) -> None:
    """`/disclose`: say what becomes public, and ask once more."""
    campaign = _newest(ctx.desk)
    if not _outstanding(campaign):
        return ctx.reply(_done(ctx.t, campaign))
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
    """Publish what is not published yet."""
    for parts, rows in _outstanding(_newest(ctx.desk)):
        disclose(ctx.desk, enrolled(ctx), parts, rows)
    ctx.edit(
        paragraphs(_done(ctx.t, _newest(ctx.desk)), ctx.t(LEVEL_D)),
        supersede=True,
    )


def _newest(desk: Desk) -> CampaignState:
    if not desk.state.campaigns:
        raise Refusal("no_campaign")
    return desk.state.campaigns[-1]


def _outstanding(campaign: CampaignState) -> list[Opening]:
    """The openings the duty asks for that are not in the book."""
    of_all, of_drawn = _published(campaign, "all"), _published(campaign, "selected")
    drawn = any(draw.step is DrawStep.MATCHED for draw in campaign.draws)
    missing: list[Opening] = []
    if not {"facts", "lot"} <= of_all:
        missing.append((("facts", "lot"), "all"))
    if drawn and "id" not in of_all | of_drawn:
        missing.append((("id",), "selected"))
    return missing


def _published(campaign: CampaignState, rows: str) -> set[str]:
    """The parts that are open for these rows."""
    return {part for parts, which in campaign.disclosed if which == rows for part in parts}


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
