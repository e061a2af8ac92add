"""Which command menu a person sees (Bot API, "Determining list of commands")."""

from __future__ import annotations

import itertools

import pytest

from local_telegram.commands import CommandBook, Scope, parse_scope
from local_telegram.errors import Refusal
from local_telegram.model import Json

PERSON, GROUP = 1_000_001, -4_000_000_001
IN_PRIVATE: list[Scope] = [("chat", PERSON), ("all_private_chats",), ("default",)]
IN_GROUP: list[Scope] = [
    ("chat_member", GROUP, PERSON),
    ("chat_administrators", GROUP),
    ("chat", GROUP),
    ("all_chat_administrators",),
    ("all_group_chats",),
    ("default",),
]


def menu(name: str) -> list[Json]:
    return [{"command": name, "description": "x"}]


@pytest.mark.parametrize(("chat", "scopes"), [(PERSON, IN_PRIVATE), (GROUP, IN_GROUP)])
def test_the_narrowest_scope_wins_and_in_it_the_language(chat: int, scopes: list[Scope]) -> None:
    book = CommandBook()
    for number, (scope, tongue) in enumerate(itertools.product(reversed(scopes), ["", "zh"])):
        book.put(scope, tongue, menu(f"c{number}"))
        assert book.seen_by(chat, PERSON, "zh", is_admin=True) == menu(f"c{number}")


def test_administrators_menus_are_not_for_members() -> None:
    book = CommandBook()
    book.put(("chat_administrators", GROUP), "", menu("admin"))
    book.put(("default",), "", menu("all"))
    assert book.seen_by(GROUP, PERSON, "zh", is_admin=False) == menu("all")
    assert book.seen_by(GROUP, PERSON, "zh", is_admin=True) == menu("admin")


def test_deleting_uncovers_the_wider_menu() -> None:
    book = CommandBook()
    book.put(("default",), "", menu("all"))
    book.put(("chat", PERSON), "", menu("mine"))
    book.delete(("chat", PERSON), "")
    assert book.seen_by(PERSON, PERSON, "zh", is_admin=False) == menu("all")
    book.put(("default",), "", [])
    assert book.seen_by(PERSON, PERSON, "zh", is_admin=False) == []


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([{"command": "Draw", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "抽", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "draw", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (menu("draw") * 101, "BOT_COMMANDS_TOO_MUCH"),
        ("draw", "can't parse commands JSON object"),
    ],
)
def test_faulty_menus_are_refused(commands: object, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        CommandBook().put(("default",), "", commands)


def test_language_has_two_letters() -> None:
    with pytest.raises(Refusal, match="invalid language code"):
        CommandBook().put(("default",), "zh-hans", menu("draw"))


@pytest.mark.parametrize("raw", ["default", {"type": "everywhere"}, {}])
def test_unknown_scopes_are_refused(raw: object) -> None:
    with pytest.raises(Refusal, match="BotCommandScope"):
        parse_scope(raw, int)  # type: ignore[arg-type]
