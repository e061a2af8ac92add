"""`/void` and `/close`: the ends that need a reason or a look back, and a second official."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot import labels, waits
from bot.buttons import Button
from bot.context import Context
from bot.duties import LATE_OPENING_CODE
from bot.errors import Declined
from bot.message import Html
from bot.proposal_text import describe_params
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import HOUR, VOIDS, paragraphs, term
from bot.texts import msg
from inspection import Desk, DrawState, DrawStep
from inspection.proposals import check
from inspection.records import any_draw, running, running_draw
from inspection.voids import CAMPAIGN_CODES, SILENT_CODE, void_codes


def void(ctx: Context) -> None:
    """`/void` or `/void C.K`: the draw that is open, or the named one."""
    if not ctx.args:
        return ask_draw_code(ctx)
    campaign, _, draw = ctx.args.partition(".")
    if not (campaign + draw).isascii() or not (campaign.isdigit() and draw.isdigit()):
        raise Declined(msg("Write it like this: /void, or /void 1.2 – campaign 1, draw 2."))
    return _ask_code(ctx, any_draw(ctx.desk, int(campaign[:9]), int(draw[:9])))


def ask_draw_code(ctx: Context) -> None:
    """Ask why the latest draw is to be void."""
    _ask_code(ctx, running_draw(ctx.desk))


def ask_campaign_code(ctx: Context) -> None:
    """Ask why the whole campaign is to be void."""
    number = running(ctx.desk).number
    ctx.reply(
        ctx.t("Why is campaign {number} to be void? Press the reason.", number=number),
        _code_buttons(ctx, CAMPAIGN_CODES, {"kind": "campaign.void"}),
    )


def ask_words(ctx: Context) -> None:
    """Ask for the reason in words."""
    ctx.expect("void.text", ctx.payload, ttl=HOUR)
    ctx.edit(_words_wanted(ctx), supersede=True)


def ask_words_for_rule(ctx: Context) -> None:
    """The same for a void that the rules leave as the only way: its code is decided already."""
    ctx.expect("void.text", ctx.payload, ttl=HOUR)
    ctx.reply(_words_wanted(ctx))


def _words_wanted(ctx: Context) -> Html:
    return ctx.t(
        "Reason: {reason}. Now write in one message what happened, at most 1,000 characters. "
        "The public book holds only its fingerprint.",
        reason=term(ctx.t, VOIDS, ctx.payload["code"]),
    )


def preview_void(ctx: Context) -> None:
    """Show what would be void and why; a second official must agree."""
    params = {k: v for k, v in ctx.payload.items() if k != "kind"} | {"text": ctx.args}
    _preview(ctx, str(ctx.payload["kind"]), params)


def close(ctx: Context) -> None:
    """`/close`: look back on the campaign, then ask a second official to close it."""
    _preview(ctx, "campaign.close", {})


def _ask_code(ctx: Context, draw: DrawState) -> None:
    payload = {"kind": "draw.void", "campaign": draw.campaign, "draw": draw.number}
    ctx.reply(
        paragraphs(
            ctx.t("Why is draw {draw} to be void? Press the reason.", draw=draw.number),
            _limit(ctx, draw),
        ),
        _code_buttons(ctx, _possible(ctx.desk, draw), payload),
    )


def _limit(ctx: Context, draw: DrawState) -> Html:
    if draw.step < DrawStep.OPENED:
        return Html("")
    if draw.step is DrawStep.OPENED and waits.chain_of(ctx.desk, draw) is not None:
        return ctx.t(
            "Its secret is open: it can be void only if the verifier finds a fault in what was "
            "fixed before, or if the beacon gives no value for 24 hours."
        )
    return ctx.t(
        "Its secret is open: it can be void only if the verifier finds a fault in what was fixed "
        "before, and only until the next draw begins."
    )


def _possible(desk: Desk, draw: DrawState) -> tuple[str, ...]:
    """The codes that would not be refused at once: none whose time has not come."""
    without = set()
    if waits.chain_of(desk, draw) is None:
        without.add(LATE_OPENING_CODE)
    if not waits.beacon_is_silent(desk):
        without.add(SILENT_CODE)
    return tuple(code for code in void_codes(desk, draw) if code not in without)


def _code_buttons(
    ctx: Context, codes: tuple[str, ...], payload: Mapping[str, Any]
) -> list[list[Button]]:
    rows = [
        [Button(term(ctx.t, VOIDS, code), "void.code", {**payload, "code": code}, ttl=HOUR)]
        for code in codes
    ]
    return [*rows, [Button(ctx.t(labels.CANCEL), "step.cancel", ttl=HOUR)]]


def _preview(ctx: Context, kind: str, params: dict[str, Any]) -> None:
    check(ctx.desk, enrolled(ctx), kind, params)
    proposal = {"kind": kind, "params": params}
    ctx.reply(
        paragraphs(
            describe_params(ctx.t, ctx.desk, kind, params),
            ctx.t("Nothing has been done yet. A second official must agree."),
        ),
        [
            [Button(ctx.t(labels.SUBMIT_PROPOSAL), "proposal.submit", proposal, ttl=HOUR)],
            [Button(ctx.t(labels.CANCEL), "step.cancel", ttl=HOUR)],
        ],
    )


COMMANDS: Final = (
    Command("void", OFFICIALS, "private", msg("declare a draw void, with a reason"), void),
    Command("close", OFFICIALS, "private", msg("close the campaign"), close),
)
ACTIONS: Final = (
    Action("void.draw", OFFICIALS, ask_draw_code),
    Action("void.campaign", OFFICIALS, ask_campaign_code),
    Action("void.code", OFFICIALS, ask_words),
    Action("void.named", OFFICIALS, ask_words_for_rule),
    Action("campaign.close", OFFICIALS, close),
)
TALKS: Final = (Talk("void.text", OFFICIALS, preview_void),)
