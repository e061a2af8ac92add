"""A draw with witnesses and a beacon, as people see it, and what can go wrong with it."""

from __future__ import annotations

import io

import pytest
import segno

from bot import errands, labels
from bot.beacon_words import relay_words
from bot.bringing import PICTURE_GAP
from bot.context import Context
from bot.errands import Due
from bot.terms import grouped
from bot.texts import speech
from draw import QUICKNET, TEST, Chain
from inspection import Refusal
from inspection.campaign import DrawStep
from inspection.disclosure import opening_of
from inspection.queries import statement
from inspection.records import marked_rows
from inspection.seeding import open_until
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import Stage
from tests.bot.faces.test_devices import asked, closed
from tests.inspection import outside

PEOPLE = ("o1", "o2", "s1", "r1", "r2", "r3", "r4", "b1")


def opened(stage: Stage) -> Stage:
    """Everything is open and witnessed; now the beacon decides."""
    closed(stage)
    if stage.hall.policy.quorum:
        stage.sign()
    stage.say("r1", stages.opening(stage, 1))
    stages.step(stage, labels.OPEN_SECRETS)
    if stage.hall.policy.quorum:
        stage.sign()
    return stage


def due(stage: Stage) -> Due:
    return stage.hall.do(errands.what_is_due)


def last_second(stage: Stage) -> int:
    """Until when the secrets may be opened."""
    return open_until(stage.hall.chain, stage.hall.round)


def board(stage: Stage, who: str) -> list[str]:
    """The labels of the board of now."""
    stage.say(who, "/status")
    return stage.last(who).labels


def png(text: str) -> bytes:
    """A QR code as a picture."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=6)
    return out.getvalue()


def at_round(stage: Stage) -> Stage:
    """The round's time has passed, and no relay has answered."""
    opened(stage)
    stage.hall.now = stage.hall.due
    return stage


# ── the whole way ──


def test_a_draw_with_witnesses_and_a_beacon(watched: Stage) -> None:
    opened(watched)
    watched.arrive()
    assert "The beacon's value is here" in watched.last("o1").text
    watched.do("o1", labels.RECORD_BEACON)
    assert grouped(watched.hall.beacon().signature) in watched.last("o1").text
    watched.do("o1", labels.EXECUTE)
    assert watched.draw.beacon == watched.hall.beacon()
    assert watched.draw.bracket is not None
    stages.step(watched, labels.DRAW)
    outcome = watched.chats[watched.account("o1")][-1].text
    assert "2 of 3 witnesses signed the closed list" in outcome
    assert "It is the test beacon" in outcome
    assert "the same chance for each if nobody steered the seed." in outcome
    stages.step(watched, labels.MATCH)
    text = watched.hall.do(lambda desk: statement(desk, 1, 1))
    assert f"beacon={watched.hall.beacon().line}" in text
    assert f"Beacon: test, round {watched.hall.round}" in stages.shown(watched, "r3")
    assert "2 of 3 witnesses signed" in stages.shown(watched, "r3")


def test_without_witnesses_nothing_is_claimed(lit: Stage) -> None:
    opened(lit)
    lit.arrive()
    lit.do("o2", labels.RECORD_BEACON)
    lit.do("o2", labels.EXECUTE)
    assert lit.draw.bracket is None
    stages.step(lit, labels.DRAW)
    stages.step(lit, labels.MATCH)
    assert "It is not proven that the list was closed before the beacon." in stages.shown(lit, "r2")
    (text,) = lit.say("r2", "/draws")
    assert grouped(lit.draw.digest) in text
    assert "It is not proven that the list was closed before the beacon." in text


