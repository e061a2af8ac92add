"""Two passers-by try everything; what they were shown must never hold a name or a code.

One types every command of the officials, the other presses what belongs to others. The bot puts
strangers who write too often away in silence (20 updates a minute), so each stays below that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from demo import labels
from demo.cast import Company
from demo.errors import NotSeen
from demo.evening import Noted
from demo.people import Person
from demo.phones import Kind

FORBIDDEN: Final = (
    *("status", "open", "invite supervisor 路人", "people", "remove 1", "list 1.1"),
    *("void", "close", "objections", "openings"),
)
"""What only people with a role may use."""
_UNKNOWN_TOKEN: Final = "e_" + "A" * 43
_FORGED: Final = "v1:" + "A" * 22 + ":" + "B" * 22
_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


async def typist(company: Company) -> None:
    """Tries every command, a guessed invitation, an edited and a forwarded message."""
    person = company["x1"]
    await person.start()
    await person.sees(labels.GREETING)
    await person.say("/help")
    await person.sees(labels.HELP)
    await person.start(_UNKNOWN_TOKEN)
    await person.sees(labels.INVITATION_UNKNOWN)
    written = 0
    for command in FORBIDDEN:
        written = await person.say(f"/{command}")
        await person.sees(labels.NOT_FOR_STRANGERS)
    await person.say("/here", company.group)
    await person.sees(labels.NOT_FOR_STRANGERS, place=company.group)
    await person.rewrite(written, "/close now")
    await person.sees(labels.NOT_EDITED)
    await person.forward(written)
    await person.sees(labels.NOT_FORWARDED)


async def looks_up_draws(company: Company, statements: Mapping[int, Mapping[str, str]]) -> None:
    """Anybody may read the numbers of all draws, and look up an enterprise by its opening."""
    person = company["x2"]
    await person.say("/draws")
    for draw, statement in statements.items():
        digest = " ".join(re.findall(".{4}", statement["digest"]))
        line = labels.DRAW_LINE(draw=f"1.{draw}", size=int(statement["n"]))
        await person.sees(line, labels.RESULT_DIGEST(digest=digest))
    await person.say("/check")
    await person.sees(labels.OPENING_WANTED)
    await person.say("99010000000000000X")
    await person.sees(labels.OPENING_BAD)


async def meddler(company: Company, officials: Sequence[str], enrolled: str) -> None:
    """Sends a file, uses another's invitation, and presses buttons seen or heard of elsewhere.

    `enrolled`: the link of an invitation that was already used. `officials`: short names of the
    people whose buttons are stolen.
    """
    person = company["x2"]
    await person.start()
    await person.sees(labels.GREETING)
    await person.start(enrolled)
    await person.sees(labels.INVITATION_USED)
    await person.say("123456")
    await person.sees(labels.NO_TEXT_EXPECTED)
    await person.upload("roster.csv", b"code,name\r\n")
    await person.sees(labels.NO_FILE_EXPECTED)
    for draw in (1, 3):
        await person.finds(labels.DRAW_TITLE(draw=draw), place=company.group)
        await press_what_is_not_yours(company, person, officials)


async def press_what_is_not_yours(company: Company, person: Person, victims: Iterable[str]) -> None:
    """Press buttons of others in the group and in one's own chat, and one that nobody made."""
    in_group, in_private = person.screen(company.group)[-1], person.screen()[-1]
    for short in victims:
        stolen = await company[short].newest_key()
        for message in (in_group, in_private):
            toast = await person.answered(await person.fake_press(message, stolen, "他人的按钮"))
            person.expect(toast, labels.BUTTON_OF_OTHERS, message.place)
    toast = await person.answered(await person.fake_press(in_group, _FORGED, "伪造的按钮"))
    person.expect(toast, labels.BUTTON_FORGED, company.group)


def nothing_leaked(company: Company, enterprises: bytes) -> int:
    """How many texts strangers and the group were shown; `NotSeen` if one names an enterprise."""
    texts = {
        note.what.text
        for note in company.evening.notes
        if isinstance(note, Noted) and _is_public(company, note)
    }
    everything = "\n".join(texts)
    names = {line.split(",")[1] for line in enterprises.decode("utf-8-sig").splitlines()[1:]}
    leaked = [name for name in names if name in everything] + _CODE.findall(everything)
    if leaked:
        raise NotSeen(f"expected no enterprise named in public, got {leaked[:5]}")
    return len(texts)


def _is_public(company: Company, note: Noted) -> bool:
    strangers = (company["x1"].card, company["x2"].card)
    told = note.what.kind in (Kind.MESSAGE, Kind.EDITED, Kind.TOAST)
    return told and (note.who in strangers or note.what.place == company.group)
