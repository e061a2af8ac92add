"""For every code of a refusal: a stage, what happens first, and the act that is refused with it."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import sqlalchemy as sa
from xlsxwriter import Workbook

from demo.files import institutions_xlsx
from demo.generate import Variant, dataset
from demo.institutions import one_institution
from draw import TEST, Beacon
from inspection import (
    acts,
    answers,
    disclosure,
    files,
    founding,
    people,
    proposals,
    queries,
    removing,
    seeding,
)
from inspection.campaign import Step
from inspection.desk import Desk
from inspection.forms import CampaignForm
from inspection.matching import match_institutions
from inspection.opening import preview_campaign
from inspection.people import Invited, Role
from inspection.reading import FILE_LIMIT, ROW_LIMIT
from inspection.records import campaign_roster, marked_rows
from inspection.tables import PersonRow
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import FORM, Hall, Work

Prepare = Callable[[Hall], Work]

REASON = {"code": "mistake", "text": "示例原因"}
STRANGER = 999


def _by(act: Callable[..., object], who: str, **values: object) -> Prepare:
    """That act by one of the hall's people, with nothing before it."""
    return lambda hall: partial(act, by=hall.people[who], **values)


def _proposing(kind: str, **params: object) -> Prepare:
    return _by(proposals.propose, "o1", kind=kind, params=params)


def _sending(data: bytes, name: str = "list.csv") -> Prepare:
    return _by(files.take_file, "o1", filename=name, data=data)


def _previewing(form: CampaignForm = FORM) -> Prepare:
    return _by(preview_campaign, "o1", form=form)


def _invited(hall: Hall, role: Role = Role.SUPERVISOR, number: int | None = None) -> Invited:
    asks = partial(people.invite, by=hall.people["o1"], role=role, name="示例来宾", number=number)
    return hall.do(asks)


def _beginning(token: str, telegram: int = STRANGER) -> Work:
    return partial(people.begin_enrolment, token=token, telegram=telegram)


def _finishing(code: str) -> Work:
    return partial(people.finish_enrolment, telegram=STRANGER, code=code, language="zh")


def _used(hall: Hall) -> Work:
    invitation = _invited(hall)
    halls.enrol(hall, invitation, STRANGER - 1)
    return _beginning(invitation.token)


def _expired(hall: Hall) -> Work:
    invitation = _invited(hall)
    hall.now = invitation.expires
    return _beginning(invitation.token)


def _locked(hall: Hall) -> Work:
    invitation = _invited(hall)
    hall.do(_beginning(invitation.token))
    for _ in range(people.TRIES):
        hall.do(_finishing("not it"))
    return _finishing(invitation.code)


def _taken_since(hall: Hall) -> Work:
    """Two invitations for one number; the other guest was quicker."""
    mine, other = (_invited(hall, Role.REPRESENTATIVE, 5) for _ in range(2))
    hall.do(_beginning(mine.token))
    halls.enrol(hall, other, STRANGER - 1)
    return _finishing(mine.code)


def _latecomer(hall: Hall) -> Work:
    invited = halls.agree(hall, "invite.official", {"name": "官员丙"}).invited
    assert invited is not None
    return partial(acts.commit_draw, by=halls.enrol(hall, invited, STRANGER))


def _asked(hall: Hall, kind: str = "campaign.open") -> int:
    params = {"form": FORM.to_json()} if kind == "campaign.open" else {"name": "官员丙"}
    asks = partial(proposals.propose, by=hall.people["o1"], kind=kind, params=params)
    return hall.do(asks).id


def _approved_by_oneself(hall: Hall) -> Work:
    return partial(proposals.approve, by=hall.people["o1"], proposal_id=_asked(hall))


def _approved_too_late(hall: Hall) -> Work:
    number = _asked(hall)
    hall.now += proposals.PROPOSAL_SECONDS
    return partial(proposals.approve, by=hall.people["o2"], proposal_id=number)


