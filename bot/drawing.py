"""The official's steps: a button shows a preview, a second press does it.

The preview carries which draw it was about; if the campaign has moved on meanwhile, the second
press does nothing.
"""

from __future__ import annotations

from typing import Any, Final

from bot import announcements, labels
from bot.beacon_words import book_words
from bot.buttons import Button
from bot.coming import coming
from bot.context import Context
from bot.deeds import DEEDS
from bot.duties import next_buttons
from bot.errors import Declined
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import paragraphs, stack
from bot.texts import msg
from inspection import Desk, Step


def preview(ctx: Context) -> None:
    """Show what a step will fix, and ask once more."""
    step = Step(ctx.payload["step"])
    ctx.desk.demand(step)
    nothing = ctx.t("Nothing has been done yet.")
    ctx.reply(
        paragraphs(DEEDS[step].preview(ctx.t, ctx.desk), nothing),
        [
            [Button(ctx.t(labels.EXECUTE), "step.execute", _place(ctx.desk, step))],
            [Button(ctx.t(labels.CANCEL), "step.cancel")],
        ],
    )


def execute(ctx: Context) -> None:
    """Do the step, turn the preview into the outcome, tell whoever is next."""
    step = Step(ctx.payload["step"])
    if dict(ctx.payload) != _place(ctx.desk, step):
        raise Declined(msg("The campaign has moved on since this preview. Nothing was done."))
    deed = DEEDS[step]
    deed.act(ctx.desk, enrolled(ctx))
    done = stack(deed.outcome(ctx.t, ctx.desk), book_words(ctx.t, ctx.desk))
    text = paragraphs(done, coming(ctx.t, ctx.desk))
    ctx.edit(text, next_buttons(ctx.t, ctx.desk), supersede=True)
    announcements.after_step(ctx, step)


def cancel(ctx: Context) -> None:
    """Leave everything as it is and offer the step again."""
    nothing = ctx.t("Cancelled. Nothing was done.")
    ctx.edit(
        paragraphs(nothing, coming(ctx.t, ctx.desk)), next_buttons(ctx.t, ctx.desk), supersede=True
    )


def _place(desk: Desk, step: Step) -> dict[str, Any]:
    """Where the campaign stands, as far as a preview depends on it."""
    campaign = desk.state.campaign
    if campaign is None:
        return {"step": step.value}
    contributed = len(campaign.draw.contributions) if campaign.draw else 0
    return {
        "step": step.value,
        "campaign": campaign.number,
        "draw": len(campaign.draws),
        "contributions": contributed,
    }


COMMANDS: Final[tuple[Command, ...]] = ()
ACTIONS: Final = (
    Action("step.preview", OFFICIALS, preview),
    Action("step.execute", OFFICIALS, execute),
    Action("step.cancel", OFFICIALS, cancel),
)
TALKS: Final[tuple[Talk, ...]] = ()
