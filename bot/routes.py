"""Which handler an update is for, and why not another: rights, places, forwarded and edited text.

Rights come from the person's role, never from the chat. What is not carried out is either answered
with one clear sentence (`Declined`) or, where nobody spoke to the bot, ignored (`None`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from bot import expectations
from bot.buttons import Mint, press
from bot.errors import Declined
from bot.incoming import Incoming
from bot.refusals import named
from bot.table import ANY_FILE, Command, Handler, Roles, Table, allowed
from bot.texts import Speech, msg
from inspection.people import Person

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Route:
    """A handler and what it is told. `pressed`: outbox row of the message with the button."""

    handler: Handler
    text: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    pressed: int | None = None
    largest_file: int = 0


@dataclass(frozen=True)
class Asker:
    """Who asks, where the handlers are, and in which words a refusal is said."""

    session: Session
    table: Table
    person: Person | None
    bot_username: str
    now: int
    t: Speech


def for_press(asker: Asker, mint: Mint, incoming: Incoming) -> Route:
    """The action of a pressed button."""
    row = press(
        asker.session,
        mint,
        incoming.data,
        telegram=incoming.telegram,
        chat=incoming.chat,
        now=asker.now,
    )
    action = asker.table.actions.get(row.action)
    if action is None:
        raise Declined(msg("This button belongs to an older version. Send the command again."))
    _demand_role(asker, action.roles)
    return Route(action.handler, payload=json.loads(row.payload), pressed=row.outbox)


def for_message(asker: Asker, incoming: Incoming) -> Route | None:
    """The command, the expected text or the file; None: nobody spoke to the bot."""
    match = _COMMAND.fullmatch(incoming.text)
    if match is not None:
        return _for_command(asker, incoming, match)
    if not incoming.private:
        _for_group(asker, incoming)
        return None
    return _for_talk(asker, incoming)


def for_edited(asker: Asker, incoming: Incoming) -> None:
    """An edited message is never carried out; in private chat that is said."""
    if incoming.private and incoming.text:
        raise Declined(
            msg("Editing an earlier message changes nothing here. Send it as a new message.")
        )


def _for_command(asker: Asker, incoming: Incoming, match: re.Match[str]) -> Route | None:
    name, addressee, rest = match[1].lower(), match[2], match[3] or ""
    if addressee is not None and addressee.lower() != asker.bot_username.lower():
        return None
    command = asker.table.commands.get(name)
    if command is None and not incoming.private and addressee is None:
        return None  # in a group it may be meant for another bot
    _demand_own_words(incoming)
    if command is None:
        raise Declined(msg("There is no command /{name}. /help lists what you can do."), name=name)
    _demand_place(asker, incoming, command)
    _demand_role(asker, command.roles)
    return Route(command.handler, rest, largest_file=command.largest_file)


def _for_group(asker: Asker, incoming: Incoming) -> None:
    """Only a text that everybody should not have read is answered; by whoever it was sent."""
    marked = asker.table.talk_of(incoming.text)
    if marked is not None and marked.misplaced:
        raise Declined(marked.misplaced)


def _for_talk(asker: Asker, incoming: Incoming) -> Route:
    expected = expectations.expected(asker.session, incoming.telegram, asker.now)
    marked = asker.table.talk_of(incoming.text)
    if marked is not None and (expected is None or expected.talk != marked.name):
        _demand_own_words(incoming)
        _demand_role(asker, marked.roles)
        return Route(marked.handler, incoming.text)
    talk = asker.table.talks.get(expected.talk) if expected is not None else None
    if expected is None or talk is None:
        return _for_stray(asker, incoming)
    _demand_role(asker, talk.roles)
    if incoming.file is None:
        _demand_own_words(incoming)
        if not incoming.text:
            raise Declined(msg("Only text can be read here. Type it as a message."))
    payload = json.loads(expected.payload)
    expectations.forget(asker.session, incoming.telegram)
    return Route(talk.handler, incoming.text, payload, largest_file=talk.largest_file)


def _for_stray(asker: Asker, incoming: Incoming) -> Route:
    talk = asker.table.talks.get(ANY_FILE)
    if incoming.file is not None and incoming.file.photo:
        raise Declined(
            msg(
                "A photo was not expected here. Send a list as a document; a photo of the beacon's "
                "QR code goes with /beacon."
            )
        )
    if incoming.file is not None and talk is not None and allowed(asker.person, talk.roles):
        return Route(talk.handler, incoming.text, largest_file=talk.largest_file)
    if incoming.file is not None:
        raise Declined(msg("A file was not expected here. /help lists what you can do."))
    raise Declined(msg("No text was expected here. /help lists what you can do."))


def _demand_own_words(incoming: Incoming) -> None:
    if incoming.anonymous:
        raise Declined(
            msg(
                "Messages in the name of a group or channel are not carried out: rights belong to "
                "a person. Write under your own name."
            )
        )
    if incoming.forwarded:
        raise Declined(
            msg("A forwarded message is not carried out. Write it yourself if you mean it.")
        )


def _demand_place(asker: Asker, incoming: Incoming, command: Command) -> None:
    if command.where == "private" and not incoming.private:
        raise Declined(
            msg("/{name} works only in a private chat with me: https://t.me/{bot}"),
            name=command.name,
            bot=asker.bot_username,
        )
    if command.where == "group" and incoming.private:
        raise Declined(msg("/{name} works only in a group."), name=command.name)


def _demand_role(asker: Asker, roles: Roles) -> None:
    if allowed(asker.person, roles):
        return
    names = tuple(named(asker.t, role) for role in sorted(roles))
    if asker.person is None:
        raise Declined(
            msg("This is only for: {roles}. You are not enrolled; an official can invite you."),
            roles=names,
        )
    raise Declined(
        msg("This is only for: {roles}. You are: {role}."),
        roles=names,
        role=named(asker.t, asker.person.role),
    )
