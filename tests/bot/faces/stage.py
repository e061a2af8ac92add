"""A stage for the tests of the faces: real office, real dispatcher, chats kept in memory.

People are the hall's (`o1`, `s1`, `r1` …). `say`, `press` and `send_file` are single updates; what
the bot answers is applied to `chats` at once, in the order of the outbox, as the sender would do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from bot import delivery, inbox, labels
from bot.buttons import Mint
from bot.delivery import Parcel
from bot.dispatch import Dispatch
from bot.faces import table
from bot.incoming import FileOffer, Incoming, Kind
from bot.message import Html, plain
from bot.texts import speech
from demo.catalogue import PICKS
from demo.generate import Variant, contents, dataset
from inspection.campaign import DrawState, LedgerState
from inspection.desk import Desk
from inspection.people import Person, set_language
from tests.inspection import hall as halls
from tests.inspection.hall import Hall

GROUP = -500
FILES = contents(dataset(variant=Variant.SMALL))
LISTS = ("catalogue.csv", "institutions.xlsx", "enterprises.csv")
FORM = """
标题：2026 年示例抽查
依据 ：示例依据
基准日：2026-11-16
规避月数: 6
抽样截止：2027-01-31
公开期限：2027-10-31
方式（密封/公开）：密封
公开依据：
特殊情况：无
"""


@dataclass
class Seen:
    """A message as it stands in a chat now; `keys` are (label, callback data)."""

    id: int
    text: str
    keys: list[tuple[str, str]]
    name: str = ""
    data: bytes = b""

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.keys]


@dataclass
class Stage:
    """The office, its chats, and everything that was ever sent."""

    hall: Hall
    dispatch: Dispatch
    language: str
    chats: dict[int, list[Seen]] = field(default_factory=dict)
    sent: list[Parcel] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ── people act ──

    def say(self, who: str, text: str, chat: int | None = None) -> list[str]:
        """A message of this person; the texts it caused in this chat."""
        return self._handle(self._message(who, text, chat))

    def send_file(self, who: str, name: str, data: bytes) -> list[str]:
        offer = FileOffer("F", name, len(data))
        return self._handle(self._message(who, "", None, offer), data)

    def press(self, who: str, label: str) -> list[str]:
        """Press the newest button with exactly this label in the person's chat."""
        return self.press_data(who, *self.find(who, label))

    def press_data(self, who: str, message_id: int, data: str) -> list[str]:
        account = self.account(who)
        number = next(self.numbers)
        return self._handle(
            Incoming(
                number,
                Kind.PRESS,
                account,
                private=True,
                telegram=account,
                message_id=message_id,
                callback=f"q{number}",
                data=data,
            )
        )

    def find(self, who: str, label: str) -> tuple[int, str]:
        """The newest message and the data of its button with this label."""
        for message in reversed(self.chats.get(self.account(who), [])):
            for shown, data in message.keys:
                if shown == label:
                    return message.id, data
        raise AssertionError(f"{who} has no button {label!r}; last: {self.last(who)}")

    def label(self, msgid: str, **values: object) -> str:
        """A button's label in the language of this stage."""
        return plain(speech(self.language)(msgid, **values))

    def do(self, who: str, msgid: str, **values: object) -> list[str]:
        """Press by the label's msgid."""
        return self.press(who, self.label(msgid, **values))

    # ── what is there ──

    def account(self, who: str) -> int:
        return self.hall.people[who].telegram

    def last(self, who: str) -> Seen:
        return self.chats[self.account(who)][-1]

    def said(self, msgid: str, **values: object) -> str:
        return str(speech(self.language)(msgid, **values))

    @property
    def state(self) -> LedgerState:
        return self.hall.do(lambda desk: desk.state)

    @property
    def draw(self) -> DrawState:
        campaign = self.state.campaigns[-1]
        assert campaign.draw is not None
        return campaign.draw

    def kinds(self) -> list[str]:
        """The kinds of all entries of the book, in order."""

        def read(desk: Desk) -> list[str]:
            return [entry.kind for entry in desk.office.book.entries(desk.session)]

        return self.hall.do(read)

    def group_texts(self) -> list[str]:
        """Everything that was ever sent to the group, replaced texts and button labels too."""
        parcels = [parcel for parcel in self.sent if parcel.chat == GROUP]
        keys = [key["text"] for parcel in parcels for row in parcel.keyboard for key in row]
        return [parcel.text for parcel in parcels] + keys

    # ── the machinery ──

    def _message(
        self, who: str, text: str, chat: int | None, file: FileOffer | None = None
    ) -> Incoming:
        account = self.account(who)
        return Incoming(
            next(self.numbers),
            Kind.MESSAGE,
            chat or account,
            private=chat is None,
            telegram=account,
            title="示例活动群" if chat else "",
            text=text,
            file=file,
        )

    def _handle(self, incoming: Incoming, data: bytes | None = None) -> list[str]:
        self.hall.now += 3
        with self._session() as session, session.begin():
            inbox.store(session, [{"update_id": incoming.update_id}], self.hall.now)
        self.dispatch.handle(incoming, data)
        start = len(self.sent)
        self._deliver()
        new = self.sent[start:]
        texts = [parcel.text for parcel in new if parcel.chat == incoming.chat]
        return [Html(text) for text in texts if text]

    def _deliver(self) -> None:
        with self._session() as session, session.begin():
            lanes = sorted(delivery.lanes(session), key=lambda lane: (lane.chat, not lane.answers))
            for lane in lanes:
                while (parcel := delivery.claim(session, lane, self.hall.now)) is not None:
                    delivery.sent(session, parcel, self._show(parcel), self.hall.now)
                    self.sent.append(parcel)

    def _show(self, parcel: Parcel) -> int | None:
        chat = self.chats.setdefault(parcel.chat, [])
        keys = [(k["text"], k["callback_data"]) for row in parcel.keyboard for k in row]
        if parcel.kind == "answer":
            self.toasts.append(parcel.text)
            return None
        if parcel.kind == "commands":
            return None
        if parcel.kind == "edit":
            shown = next(m for m in chat if m.id == parcel.message_id)
            assert not shown.name, "a message with a document cannot be edited as text"
            shown.text, shown.keys = parcel.text, keys
            return shown.id
        number = next(self.numbers)
        name = str(parcel.body.get("name", ""))
        chat.append(Seen(number, parcel.text, keys, name, parcel.data or b""))
        return number

    def _session(self) -> Session:
        return Session(self.hall.office.engine, expire_on_commit=False)