def _approved_with_other_files(hall: Hall) -> Work:
    number = _asked(hall)
    lines = halls.small()["enterprises.csv"].splitlines(keepends=True)
    assert halls.send(hall, "enterprises.csv", b"".join(lines[:-1])).accepted
    return partial(proposals.approve, by=hall.people["o2"], proposal_id=number)


def _approved_twice(hall: Hall) -> Work:
    number = _asked(hall, "invite.official")
    approves = partial(proposals.approve, by=hall.people["o2"], proposal_id=number)
    hall.do(approves)
    return approves


def _third(hall: Hall) -> None:
    """A third official comes."""
    invited = halls.agree(hall, "invite.official", {"name": "官员丙"}).invited
    assert invited is not None
    hall.people["o3"] = halls.enrol(hall, invited, STRANGER)


def _last_who_could_disclose(hall: Hall) -> Work:
    """Of the two officials of an ended campaign one is gone, two others have come."""
    _third(hall)
    removes = partial(removing.revoke, by=hall.people["o3"])
    hall.do(partial(removes, person_id=hall.people["o1"].id))
    hall.people["o1"] = hall.people["o3"]
    fourth = halls.agree(hall, "invite.official", {"name": "官员丁"}).invited
    assert fourth is not None
    halls.enrol(hall, fourth, STRANGER - 1)
    return partial(removes, person_id=hall.people["o2"].id)


def _inviting_alone(hall: Hall) -> Work:
    """One official is left, as when the other's row was lost: nobody may remove that far."""
    with hall.office.desk("test:lost") as desk:
        desk.session.get_one(PersonRow, hall.people["o2"].id).revoked_at = hall.now
    return _named(Role.SUPERVISOR)(hall)


def _voiding_after_the_next_commit(hall: Hall) -> Work:
    hall.judge.codes = frozenset({"07.pool"})
    return _proposing("draw.void", code="verifier", text="示例", campaign=1, draw=1)(hall)


def _too_early_for_the_beacon(_: Hall) -> Work:
    return lambda desk: seeding.closing_round(TEST, TEST.genesis - halls.DAY)


def _computed(hall: Hall) -> Work:
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True})
    book.add_worksheet().write_formula(0, 0, "=1+1", value=2)
    book.close()
    return _sending(raw.getvalue(), "list.xlsx")(hall)


def _without_a_type(hall: Hall) -> Work:
    """The catalogue is sent again without the last type that institutions were sent for."""
    lines = halls.small()["catalogue.csv"].splitlines(keepends=True)
    assert halls.send(hall, "catalogue.csv", b"".join(lines[:-1])).accepted
    return _previewing()(hall)


def _without_supervisor(hall: Hall) -> Work:
    hall.do(partial(removing.revoke, by=hall.people["o1"], person_id=hall.people["s1"].id))
    return _previewing()(hall)


def _with_one_institution(hall: Hall) -> Work:
    rows = one_institution(dataset(variant=Variant.SMALL).rows)
    assert halls.send(hall, "institutions.xlsx", institutions_xlsx(rows)).accepted
    return _previewing()(hall)


def few_enterprises(hall: Hall, count: int = 3) -> None:
    """Lists with so few enterprises that nobody makes most types."""
    lists = halls.small()
    halls.send(hall, "catalogue.csv", lists["catalogue.csv"])
    halls.send(hall, "institutions.xlsx", lists["institutions.xlsx"])
    lines = lists["enterprises.csv"].splitlines(keepends=True)
    assert halls.send(hall, "enterprises.csv", b"".join(lines[: count + 1])).accepted


def _nobody_makes_it(hall: Hall) -> Work:
    few_enterprises(hall)
    halls.open_campaign(hall)
    halls.audit(hall)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    codes = [offer.type.code for offer in hall.do(queries.offers)]
    idle = next(c for c in codes if hall.do(partial(queries.count_pool, types=(c,))).size == 0)
    return partial(acts.choose_types, by=hall.people["r1"], types=(idle,))