def test_openings_signed_too_late_prove_nothing(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    watched.say("r1", stages.opening(watched, 1))
    stages.step(watched, labels.OPEN_SECRETS)
    watched.hall.sign((0, 1), at=watched.hall.due - TEST.margin + 1)
    watched.arrive()
    watched.do("o1", labels.RECORD_BEACON)
    assert "It is not proven that the list was closed" in watched.last("o1").text
    watched.do("o1", labels.EXECUTE)
    assert watched.draw.bracket is None
    watched.hall.sign((0, 1), at=watched.hall.due - TEST.margin)  # an early time, said too late
    stages.step(watched, labels.DRAW)
    assert "witnesses signed the closed list" not in stages.shown(watched, "o1")


# ── witnesses ──


def test_nobody_is_asked_to_choose_before_the_commitment_is_witnessed(watched: Stage) -> None:
    stages.step(watched, labels.COMMIT)
    assert "as soon as the witnesses have signed" in stages.shown(watched, "o1")
    assert "Choose product types" not in board(watched, "r1")
    assert "Waiting for the witnesses: 0 of 2." in watched.last("r1").text
    watched.sign(1)
    assert "Waiting for the witnesses: 1 of 2." in stages.shown(watched, "r2")
    assert "Choose product types" not in board(watched, "r1")
    watched.sign(2)
    assert "It is the turn of number 1" in watched.last("r1").text
    assert "Choose product types" in board(watched, "r1")


def test_a_button_from_before_is_refused_politely(watched: Stage) -> None:
    stages.step(watched, labels.COMMIT)
    watched.sign()
    message, data = watched.find("r1", "Choose product types")
    watched.say("o1", "/void")
    watched.press("o1", "A mistake in operation")
    watched.say("o1", "again")
    watched.do("o1", labels.SUBMIT_PROPOSAL)
    watched.do("o2", labels.AGREE)
    stages.step(watched, labels.COMMIT)
    watched.press_data("r1", message, data)
    assert "have not signed the commitment yet: 0 of the 2" in watched.toasts[-1]


def test_a_repeated_choice_waits_for_the_witnesses_too(watched: Stage) -> None:
    stages.freeze(watched)
    watched.say("o1", "/void")
    watched.press("o1", "A mistake in operation")
    watched.say("o1", "again")
    watched.do("o1", labels.SUBMIT_PROPOSAL)
    watched.do("o2", labels.AGREE)
    stages.step(watched, labels.COMMIT)
    assert "Repeat the voided choice" not in board(watched, "o1")
    watched.sign()
    assert watched.last("o2").labels == ["Repeat the voided choice"]
    stages.step(watched, labels.INHERIT)
    assert watched.draw.step is DrawStep.CHOSEN


def test_the_state_of_the_book_stands_wherever_people_look(watched: Stage) -> None:
    stages.step(watched, labels.COMMIT)
    size = watched.state.size
    assert f"Book: {size} entries, the newest is recorded." in stages.shown(watched, "o1")
    watched.sign(0)
    assert f"Book: {size} entries, witnessed 1/3 (2 needed)." in stages.shown(watched, "r4")
    watched.say("s1", "/status")
    assert "witnessed 1/3 (2 needed)" in watched.last("s1").text


def test_a_finished_draw_is_shown_as_witnessed_too(watched: Stage) -> None:
    opened(watched)
    watched.arrive()
    for label in (labels.RECORD_BEACON, labels.DRAW, labels.MATCH):
        stages.step(watched, label)
    size = watched.state.size
    watched.sign(0, 2)
    assert f"Book: {size} entries, witnessed 2/3 (2 needed)." in stages.shown(watched, "s1")


def test_one_enterprise_s_check_says_what_the_seed_rests_on(watched: Stage) -> None:
    opened(watched)
    watched.arrive()
    for label in (labels.RECORD_BEACON, labels.DRAW, labels.MATCH):
        stages.step(watched, label)
    blob = watched.draw.selection_blob
    leaf = watched.hall.do(lambda desk: marked_rows(desk, blob)[0][0])
    found = watched.hall.do(lambda desk: opening_of(desk.session, 1, leaf))
    (text,) = watched.send_file("r4", "opening.json", found, "/check")
    assert "2 of 3 witnesses signed the closed list" in text
    assert "It is the test beacon" in text


def test_without_witnesses_the_board_says_published(lit: Stage) -> None:
    lit.say("r1", "/status")
    assert f"Book: {lit.state.size} entries, published." in lit.last("r1").text


# ── the clock ──


def test_previews_and_outcomes_name_the_times(watched: Stage) -> None:
    stages.freeze(watched)
    stages.contribute(watched, "r2")
    watched.do("o1", labels.CLOSE_CONTRIBUTIONS)
    assert "the first round at least 12 seconds later" in watched.last("o1").text
    watched.do("o1", labels.EXECUTE)
    outcome = watched.last("o1").text
    assert f"round {watched.hall.round}, due at " in outcome
    assert "(UTC+8). The officials must have opened the secrets by" in outcome
    assert watched.last("o1").labels == []
    watched.sign()
    assert watched.last("o1").labels == ["Open the secrets"]
    watched.do("o1", labels.OPEN_SECRETS)
    left = last_second(watched) - watched.hall.now
    assert f"Time left: {left} seconds" in watched.last("o1").text
    assert "point of no return" in watched.last("o1").text


def test_witnesses_who_come_too_late_cause_no_question(watched: Stage) -> None:
    closed(watched)
    watched.hall.now = watched.hall.due
    watched.sign()
    assert asked(watched, "r1") == 0
    watched.errand(errands.round_due)
    assert watched.last("o1").labels == ["Void the draw: too late to open"]


def test_too_late_the_board_offers_the_void(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    message, data = watched.find("o1", "Open the secrets")
    watched.hall.now = last_second(watched) + 1
    watched.press_data("o1", message, data)
    assert "Nothing can be opened any more" in watched.sent[-1].text
    assert "Send my opening" not in board(watched, "r1")
    assert "Open the secrets" not in board(watched, "o1")
    assert due(watched) == Due(None, 0)
    watched.errand(errands.round_due)
    assert "Too late" in watched.last("o2").text
    assert watched.last("o2").labels == ["Void the draw: too late to open"]
    assert due(watched) == Due(None, None)
    watched.do("o2", labels.VOID_LATE)
    watched.say("o2", "the projector failed")
    watched.do("o2", labels.SUBMIT_PROPOSAL)
    watched.do("o1", labels.AGREE)
    assert watched.draw.void == "late"
    told = stages.shown(watched, "r1")
    assert "This is not your fault.\nWhat was chosen stays: the choice is repeated" in told
    assert "a new contribution, with a new code" in told
    assert "not your fault" not in stages.shown(watched, "s1")
    stages.step(watched, labels.COMMIT)
    watched.sign()
    stages.step(watched, labels.INHERIT)
    assert watched.draw.inherited == 1


def test_a_draw_without_a_beacon_is_never_late(stage: Stage) -> None:
    stages.open_campaign(stage)
    stages.audit(stage)
    stages.step(stage, labels.COMMIT)
    stage.say("o1", "/void")
    assert len(stage.last("o1").labels) == 4 + 1
    assert "秘密未在信标之前及时揭示" not in stage.last("o1").labels


def test_the_codes_of_a_void_are_the_possible_ones(lit: Stage) -> None:
    stages.freeze(lit)
    lit.say("o1", "/void")
    assert "The secrets were not opened in time before the beacon" in lit.last("o1").labels


def test_an_opened_draw_is_void_only_for_what_has_happened(lit: Stage) -> None:
    opened(lit)
    lit.say("o1", "/void")
    assert lit.last("o1").labels == ["The verifier fails the draw", "Cancel"]


def test_a_silent_beacon_makes_the_draw_void_after_a_day(lit: Stage) -> None:
    at_round(lit)
    lit.hall.now = lit.hall.due + 24 * 3600 - 5
    assert "Void the draw: the beacon is silent" not in board(lit, "o1")
    lit.hall.now += 10
    lit.errand(errands.round_due)
    assert lit.last("o2").labels == ["Void the draw: the beacon is silent"]
    lit.do("o2", labels.VOID_SILENT)
    lit.say("o2", "nothing came")
    lit.do("o2", labels.SUBMIT_PROPOSAL)
    lit.do("o1", labels.AGREE)
    assert lit.draw.void == "beacon_silent"
    assert "The beacon gave no value for 24 hours" in stages.shown(lit, "r4")


# ── what is due ──


def test_what_is_due_follows_the_draw(watched: Stage) -> None:
    assert due(watched) == Due(None, None)
    closed(watched)
    until = last_second(watched)
    assert due(watched) == Due(None, until + 1 - watched.hall.now)
    watched.sign()
    stages.step(watched, labels.OPEN_SECRETS)
    assert due(watched) == Due(None, watched.hall.due - watched.hall.now)
    watched.hall.now = watched.hall.due
    assert due(watched) == Due((TEST, watched.hall.round), 0)
    watched.arrive()
    assert due(watched) == Due(None, None)


# ── errands ──


def test_an_errand_repeated_asks_once(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    for _ in range(3):
        watched.errand(errands.heads_signed)
    assert asked(watched, "r1") == 1
    watched.say("r1", stages.opening(watched, 1))
    stages.step(watched, labels.OPEN_SECRETS)
    for _ in range(3):
        watched.arrive()
    texts = [p.text for p in watched.sent if p.chat == watched.account("o2")]
    assert sum("The beacon's value is here" in text for text in texts) == 1


def test_a_restart_between_asking_and_sending_loses_nothing(watched: Stage) -> None:
    closed(watched)
    watched.hall.sign((0, 1))
    watched.dispatch.errand("signed", errands.heads_signed)
    assert asked(watched, "r1") == 0
    watched.restart()
    watched.errand(errands.heads_signed)
    assert asked(watched, "r1") == 1


class Killed(BaseException):
    """The process ends here."""


def test_a_kill_before_the_commit_loses_nothing(watched: Stage) -> None:
    closed(watched)
    watched.hall.sign((0, 1))

    def killed(ctx: Context) -> None:
        errands.heads_signed(ctx)
        raise Killed

    with pytest.raises(Killed):
        watched.errand(killed)
    assert asked(watched, "r1") == 0
    watched.restart()
    watched.errand(errands.heads_signed)
    assert asked(watched, "r1") == 1


def test_a_value_of_another_round_is_refused_and_leaves_nothing(watched: Stage) -> None:
    opened(watched)
    other = outside.true_value(watched.hall.round + 1)
    with pytest.raises(Refusal, match="not the beacon's value"):
        watched.arrive(other)
    with pytest.raises(Refusal, match="not the beacon's value"):
        watched.arrive(outside.flipped(watched.hall.beacon()))
    assert due(watched).fetch is not None


def test_an_errand_without_a_draw_says_nothing(watched: Stage) -> None:
    assert watched.errand(errands.heads_signed) == []
    assert watched.errand(errands.round_due) == []


# ── somebody brings the value ──


def test_before_the_round_the_board_waits_without_a_button(watched: Stage) -> None:
    opened(watched)
    assert "Record the beacon's value" not in board(watched, "o1")
    assert "Bring the beacon's value" not in board(watched, "o1")
    assert f"Waiting for round {watched.hall.round} of the beacon test" in watched.last("o1").text
    (text,) = watched.say("s1", f"/beacon {watched.hall.beacon().typed}")
    assert "nobody can have its value before" in text


def test_when_no_relay_answers_everybody_may_bring_it_once(watched: Stage) -> None:
    at_round(watched)
    for _ in range(2):
        watched.errand(errands.round_due)
    for who in PEOPLE:
        texts = [p.text for p in watched.sent if p.chat == watched.account(who)]
        assert sum("no relay has answered" in text for text in texts) == 1
        assert f"{stages.RELAY}/{TEST.hash}/public/" in texts[-1]
        assert "Bring the beacon's value" in board(watched, who)


def test_a_typed_value_with_blanks_is_taken_from_anybody(watched: Stage) -> None:
    at_round(watched)
    board(watched, "s1")
    watched.do("s1", labels.BRING_BEACON)
    assert f"<code>{watched.hall.round}</code>" in watched.last("s1").text
    address = f"{stages.RELAY}/{TEST.hash}/public/{watched.hall.round}"
    assert f"A relay shows it as “signature”: {address}" in watched.last("s1").text
    texts = watched.say("s1", grouped(watched.hall.beacon().typed).replace(" ", " \n"))
    assert "This is the true value" in texts[0]
    assert watched.last("o1").labels == ["Record the beacon's value"]
    assert watched.last("o2").labels == ["Record the beacon's value"]
    assert "already here" in watched.say("r3", f"/beacon {watched.hall.beacon().typed}")[0]


DRAND = "https://api.drand.sh"


@pytest.mark.parametrize(
    ("chain", "relay", "named"),
    [
        (TEST, DRAND, False),  # the setting's default: drand has no such chain
        (TEST, "", False),
        (TEST, "http://127.0.0.1:8100", True),
        (TEST, "http://[::1]:8100", True),
        (TEST, "http://localhost:8100", True),
        (QUICKNET, DRAND, True),
        (QUICKNET, "", False),
    ],
)
def test_a_relay_is_named_only_where_it_can_have_the_value(
    chain: Chain, relay: str, named: bool
) -> None:
    text = relay_words(speech("en"), relay, chain, 7)
    assert (f"{relay}/{chain.hash}/public/7" in text) if named else text == ""


@pytest.mark.parametrize("caption", ["/beacon", ""])
def test_a_picture_of_its_code_is_read(watched: Stage, caption: str) -> None:
    at_round(watched)
    picture = png(watched.hall.beacon().typed)
    if not caption:
        watched.say("b1", "/beacon")
    texts = watched.send_file("b1", "screen.png", picture, caption)
    assert "This is the true value" in texts[0]


@pytest.mark.parametrize("photo", [True, False])
def test_a_wrong_code_or_none_is_refused(watched: Stage, photo: bool) -> None:
    at_round(watched)
    other = outside.signature(watched.hall.round - 1)
    texts = watched.send_file("r1", "x.png", png(other), "/beacon", photo)
    assert "its signature does not fit" in texts[0]
    watched.hall.now += PICTURE_GAP
    texts = watched.send_file("r1", "x.png", png("https://example.org"), "/beacon", photo)
    assert "Expected 96 digits" in texts[0]
    watched.hall.now += PICTURE_GAP
    texts = watched.send_file("r1", "x.jpg", b"\xff\xd8\xff\xe0 no picture", "/beacon", photo)
    assert "No QR code" in texts[0]
    assert due(watched).fetch is not None


def test_one_picture_of_a_person_in_ten_seconds_is_read(watched: Stage) -> None:
    at_round(watched)
    picture = png(watched.hall.beacon().typed)
    assert "No QR code" in watched.send_file("r1", "x.png", b"junk", "/beacon")[0]
    (text,) = watched.send_file("r1", "x.png", picture, "/beacon")
    assert "was not read; send it again in 9 seconds" in text
    assert "No QR code" in watched.send_file("r2", "x.png", b"junk", "/beacon")[0]
    watched.hall.now += PICTURE_GAP - 4
    assert "again in 1 seconds" in watched.send_file("r1", "x.png", picture, "/beacon")[0]
    assert "This is the true value" in watched.send_file("r1", "x.png", picture, "/beacon")[0]


@pytest.mark.parametrize(
    "typed", ["xyz", "ab" * 47, "AB" * 48, "00" * 48, "a0" * 48 + ":" + "a0" * 48]
)
def test_a_wrong_typed_value_is_refused(watched: Stage, typed: str) -> None:
    at_round(watched)
    (text,) = watched.say("r1", f"/beacon {typed}")
    assert "Nothing was taken" in text


def test_the_command_is_for_people_who_belong_here(stage: Stage) -> None:
    stage.hall.people["x1"] = stage.hall.people["r1"].__class__(
        9, 999, "x", "zh", stage.hall.people["r1"].role, 9
    )
    assert "仅限" in stage.say("x1", "/beacon")[0]
    assert stage.say("r1", "/beacon") == ["现在不需要信标值。"]


def test_a_photo_is_no_list(stage: Stage) -> None:
    (text,) = stage.send_file("o1", "photo.jpg", b"x", photo=True)
    assert "这里不需要照片" in text


# ── previews of a campaign, and what the public reads ──


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("无", "可能操纵抽取"),
        ("quicknet", "每 3 秒发布一个新值"),
        ("default", "每 30 秒发布一个新值"),
        ("测试", "人人都能预知它的值"),
    ],
)
def test_both_officials_read_what_the_choice_means(stage: Stage, choice: str, words: str) -> None:
    stages.open_campaign(stage, stages.FORM.replace("随机信标：无", f"随机信标：{choice}"))
    for who in ("o1", "o2"):
        assert words in "\n".join(
            parcel.text for parcel in stage.sent if parcel.chat == stage.account(who)
        )
    assert "本账本的见证方：无" in "\n".join(parcel.text for parcel in stage.sent)


def test_the_preview_names_the_witnesses(watched: Stage) -> None:
    texts = "\n".join(parcel.text for parcel in watched.sent)
    bodies = ", ".join(sorted(outside.BODIES, key=lambda b: outside.VKEYS[outside.BODIES.index(b)]))
    assert f"Witnesses of this book: {bodies}. At least 2 of 3 must sign" in texts
