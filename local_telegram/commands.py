"""Command menus by scope and language, and which of them a person sees. Pure.

Source: Bot API, BotCommandScope, "Determining list of commands".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from local_telegram.errors import bad_request
from local_telegram.model import Json

MAX_COMMANDS = 100

Scope = tuple[str | int, ...]
"""A scope as a key: its type, then chat id and user id where it has them."""

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


class CommandBook:
    """The menus of one bot."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], list[Json]] = {}

    def put(self, scope: Scope, language: str, commands: object) -> None:
        """setMyCommands; an empty list deletes. Raises Refusal for a faulty list."""
        menu, tongue = _checked(commands), _checked_language(language)
        if menu:
            self._menus[scope, tongue] = menu
        else:
            self.delete(scope, tongue)

    def get(self, scope: Scope, language: str) -> list[Json]:
        """getMyCommands: exactly this scope and language, [] if nothing was set."""
        return self._menus.get((scope, language), [])

    def delete(self, scope: Scope, language: str) -> None:
        """deleteMyCommands."""
        self._menus.pop((scope, language), None)

    def seen_by(self, chat: int, person: int, language: str, is_admin: bool) -> list[Json]:
        """The menu that `person` (two-letter `language`) sees in `chat`, [] for none."""
        for scope in _precedence(chat, person, is_admin):
            for tongue in (language, ""):
                if (scope, tongue) in self._menus:
                    return self._menus[scope, tongue]
        return []


def _precedence(chat: int, person: int, is_admin: bool) -> Iterator[Scope]:
    if chat > 0:
        yield from (("chat", chat), ("all_private_chats",), ("default",))
        return
    yield ("chat_member", chat, person)
    if is_admin:
        yield ("chat_administrators", chat)
    yield ("chat", chat)
    if is_admin:
        yield ("all_chat_administrators",)
    yield from (("all_group_chats",), ("default",))


def parse_scope(raw: object, resolve_chat: Callable[[object], int]) -> Scope:
    """A BotCommandScope as a key; `resolve_chat` turns its chat_id into an id or refuses it."""
    if raw is None:
        return ("default",)
    if not isinstance(raw, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = raw.get("type")
    if kind in _WIDE_SCOPES:
        return (str(kind),)
    if kind in ("chat", "chat_administrators"):
        return (str(kind), resolve_chat(raw.get("chat_id")))
    if kind == "chat_member":
        return ("chat_member", resolve_chat(raw.get("chat_id")), _user_id(raw.get("user_id")))
    raise bad_request("unsupported BotCommandScope type specified")


def _user_id(raw: object) -> int:
    try:
        return int(str(raw))
    except ValueError as error:
        raise bad_request("invalid user_id specified") from error


def _checked_language(language: str) -> str:
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language


def _checked(commands: object) -> list[Json]:
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_checked_command(command) for command in commands]


def _checked_command(raw: object) -> Json:
    if not isinstance(raw, dict) or not isinstance(raw.get("command"), str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    name, description = raw["command"].removeprefix("/"), raw.get("description")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