def build(folder: Path, language: str) -> Stage:
    """Everybody of the hall, all reading this language, and an event group."""
    hall = halls.build(folder)
    for short, person in hall.people.items():
        hall.people[short] = hall.do(partial(_read_in, person, language))
    dispatch = Dispatch(hall.office, table(), Mint(bytes(32)), "sunlot_bot", lambda: hall.now)
    return Stage(hall, dispatch, language)


def _read_in(person: Person, language: str, desk: Desk) -> Person:
    return set_language(desk, person, language)


# ── pieces of a campaign, as people would play them ──


def send_lists(stage: Stage) -> None:
    for name in LISTS:
        stage.send_file("o1", name, FILES[name])


def open_campaign(stage: Stage, form: str = FORM) -> None:
    send_lists(stage)
    stage.do("o1", labels.OPEN_FORM)
    stage.say("o1", form)
    stage.do("o1", labels.SUBMIT_PROPOSAL)
    stage.do("o2", labels.AGREE)


def audit(stage: Stage) -> None:
    stage.do("s1", labels.AUDITED)
    stage.do("s1", labels.RECORD_AUDIT)


def step(stage: Stage, label: str, who: str = "o1") -> list[str]:
    """One step of an official: press, read the preview, do it."""
    stage.say(who, "/status")
    stage.do(who, label)
    return stage.do(who, labels.EXECUTE)


def choose(stage: Stage, who: str, types: tuple[str, ...]) -> None:
    """Tick these types through their classes, and submit."""
    stage.do(who, labels.START_CHOOSING)
    for code in types:
        tick(stage, who, code)
    stage.do(who, labels.SUBMIT_CHOICE)
    stage.do(who, labels.RECORD_CHOICE)


def tick(stage: Stage, who: str, code: str) -> None:
    """Find the type by its code and press it."""
    stage.do(who, labels.SEARCH)
    stage.say(who, code)
    stage.press(who, stage.last(who).labels[0])


def run_draw(stage: Stage, number: int, contributors: tuple[str, ...] = ("r1", "r2")) -> None:
    """A whole draw from commitment to matching."""
    step(stage, labels.COMMIT)
    choose(stage, f"r{number}", tuple(PICKS[number - 1]))
    step(stage, labels.FREEZE)
    for who in contributors:
        contribute(stage, who)
    for label in (
        labels.CLOSE_CONTRIBUTIONS,
        labels.OPEN_SECRETS,
        labels.DRAW,
        labels.MATCH,
    ):
        step(stage, label)


def contribute(stage: Stage, who: str, text: str = "6 3 5 2") -> list[str]:
    stage.do(who, labels.CONTRIBUTE)
    return stage.say(who, text)


def confirm(stage: Stage, who: str, digest: str) -> list[str]:
    stage.do(who, labels.READ_AND_CONFIRM)
    return stage.do(who, labels.CONFIRM_DIGEST, digest=f"{digest[:4]} {digest[4:8]}")


def numbers_in(text: str) -> list[int]:
    """The numbers of a text, thousands separators taken away."""
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", plain(Html(text)))]