def _contributed_twice(hall: Hall) -> Work:
    return partial(acts.contribute, by=hall.people["b1"], text="也是一号")


def _saying(act: Callable[..., object], who: str = "r1", **values: object) -> Prepare:
    """An answer to the newest draw's own digest."""

    def prepare(hall: Hall) -> Work:
        values_ = {"draw": hall.draw.number, "digest": hall.draw.digest, **values}
        return partial(act, by=hall.people[who], **values_)

    return prepare


def _confirmed_twice(hall: Hall) -> Work:
    confirms = _saying(answers.confirm)(hall)
    hall.do(confirms)
    return confirms


def objected(hall: Hall) -> int:
    """Representative 2 objects to the newest draw; gives the number of the objection."""
    objects = _saying(answers.object_to, "r2", code="count", text="示例异议")
    hall.do(objects(hall))
    return hall.draw.objections[2]


def _closing_over_an_objection(hall: Hall) -> Work:
    objected(hall)
    return _proposing("campaign.close")(hall)


def _own_opening(hall: Hall) -> bytes:
    def read(desk: Desk) -> bytes:
        return next(disclosure.openings(desk.session, 1, frozenset(("id",))))[1]

    return hall.do(read)


def _strange_opening(hall: Hall) -> Work:
    other = _own_opening(hall).replace(b'"name":"', '"name":"另'.encode())
    return partial(disclosure.check_opening, data=other)


def _disclosing_too_soon(hall: Hall) -> Work:
    """Sampling has ended, but nobody has closed the campaign."""
    hall.now = halls.NOW + 69 * halls.DAY
    return _by(disclosure.disclose, "o1", parts=("id",), rows="selected")(hall)


def execute(hall: Hall, statement: str) -> None:
    """Change private rows behind the program's back."""
    hall.do(lambda desk: desk.session.execute(sa.text(statement)))


def _without_the_secret(hall: Hall) -> Work:
    execute(hall, "DELETE FROM secret WHERE party = 'operator'")
    return _by(acts.open_secrets, "o1")(hall)


def _with_another_pool(hall: Hall) -> Work:
    """The roster in memory has lost a row of the pool since it was frozen."""
    campaign, draw = hall.campaign, hall.draw
    roster = hall.do(partial(campaign_roster, campaign=campaign))
    frozen = hall.do(partial(marked_rows, digest=draw.pool_blob))
    selected = hall.do(partial(marked_rows, digest=draw.selection_blob))
    gone = min(dict(frozen).keys() - dict(selected).keys())
    kept = tuple(row for row in roster.rows if row.leaf != gone)
    hall.office.rosters[campaign.opened["roster"]["root"]] = replace(roster, rows=kept)
    return _by(match_institutions, "o1")(hall)


def _with_another_address(hall: Hall) -> Work:
    execute(hall, "UPDATE enterprise SET id_value = replace(id_value, '\"code\"', '\"Code\"')")
    hall.restart()
    return _by(acts.freeze_pool, "o1")(hall)


def _too_late_to_open(hall: Hall) -> Work:
    hall.now = hall.due - 3
    return _by(acts.open_secrets, "o1")(hall)


def _with_a_clock_set_back(hall: Hall) -> Work:
    hall.now -= 10_000
    return _by(acts.close_contributions, "o1")(hall)


def _confirming_while_a_beacon_is_awaited(hall: Hall) -> Work:
    first = hall.draw
    halls.run_draw(hall, until=Step.BEACON)
    return partial(answers.confirm, by=hall.people["r1"], draw=first.number, digest=first.digest)


def _drawing_without_the_devices(hall: Hall) -> Work:
    hall.do(halls.commits(hall, 1, None))
    hall.do(partial(acts.close_contributions, by=hall.people["o1"]))
    hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    return _by(acts.draw_result, "o1")(hall)


