"""Contributions made on people's own devices: in two parts, asked for in time, refused plainly."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot import errands, labels
from bot.device_codes import (
    CAME_EARLY,
    COMMITMENT,
    COMMITMENT_IN_GROUP,
    OPENING,
    OPENING_IN_GROUP,
    returned,
)
from bot.errors import Declined
from demo.catalogue import PICKS
from inspection.campaign import DrawState, DrawStep
from inspection.seed_acts import DEVICE_SECONDS
from ledger.policy import NO_WITNESSES, WitnessPolicy
from tests.bot.faces import stage as stages
from tests.bot.faces.stage import GROUP, Stage
from tests.inspection import outside

DIGITS = "0123456789abcdef" * 4


def closed(stage: Stage) -> Stage:
    """r1 on a device, r2 in the chat, and the list is closed."""
    stages.freeze(stage)
    stages.commit_on_device(stage, "r1")
    stages.contribute(stage, "r2")
    stages.step(stage, labels.CLOSE_CONTRIBUTIONS)
    return stage


def asked(stage: Stage, who: str) -> int:
    """How often somebody was asked for an opening."""
    texts = [parcel.text for parcel in stage.sent if parcel.chat == stage.account(who)]
    return sum("Now your opening is needed." in text for text in texts)


def test_both_ways_are_explained_and_one_is_recommended(watched: Stage) -> None:
    stages.freeze(watched)
    (text,) = watched.do("r1", labels.CONTRIBUTE)
    assert "a secret that the authority cannot see" in text
    assert "does not protect against whoever controls the server" in text
    assert watched.last("r1").labels == ["On my own device (recommended)", "Here in the chat"]


def test_the_code_names_campaign_draw_number_and_roster(watched: Stage) -> None:
    stages.freeze(watched)
    watched.do("r2", labels.CONTRIBUTE)
    (text,) = watched.do("r2", labels.ON_DEVICE)
    root = watched.state.campaigns[0].opened["roster"]["root"]
    assert f"<code>sunlot:contribute:1:1:2:{root}</code>" in text
    assert "Never a page of the authority" in text


def test_a_commitment_goes_into_the_book_and_its_secret_stays_away(watched: Stage) -> None:
    stages.freeze(watched)
    text = "\n".join(stages.commit_on_device(watched, "r1"))
    assert "when the contributions are closed I ask you for the opening. Keep it until then" in text
    assert "entries, the newest is recorded" in text
    assert watched.draw.made_by == {1: "device"}
    watched.do("b1", labels.CONTRIBUTE)
    assert watched.toasts[-1] == "You already contributed to draw 1."
    assert watched.last("b1").text.count("<code>") == 0


def everything_kept(stage: Stage) -> str:
    """The bytes of all files of the office, its database first of all, in small letters."""
    files = sorted(path for path in stage.hall.folder.rglob("*") if path.is_file())
    return b"\n".join(path.read_bytes() for path in files).decode("latin-1").lower()


@pytest.mark.parametrize(
    "text",
    [
        DIGITS,
        DIGITS.upper(),
        f"secret={DIGITS}",
        f"sunlot/v1/commitment\nparty=representative.1\nsecret={DIGITS}\n",  # the saved file
        f"my opening: sunlot:opening:1:1:1:{DIGITS}",
        f"sunlot:opening:1:1:1:{DIGITS}",
    ],
)
def test_what_may_be_the_secret_is_kept_nowhere_and_made_anew(watched: Stage, text: str) -> None:
    stages.freeze(watched)
    watched.do("r1", labels.CONTRIBUTE)
    watched.do("r1", labels.ON_DEVICE)
    (said,) = watched.say("r1", text)
    assert "Nothing was kept" in said
    assert "this chat and the authority's server have seen it" in said.casefold()
    assert DIGITS not in said.casefold() + everything_kept(watched)
    assert watched.draw.contributions == {}
    watched.say("r1", f"sunlot:commitment:1:1:1:{DIGITS[::-1]}")
    assert watched.draw.contributions == {1: DIGITS[::-1]}
    assert DIGITS[::-1] in everything_kept(watched), "this is where a kept text would be seen"


def test_a_commitment_made_by_hand_is_sent_with_the_start_that_the_refusal_names(
    watched: Stage,
) -> None:
    stages.freeze(watched)
    watched.do("r2", labels.CONTRIBUTE)
    watched.do("r2", labels.ON_DEVICE)
    (said,) = watched.say("r2", DIGITS)
    start = re.search(r"starts with (sunlot:commitment:[0-9:]+) ", said)
    assert start
    watched.say("r2", start[1] + DIGITS)
    assert watched.draw.contributions == {2: DIGITS}
    assert watched.draw.made_by == {2: "device"}


def test_the_opening_is_asked_for_when_the_closed_list_is_witnessed(watched: Stage) -> None:
    closed(watched)
    assert asked(watched, "r1") == 0
    assert "Waiting for the witnesses: 0 of 2." in watched.last("o1").text
    watched.sign(0)
    assert asked(watched, "r1") == 0
    watched.sign(1)
    assert (asked(watched, "r1"), asked(watched, "r2"), asked(watched, "b1")) == (1, 0, 0)
    proof = watched.chats[watched.account("r1")][-2]
    assert proof.name == "contribution-1.1.1.json"
    kept = json.loads(proof.data)
    assert (kept["kind"], kept["secret"]) == ("contribution", None)
    entry = json.loads(kept["entry"])["body"]["data"]
    assert entry["commitment"] == watched.draw.contributions[1]
    watched.sign(2)
    assert asked(watched, "r1") == 1


def test_without_witnesses_it_is_asked_for_at_once(lit: Stage) -> None:
    closed(lit)
    assert asked(lit, "r1") == 1
    assert lit.last("r1").labels == ["Send my opening"]


def test_a_substitute_who_contributed_is_asked_and_not_the_representative(lit: Stage) -> None:
    stages.freeze(lit)
    stages.commit_on_device(lit, "b1")
    stages.step(lit, labels.CLOSE_CONTRIBUTIONS)
    assert (asked(lit, "b1"), asked(lit, "r1")) == (1, 0)


def test_an_opening_is_kept_and_the_officials_hear_of_the_last_one(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    watched.do("r1", labels.SEND_OPENING)
    text = "\n".join(watched.say("r1", stages.opening(watched, 1)))
    assert "fits your commitment" in text
    assert "All openings from own devices are here: 1." in watched.last("o2").text
    assert watched.last("o2").labels == ["Open the secrets"]
    again = watched.say("r1", stages.opening(watched, 1))
    assert "fits your commitment" in "\n".join(again)
    stages.step(watched, labels.OPEN_SECRETS)
    secret = outside.device_secret(1, 1, 1)
    assert watched.draw.opened["representative.1"] == secret


def test_the_button_for_an_opening_works_once(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    message, data = watched.find("r1", "Send my opening")
    watched.press_data("r1", message, data)
    watched.press_data("r1", message, data)
    assert "already used" in watched.toasts[-1]


def test_bare_digits_with_blanks_are_understood(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    watched.do("r1", labels.SEND_OPENING)
    digits = outside.device_secret(1, 1, 1)
    spaced = "\n".join(digits[at : at + 8].upper() for at in range(0, 64, 8))
    assert "fits your commitment" in "\n".join(watched.say("r1", spaced))


def test_an_opening_before_the_close_is_a_warning_and_no_comfort(watched: Stage) -> None:
    stages.freeze(watched)
    stages.commit_on_device(watched, "r1")
    (text,) = watched.say("r1", stages.opening(watched, 1))
    assert text == CAME_EARLY


def test_an_opening_before_the_witnesses_is_a_warning_too(watched: Stage) -> None:
    closed(watched)
    watched.sign(2)
    (text,) = watched.say("r1", stages.opening(watched, 1))
    assert text == CAME_EARLY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DIGITS, "does not fit your commitment"),
        (f"sunlot:opening:1:1:1:{DIGITS}", "does not fit your commitment"),
        (f"sunlot:opening:1:2:1:{DIGITS}", "for campaign 1, draw 2, number 1"),
        (f"sunlot:commitment:1:1:1:{DIGITS}", "next step is"),
        ("my opening", "expected 64 digits"),
        (DIGITS + "0", "found 65 characters"),
    ],
)
def test_a_wrong_opening_is_refused_plainly(watched: Stage, text: str, reason: str) -> None:
    closed(watched)
    watched.sign()
    watched.do("r1", labels.SEND_OPENING)
    (said,) = watched.say("r1", text)
    assert reason in said
    assert "fits your commitment" in "\n".join(watched.say("r1", stages.opening(watched, 1)))


@pytest.mark.parametrize("forwarded", [False, True])
@pytest.mark.parametrize("who", ["r1", "o1"])
def test_a_code_in_a_group_is_answered_without_repeating_it(
    watched: Stage, who: str, forwarded: bool
) -> None:
    closed(watched)
    for kind, warning in ((COMMITMENT, COMMITMENT_IN_GROUP), (OPENING, OPENING_IN_GROUP)):
        text = f" Sunlot:{kind}:1:1:1:{DIGITS}"
        assert watched.say(who, text, GROUP, forwarded) == [warning]
    assert watched.say(who, DIGITS, GROUP) == []


def test_an_opening_sent_by_another_person_is_refused(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    text = stages.opening(watched, 1)
    assert (
        "no contribution from your own device"
        in watched.say("r2", f"sunlot:opening:1:1:2:{DIGITS}")[0]
    )
    assert "for campaign 1, draw 1, number 1" in watched.say("r3", text)[0]
    assert "only for" in watched.say("o1", text)[0]
    assert "number 1" in watched.say("r2", text)[0]


def test_the_substitute_may_bring_what_the_representative_made(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    assert "fits your commitment" in "\n".join(watched.say("b1", stages.opening(watched, 1)))


def test_after_the_secrets_are_open_nothing_is_taken(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    watched.do("o1", labels.OPEN_SECRETS)
    preview = watched.last("o1").text
    assert "Openings from own devices: 0 of 1 are here." in preview
    assert "Missing: number 1." in preview
    outcome = "\n".join(watched.do("o1", labels.EXECUTE))
    assert "The opening of number 1 did not come." in outcome
    watched.do("r1", labels.SEND_OPENING)
    assert "too late for an opening" in watched.sent[-1].text
    assert "too late for an opening" in watched.say("r1", stages.opening(watched, 1))[0]


def test_an_opening_is_never_taken_for_other_words(watched: Stage) -> None:
    stages.freeze(watched)
    stages.commit_on_device(watched, "r1")
    watched.do("r2", labels.CONTRIBUTE)
    watched.do("r2", labels.IN_CHAT)
    (text,) = watched.say("r2", f"  Sunlot:opening:1:1:2:{DIGITS}")
    assert "the commitment comes first" in text
    assert 2 not in watched.draw.contributions
    watched.say("r2", "6 6 6")
    assert 2 in watched.draw.contributions


def test_a_forwarded_opening_is_not_carried_out(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    (text,) = watched.say("r1", stages.opening(watched, 1), forwarded=True)
    assert "forwarded" in text


def test_progress_counts_openings_and_names_ones_own(watched: Stage) -> None:
    closed(watched)
    watched.sign()
    assert "Openings from own devices: 0/1" in stages.shown(watched, "r1")
    assert "your opening is still missing" in stages.shown(watched, "r1")
    watched.say("r1", stages.opening(watched, 1))
    assert "Openings from own devices: 1/1" in stages.shown(watched, "o1")
    assert "your opening is still missing" not in stages.shown(watched, "r1")


def test_the_substitutes_turn_is_said_as_what_it_is(watched: Stage) -> None:
    stages.step(watched, labels.COMMIT)
    watched.sign()
    assert "You may choose in place of representative 1." in watched.last("b1").text
    assert "It is the turn of number 1 to choose." in watched.last("r1").text
    stages.choose(watched, "b1", tuple(PICKS[0][:3]))
    assert watched.draw.step is DrawStep.CHOSEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sunlot:opening:1:1:1:",
        "sunlot:opening:1:1:1:xyz",
        f"sunlot:opening:١:١:١:{DIGITS}",
        f"sunlot:opening:1:1:１:{DIGITS}",
    ],
)
def test_what_is_not_a_code_is_declined(text: str) -> None:
    draw = DrawState(1, 1, 1, DrawStep.CLOSED, DIGITS)
    with pytest.raises(Declined):
        returned(OPENING, text, draw, 1)
    assert returned(COMMITMENT, f"sunlot:commitment:1:1:1:{DIGITS}", draw, 1) == DIGITS
    with pytest.raises(Declined, match="the commitment comes first"):
        returned(COMMITMENT, f"sunlot:opening:1:1:1:{DIGITS}", draw, 1)


def test_a_quicknet_campaign_is_asked_the_same_way(tmp_path: Path) -> None:
    form = stages.FORM.replace("随机信标：无", "随机信标：quicknet")
    stage = stages.watched(stages.build(tmp_path, "zh"), form)
    closed(stage)
    assert "现在需要您的揭示值" in stages.shown(stage, "r1")
    assert "信标 quicknet：第 " in stages.shown(stage, "o1")


# ── without a beacon: after the operator's opening, because it decides the result ──


def beaconless(folder: Path, policy: WitnessPolicy) -> Stage:
    return closed(stages.watched(stages.build(folder, "en", policy), stages.FORM))


def test_without_a_beacon_it_is_asked_for_after_the_operators_opening(tmp_path: Path) -> None:
    stage = beaconless(tmp_path, outside.POLICY)
    assert "and the operator's secret is open, I ask you" in stages.shown(stage, "r1")
    stage.sign()
    assert asked(stage, "r1") == 0
    assert stage.say("r1", stages.opening(stage, 1)) == [CAME_EARLY]
    stage.do("o1", labels.OPEN_SECRETS)
    assert "are asked for after this step" in stage.last("o1").text
    stage.do("o1", labels.EXECUTE)
    assert "Send my opening" not in stages.shown(stage, "r1")
    assert (
        "have not signed the operator's opening yet" in stage.say("r1", stages.opening(stage, 1))[0]
    )
    stage.sign()
    stage.errand(errands.heads_signed)
    assert asked(stage, "r1") == 1
    assert "Openings from own devices: 0/1" in stages.shown(stage, "o2")
    stage.do("r1", labels.SEND_OPENING)
    assert "fits your commitment" in "\n".join(stage.say("r1", stages.opening(stage, 1)))
    assert stage.draw.opened["representative.1"] == outside.device_secret(1, 1, 1)
    assert stage.last("o2").labels == ["Draw the enterprises"]


def test_without_a_beacon_the_draw_names_who_could_choose(tmp_path: Path) -> None:
    stage = beaconless(tmp_path, NO_WITNESSES)
    stages.step(stage, labels.OPEN_SECRETS)
    assert asked(stage, "r1") == 1
    stage.do("o1", labels.DRAW)
    assert "the opening of number 1 is still missing" in stage.last("o1").text
    assert "could have chosen between two results" in stage.last("o1").text
    stage.do("o1", labels.EXECUTE)
    assert "not opened yet: number 1. Wait for them" in stage.toasts[-1]
    stage.hall.now += DEVICE_SECONDS
    stages.step(stage, labels.DRAW)
    assert "too late for an opening" in stage.say("r1", stages.opening(stage, 1))[0]
