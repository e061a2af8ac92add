"""A hall for tests: a real office on real SQLite files, with people and small synthetic lists.

Clock and random bytes are counters, so that every run writes the same book; everything else is the
real thing. The functions bring a campaign forward by calling the use cases as their people would.
A hall may have a witness policy and its campaigns a beacon: then `run_draw` lets the witnesses sign
after every act and waits for the round, as the errands of the application do.
`Hall.restart` drops everything but files, clock and counters, as a new process on that machine.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import SQLModel

from demo.catalogue import PICKS
from demo.generate import Variant, contents, dataset
from draw import Beacon, Chain, time_of
from inspection import acts, answers, people, proposals
from inspection.campaign import CampaignState, DrawState, LedgerState, Step, next_step
from inspection.desk import Desk, Office
from inspection.files import FileReport, take_file
from inspection.forms import CampaignForm
from inspection.founding import found
from inspection.matching import match_institutions
from inspection.people import Person, Role
from ledger import (
    Book,
    Entry,
    Guard,
    Publisher,
    SigningKey,
    create,
    open_engine,
    trust,
    trust_file,
)
from ledger.policy import NO_WITNESSES, WitnessPolicy
from tests.inspection import outside

T = TypeVar("T")
Work = Callable[[Desk], object]

NOW = 1_795_500_000  # 2026-11-24 in Asia/Shanghai
DAY = 24 * 3600
ORIGIN = "example.org/test"
EVERYBODY = (1, 2, 3, 4)


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
    """The office, its folder, and its people by short names: o1, o2, s1, r1 … r4, b1.

    Every act takes `pace` seconds; with a beacon, a draw must be opened within a few.
    """

    folder: Path
    origin: str = ORIGIN
    people: dict[str, Person] = field(default_factory=dict)
    judge: NoJudge = field(default_factory=NoJudge)
    entropy: Entropy = field(default_factory=Entropy)
    now: int = NOW
    pace: int = 7
    acts: int = 0
    policy: WitnessPolicy = NO_WITNESSES
    simulation: bool = True
    office: Office = field(init=False)
    guard: Guard = field(init=False)

    def __post_init__(self) -> None:
        self._open()

    def do(self, work: Callable[[Desk], T], request: str | None = None) -> T:
        """Run one act in a transaction of its own; `request` None: a name never used before."""
        self.acts += 1
        self.now += self.pace
        with self.office.desk(request or f"test:{self.acts}") as desk:
            return work(desk)

    def sign(self, witnesses: tuple[int, ...] = (0, 1), at: int | None = None) -> bytes:
        """These witnesses sign the present head, at this time or now; gives the note."""
        return outside.sign(self.office.publisher, witnesses, self.now if at is None else at)

    def beacon(self) -> Beacon:
        """The true value of the round that the newest draw waits for; of the test chain only."""
        return outside.true_value(self.round)

    def wait_for_round(self) -> None:
        """Let the clock stand so that the next act comes at the draw's round, not before."""
        self.now = max(self.now, self.due - self.pace)

    def restart(self) -> None:
        """Leave and open the folder again, as a new process."""
        self.leave()
        self._open()

    def leave(self) -> None:
        """Close the files, as at the end of a process."""
        self.office.engine.dispose()
        self.guard.close()

    def copied(self, folder: Path) -> Hall:
        """The same hall on a copy of its folder. This one must have been left."""
        shutil.copytree(self.folder, folder)
        return replace(
            self,
            folder=folder,
            people=dict(self.people),
            judge=NoJudge(self.judge.codes),
            entropy=Entropy(self.entropy.count),
        )

    @property
    def state(self) -> LedgerState:
        """The state of the book, as the office has it after reading what it has not read yet."""
        with self.office.desk("test:look") as desk:
            return desk.state

    @property
    def step(self) -> Step:
        return next_step(self.state)

    @property
    def campaign(self) -> CampaignState:
        """The newest campaign, open or ended."""
        return self.state.campaigns[-1]

    @property
    def draw(self) -> DrawState:
        """The newest draw of the newest campaign."""
        return self.campaign.draws[-1]

    @property
    def chain(self) -> Chain:
        """The beacon of the newest campaign, which has one."""
        assert self.campaign.chain is not None
        return self.campaign.chain

    @property
    def round(self) -> int:
        """The round of the newest draw, which is closed."""
        assert self.draw.round is not None
        return self.draw.round

    @property
    def due(self) -> int:
        """When that round is due."""
        return time_of(self.chain, self.round)

    @property
    def entries(self) -> list[Entry]:
        with self.office.desk("test:look") as desk:
            return list(self.office.book.entries(desk.session))

    @property
    def publication(self) -> Path:
        return self.folder / "publication"

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        agency, log = key(self.folder / "agency.pem"), key(self.folder / "log.pem")
        engine = open_engine(self.folder / "sunlot.db")
        create(engine)
        SQLModel.metadata.create_all(engine)
        book = Book(self.origin, self.simulation, agency)
        self.guard = Guard(self.folder / "guard.db", trust.vkey_line(self.origin, log))
        vkeys = self.policy.vkeys
        publisher = Publisher(engine, book, self.guard, self.publication, log, witnesses=vkeys)
        head = publisher.recover()
        clock = lambda: self.now  # noqa: E731 - a clock in one line
        self.office = Office(engine, book, publisher, clock, self.entropy, self.judge, head=head)