def _bringing(change: Callable[[Beacon], Beacon] = lambda value: value) -> Prepare:
    """A value of the draw's round, when it is due."""

    def prepare(hall: Hall) -> Work:
        hall.wait_for_round()
        return partial(acts.take_beacon, beacon=change(hall.beacon()), by=None)

    return prepare


def _bringing_early(hall: Hall) -> Work:
    return partial(acts.take_beacon, beacon=hall.beacon(), by=None)


def _choosing_unseen(hall: Hall) -> Work:
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    return _by(acts.choose_types, "r1", types=("A01",))(hall)


def _copying_a_commitment(hall: Hall) -> Work:
    others = hall.draw.contributions[1]
    return partial(acts.contribute_commitment, by=hall.people["r3"], commitment=others)


def _founding(hall: Hall) -> Work:
    return partial(founding.found, origin=halls.ORIGIN, simulation=True, names=("甲", "乙"))


def _named(role: Role, name: str = "示例", number: int | None = None) -> Prepare:
    return _by(people.invite, "o1", role=role, name=name, number=number)


BAD_FORM = replace(FORM, reference_date=date(2026, 11, 25))
_header = "统一社会信用代码,企业名称\n甲,乙\n".encode()
_twice = "类别代码,类别名称,英文名称,大类,大类英文,计划数,code\nA,甲,a,乙,b,1,B\n".encode()

