"""A hall for tests: a real office on real SQLite files, with people and small synthetic lists.

Clock and random bytes are counters, so that every run writes the same book; everything else is the
real thing. `Hall.play` brings a campaign forward by calling the use cases as their people would.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from demo.catalogue import PICKS
from demo.generate import Variant, contents, dataset
from inspection import acts, answers, people, proposals
from inspection.campaign import DrawState, Step, next_step
from inspection.desk import Desk, Office
from inspection.files import take_file
from inspection.founding import found
from inspection.opening import CampaignForm, Waiver
from inspection.people import Person, Role
from ledger import Book, Guard, Publisher, SigningKey, create, open_engine, trust, trust_file
from sqlmodel import SQLModel

T = TypeVar("T")
NOW = 1_795_500_000  # 2026-11-24 in Asia/Shanghai
ORIGIN = "example.org/test"


@dataclass
class Entropy:
    """A counter stream; never the same bytes twice."""

    count: int = 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        blocks = range((size + 31) // 32)
        text = b"".join(hashlib.sha256(f"{self.count}:{i}".encode()).digest() for i in blocks)
        return text[:size]


@dataclass
class NoJudge:
    """Finds what it is told to find."""

    codes: frozenset[str] = frozenset()

    def failed_checks(self, campaign: int, draw: int) -> frozenset[str]:
        return self.codes


@dataclass
class Hall:
    """The office, its folder, and its people by short names: o1, o2, s1, r1 … r4, b1."""

    folder: Path
    office: Office
    people: dict[str, Person] = field(default_factory=dict)
    judge: NoJudge = field(default_factory=NoJudge)
    now: int = NOW
    acts: int = 0

    def do(self, work: Callable[[Desk], T]) -> T:
        """Run one act in a transaction of its own."""
        self.acts += 1
        self.now += 7
        with self.office.desk(f"test:{self.acts}") as desk:
            return work(desk)

    @property
    def step(self) -> Step:
        return self.do(lambda desk: next_step(desk.state))


FORM = CampaignForm(
    title="2026 年示例产品质量监督抽查",
    basis="示例依据",
    reference_date=date(2026, 11, 16),
    avoidance_months=6,
    sampling_until=date(2027, 1, 31),
    disclose_by=date(2027, 10, 31),
)


def build(folder: Path, origin: str = ORIGIN) -> Hall:
    """A founded office with two officials, a supervisor, four representatives, a substitute."""
    folder.mkdir(parents=True, exist_ok=True)
    hall = reopen(folder, origin)
    _, invited = hall.do(lambda desk: found(desk, origin, True, ("官员甲", "官员乙")))
    for number, invitation in enumerate(invited, start=1):
        hall.people[f"o{number}"] = enrol(hall, invitation, 100 + number)
    first = hall.people["o1"]
    rows = [("s1", Role.SUPERVISOR, None), ("b1", Role.SUBSTITUTE, 1)]
    rows += [(f"r{n}", Role.REPRESENTATIVE, n) for n in (1, 2, 3, 4)]
    for place, (short, role, number) in enumerate(rows):
        invitation = hall.do(
            lambda desk, role=role, number=number: people.invite(
                desk, first, role, f"示例{role.value}{number}", number
            )
        )
        hall.people[short] = enrol(hall, invitation, 200 + place)
    return hall


def reopen(folder: Path, origin: str = ORIGIN) -> Hall:
    """The office of a folder, as after a restart; makes keys the first time."""
    keys = {name: _key(folder / f"{name}.pem") for name in ("agency", "log")}
    engine = open_engine(folder / "sunlot.db")
    create(engine)
    SQLModel.metadata.create_all(engine)
    book = Book(origin, True, keys["agency"])
    guard = Guard(folder / "guard.db", trust.vkey_line(origin, keys["log"]))
    publisher = Publisher(engine, book, guard, folder / "publication", keys["log"])
    head = publisher.recover()
    judge = NoJudge()
    office = Office(engine, book, publisher, lambda: NOW, Entropy(), judge, head=head)
    hall = Hall(folder, office, judge=judge)
    office.clock = lambda: hall.now
    return hall


def write_trust(hall: Hall, path: Path) -> Path:
    """The trust file of the hall's ledger, where a verifier may read it."""
    log = _key(hall.folder / "log.pem")
    genesis = hall.do(lambda desk: next(desk.office.book.entries(desk.session)))
    path.write_bytes(trust_file(genesis, hall.office.book.origin, log))
    return path


