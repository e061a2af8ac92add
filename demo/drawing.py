"""The four draws as representatives, substitute and supervisor live them.

Each follows a part of their own, and waits for what the bot says.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Final

from demo import labels, strangers
from demo import seed_labels as said
from demo.cast import (
    ANSWER,
    DRAWS,
    OBJECTED_DRAW,
    OBJECTION,
    OBJECTOR,
    ON_OWN_DEVICE,
    PICKS,
    SUBSTITUTE_DRAW,
    SUBSTITUTE_FOR,
    TYPED_BY,
    TYPED_DRAW,
    Company,
)
from demo.choosing import Counts, choose
from demo.contributing import Kept, bring_beacon, contribute, open_own
from demo.errors import NotSeen
from demo.officials import press_in_vain
from demo.people import Look, Person
from demo.phones import Shown
from demo.rounds import Waiting

_GROUPED: Final = re.compile(r"(?:[0-9a-f]{4} ){15}[0-9a-f]{4}")


@dataclass
class Results:
    """What people were told of the draws, by number of the draw.

    `statements`: name → value of each line (spec 02 §9). `brackets`: total, signed and margin of
    the witnesses, where there are any. `kept`: the proofs of contributions. `finish`: the command
    that computes the first draw without the office, empty without a beacon.
    """

    statements: dict[int, dict[str, str]] = field(default_factory=dict)
    brackets: dict[int, dict[str, str]] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    finish: str = ""


@dataclass(frozen=True)
class Part:
    """What all four representatives share. `first`: what draw 1 must count in the end. `page`:
    address of the beacon's page, empty if there is no beacon.
    """

    company: Company
    first: Counts
    results: Results
    page: str
    waiting: Waiting


async def representative(part: Part, number: int) -> None:
    """All four draws of one representative."""
    person = part.company[f"r{number}"]
    draw = 0
    for turn in range(1, DRAWS + 1):
        draw = await _until_it_counts(person, draw, partial(_take_part, part, number, turn))
        await _answer(part, person, number, turn, draw)


async def _until_it_counts(
    person: Person, draw: int, take_part: Callable[[int, bool], Awaitable[None]]
) -> int:
    """Take part in the next draw, and in its repetition if it is void; the one that counts."""
    again = False
    while True:
        draw += 1
        await take_part(draw, again)
        matched, _ = await person.finds_any(
            Look((labels.DRAW_TITLE(draw=draw), said.VOID)),
            Look((labels.STATEMENT_FILE(draw=draw),)),
        )
        if matched:
            return draw
        again = True


async def _take_part(part: Part, number: int, turn: int, draw: int, again: bool) -> None:
    """Choose if it is one's turn, contribute, open, and bring the beacon's value if it is missing.

    `again`: the draw repeats a void one, so the choice stands.
    """
    person = part.company[f"r{number}"]
    if turn == number and not again:
        picks = PICKS[number - 1]
        await choose(person, draw, picks, part.first if turn == 1 else Counts(len(picks)))
    if (number, turn) != (SUBSTITUTE_FOR, SUBSTITUTE_DRAW):
        device = bool(part.page) and number in ON_OWN_DEVICE
        mine = await contribute(person, number, draw, device=device)
        if mine is not None:
            await open_own(part.company, person, mine, turn, part.results.kept)
    if part.page and (number, turn) == (TYPED_BY, TYPED_DRAW):
        await bring_beacon(part.company, draw, part.page, part.waiting)


async def substitute(company: Company) -> None:
    """Tries this and that in draw 1, then stands in for a representative in one draw."""
    person = company["b2"]
    await person.finds(labels.DRAW_TITLE(draw=1), place=company.group)
    await strangers.press_what_is_not_yours(company, person, ("o1", "r1"))
    typed = await person.say("/open")
    await person.sees(labels.NOT_FOR_YOU)
    await person.rewrite(typed, "/status")
    await person.sees(labels.NOT_EDITED)
    await person.forward(typed)
    await person.sees(labels.NOT_FORWARDED)
    await person.say("/draw_now")
    await person.sees(labels.NO_SUCH_COMMAND)
    draw = 0
    for turn in range(1, SUBSTITUTE_DRAW + 1):
        draw = await _until_it_counts(person, draw, partial(_stand_in, person, turn))


async def _stand_in(person: Person, turn: int, draw: int, again: bool) -> None:
    del again  # a repeated draw asks for everybody's contribution anew
    if turn == SUBSTITUTE_DRAW:
        await contribute(person, SUBSTITUTE_FOR, draw, device=False)


async def _answer(part: Part, person: Person, number: int, turn: int, draw: int) -> None:
    """Read statement and result, compare their digest, confirm or object."""
    file = await person.finds(labels.STATEMENT_FILE(draw=draw))
    shown = await person.finds(labels.DRAW_TITLE(draw=draw), labels.RESULT)
    statement = await _read_statement(person, file, shown)
    part.results.statements[draw] = statement
    bracket = said.BRACKET.read(shown.text, person.card.language)
    if bracket is not None:
        part.results.brackets[draw] = bracket
    if (number, turn) == (OBJECTOR, OBJECTED_DRAW):
        await _object(part.company, person, shown)
    else:
        await _confirm(person, shown, draw)


async def _read_statement(person: Person, file: Shown, shown: Shown) -> dict[str, str]:
    """The statement's lines, once its digest is the one that the message shows."""
    if file.file is None:
        raise NotSeen(f"{person.card.name}: expected the statement as a file, got {file.text}")
    data = await person.evening.phones.file(person.id, file.file.id)
    digest = sha256(data).hexdigest()
    printed = [found.replace(" ", "") for found in _GROUPED.findall(shown.text)]
    if digest not in printed:
        raise NotSeen(
            f"{person.card.name}: expected the digest {digest} of the statement in the result, "
            f"got {printed}"
        )
    lines = (line.partition("=") for line in data.decode("ascii").splitlines()[1:])
    return {"digest": digest, **{name: value for name, _, value in lines}}


async def _confirm(person: Person, shown: Shown, draw: int) -> None:
    await person.press(labels.READ_AND_CONFIRM, on=shown)
    sure = await person.sees(labels.ABOUT_TO_CONFIRM)
    await person.press(labels.CONFIRM_DIGEST, on=sure)
    if draw == 1:
        await press_in_vain(person, sure, labels.CONFIRM_DIGEST, labels.BUTTON_USED)
    await person.finds(labels.DRAW_TITLE(draw=draw), labels.CONFIRMED)


async def _object(company: Company, person: Person, shown: Shown) -> None:
    await person.press(labels.OBJECT, on=shown)
    kinds = await person.sees(labels.WHAT_OBJECTION)
    await person.press(labels.OBJECT_PROCEDURE, on=kinds)
    await person.sees(labels.OBJECTION_WORDS)
    await person.say(OBJECTION.form(person.card.language))
    await person.sees(labels.OBJECTED)
    await person.finds(labels.ANSWER_TOLD, ANSWER.form(company.language))


# ---- the supervisor


async def supervisor(company: Company) -> None:
    """Answers the one objection."""
    person = company["s1"]
    told = await person.finds(labels.OBJECTION_TOLD, OBJECTION.form(company.language))
    await person.press(labels.ANSWER_OBJECTION, on=told)
    kinds = await person.sees(labels.IS_IT_FOUNDED)
    await person.press(labels.UNFOUNDED, on=kinds)
    await person.sees(labels.ANSWER_WORDS)
    await person.say(ANSWER.form(company.language))
    await person.sees(labels.ANSWER_DONE)