REFUSED: Mapping[str, tuple[str, Prepare]] = {
    "not_enrolled": (
        "founded",
        lambda _: lambda desk: people.require(people.person_by_telegram(desk, STRANGER)),
    ),
    "not_allowed": ("open", _by(acts.audit_roster, "o1")),
    "not_your_turn": ("committed", _by(acts.choose_types, "r2", types=("A01",))),
    "not_of_this_campaign": ("audited", _latecomer),
    "same_person": ("listed", _approved_by_oneself),
    "invitation_unknown": ("founded", lambda _: _beginning("no such token")),
    "invitation_used": ("founded", _used),
    "invitation_expired": ("founded", _expired),
    "invitation_locked": ("founded", _locked),
    "already_enrolled": ("founded", lambda hall: _beginning(_invited(hall).token, telegram=101)),
    "no_pending_enrolment": ("founded", lambda _: _finishing("123456")),
    "number_taken": ("founded", _taken_since),
    "number_needed": ("founded", _named(Role.REPRESENTATIVE)),
    "name_bad": ("founded", _named(Role.SUPERVISOR, "示" * 41)),
    "needs_second_official": ("founded", _named(Role.OFFICIAL)),
    "person_unknown": ("founded", _by(removing.revoke, "o1", person_id=99)),
    "person_busy": (
        "open",
        lambda hall: _by(removing.revoke, "o1", person_id=hall.people["r1"].id)(hall),
    ),
    "not_oneself": (
        "founded",
        lambda hall: _by(removing.revoke, "o1", person_id=hall.people["o1"].id)(hall),
    ),
    "officials_stay": (
        "founded",
        lambda hall: _by(removing.revoke, "o1", person_id=hall.people["o2"].id)(hall),
    ),
    "officials_few": ("founded", _inviting_alone),
    "disclosure_owed": ("over", _last_who_could_disclose),
    "file_header_twice": ("founded", _sending(_twice)),
    "file_formulas": ("founded", _computed),
    "file_empty": ("founded", _sending(b"")),
    "file_too_large": ("founded", _sending(b"a" * (FILE_LIMIT + 1))),
    "file_too_long": ("founded", _sending(b"a\n" * (ROW_LIMIT + 2))),
    "file_unreadable": ("founded", _sending(b"a,b\n\xff\xff\n")),
    "file_header": ("founded", _sending(_header)),
    "file_missing": ("founded", _sending(halls.small()["enterprises.csv"])),
    "file_conflict": ("listed", _without_a_type),
    "campaign_running": ("open", _sending(halls.small()["catalogue.csv"])),
    "form_bad": ("listed", _previewing(BAD_FORM)),
    "people_missing": ("listed", _without_supervisor),
    "proposal_unknown": ("founded", _by(proposals.approve, "o2", proposal_id=99)),
    "proposal_expired": ("listed", _approved_too_late),
    "proposal_decided": ("founded", _approved_twice),
    "changed_since": ("listed", _approved_with_other_files),
    "wrong_step": ("audited", _by(acts.freeze_pool, "o1")),
    "no_campaign": ("founded", _proposing("campaign.close")),
    "types_none": ("committed", _by(acts.choose_types, "r1", types=())),
    "types_unknown": ("committed", _by(acts.choose_types, "r1", types=("Z99",))),
    "types_taken": ("second", _by(acts.choose_types, "r2", types=("A02", "A01"))),
    "pool_empty": ("founded", _nobody_makes_it),
    "contribution_empty": ("frozen", _by(acts.contribute, "r1", text=" \n")),
    "contribution_twice": ("contributed", _contributed_twice),
    "commitment_bad": ("frozen", _by(acts.contribute_commitment, "r1", commitment="abc")),
    "secret_used": ("lit_contributed", _copying_a_commitment),
    "opening_none": ("lit_closed", lambda hall: halls.hands_in(hall, 2)),
    "opening_early": ("lit_contributed", lambda hall: halls.hands_in(hall, 1)),
    "opening_wrong": ("lit_closed", _by(acts.hand_in_opening, "r1", secret="0" * 64)),
    "opening_late": ("lit_closed", _too_late_to_open),
    "not_witnessed": ("lit", _choosing_unseen),
    "clock_behind": ("lit_contributed", _with_a_clock_set_back),
    "waits_for_beacon": ("lit_matched", _confirming_while_a_beacon_is_awaited),
    "openings_waiting": ("frozen", _drawing_without_the_devices),
    "beacon_early": ("lit_opened", _bringing_early),
    "beacon_refused": ("lit_opened", _bringing(outside.flipped)),
    "beacon_missing": ("lit_opened", _by(acts.record_beacon, "o1")),
    "void_not_silent": ("lit_brought", _proposing("draw.void", code="beacon_silent", text="示例")),
    "clock_wrong": ("founded", _too_early_for_the_beacon),
    "void_silent": ("lit_opened", _proposing("draw.void", code="beacon_silent", text="示例")),
    "draw_unknown": ("matched", _saying(answers.confirm, draw=2)),
    "digest_other": ("matched", _saying(answers.confirm, digest="0" * 64)),
    "answered_twice": ("matched", _confirmed_twice),
    "reason_empty": ("committed", _proposing("draw.void", code="mistake", text=" ")),
    "reason_long": ("committed", _proposing("draw.void", code="mistake", text="长" * 1001)),
    "code_unknown": ("committed", _proposing("draw.void", code="boredom", text="示例")),
    "objection_unknown": (
        "matched",
        _by(answers.answer_objection, "s1", seq=7, outcome="founded", text="示例"),
    ),
    "objections_open": ("matched", _closing_over_an_objection),
    "void_too_late": ("opened", _proposing("draw.void", **REASON)),
    "void_too_early": ("closed", _proposing("draw.void", code="verifier", text="示例")),
    "void_outrun": ("second", _voiding_after_the_next_commit),
    "campaign_drawn": ("opened", _proposing("campaign.void", **REASON)),
    "disclose_running": ("matched", _disclosing_too_soon),
    "secret_lost": ("closed", _without_the_secret),
    "pool_changed": ("resulted", _with_another_pool),
    "roster_damaged": ("chosen", _with_another_address),
    "disclose_early": ("matched", _by(disclosure.disclose, "o1", parts=("id",), rows="all")),
    "order": ("founded", _founding),
    "opening_bad": ("matched", lambda _: partial(disclosure.check_opening, data=b"{}")),
    "opening_foreign": ("matched", _strange_opening),
    "infeasible": ("listed", _with_one_institution),
}
