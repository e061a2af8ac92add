"""An official's smaller commands: people, the list with names, the event group."""

from __future__ import annotations

from typing import Final

from bot import progress
from bot.context import Context
from bot.errors import Declined
from bot.groups import bind_event_group, unreachable
from bot.message import Html
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import ROLES, paragraphs, stack
from bot.texts import T, msg
from inspection import Person
from inspection.people import people
from inspection.queries import draw_list, founded_objections
from inspection.removing import revoke


def list_people(ctx: Context) -> None:
    """`/people`: everybody with a role, and whom the bot cannot reach."""
    gone = unreachable(ctx.desk.session)
    rows = [_person(ctx.t, person, person.telegram in gone) for person in people(ctx.desk)]
    ctx.reply(
        stack(
            ctx.t("Enrolled people, {n}:", n=len(rows)),
            *rows,
            ctx.t("To take a role away: /remove and the number in front of the name."),
        )
    )


def remove(ctx: Context) -> None:
    """`/remove N`: take a person's role away."""
    if not (ctx.args.isascii() and ctx.args.isdigit()):
        raise Declined(msg("Write it like this: /remove 3 – the numbers stand in /people."))
    gone = revoke(ctx.desk, enrolled(ctx), int(ctx.args[:9]))
    ctx.reply(
        ctx.t(
            "{name} has no role any more. Next: /people shows who is left, /invite invites.",
            name=gone.name,
        )
    )
    ctx.send(gone.telegram, lambda t: t("An official has taken your role away."))
    ctx.renew_menu(gone.telegram)


def show_list(ctx: Context) -> None:
    """`/list C.K`: the drawn enterprises with names, as a file; the reading is logged."""
    campaign, _, draw = ctx.args.partition(".")
    if not (campaign + draw).isascii() or not (campaign.isdigit() and draw.isdigit()):
        raise Declined(msg("Write it like this: /list 1.2 – campaign 1, draw 2."))
    place = int(campaign[:9]), int(draw[:9])
    data = draw_list(ctx.desk, enrolled(ctx), *place)
    ctx.reply(
        paragraphs(
            _founded(ctx.t, founded_objections(ctx.desk, *place)),
            ctx.t(
                "The drawn enterprises of {place}, with names and institutions. Prior notice to an "
                "enterprise is forbidden: keep the file to yourself. That you took it is in the "
                "access log.",
                place=ctx.args,
            ),
        ),
        document=(f"draw-{campaign}.{draw}.csv", data),
    )


def _founded(t: T, numbers: tuple[int, ...]) -> Html:
    if not numbers:
        return Html("")
    return t(
        "ATTENTION: the supervisor found the objection of number {numbers} to this draw founded.",
        numbers=[str(number) for number in numbers],
    )


def here(ctx: Context) -> None:
    """`/here` in a group: progress is shown in this group from now on."""
    bind_event_group(ctx.desk.session, ctx.chat, ctx.title, ctx.language)
    ctx.reply(
        ctx.t(
            "This is now the event group. Progress is shown here in counts only, never with names. "
            "Decisions are taken in private chats with me."
        )
    )
    campaign = ctx.desk.state.campaign
    if campaign is not None and campaign.draw is not None:
        progress.show(ctx, campaign.draw)


def _person(t: T, person: Person, gone: bool) -> Html:
    role = t(ROLES[person.role])
    if person.number is not None:
        role = t("{role} {number}", role=role, number=person.number)
    if gone:
        return t(
            "{id}. {name}, {role} – CANNOT BE REACHED, must open the chat with me",
            id=person.id,
            name=person.name,
            role=role,
        )
    return t("{id}. {name}, {role}", id=person.id, name=person.name, role=role)


COMMANDS: Final = (
    Command(
        "people", OFFICIALS, "private", msg("who is enrolled, who cannot be reached"), list_people
    ),
    Command("remove", OFFICIALS, "private", msg("take a person's role away"), remove),
    Command("list", OFFICIALS, "private", msg("the drawn enterprises with names"), show_list),
    Command("here", OFFICIALS, "group", msg("make this group the event group"), here),
)
ACTIONS: Final[tuple[Action, ...]] = ()
TALKS: Final[tuple[Talk, ...]] = ()