FORM = CampaignForm(
    title="2026 年示例产品质量监督抽查",
    basis="示例依据",
    reference_date=date(2026, 11, 16),
    avoidance_months=6,
    sampling_until=date(2027, 1, 31),
    disclose_by=date(2027, 10, 31),
    beacon="none",
)
BEACON_FORM = replace(FORM, beacon="test")
QUICKNET_FORM = replace(FORM, beacon="quicknet")
OPEN_FORM = replace(FORM, policy="open", open_basis="示例公开依据")


def build(
    folder: Path,
    origin: str = ORIGIN,
    policy: WitnessPolicy = NO_WITNESSES,
    now: int = NOW,
    simulation: bool = True,
) -> Hall:
    """A founded office with two officials, a supervisor, four representatives, a substitute."""
    hall = Hall(folder, origin, policy=policy, now=now, simulation=simulation)
    names = ("官员甲", "官员乙")
    _, invited = hall.do(lambda desk: found(desk, origin, simulation, names, policy))
    for number, invitation in enumerate(invited, start=1):
        hall.people[f"o{number}"] = enrol(hall, invitation, 100 + number)
    hall.people["s1"] = join(hall, Role.SUPERVISOR, None, 200)
    hall.people["b1"] = join(hall, Role.SUBSTITUTE, 1, 201)
    for number in EVERYBODY:
        hall.people[f"r{number}"] = join(hall, Role.REPRESENTATIVE, number, 201 + number)
    return hall


def reopen(folder: Path, origin: str = ORIGIN) -> Hall:
    """The office of a folder with clock and counters at their start; makes keys the first time."""
    return Hall(folder, origin)


def write_trust(hall: Hall, path: Path) -> Path:
    """The trust file of the hall's ledger, where a verifier may read it."""
    path.write_bytes(trust_file(hall.entries[0], hall.origin, key(hall.folder / "log.pem")))
    return path


def join(hall: Hall, role: Role, number: int | None, telegram: int) -> Person:
    """The first official invites somebody, who enrols."""
    name = f"示例{role.value}{number}"
    asks = partial(people.invite, by=hall.people["o1"], role=role, name=name, number=number)
    return enrol(hall, hall.do(asks), telegram)


def enrol(hall: Hall, invitation: people.Invited, telegram: int) -> Person:
    """Open the invitation from this account and give its code."""
    hall.do(lambda desk: people.begin_enrolment(desk, invitation.token, telegram))
    person = hall.do(lambda desk: people.finish_enrolment(desk, telegram, invitation.code, "zh"))
    assert isinstance(person, Person)
    return person


@cache
def small(variant: Variant = Variant.SMALL) -> Mapping[str, bytes]:
    """The files of a synthetic data set by name; made once a run."""
    return contents(dataset(variant=variant))


def send(hall: Hall, name: str, data: bytes) -> FileReport:
    """The first official sends one file."""
    return hall.do(lambda desk: take_file(desk, hall.people["o1"], name, data))


def send_lists(hall: Hall, variant: Variant = Variant.SMALL) -> None:
    """The first official sends the three synthetic lists."""
    for name in ("catalogue.csv", "institutions.xlsx", "enterprises.csv"):
        report = send(hall, name, small(variant)[name])
        assert report.accepted, report


def agree(hall: Hall, kind: str, params: Mapping[str, Any]) -> proposals.Approved:
    """First official proposes, the second approves."""
    first, second = hall.people["o1"], hall.people["o2"]
    asked = hall.do(lambda desk: proposals.propose(desk, first, kind, params))
    return hall.do(lambda desk: proposals.approve(desk, second, asked.id))


def open_campaign(hall: Hall, form: CampaignForm = FORM) -> None:
    """Both officials open the campaign."""
    agree(hall, "campaign.open", {"form": form.to_json()})


def audit(hall: Hall) -> None:
    """The supervisor audits the roster."""
    hall.do(lambda desk: acts.audit_roster(desk, hall.people["s1"]))


def draw_steps(
    hall: Hall, by: tuple[int, ...] = EVERYBODY, devices: tuple[int, ...] = ()
) -> list[tuple[Step, Work]]:
    """The acts of one draw in order, each with the step that the campaign waits for.

    `devices`: those of `by` who make their contribution on a device of their own.
    """
    official = hall.people["o1"]
    return [
        (Step.COMMIT, lambda desk: acts.commit_draw(desk, official)),
        (Step.CHOOSE, lambda desk: _choose(hall, desk)),
        (Step.FREEZE, lambda desk: acts.freeze_pool(desk, official)),
        *((Step.CONTRIBUTE, _contribution(hall, number, number in devices)) for number in by),
        (Step.CONTRIBUTE, lambda desk: acts.close_contributions(desk, official)),
        *_opening_steps(hall, devices),
        (Step.RESULT, lambda desk: acts.draw_result(desk, official)),
        (Step.MATCH, lambda desk: match_institutions(desk, official)),
    ]


