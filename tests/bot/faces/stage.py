"""A stage for the tests of the faces: real office, real dispatcher, chats kept in memory.

People are the hall's (`o1`, `s1`, `r1` …). `say`, `press` and `send_file` are single updates; what
the bot answers is applied to `chats` at once, in the order of the outbox, as the sender would do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from bot import delivery, errands, inbox, labels
from bot.buttons import Mint
from bot.context import Context
from bot.delivery import Parcel
from bot.dispatch import Dispatch
from bot.faces import table
from bot.incoming import FileOffer, Incoming, Kind
from bot.message import Html, plain
from bot.service import Raw
from bot.texts import speech
from demo.catalogue import PICKS
from demo.generate import Variant, contents, dataset
from draw import Beacon
from inspection.campaign import DrawState, LedgerState
from inspection.desk import Desk
from inspection.people import Person, set_language
from ledger.policy import NO_WITNESSES, WitnessPolicy
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import Hall

RELAY = "http://127.0.0.1:9"
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
随机信标：无
方式（密封/公开）：密封
公开依据：
分配方式（合并/按类别）：合并
按权重的类别：无
特殊情况：无
"""
BEACON_FORM = FORM.replace("随机信标：无", "随机信标：测试")


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
    pace: int = 3
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ── people act ──

    def say(
        self, who: str, text: str, chat: int | None = None, forwarded: bool = False
    ) -> list[str]:
        """A message of this person; the texts it caused in this chat."""
        return self._handle(replace(self._message(who, text, chat), forwarded=forwarded))

    def send_file(
        self, who: str, name: str, data: bytes, caption: str = "", photo: bool = False
    ) -> list[str]:
        offer = FileOffer("F", name, len(data), photo)
        return self._handle(self._message(who, caption, None, offer), data)

    # ── what happens without anybody's message ──

    def errand(self, work: Callable[[Context], None]) -> list[Parcel]:
        """An errand of the application; what was sent because of it."""
        start = len(self.sent)
        self.dispatch.errand(f"test-{next(self.numbers)}", work)
        self._deliver()
        return self.sent[start:]

    def sign(self, *witnesses: int) -> list[Parcel]:
        """These witnesses (0, 1, 2) sign the present head, and the application hears of it."""
        self.hall.sign(witnesses or (0, 1))
        return self.errand(errands.heads_signed)

    def arrive(self, beacon: Beacon | None = None) -> list[Parcel]:
        """The round comes, and a relay gives its value."""
        self.hall.now = max(self.hall.now, self.hall.due)
        found = beacon or self.hall.beacon()
        return self.errand(lambda ctx: errands.beacon_arrived(ctx, found))

    def restart(self) -> None:
        """The process ends and another one takes over; what was queued and not sent, stays."""
        self.hall.restart()
        self.dispatch = _dispatch(self.hall)

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
        self.hall.now += self.pace
        with self._session() as session, session.begin():
            inbox.store(session, [_raw(incoming)], self.hall.now)
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


def _raw(incoming: Incoming) -> Raw:
    """What the inbox keeps of it: the words, as in an update of the service."""
    said = {"chat": {"id": incoming.chat}, "text": incoming.text}
    return {"update_id": incoming.update_id, "message": said}


def build(folder: Path, language: str, policy: WitnessPolicy = NO_WITNESSES) -> Stage:
    """Everybody of the hall, all reading this language, and an event group."""
    hall = halls.build(folder, policy=policy)
    for short, person in hall.people.items():
        hall.people[short] = hall.do(partial(_read_in, person, language))
    return Stage(hall, _dispatch(hall), language)


def _dispatch(hall: Hall) -> Dispatch:
    return Dispatch(hall.office, table(), Mint(bytes(32)), "sunlot_bot", lambda: hall.now, RELAY)


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


def by_type_form(value: str, weighted: str) -> str:
    """The form of an open campaign with this allocation, and these types by weight."""
    return (
        FORM.replace("密封/公开）：密封", "密封/公开）：公开")
        .replace("公开依据：", "公开依据：示例公开依据")
        .replace("合并/按类别）：合并", f"合并/按类别）：{value}")
        .replace("按权重的类别：无", f"按权重的类别：{weighted}")
    )


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
    """Here in the chat."""
    stage.do(who, labels.CONTRIBUTE)
    stage.do(who, labels.IN_CHAT)
    return stage.say(who, text)


def commit_on_device(stage: Stage, who: str) -> list[str]:
    """On a device of their own: take the code, make a secret there, send its commitment."""
    stage.do(who, labels.CONTRIBUTE)
    stage.do(who, labels.ON_DEVICE)
    found = re.search(
        r"<code>sunlot:contribute:(\d+):(\d+):(\d+):([0-9a-f]{64})</code>", shown(stage, who)
    )
    assert found is not None
    campaign, draw, number = (int(part) for part in found.groups()[:3])
    secret = outside.device_secret(campaign, draw, number)
    digits = outside.commitment(campaign, draw, found[4], number, secret)
    return stage.say(who, f"sunlot:commitment:{campaign}:{draw}:{number}:{digits}")


def opening(stage: Stage, number: int) -> str:
    """What the page of this number shows after the close."""
    draw = stage.draw
    secret = outside.device_secret(draw.campaign, draw.number, number)
    return f"sunlot:opening:{draw.campaign}:{draw.number}:{number}:{secret}"


def shown(stage: Stage, who: str) -> str:
    """Everything that stands in a person's chat now."""
    return "\n".join(seen.text for seen in stage.chats[stage.account(who)])


def watched(stage: Stage, form: str = BEACON_FORM) -> Stage:
    """An audited campaign with a beacon, at a pace that its few seconds allow."""
    open_campaign(stage, form)
    audit(stage)
    stage.hall.pace, stage.pace = 0, 1
    return stage


def freeze(stage: Stage) -> None:
    """The first draw, up to the frozen pool; the witnesses sign where there are any."""
    step(stage, labels.COMMIT)
    if stage.hall.policy.quorum:
        stage.sign()
    choose(stage, "r1", tuple(PICKS[0][:3]))
    step(stage, labels.FREEZE)


def confirm(stage: Stage, who: str, digest: str) -> list[str]:
    stage.do(who, labels.READ_AND_CONFIRM)
    return stage.do(who, labels.CONFIRM_DIGEST, digest=f"{digest[:4]} {digest[4:8]}")


def numbers_in(text: str) -> list[int]:
    """The numbers of a text, thousands separators taken away."""
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", plain(Html(text)))]
