"""What representatives do for the seed: contribute, open, and bring a beacon's value.

Representatives 1 and 3 use a device of their own, 2 and 4 the chat; without a beacon all of them
use the chat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from demo import labels, rounds
from demo import seed_labels as said
from demo.cast import (
    CONTRIBUTIONS,
    HANDED_IN,
    LOST_DRAW,
    LOST_NUMBER,
    LOST_PHONE,
    ON_OWN_DEVICE,
    TYPED_BY,
    Company,
)
from demo.device import Contribution
from demo.errors import NotSeen
from demo.people import Look, Person
from demo.phones import Shown
from demo.rounds import Waiting, time_of

OTHER_ROUND: Final = 1
"""How far beside the right round somebody reads who reads the wrong page first."""


@dataclass
class Kept:
    """The proofs that representatives have checked and kept: (draw, number) → the file."""

    proofs: dict[tuple[int, int], bytes] = field(default_factory=dict)


async def contribute(
    person: Person, number: int, draw: int, *, device: bool
) -> Contribution | None:
    """Contribute when asked: on the own device, which keeps the secret, or in the chat."""
    asked = await person.finds(labels.DRAW_TITLE(draw=draw), labels.POOL_FIXED)
    await person.press(labels.CONTRIBUTE, on=asked)
    how = await person.sees(labels.HOW_TO_CONTRIBUTE)
    words = CONTRIBUTIONS[number - 1].form(person.card.language)
    if device:
        await person.press(labels.ON_DEVICE, on=how)
        made = Contribution.make((await person.sees(labels.CODE_TO_PASTE)).text, words)
        await person.say(made.handed_in())
    else:
        await person.press(labels.IN_CHAT, on=how)
        await person.sees(labels.WORDS_WANTED)
        made = None
        await person.say(words)
    await person.sees(labels.CONTRIBUTED(number=number))
    return made


async def open_own(
    company: Company, person: Person, mine: Contribution, turn: int, kept: Kept
) -> None:
    """When the list is closed: check the proof, then hand in the opening, unless it is lost."""
    title = labels.DRAW_TITLE(draw=mine.draw)
    void, asked = await person.finds_any(
        Look((title, said.OPENING_WANTED)), Look((title, said.VOID))
    )
    if void:
        return
    _, file = await person.finds_any(Look((said.PROOF_FILE,), file=mine.file_name))
    kept.proofs[mine.draw, mine.number] = await _checked(person, mine, file)
    if (mine.number, turn) == (LOST_NUMBER, LOST_DRAW):
        await person.say(LOST_PHONE(draw=mine.draw).form(company.language), company.group)
        return
    if mine.number == min(ON_OWN_DEVICE):  # the others paste it without pressing anything
        await person.press(labels.SEND_OPENING, on=asked)
        await person.sees_any(Look((said.PASTE_OPENING,)), *_too_late(mine.draw))
    await person.say(mine.opened())
    late, _ = await person.sees_any(Look((said.OPENING_HERE,)), *_too_late(mine.draw))
    if turn == LOST_DRAW and not late:
        await person.say(HANDED_IN(draw=mine.draw).form(company.language), company.group)


def _too_late(draw: int) -> tuple[Look, ...]:
    """What somebody sees instead who hands in an opening after the last moment."""
    return Look((said.OPENING_LATE,)), Look((labels.DRAW_TITLE(draw=draw), said.VOID))


async def _checked(person: Person, mine: Contribution, shown: Shown) -> bytes:
    if shown.file is None:
        raise NotSeen(f"{person.card.name}: expected the proof as a file, got {shown.text}")
    proof = await person.evening.phones.file(person.id, shown.file.id)
    mine.check(proof)
    return proof


async def bring_beacon(company: Company, draw: int, page: str, waiting: Waiting) -> None:
    """No relay answers: somebody reads the beacon's page, first of a wrong round, and types."""
    person = company[f"r{TYPED_BY}"]
    void, asked = await person.finds_any(
        Look((said.NO_RELAY,), key=labels.BRING_BEACON),
        Look((labels.DRAW_TITLE(draw=draw), said.VOID)),
    )
    if void:
        return
    number = wanted_round(person, asked)
    waiting.add(time_of(number), asked.at)
    await person.press(labels.BRING_BEACON, on=asked)
    await person.sees(said.VALUE_WANTED(round=str(number)))
    await person.say(await rounds.read_page(page, number - OTHER_ROUND))
    await person.sees(said.VALUE_FALSE)
    await person.say(f"/beacon {await rounds.read_page(page, number)}")
    await person.sees(said.VALUE_TRUE)


def wanted_round(person: Person, shown: Shown) -> int:
    """The round that a message about a missing value names."""
    found = said.NO_RELAY.read(shown.text, person.card.language)
    if found is None:
        raise NotSeen(f"{person.card.name}: expected a round, got {shown.text}")
    return int(found["round"])
