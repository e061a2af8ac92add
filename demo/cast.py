"""Who plays, in which language, what they pick and what they say. Everybody is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from demo.catalogue import FIRST_PICK, TYPES
from demo.evening import Card, Evening
from demo.people import Person
from demo.phones import Phones, Place
from demo.words import Words

BOT: Final = "sunlot_demo_bot"
_REST: Final = tuple(kind.code for kind in TYPES if kind.code not in FIRST_PICK)
_OF_B: Final = tuple(code for code in _REST if code[0] == "B")
PICKS: Final[Sequence[tuple[str, ...]]] = (
    FIRST_PICK,
    tuple(code for code in _REST if code[0] in "ACEF"),
    _OF_B[:20],
    _OF_B[20:] + tuple(code for code in _REST if code[0] in "DGH"),
)
"""What each representative ticks: all 82 types in the end. The later ones go class by class, as
people do who share the work, and so turn fewer pages.
"""
DRAWS: Final = len(PICKS)
OBJECTED_DRAW: Final = 2
OBJECTOR: Final = 3
"""Representative 3 objects to draw 2; everybody else confirms everything."""
SUBSTITUTE_FOR: Final = 2
SUBSTITUTE_DRAW: Final = 3
"""In draw 3 the substitute contributes for representative 2, who has stepped out."""

ON_OWN_DEVICE: Final = frozenset({1, 3})
"""Who contributes on a device of their own, not through the bot."""
LOST_DRAW: Final = 2
LOST_NUMBER: Final = 3
"""In draw 2 the device of representative 3 is lost, and its opening with it."""
ABSENT_DRAW: Final = 3
ABSENT_WITNESS: Final = 3
"""In draw 3 one of the three witnesses is down."""
TYPED_DRAW: Final = 4
TYPED_BY: Final = 4
"""In draw 4 the relay is silent, and representative 4 types the beacon's value."""

ROLES: Final[Mapping[str, Words]] = {
    "official": Words("监管人员", "official"),
    "supervisor": Words("监督人员", "supervisor"),
    "representative": Words("消费者代表{n}", "representative {n}"),
    "substitute": Words("候补{n}", "substitute {n}"),
    "stranger": Words("路人", "passer-by"),
}
_NAMES: Final[Mapping[str, Words]] = {
    "o1": Words("王岚（示例）", "Olga One (example)"),
    "o2": Words("李哲（示例）", "Oscar Two (example)"),
    "s1": Words("赵敏（示例）", "Susan Audit (example)"),
    "r1": Words("陈静（示例）", "Rita First (example)"),
    "r2": Words("林涛（示例）", "Ralph Second (example)"),
    "r3": Words("郑洁（示例）", "Rosa Third (example)"),
    "r4": Words("周宁（示例）", "Robin Fourth (example)"),
    "b2": Words("孙备（示例）", "Sven Stand-in (example)"),
    "x1": Words("路人甲（示例）", "Xaver Stranger (example)"),
    "x2": Words("路人乙（示例）", "Xenia Stranger (example)"),
}
_ROLE_OF: Final = {"o": "official", "s": "supervisor", "r": "representative", "b": "substitute"}
OTHER_LANGUAGE: Final = frozenset({"r4", "x2"})
"""Who uses the other language, so that both are seen."""

CONTRIBUTIONS: Final[Sequence[Words]] = (
    Words("今天天气晴，3 5 2 6", "sunny today, 3 5 2 6"),
    Words("骰子：1 1 4 2", "dice: 1 1 4 2"),
    Words("公平、公正、公开", "fair, just and open"),
    Words("第四位代表 6 6 3", "fourth representative 6 6 3"),
)
OBJECTION: Final = Words(
    "第 2 次抽取时屏幕黑了约半分钟，我没有看到确认的过程。",
    "During draw 2 the screen was dark for half a minute; I did not see the confirmation.",
)
ANSWER: Final = Words(
    "已核查：屏幕因电源松动关闭 28 秒，记录连续，结果未受影响。",
    "Checked: a loose plug, 28 seconds; the record has no gap and the result is not affected.",
)
LOST_PHONE: Final = Words(
    "第 {draw} 次抽取：我的手机丢了，交不了揭示值，请继续。",
    "Draw {draw}: my phone is lost and the opening with it; please go on.",
)
HANDED_IN: Final = Words(
    "第 {draw} 次抽取：我的揭示值已提交。", "Draw {draw}: I have handed in my opening."
)
LATE: Final = Words(
    "演练：故意没有及时揭示。", "A rehearsal: the secrets were not opened in time, on purpose."
)
TITLE: Final = Words(
    "示例产品质量监督抽查双随机抽取（合成数据）",
    "Example double-random inspection draw (synthetic data)",
)


@dataclass(frozen=True)
class Company:
    """Everybody of one play. `language` is the one most of them use.

    `people` by short name: o1, o2, s1, r1 … r4, b2 (substitute of representative 2), and two
    strangers x1, x2. `group` is the event group, in which the strangers stand as well.
    """

    evening: Evening
    language: str
    people: Mapping[str, Person]
    group: Place

    def __getitem__(self, short: str) -> Person:
        return self.people[short]

    @property
    def representatives(self) -> tuple[Person, ...]:
        """Representatives 1 to 4."""
        return tuple(self.people[f"r{n}"] for n in range(1, DRAWS + 1))

    @property
    def insiders(self) -> tuple[str, ...]:
        """Short names of everybody with a role."""
        return tuple(short for short in self.people if not short.startswith("x"))


def card(short: str, language: str) -> Card:
    """Who somebody is, where most speak `language`."""
    own = {"zh": "en", "en": "zh"}[language] if short in OTHER_LANGUAGE else language
    role = ROLES[_ROLE_OF.get(short[0], "stranger")](n=short[1])
    return Card(_NAMES[short].form(language), role.form(language), own)


async def gather_company(phones: Phones, token: str, language: str, patience: float) -> Company:
    """Register bot, people and event group with the local Telegram; let everybody `listen` then."""
    await phones.post("/bots", token=token, username=BOT, name="阳光签（演示）")
    evening = Evening(phones, BOT, language, patience)
    people = {short: await Person.arrive(evening, card(short, language)) for short in _NAMES}
    members = [person.id for person in people.values()]
    title = "双随机抽取活动群（演示）"
    made = await phones.post("/groups", title=title, members=members, bots=[BOT])
    return Company(evening, language, people, int(made["id"]))
