"""A representative ticks product types on the keyboard, as a finger would: class, page, type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from demo import labels
from demo.catalogue import CLASSES, TYPES, ProductType
from demo.people import Person
from demo.phones import Shown
from demo.words import Words

_TYPES: Final = {kind.code: kind for kind in TYPES}


@dataclass(frozen=True)
class Counts:
    """What the keyboard must show in the end; None where nobody can know it beforehand."""

    types: int
    pool: int | None = None
    planned: int | None = None

    def words(self) -> Words:
        """The line of live counts."""
        known = {"types": self.types, "pool": self.pool, "planned": self.planned}
        return labels.COUNTS(**{k: v for k, v in known.items() if v is not None})


async def choose(person: Person, draw: int, picks: Sequence[str], counts: Counts) -> None:
    """Open the keyboard when asked, tick every pick once (the first one twice), submit for good."""
    asked = await person.finds(labels.DRAW_TITLE(draw=draw), labels.YOUR_TURN)
    await person.press(labels.START_CHOOSING, on=asked)
    screen = await person.sees(labels.ON_CLASSES)
    await _tick_all(person, screen, picks)
    await person.press(labels.SUBMIT_CHOICE)
    sure = await person.sees(labels.CHOICE_SURE, counts.words())
    await person.press(labels.RECORD_CHOICE, on=sure)
    await person.sees(labels.CHOICE_DONE(n=len(picks)))


async def _tick_all(person: Person, screen: Shown, picks: Sequence[str]) -> None:
    classes = sorted({code[0] for code in picks})
    for letter in classes:
        name = CLASSES[letter][0 if person.card.language == "zh" else 1]
        following = labels.NEXT_CLASS(name=name)
        if letter != classes[0] and not person.has_key(screen, following):
            await person.press(labels.CLASSES, on=screen)
            screen = await person.sees(labels.ON_CLASSES)
        on_class = person.has_key(screen, following)
        await person.press(following if on_class else labels.CLASS(name=name), on=screen)
        screen = await person.sees(labels.ON_CLASS(name=name))
        wanted = [_TYPES[code] for code in picks if code[0] == letter]
        screen = await _tick_class(person, screen, wanted, twice=letter == classes[0])


async def _tick_class(
    person: Person, screen: Shown, wanted: Sequence[ProductType], *, twice: bool
) -> Shown:
    """Tick page by page; the last page."""
    left, page = [_label(person, kind) for kind in wanted], 1
    while left:
        here = [label for label in left if person.has_key(screen, label)]
        presses = [await person.press(label, on=screen) for label in here]
        if twice and here:
            again = await person.press(here[0], on=screen)
            person.expect(await person.answered(again), labels.BUTTON_USED)
            await person.finds(labels.COUNTS(types=len(here)))
            twice = False
        for press in presses:
            await person.answered(press)
        left = [label for label in left if label not in here]
        if left:
            page += 1
            await person.press(labels.NEXT, on=screen)
            # The page line tells the new page from a late edit of the old one.
            screen = await person.sees(labels.ON_PAGE(page=page))
    return screen


def _label(person: Person, kind: ProductType) -> Words:
    name = kind.name if person.card.language == "zh" else kind.name_en
    return labels.CHOOSE_TYPE(name=name)
