"""The four draws: each person follows a part of their own, and waits for what the bot says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from demo import labels, strangers
from demo.cast import (
    ANSWER,
    CONTRIBUTIONS,
    DRAWS,
    OBJECTED_DRAW,
    OBJECTION,
    OBJECTOR,
    PICKS,
    SUBSTITUTE_DRAW,
    SUBSTITUTE_FOR,
    Company,
)
from demo.choosing import Counts, choose
from demo.errors import NotSeen
from demo.people import Person
from demo.phones import Shown
from demo.words import Words

_GROUPED: Final = re.compile(r"(?:[0-9a-f]{4} ){15}[0-9a-f]{4}")


@dataclass
class Results:
    """The result statements people were given, by draw: name → value of each line (spec 02 §9)."""

    statements: dict[int, dict[str, str]] = field(default_factory=dict)


Tell = Callable[[Words], None]
"""Marks the beginning of a scene with this title."""


# ---- officials


async def officials(company: Company, tell: Tell) -> None:
    """Both officials press the steps in turn, each after reading its preview."""
    on = await company["o1"].finds(labels.AUDIT_TOLD)
    first, second = company["o1"], company["o2"]
    for draw in range(1, DRAWS + 1):
        tell(Words("第{n}次抽取", "draw {n}")(n=draw))
        on = await _one_draw(first, second, draw, on)
        first, second = second, first


async def _one_draw(first: Person, second: Person, draw: int, on: Shown) -> Shown:
    """From the commitment to the institutions; what the second official sees in the end."""
    title = labels.DRAW_TITLE(draw=draw)
    await step(first, on, labels.COMMIT, title, labels.COMMITTED)
    if draw == 1:
        await second.upload("产品目录.csv", b"too,late\r\n")
        await second.sees(labels.CAMPAIGN_RUNNING(campaign=1))
    on = await second.finds(title, labels.CHOICE_TOLD)
    stale = await first.finds(title, labels.CHOICE_TOLD)
    await step(second, on, labels.FREEZE, title, labels.POOL_FIXED, clumsy=draw == 1)
    await _press_in_vain(first, stale, labels.FREEZE, labels.WRONG_STEP)
    on = await first.finds(title, labels.ALL_CONTRIBUTED)
    on = await step(first, on, labels.CLOSE_CONTRIBUTIONS, title, labels.CLOSED)
    await step(first, on, labels.OPEN_SECRETS, title, labels.OPENED)
    await second.say("/status")
    on = await second.sees(labels.SECRETS_OPEN)
    on = await step(second, on, labels.DRAW, title, labels.DRAWN)
    return await step(second, on, labels.MATCH, title, labels.MATCHED)


async def step(
    person: Person, on: Shown, label: Words, title: Words, outcome: Words, *, clumsy: bool = False
) -> Shown:
    """Press a step, read its preview, do it; the outcome.

    `clumsy`: press twice, and then the button beside it, which is worth nothing any more.
    """
    await person.press(label, on=on)
    preview = await person.sees(labels.NOTHING_YET)
    await person.press(labels.EXECUTE, on=preview)
    if clumsy:
        await _press_in_vain(person, preview, labels.EXECUTE, labels.BUTTON_USED)
        await _press_in_vain(person, preview, labels.CANCEL, labels.BUTTON_STALE)
    return await person.finds(title, outcome)


async def _press_in_vain(person: Person, on: Shown, label: Words, refusal: Words) -> None:
    person.expect(await person.answered(await person.press(label, on=on)), refusal)


# ---- representatives


async def representative(company: Company, number: int, first: Counts, results: Results) -> None:
    """All four draws of one representative. `first`: what draw 1 must count in the end."""
    person = company[f"r{number}"]
    for draw in range(1, DRAWS + 1):
        if draw == number:
            picks = PICKS[number - 1]
            await choose(person, draw, picks, first if draw == 1 else Counts(len(picks)))
        if (number, draw) != (SUBSTITUTE_FOR, SUBSTITUTE_DRAW):
            await _contribute(person, number, draw)
        await _answer(company, person, number, draw, results)


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
    await _contribute(person, SUBSTITUTE_FOR, SUBSTITUTE_DRAW)


async def _contribute(person: Person, number: int, draw: int) -> None:
    asked = await person.finds(labels.DRAW_TITLE(draw=draw), labels.POOL_FIXED)
    await person.press(labels.CONTRIBUTE, on=asked)
    await person.sees(labels.WORDS_WANTED)
    await person.say(CONTRIBUTIONS[number - 1].form(person.card.language))
    await person.sees(labels.CONTRIBUTED(number=number))


async def _answer(
    company: Company, person: Person, number: int, draw: int, results: Results
) -> None:
    """Read statement and result, compare their digest, confirm or object."""
    file = await person.finds(labels.STATEMENT_FILE(draw=draw))
    shown = await person.finds(labels.DRAW_TITLE(draw=draw), labels.RESULT)
    statement = await _read_statement(person, file, shown)
    results.statements[draw] = statement
    if (number, draw) == (OBJECTOR, OBJECTED_DRAW):
        await _object(company, person, shown)
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
        await _press_in_vain(person, sure, labels.CONFIRM_DIGEST, labels.BUTTON_USED)
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


# ---- the end


async def close(company: Company) -> None:
    """One official asks to close the campaign, the other agrees; everybody is told."""
    first, second = company["o1"], company["o2"]
    await first.say("/close")
    look_back = await first.sees(labels.TO_CLOSE(number=1))
    await first.press(labels.SUBMIT_PROPOSAL, on=look_back)
    asked = await second.finds(
        labels.ASKED_TO_AGREE(name=first.card.name), labels.TO_CLOSE(number=1)
    )
    await second.press(labels.AGREE, on=asked)
    await second.sees(labels.CAMPAIGN_CLOSED(number=1))
    await first.finds(labels.AGREED_TOLD(name=second.card.name))
    for short in company.insiders:
        if short != "o1":
            await company[short].finds(labels.CAMPAIGN_CLOSED(number=1))
