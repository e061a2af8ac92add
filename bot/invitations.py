"""`/invite`: a link and a code, which go to two different officials.

Whoever had both could enrol as the guest; so one official sends the link, and another tells the
code. Nobody can be several people alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot import labels
from bot.buttons import Button
from bot.context import Context
from bot.enrolment import INVITATION
from bot.errors import Declined
from bot.message import Html
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import HOUR, ROLES, paragraphs, stack
from bot.texts import T, local_time, msg
from inspection import Invited, Person, Role
from inspection.people import NUMBERED, invite, people

ROLE_WORDS: Final[Mapping[str, Role]] = {
    **{role.value: role for role in Role},
    "监管人员": Role.OFFICIAL,
    "监督人员": Role.SUPERVISOR,
    "代表": Role.REPRESENTATIVE,
    "消费者代表": Role.REPRESENTATIVE,
    "候补": Role.SUBSTITUTE,
    "替补": Role.SUBSTITUTE,
}
"""What may stand behind `/invite`."""

USAGE: Final = msg(
    "Write it like one of these: /invite representative 1 NAME, /invite substitute 1 NAME, "
    "/invite supervisor NAME, /invite official NAME"
)


def invite_(ctx: Context) -> None:
    """`/invite ROLE [NUMBER] NAME`: make an invitation, or propose a new official."""
    role, number, name = _read(ctx.args)
    if role is Role.OFFICIAL:
        return _propose(ctx, name)
    by = enrolled(ctx)
    invited = invite(ctx.desk, by, role, name, number)
    others = [p for p in people(ctx.desk, Role.OFFICIAL) if p.telegram != ctx.telegram]
    for other in others:
        ctx.send(other, lambda t: paragraphs(_invites(t, by, invited), show_code(t, invited)))
    names = [other.name for other in others]
    return ctx.reply(
        paragraphs(
            show_link(ctx.t, ctx.bot_username, invited),
            ctx.t("The code has gone to: {names}. It is told to the person by them.", names=names),
        )
    )


def show_link(t: T, bot_username: str, invited: Invited) -> Html:
    """The one-use link; whoever has it still needs the code."""
    link = f"https://t.me/{bot_username}?start={INVITATION}{invited.token}"
    return stack(
        t("Invitation for {name}. Send this link to nobody else:", name=invited.name),
        t.value(link),
        t("It works once, until {time}.", time=local_time(invited.expires)),
    )


def show_code(t: T, invited: Invited) -> Html:
    """The code, with the rule that it takes another way than the link."""
    return stack(
        t("Code for {name}: {code}", name=invited.name, code=invited.code),
        t(
            "Tell it to {name} yourself, by another way than the link, for example by telephone or "
            "in person. Give it to no other official.",
            name=invited.name,
        ),
    )


def _invites(t: T, by: Person, invited: Invited) -> Html:
    role = t(ROLES[invited.role])
    if invited.number is not None:
        role = t("{role} {number}", role=role, number=invited.number)
    return t("{by} has invited {name} as {role}.", by=by.name, name=invited.name, role=role)


def _read(args: str) -> tuple[Role, int | None, str]:
    words = args.split()
    role = ROLE_WORDS.get(words[0].lower()) if words else None
    if role is None:
        raise Declined(USAGE)
    if role not in NUMBERED:
        return role, None, " ".join(words[1:])
    if len(words) < 3 or not (words[1].isascii() and words[1].isdigit()):
        raise Declined(USAGE)
    return role, int(words[1][:6]), " ".join(words[2:])


def _propose(ctx: Context, name: str) -> None:
    proposal = {"kind": "invite.official", "params": {"name": name}}
    ctx.reply(
        paragraphs(
            ctx.t("You are about to invite {name} as an official.", name=name),
            ctx.t(
                "A second official must agree. Then you get the link, and the second official gets "
                "the code."
            ),
        ),
        [
            [Button(ctx.t(labels.SUBMIT_PROPOSAL), "proposal.submit", proposal, ttl=HOUR)],
            [Button(ctx.t(labels.CANCEL), "step.cancel", ttl=HOUR)],
        ],
    )


COMMANDS: Final = (
    Command("invite", OFFICIALS, "private", msg("invite a person: role, number, name"), invite_),
)
ACTIONS: Final[tuple[Action, ...]] = ()
TALKS: Final[tuple[Talk, ...]] = ()
