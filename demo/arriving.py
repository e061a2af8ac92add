"""Everything before the first draw: people enrol, lists are sent in, the campaign is opened."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo import labels
from demo import seed_labels as said
from demo.cast import DRAWS, TITLE, Company
from demo.errors import NotSeen
from demo.people import Person
from demo.phones import Shown
from demo.words import Words

_CODE: Final = re.compile(r"(?<![0-9A-Za-z_-])[0-9]{6}(?![0-9A-Za-z_-])")
BEACON_LINE: Final = 6
"""Which line of the form says the beacon, from 0."""
NO_BEACON: Final = Words("无", "none")
_TOKEN: Final = re.compile(r"start=(e_[A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Lists:
    """The three lists as files, by name, and a small one with two wrong rows."""

    catalogue: bytes
    institutions: bytes
    enterprises: bytes
    rows: int
    spoiled: bytes

    @classmethod
    def read(cls, folder: Path) -> Lists:
        """Read what `demo.generate` wrote; `rows` counts enterprises."""
        enterprises = (folder / "enterprises.csv").read_bytes()
        lines = enterprises.decode("utf-8-sig").splitlines(keepends=True)
        return cls(
            (folder / "catalogue.csv").read_bytes(),
            (folder / "institutions.xlsx").read_bytes(),
            enterprises,
            len(lines) - 1,
            _spoiled(lines[:6]),
        )


def _spoiled(lines: Sequence[str]) -> bytes:
    """The header and five enterprises: one code with a wrong check digit, one unknown type."""
    header, first, second, *rest = lines
    wrong = first[:17] + ("0" if first[17] != "0" else "1") + first[18:]
    cells = second.split(",")
    cells[4] = "Z99"
    return "".join([header, wrong, ",".join(cells), *rest]).encode("utf-8-sig")


# ---- enrolling


async def enrol_officials(company: Company, invitations: Sequence[Mapping[str, str]]) -> None:
    """The first two officials open the links that `sunlot init` printed."""
    async with asyncio.TaskGroup() as tasks:
        for short, invitation in zip(("o1", "o2"), invitations, strict=True):
            tasks.create_task(enrol(company[short], invitation["start"], invitation["code"]))


async def enrol(person: Person, start: str, code: str, wrong: str = "") -> None:
    """Open the link, type the code; with `wrong` a wrong one first."""
    await person.start(start)
    await person.sees(labels.CODE_WANTED)
    if wrong:
        await person.say(wrong)
        await person.sees(labels.CODE_WRONG)
    await person.say(code)
    await person.sees(labels.WELCOME(name=person.card.name))


async def invite_all(company: Company) -> None:
    """One official invites all others and gives the link, the other one tells the code."""
    official, other = company["o2"], company["o1"]
    words = {"s": "supervisor", "r": "representative", "b": "substitute"}
    async with asyncio.TaskGroup() as tasks:
        for short in ("s1", *(f"r{n}" for n in range(1, DRAWS + 1)), "b2"):
            guest = company[short]
            number = "" if short == "s1" else f" {short[1]}"
            await official.say(f"/invite {words[short[0]]}{number} {guest.card.name}")
            link = await official.sees(labels.INVITED(name=guest.card.name))
            told = await other.finds(labels.CODE_FOR(name=guest.card.name))
            start, code = _invitation(link.text, told.text)
            wrong = f"{(int(code) + 1) % 1_000_000:06d}" if short == "s1" else ""
            tasks.create_task(enrol(guest, start, code, wrong))


def _invitation(link: str, told: str) -> tuple[str, str]:
    """Payload of the link that one official sends, and the code that the other one tells."""
    token, code = _TOKEN.search(link), _CODE.search(told)
    if token is None or code is None:
        raise NotSeen(f"expected a link, then a code, got: {link}\n{told}")
    if _CODE.search(link) is not None or _TOKEN.search(told) is not None:
        raise NotSeen(f"expected link and code with two officials, got: {link}\n{told}")
    return token[1], code[0]


async def bind_group(company: Company) -> None:
    """An official makes the group the event group."""
    official = company["o1"]
    await official.say("/here", company.group)
    await official.sees(labels.GROUP_BOUND, place=company.group)


# ---- lists


async def send_lists(company: Company, lists: Lists) -> None:
    """In a wrong order, empty and spoiled first; then as they should be."""
    official = company["o1"]
    await official.upload("企业名录.csv", lists.spoiled)
    await official.sees(labels.FILE_MISSING)
    await official.upload("空文件.csv", b"")
    await official.sees(labels.FILE_EMPTY)
    await official.upload("产品目录.csv", lists.catalogue)
    await official.sees(labels.FILE_ACCEPTED)
    await official.upload("机构名单.xlsx", lists.institutions)
    await official.sees(labels.FILE_ACCEPTED)
    await official.upload("企业名录（有误）.csv", lists.spoiled)
    await official.sees(labels.FILE_REFUSED(refused=2))
    await official.sees(labels.FILE_REPORT(n=2))
    await official.upload("企业名录.csv", lists.enterprises)
    await official.sees(labels.FILE_ACCEPTED(rows=lists.rows))


# ---- opening


async def open_campaign(company: Company, lists: Lists, *, beacon: bool) -> None:
    """One official fills in the form, once wrongly; the other agrees."""
    first, second = company["o2"], company["o1"]
    await first.say("/open")
    form = _form((await first.sees(labels.FORM)).text)
    if not beacon:
        form = _with(form, BEACON_LINE, NO_BEACON.form(first.card.language)).splitlines()
    await first.say(_with(form, 3, "六个月"))
    await first.sees(labels.FORM_WRONG)
    await first.say(_with(form, 0, TITLE.form(company.language)))
    chosen = said.REHEARSED_BEACON if beacon else said.NO_BEACON
    preview = await first.sees(
        labels.PREVIEW_CHECKED, labels.SECOND_NEEDED, TITLE, chosen, f"{lists.rows:,}"
    )
    await first.press(labels.SUBMIT_PROPOSAL, on=preview)
    asked = await second.finds(labels.ASKED_TO_AGREE(name=first.card.name), TITLE)
    await first.sees(labels.SENT_TO_OTHERS)
    await _agree_alone(first, second, asked)
    await second.press(labels.AGREE, on=asked)
    await second.sees(labels.CAMPAIGN_OPEN(number=1))


async def _agree_alone(first: Person, second: Person, asked: Shown) -> None:
    """The first official tries the second one's button: two persons means two persons."""
    data = second.key(asked, labels.AGREE).data or ""
    own = first.screen()[-1]
    toast = await first.answered(await first.fake_press(own, data, "同意（他人的按钮）"))
    first.expect(toast, labels.BUTTON_OF_OTHERS)


def _form(text: str) -> list[str]:
    """The lines of the form: the second paragraph of the message."""
    return text.split("\n\n")[1].splitlines()


def _with(form: Sequence[str], line: int, value: str) -> str:
    """The form with another value in one line, as text to send back."""
    sign = "：" if "：" in form[line] else ":"
    label = form[line].partition(sign)[0]
    return "\n".join([*form[:line], f"{label}{sign} {value}", *form[line + 1 :]])


# ---- audit


async def audit(company: Company) -> None:
    """The supervisor reads the roster file and states that it is right, once."""
    supervisor = company["s1"]
    wanted = await supervisor.finds(labels.AUDIT_WANTED(number=1))
    await supervisor.press(labels.AUDITED, on=wanted)
    sure = await supervisor.sees(labels.AUDIT_SURE)
    press = await supervisor.press(labels.RECORD_AUDIT, on=sure)
    again = await supervisor.press(labels.RECORD_AUDIT, on=sure)
    await supervisor.answered(press)
    supervisor.expect(await supervisor.answered(again), labels.BUTTON_USED)
    await supervisor.finds(labels.AUDIT_DONE)