def run_draw(
    hall: Hall,
    until: Step | None = None,
    by: tuple[int, ...] = EVERYBODY,
    devices: tuple[int, ...] = (),
) -> DrawState:
    """One draw from commit to match; stops before the first act of step `until`."""
    for step, work in draw_steps(hall, by, devices):
        if step is until:
            break
        take_step(hall, step, work)
    return hall.draw


def finish_draw(hall: Hall) -> DrawState:
    """Bring the open draw to its match, from wherever it stands after its choice."""
    contributed = 1 in hall.draw.contributions
    devices = tuple(n for n, made in hall.draw.made_by.items() if made == "device")
    for step, work in draw_steps(hall, () if contributed else (1,), devices):
        if hall.step is step:
            take_step(hall, step, work)
    return hall.draw


def take_step(hall: Hall, step: Step, work: Work) -> None:
    """One act of `draw_steps`, when its time has come; then the witnesses sign, if there are."""
    if step is Step.BEACON:
        hall.wait_for_round()
    hall.do(work)
    if hall.policy.quorum:
        hall.sign()


def answer(hall: Hall, draw: DrawState, numbers: tuple[int, ...] = EVERYBODY) -> None:
    """These representatives confirm the draw."""
    for number in numbers:
        by = hall.people[f"r{number}"]
        hall.do(partial(answers.confirm, by=by, draw=draw.number, digest=draw.digest))


def close(hall: Hall) -> None:
    """Both officials close the campaign."""
    agree(hall, "campaign.close", {})


def play(hall: Hall, form: CampaignForm = FORM, devices: tuple[int, ...] = ()) -> None:
    """A whole campaign of four draws, from the lists to its close."""
    begin(hall, form)
    for _ in EVERYBODY:
        answer(hall, run_draw(hall, devices=devices))
    close(hall)
    if hall.policy.quorum:
        hall.sign()


def begin(hall: Hall, form: CampaignForm = FORM) -> None:
    """The lists, an open campaign of this form, and the audit of its roster."""
    send_lists(hall)
    open_campaign(hall, form)
    audit(hall)
    hall.pace = 1 if form.beacon == "test" else hall.pace


def commits(hall: Hall, number: int, secret: str | None = None) -> Work:
    """A representative's device has made a secret; they send its commitment."""

    def work(desk: Desk) -> DrawState:
        campaign = desk.state.campaigns[-1]
        place = (campaign.number, len(campaign.draws))
        made = secret or outside.device_secret(*place, number)
        root = campaign.opened["roster"]["root"]
        digest = outside.commitment(*place, root, number, made)
        return acts.contribute_commitment(desk, hall.people[f"r{number}"], digest)

    return work


def hands_in(hall: Hall, number: int) -> Work:
    """A representative sends the opening that their device kept."""

    def work(desk: Desk) -> DrawState:
        campaign = desk.state.campaigns[-1]
        secret = outside.device_secret(campaign.number, len(campaign.draws), number)
        return acts.hand_in_opening(desk, hall.people[f"r{number}"], secret)

    return work


def key(path: Path) -> SigningKey:
    """The key in this file; made the first time."""
    if not path.exists():
        SigningKey.generate().save(path)
    return SigningKey.load(path)


def _choose(hall: Hall, desk: Desk) -> DrawState:
    number = desk.state.campaigns[-1].draws[-1].representative
    return acts.choose_types(desk, hall.people[f"r{number}"], tuple(PICKS[number - 1]))


def _contribution(hall: Hall, number: int, device: bool) -> Work:
    if device:
        return commits(hall, number)
    return lambda desk: acts.contribute(desk, hall.people[f"r{number}"], f"{number} 3 5 2")


def _opening_steps(hall: Hall, devices: tuple[int, ...]) -> list[tuple[Step, Work]]:
    """What opens a draw. Without a beacon devices open last, else the operator would know it all.

    With one, a relay brings the value, and an official takes it into the book.
    """
    opens: tuple[Step, Work] = (Step.OPEN, lambda desk: acts.open_secrets(desk, hall.people["o1"]))
    if hall.campaign.chain is None:
        return [opens, *((Step.RESULT, hands_in(hall, number)) for number in devices)]
    return [
        *((Step.OPEN, hands_in(hall, number)) for number in devices),
        opens,
        (Step.BEACON, lambda desk: acts.take_beacon(desk, _true_value(desk), None)),
        (Step.BEACON, lambda desk: acts.record_beacon(desk, hall.people["o1"])),
    ]


def _true_value(desk: Desk) -> Beacon:
    number = desk.state.campaigns[-1].draws[-1].round
    assert number is not None
    return outside.true_value(number)
