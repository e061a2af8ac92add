"""Face of everyone: /help from the table, /draws, and /check with an enterprise's opening."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.allocation_words import drawn_by_type
from bot.beacon_words import drawn_with
from bot.context import Context
from bot.message import Html
from bot.table import EVERYONE, Action, Command, Talk
from bot.terms import VOIDS, grouped, stack, term
from bot.texts import msg
from inspection.campaign import CampaignState, DrawState, DrawStep
from inspection.disclosure import EnterpriseCheck, EnterpriseDraw, check_opening
from inspection.records import any_draw

OPENING_TALK: Final = "opening"
OPENING_BYTES: Final = 64 * 1024
CAMPAIGNS_SHOWN: Final = 3
DRAW_STEPS: Final[Mapping[DrawStep, str]] = {
    DrawStep.COMMITTED: msg("the operator's secret is committed"),
    DrawStep.CHOSEN: msg("the product types are chosen"),
    DrawStep.FROZEN: msg("the pool is frozen"),
    DrawStep.CLOSED: msg("the contributions are closed"),
    DrawStep.OPENED: msg("the secrets are open"),
    DrawStep.BEACONED: msg("the beacon's value is recorded"),
    DrawStep.RESULTED: msg("the enterprises are drawn"),
    DrawStep.MATCHED: msg("the institutions are matched"),
}
"""How far a draw has come."""


def help_(ctx: Context) -> None:
    """`/help`: what this person may use here, in the order of the table."""
    lines = [ctx.t("You can use:")]
    usable = ctx.table.open_to(ctx.person, private=ctx.private)
    lines += [Html(f"/{command.name} – {ctx.t(command.summary_msgid)}") for command in usable]
    if not ctx.private:
        link = f"https://t.me/{ctx.bot_username}"
        lines.append(ctx.t("In a private chat with me you may have more: {link}", link=link))
    ctx.reply("\n".join(lines))


def draws(ctx: Context) -> None:
    """`/draws`: the public numbers of the latest campaigns."""
    campaigns = ctx.desk.state.campaigns[-CAMPAIGNS_SHOWN:]
    if not campaigns:
        ctx.reply(ctx.t("There is no campaign in the book yet."))
        return
    parts = [_campaign(ctx, campaign) for campaign in reversed(campaigns)]
    ctx.reply("\n\n".join(parts))


def check(ctx: Context) -> None:
    """`/check`: the opening as text behind it, as its file, or asked for."""
    if ctx.document is not None:
        _judge(ctx, ctx.document.data)
    elif ctx.args:
        _judge(ctx, ctx.args.encode())
    else:
        ctx.expect(OPENING_TALK)
        ctx.reply(
            ctx.t(
                "Send the opening of the enterprise now, as the file you were given or as its "
                "text. When inspectors have checked in, an enterprise gets its opening from the "
                "authority, on the authority's page or at its counter, never from the inspectors. "
                "After the disclosure everyone finds the openings of the drawn enterprises in the "
                "publication."
            )
        )


def opening_sent(ctx: Context) -> None:
    """The opening that `/check` asked for."""
    _judge(ctx, ctx.document.data if ctx.document is not None else ctx.args.encode())


def _judge(ctx: Context, data: bytes) -> None:
    found = check_opening(ctx.desk, data)
    lines = [_whose(ctx, found), *(_stood(ctx, draw) for draw in found.draws)]
    if not found.draws:
        lines.append(ctx.t("No draw of this campaign is finished yet."))
    ctx.reply("\n".join(lines))


def _whose(ctx: Context, found: EnterpriseCheck) -> Html:
    if found.name is None or found.code is None:
        return ctx.t(
            "This opening belongs to a sealed entry of the roster. It does not show the "
            "enterprise's name and code.\nSealed entry: <code>{leaf}</code>",
            leaf=found.leaf,
        )
    return ctx.t(
        "This opening belongs to a sealed entry of the roster: {name}, code {code}.\n"
        "Sealed entry: <code>{leaf}</code>",
        name=found.name,
        code=found.code,
        leaf=found.leaf,
    )


def _stood(ctx: Context, draw: EnterpriseDraw) -> Html:
    """Where the enterprise stood in a draw, and what the draw's seed rests on."""
    state = any_draw(ctx.desk, draw.campaign, draw.draw)
    lines = _stand(ctx, draw), _whose_cutoff(ctx, draw, state)
    return stack(*lines, drawn_with(ctx.t, ctx.desk, state))


