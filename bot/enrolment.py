"""Face of everyone who arrives: /start, the invitation's code, /language."""

from __future__ import annotations

from typing import Final

from bot import groups
from bot.buttons import Button
from bot.context import Context
from bot.refusals import named
from bot.table import EVERYONE, Action, Command, Talk
from bot.texts import LANGUAGES, msg, speech
from inspection.people import (
    INVITATION_SECONDS,
    Person,
    WrongCode,
    begin_enrolment,
    finish_enrolment,
    set_language,
)

INVITATION: Final = "e_"
"""Prefix of a deep link's payload that carries an invitation's token."""
CODE_TALK: Final = "enrolment_code"
LANGUAGE_ACTION: Final = "language"
_ASKED: Final = msg("In which language shall I write to you?")
_NAMES: Final = {"zh": msg("Chinese"), "en": msg("English")}


def start(ctx: Context) -> None:
    """`/start`: an invitation's link, or a greeting."""
    if ctx.args.startswith(INVITATION):
        _open_invitation(ctx, ctx.args.removeprefix(INVITATION))
    elif ctx.person is not None:
        role = named(ctx.t, ctx.person.role)
        ctx.reply(
            ctx.t(
                "You are enrolled as {role}: {name}.\n/help lists what you can do.",
                role=role,
                name=ctx.person.name,
            )
        )
    else:
        ctx.reply(
            ctx.t(
                "This is Sunlot. It draws by lot which enterprises are inspected, and everyone can "
                "recompute each draw.\n/draws shows the draws, /check looks up one enterprise.\n"
                "Officials, supervisors and representatives need an invitation link."
            )
        )


def code_typed(ctx: Context) -> None:
    """The code of an opened invitation."""
    outcome = finish_enrolment(ctx.desk, ctx.telegram, ctx.args, ctx.language)
    if isinstance(outcome, WrongCode):
        _ask_again(ctx, outcome.tries_left)
    else:
        _welcome(ctx, outcome)


def language(ctx: Context) -> None:
    """`/language`: choose Chinese or English."""
    keys = [Button(speech(code)(_NAMES[code]), LANGUAGE_ACTION, {"to": code}) for code in LANGUAGES]
    # Asked in every language: whoever needs this command may not read the present one.
    asked = [speech(code)(_ASKED) for code in LANGUAGES]
    ctx.reply("\n".join(asked), [keys])


def language_chosen(ctx: Context) -> None:
    """A press on one of the languages."""
    chosen = str(ctx.payload["to"])
    if ctx.person is not None:
        ctx.person = set_language(ctx.desk, ctx.person, chosen)
    else:
        groups.set_chat_language(ctx.desk.session, ctx.chat, chosen)
    ctx.language = chosen
    ctx.edit(
        ctx.t("From now on I write to you in {language}.", language=ctx.t(_NAMES[chosen])),
        supersede=True,
    )
    ctx.renew_menu(ctx.telegram)


def _open_invitation(ctx: Context, token: str) -> None:
    pending = begin_enrolment(ctx.desk, token, ctx.telegram)
    ctx.expect(CODE_TALK, ttl=INVITATION_SECONDS)
    ctx.reply(
        ctx.t(
            "This invitation is for {name} as {role}.\nNow type the six-digit code that the "
            "authority told you in another way. If you are not {name}, do not go on.",
            name=pending.name,
            role=named(ctx.t, pending.role),
        )
    )


def _ask_again(ctx: Context, tries_left: int) -> None:
    if tries_left > 0:
        ctx.expect(CODE_TALK, ttl=INVITATION_SECONDS)
        ctx.reply(
            ctx.t("The code is wrong. Tries left: {n}. Type the six digits again.", n=tries_left)
        )
    else:
        ctx.reply(
            ctx.t("The code was wrong too often; the invitation is locked. Ask for a new one.")
        )


def _welcome(ctx: Context, person: Person) -> None:
    ctx.reply(
        ctx.t(
            "Welcome, {name}. You are enrolled as {role}.\n/help lists what you can do, "
            "/language changes the language.",
            name=person.name,
            role=named(ctx.t, person.role),
        )
    )
    ctx.renew_menu(person.telegram)


COMMANDS = [
    Command("start", EVERYONE, "private", msg("begin, or open an invitation"), start),
    Command("language", EVERYONE, "private", msg("choose the language"), language),
]
ACTIONS = [Action(LANGUAGE_ACTION, EVERYONE, language_chosen)]
TALKS = [Talk(CODE_TALK, EVERYONE, code_typed)]
