"""ONE table of everything people can do in chat; menus, help and rights are read from it.

A face module exports lists COMMANDS, ACTIONS and TALKS; `Table.join` puts them together and refuses
two things of one name. Which faces there are stands in `bot.faces`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, TypeVar

from inspection.people import Person, Role

if TYPE_CHECKING:
    from bot.context import Context

PUBLIC: Final = "public"
Handler: TypeAlias = "Callable[[Context], None]"
Where = Literal["private", "group", "both"]
Roles = frozenset[str]

EVERYONE: Final[Roles] = frozenset({PUBLIC})
"""Whoever writes to the bot, with or without a role."""
ENROLLED: Final[Roles] = frozenset(Role)
OFFICIALS: Final[Roles] = frozenset({Role.OFFICIAL})

ANY_FILE: Final = "file"
"""Name of the `Talk` that takes a file nobody was asked for."""


@dataclass(frozen=True)
class Command:
    """`/name`: who may use it, where, and its line in menu and help (at most 256 characters).

    `largest_file` is the size in bytes of a file whose caption is this command; 0: takes none.
    """

    name: str
    roles: Roles
    where: Where
    summary_msgid: str
    handler: Handler
    largest_file: int = 0


@dataclass(frozen=True)
class Action:
    """What a button does. Role, addressee, expiry and single use are checked before `handler`."""

    name: str
    roles: Roles
    handler: Handler


@dataclass(frozen=True)
class Talk:
    """Expected free text (or a file, up to `largest_file` bytes), see `Context.expect`.

    `prefix`: a text that begins so is for this talk whatever is expected, so that a code which was
    copied from elsewhere can neither come too early to be understood nor be taken for other words.
    `misplaced`: what is answered, without repeating the text, where it stands in a group; a msgid.
    """

    name: str
    roles: Roles
    handler: Handler
    largest_file: int = 0
    prefix: str = ""
    misplaced: str = ""


class Face(Protocol):
    """A module that brings its part of the table."""

    @property
    def COMMANDS(self) -> Sequence[Command]:  # noqa: N802 - a module's constant
        """Commands, in the order of menu and help."""
        ...

    @property
    def ACTIONS(self) -> Sequence[Action]:  # noqa: N802
        """What its buttons do."""
        ...

    @property
    def TALKS(self) -> Sequence[Talk]:  # noqa: N802
        """The texts and files it expects."""
        ...


@dataclass(frozen=True)
class Table:
    """The joined table, by name."""

    commands: Mapping[str, Command] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    talks: Mapping[str, Talk] = field(default_factory=dict)

    @classmethod
    def join(cls, *faces: Face) -> Table:
        """Put the faces' lists together, in order; two of one name raise ValueError."""
        return cls(
            _by_name(command for face in faces for command in face.COMMANDS),
            _by_name(action for face in faces for action in face.ACTIONS),
            _by_name(talk for face in faces for talk in face.TALKS),
        )

    def talk_of(self, text: str) -> Talk | None:
        """The talk whose prefix a text begins with, blanks and capitals aside."""
        plain = text.lstrip().casefold()
        marked = (talk for talk in self.talks.values() if talk.prefix)
        return next((talk for talk in marked if plain.startswith(talk.prefix)), None)

    def open_to(self, person: Person | None, *, private: bool) -> tuple[Command, ...]:
        """The commands this person may use in a private chat or in a group."""
        place = "private" if private else "group"
        return tuple(
            command
            for command in self.commands.values()
            if command.where in (place, "both") and allowed(person, command.roles)
        )


def allowed(person: Person | None, roles: Roles) -> bool:
    """Whether someone may do what is open to these roles."""
    return PUBLIC in roles or (person is not None and person.role in roles)


_Named = TypeVar("_Named", Command, Action, Talk)


def _by_name(things: Iterable[_Named]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for thing in things:
        if thing.name in found:
            raise ValueError(f"expected one {type(thing).__name__} named {thing.name}, got two")
        found[thing.name] = thing
    return found
