"""The four draws as the two officials bring them about: each step after reading its preview.

With a beacon the clock decides: who opens too late must void the draw and repeat it, and after the
opening everybody waits for the round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from demo import labels
from demo import seed_labels as said
from demo.cast import (
    DRAWS,
    HANDED_IN,
    LATE,
    LOST_DRAW,
    LOST_NUMBER,
    LOST_PHONE,
    ON_OWN_DEVICE,
    Company,
)
from demo.errors import NotSeen
from demo.incidents import Incidents
from demo.people import Look, Person
from demo.phones import Shown
from demo.rounds import Waiting, time_of
from demo.words import Words

Tell = Callable[[Words], None]
"""Marks the beginning of a scene with this title."""
_PARTNERS: Final = len(ON_OWN_DEVICE)


@dataclass
class Officials:
    """Both officials; `first` begins a turn, `second` ends it and begins the next one."""

    company: Company
    incidents: Incidents
    waiting: Waiting
    tell: Tell
    draw: int = 0

    async def run(self) -> None:
        """All four turns; a draw that was opened too late is repeated under the next number."""
        first, second = self.company["o1"], self.company["o2"]
        on = await first.finds(labels.AUDIT_TOLD)
        for turn in range(1, DRAWS + 1):
            self.tell(Words("第{n}次抽取", "draw {n}")(n=turn))
            await self.incidents.before(turn)
            on = await self._turn(first, second, turn, on)
            await self.incidents.after(turn)
            first, second = second, first

    async def _turn(self, first: Person, second: Person, turn: int, on: Shown) -> Shown:
        again = False
        while True:
            self.draw += 1
            on = await self._freeze(first, second, on, again=again)
            late = self.incidents.is_late(turn, self.draw)
            opened = await self._open(first, on, turn, late=late)
            if opened is not None:
                break
            on = await self._void(first, second)
            again = True
        on = await self._seed(second, turn, opened)
        on = await step(second, on, labels.DRAW, self.title, labels.DRAWN)
        return await step(second, on, labels.MATCH, self.title, labels.MATCHED)

    @property
    def title(self) -> Words:
        """How messages about the present draw begin."""
        return labels.DRAW_TITLE(draw=self.draw)

    # ---- from the commitment to the closed list

    async def _freeze(self, first: Person, second: Person, on: Shown, *, again: bool) -> Shown:
        """Commit, and fix the pool once the types are chosen; what tells to close."""
        title = self.title
        await step(first, on, labels.COMMIT, title, labels.COMMITTED)
        if self.draw == 1:
            await second.upload("产品目录.csv", b"too,late\r\n")
            await second.sees(labels.CAMPAIGN_RUNNING(campaign=1))
        if again:
            _, on = await second.finds_any(Look((title,), key=labels.INHERIT))
            on = await step(second, on, labels.INHERIT, title, said.CHOICE_REPEATED)
            await step(second, on, labels.FREEZE, title, labels.POOL_FIXED)
        else:
            on = await second.finds(title, labels.CHOICE_TOLD)
            stale = await first.finds(title, labels.CHOICE_TOLD)
            clumsy = self.draw == 1
            await step(second, on, labels.FREEZE, title, labels.POOL_FIXED, clumsy=clumsy)
            await press_in_vain(first, stale, labels.FREEZE, labels.WRONG_STEP)
        return await first.finds(title, labels.ALL_CONTRIBUTED)

    # ---- opening in time

    async def _open(self, first: Person, on: Shown, turn: int, *, late: bool) -> Shown | None:
        """Close, wait for the witnesses and the openings, open; None if it was too late."""
        async with self.incidents.window():
            on = await step(first, on, labels.CLOSE_CONTRIBUTIONS, self.title, labels.CLOSED)
            if late:
                await first.finds_any(self._too_late)
                return None
            ready = await self._ready(first, turn, on)
            return None if ready is None else await self._press_open(first, turn, ready)

    @property
    def _too_late(self) -> Look:
        return Look((self.title, said.TOO_LATE), key=labels.VOID_LATE)

    async def _ready(self, first: Person, turn: int, on: Shown) -> Shown | None:
        """What offers to open; None if the time for it has passed."""
        if not self.incidents.beacon:
            return on
        if turn != LOST_DRAW:
            look = Look((self.title, said.ALL_OPENINGS(n=_PARTNERS)), key=labels.OPEN_SECRETS)
            late, on = await first.finds_any(look, self._too_late)
            return None if late else on
        signed = Look((self.title, said.WITNESSES_SIGNED), key=labels.OPEN_SECRETS)
        late, on = await first.finds_any(signed, self._too_late)
        for words in (HANDED_IN, LOST_PHONE):
            if not late:
                late, _ = await first.finds_any(self._said(words), self._too_late)
        return None if late else on

    def _said(self, words: Words) -> Look:
        text = words(draw=self.draw).form(self.company.language)
        return Look((text,), place=self.company.group, spoken=True)

    async def _press_open(self, first: Person, turn: int, on: Shown) -> Shown | None:
        """Open, after the preview has said which openings are there."""
        await first.press(labels.OPEN_SECRETS, on=on)
        refused, on = await first.sees_any(Look((labels.NOTHING_YET,)), Look((said.OPENING_LATE,)))
        if refused:
            await first.finds_any(self._too_late)
            return None
        lost = self.incidents.beacon and turn == LOST_DRAW
        if self.incidents.beacon:
            here = said.OPENINGS_HERE(n=_PARTNERS - lost, total=_PARTNERS)
            first.expect(on.text, here)
        await first.press(labels.EXECUTE, on=on)
        late, on = await first.finds_any(Look((self.title, labels.OPENED)), self._too_late)
        if lost and not late:
            first.expect(on.text, said.NOT_HANDED_IN(numbers=LOST_NUMBER))
        return None if late else on

    async def _void(self, first: Person, second: Person) -> Shown:
        """Both declare the draw void because it was not opened in time; what tells to go on."""
        _, told = await first.finds_any(self._too_late)
        await first.press(labels.VOID_LATE, on=told)
        await first.sees(said.WHAT_HAPPENED)
        await first.say(LATE.form(first.card.language))
        about = said.ABOUT_TO_VOID(draw=self.draw)
        preview = await first.sees(about, labels.SECOND_NEEDED)
        await first.press(labels.SUBMIT_PROPOSAL, on=preview)
        asked = await second.finds(labels.ASKED_TO_AGREE(name=first.card.name), about)
        await second.press(labels.AGREE, on=asked)
        await second.sees(said.DRAW_VOID(draw=self.draw))
        agreed = labels.AGREED_TOLD(name=second.card.name)
        return (await first.sees_any(Look((agreed,), key=labels.COMMIT)))[1]

    # ---- the beacon

    async def _seed(self, second: Person, turn: int, opened: Shown) -> Shown:
        """Wait for the round if there is one and record its value; what tells to draw."""
        await second.say("/status")
        on = await second.sees(labels.SECRETS_OPEN)
        if not self.incidents.beacon:
            return on
        number = int(_read(second, on, said.BEACON_ROUND)["round"])
        here = Look((self.title, said.BEACON_HERE), key=labels.RECORD_BEACON)
        _, on = await second.finds_any(here)
        self.waiting.add(opened.at, min(time_of(number), on.at))
        self.incidents.value_here(turn)
        return await step(second, on, labels.RECORD_BEACON, self.title, said.BEACON_RECORDED)


def _read(person: Person, shown: Shown, words: Words) -> dict[str, str]:
    found = words.read(shown.text, person.card.language)
    if found is None:
        raise NotSeen(f"{person.card.name}: expected «{words.zh}», got {shown.text}")
    return found


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
        await press_in_vain(person, preview, labels.EXECUTE, labels.BUTTON_USED)
        await press_in_vain(person, preview, labels.CANCEL, labels.BUTTON_STALE)
    return await person.finds(title, outcome)


async def press_in_vain(person: Person, on: Shown, label: Words, refusal: Words) -> None:
    """Press a button that must be refused with these words."""
    person.expect(await person.answered(await person.press(label, on=on)), refusal)


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