def enrol(hall: Hall, invitation: people.Invited, telegram: int) -> Person:
    hall.do(lambda desk: people.begin_enrolment(desk, invitation.token, telegram))
    person = hall.do(
        lambda desk: people.finish_enrolment(desk, telegram, invitation.code, "zh")
    )
    assert isinstance(person, Person)
    return person


def send_lists(hall: Hall, variant: Variant = Variant.SMALL) -> None:
    """The first official sends the three synthetic lists."""
    files = contents(dataset(variant=variant))
    for name in ("catalogue.csv", "institutions.xlsx", "enterprises.csv"):
        report = hall.do(lambda desk, n=name: take_file(desk, hall.people["o1"], n, files[n]))
        assert report.accepted, report


def open_campaign(hall: Hall, form: CampaignForm = FORM) -> None:
    """First official proposes, the second approves."""
    params = {"form": form.to_json()}
    asked = hall.do(
        lambda desk: proposals.propose(desk, hall.people["o1"], "campaign.open", params)
    )
    hall.do(lambda desk: proposals.approve(desk, hall.people["o2"], asked.id))


def audit(hall: Hall) -> None:
    hall.do(lambda desk: acts.audit_roster(desk, hall.people["s1"]))


def run_draw(hall: Hall, until: Step | None = None, by: tuple[int, ...] = (1, 2, 3, 4)) -> DrawState:
    """One draw from commit to match; stops before the step `until`."""
    official = hall.people["o1"]
    number = len(hall.office._state.campaigns[-1].draws)
    steps: list[tuple[Step, Callable[[Desk], object]]] = [
        (Step.COMMIT, lambda desk: acts.commit_draw(desk, official)),
        (Step.CHOOSE, lambda desk: _choose(hall, desk)),
        (Step.FREEZE, lambda desk: acts.freeze_pool(desk, official)),
        *((Step.CONTRIBUTE, _contribution(hall, n)) for n in by),
        (Step.OPEN, lambda desk: acts.close_contributions(desk, official)),
        (Step.OPEN, lambda desk: acts.open_secrets(desk, official)),
        (Step.RESULT, lambda desk: acts.draw_result(desk, official)),
        (Step.MATCH, lambda desk: acts.match_institutions(desk, official)),
    ]
    for step, work in steps:
        if step is until:
            break
        hall.do(work)
    return hall.office._state.campaigns[-1].draws[number]


def answer(hall: Hall, draw: DrawState, numbers: tuple[int, ...] = (1, 2, 3, 4)) -> None:
    for n in numbers:
        hall.do(
            lambda desk, n=n: answers.confirm(
                desk, hall.people[f"r{n}"], draw.number, draw.digest
            )
        )


def close(hall: Hall) -> None:
    asked = hall.do(lambda desk: proposals.propose(desk, hall.people["o2"], "campaign.close", {}))
    hall.do(lambda desk: proposals.approve(desk, hall.people["o1"], asked.id))


def _choose(hall: Hall, desk: Desk) -> DrawState:
    number = desk.state.campaigns[-1].draws[-1].representative
    return acts.choose_types(desk, hall.people[f"r{number}"], tuple(PICKS[number - 1]))


def _contribution(hall: Hall, number: int) -> Callable[[Desk], object]:
    return lambda desk: acts.contribute(desk, hall.people[f"r{number}"], f"{number} 3 5 2")


def _key(path: Path) -> SigningKey:
    if not path.exists():
        SigningKey.generate().save(path)
    return SigningKey.load(path)


__all__ = ["FORM", "Hall", "Waiver", "build"]