def _stand(ctx: Context, draw: EnterpriseDraw) -> Html:
    name = f"{draw.campaign}.{draw.draw}"
    if not draw.in_pool:
        return ctx.t("Draw {draw}: not in the pool, so it could not be drawn.", draw=name)
    if draw.ticket is None or draw.mark == "m":
        return ctx.t(
            "Draw {draw}: drawn. It was certain to be drawn, so it has no ticket.", draw=name
        )
    if draw.cutoff is None:
        return ctx.t(
            "Draw {draw}: not drawn. No place was left to the lot where it could be drawn.",
            draw=name,
        )
    sentence = (
        msg("Draw {draw}: drawn. Its ticket {ticket} is not above the cut-off {cutoff}.")
        if draw.selected
        else msg("Draw {draw}: not drawn. Its ticket {ticket} is above the cut-off {cutoff}.")
    )
    return ctx.t(sentence, draw=name, ticket=_code(draw.ticket), cutoff=_code(draw.cutoff))


def _whose_cutoff(ctx: Context, draw: EnterpriseDraw, state: DrawState) -> Html:
    """The type whose cut-off counted; cut-offs are tickets, so no two types have the same."""
    types = [one.type for one in state.strata if draw.cutoff and one.cutoff == draw.cutoff]
    if not types:
        return Html("")
    return ctx.t("Drawn type by type: this is the cut-off of its type, {type}.", type=types[0])


def _campaign(ctx: Context, campaign: CampaignState) -> Html:
    states = {None: msg("open"), "closed": msg("closed"), "void": msg("void")}
    head = ctx.t(
        "<b>Campaign {number}: {title}</b> ({state})",
        number=campaign.number,
        title=str(campaign.opened["title"]),
        state=ctx.t(states[campaign.ended]),
    )
    rows = [_draw(ctx, draw) for draw in campaign.draws]
    return Html("\n".join([head, *(rows or [ctx.t("No draw yet.")])]))


def _draw(ctx: Context, draw: DrawState) -> Html:
    name = f"{draw.campaign}.{draw.number}"
    if draw.void is not None:
        return ctx.t("Draw {draw}: void ({code}).", draw=name, code=term(ctx.t, VOIDS, draw.void))
    if not draw.counts:
        return ctx.t("Draw {draw}: {step}.", draw=name, step=ctx.t(DRAW_STEPS[draw.step]))
    counts = ctx.t(
        "Draw {draw}: {types} product types, {pool} enterprises in the pool, {must} of them "
        "certain, {size} drawn.",
        draw=name,
        types=len(draw.types),
        pool=draw.pool,
        must=draw.must,
        size=draw.selected,
    )
    digest = ctx.t("Digest of the result: {digest}", digest=_code(grouped(draw.digest)))
    return stack(counts, drawn_by_type(ctx.t, draw), drawn_with(ctx.t, ctx.desk, draw), digest)


def _code(value: str) -> Html:
    return Html(f"<code>{value}</code>")


COMMANDS = [
    Command("help", EVERYONE, "both", msg("what you can do here"), help_),
    Command("draws", EVERYONE, "both", msg("the campaigns and their draws"), draws),
    Command(
        "check",
        EVERYONE,
        "private",
        msg("check whether one enterprise was drawn"),
        check,
        largest_file=OPENING_BYTES,
    ),
]
ACTIONS: list[Action] = []
TALKS = [Talk(OPENING_TALK, EVERYONE, opening_sent, largest_file=OPENING_BYTES)]
