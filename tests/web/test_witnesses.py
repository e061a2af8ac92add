"""Signatures of witnesses: verified wherever they stand, and judged by their times."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from draw import time_of
from ledger import Checkpoint, SigningKey, notes, tiles
from ledger.cosignatures import Cosignature, sign_cosignature
from tests.inspection import outside
from tests.ledger.world import fixed_key
from tests.web.conftest import Event
from tests.web.test_damage import expect_unreadable, flip
from tests.web.visitor import Visitor
from web.book import PublishedBook, read_book, read_note, read_trust
from web.errors import Unreadable
from web.public import public_site
from web.witnesses import Bracket, SignedHead, bracket, read_brackets, sight

Lines = Callable[[bytes, int], bytes]


def other_text(note: bytes) -> bytes:
    """The note of a head with one more entry."""
    origin, size, rest = note.split(b"\n", 2)
    return b"\n".join((origin, str(int(size) + 1).encode(), rest))


WRONG: Mapping[str, Lines] = {
    "of another text": lambda note, now: outside.line(other_text(note), 2, now),
    "made with another key": lambda note, now: forged(note, now),
    "a second one of one witness": lambda note, now: outside.line(note, 0, now),
    "no signature line": lambda note, now: b"- association.example/w AAAA\n",
}


def forged(note: bytes, now: int) -> bytes:
    """A line of the third witness, right in form, with the signature of somebody else."""
    right = outside.line(note, 2, now)
    other = sign_cosignature(
        outside.text_of(note), now, outside.NAMES[2], fixed_key("somebody else")
    )
    raw, made = (notes.read_base64(one.decode().split()[-1]) for one in (right, other))
    return f"— {outside.NAMES[2]} {base64.b64encode(raw[:4] + made[4:]).decode()}\n".encode()


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_line_of_a_witness_damages_the_checkpoint(
    lit_copy: Path, lit: Event, wrong: str
) -> None:
    note = read_note(lit_copy)
    (lit_copy / "checkpoint").write_bytes(note + WRONG[wrong](note, lit.hall.now))
    expect_unreadable(lit_copy)
    expect_unreadable(lit_copy, lit.trust)


def test_lines_of_strangers_count_for_nothing(lit_copy: Path, lit: Event) -> None:
    note = read_note(lit_copy)
    stranger = sign_cosignature(
        outside.text_of(note), lit.hall.now, "stranger.example/w", SigningKey.generate()
    )
    (lit_copy / "checkpoint").write_bytes(note + stranger)
    text = Visitor(public_site(lit_copy, lit.trust)).get("/?lang=en").text
    assert "published, witnessed 2 of 3 (needed 2)" in text


def test_a_line_that_is_added_is_seen(lit_copy: Path, lit: Event) -> None:
    client = Visitor(public_site(lit_copy, lit.trust))
    assert "witnessed 2 of 3" in client.get("/?lang=en").text
    note = read_note(lit_copy)
    line = outside.line(note, 2, lit.hall.now)
    (lit_copy / "checkpoint").write_bytes(note + line)
    assert "witnessed 3 of 3" in client.get("/?lang=en").text


def test_a_head_that_too_few_have_signed_says_so(lit_copy: Path, lit: Event) -> None:
    note = read_note(lit_copy)
    kept = note[: note.index("— ".encode())] + note.splitlines(keepends=True)[4]
    (lit_copy / "checkpoint").write_bytes(kept)
    text = Visitor(public_site(lit_copy, lit.trust)).get("/?lang=en").text
    assert "published, witnessed 0 of 3 (needed 2)" in text
    assert "Not enough witnesses have signed this head yet." in text
    assert "none has signed this head" in text


def bracket_path(event: Event, folder: Path) -> Path:
    named = event.hall.campaign.draws[0].bracket
    assert named is not None
    return folder / tiles.blob_path(named)


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: flip(path, 50)])
def test_a_bracket_that_is_gone_or_changed_damages_the_book(
    lit_copy: Path, lit: Event, damage: Callable[[Path], object]
) -> None:
    damage(bracket_path(lit, lit_copy))
    expect_unreadable(lit_copy, lit.trust)


def read(folder: Path, event: Event) -> PublishedBook:
    return read_book(folder, read_note(folder), read_trust(event.trust, folder))


def with_note(book: PublishedBook, folder: Path, note: bytes) -> PublishedBook:
    """The book as if its first `draw.beacon` had named this note, which is put there."""
    digest = sha256(note).hexdigest()
    (folder / tiles.blob_path(digest)).write_bytes(note)
    campaign = book.state.campaigns[0]
    changed = campaign.with_draw(replace(campaign.draws[0], bracket=digest))
    return replace(book, state=book.state.with_campaign(changed))


def test_a_note_that_is_no_head_of_this_book_is_no_bracket(lit_copy: Path, lit: Event) -> None:
    book, log = read(lit_copy, lit), SigningKey.load(lit.hall.folder / "log.pem")
    true = bracket_path(lit, lit_copy).read_bytes()
    origin, size = lit.hall.origin, notes.read_checkpoint(true, book.log_key or "").size
    root = book.roots({size})[size]
    wrong = {
        "another tree": notes.sign_checkpoint(origin, size, "0" * 64, log),
        "blob .*": notes.sign_checkpoint(origin, size, root, SigningKey.generate()),
        "a note of another tree": notes.sign_checkpoint(origin, book.head.size + 1, root, log),
        "does not fit the text": true + WRONG["of another text"](true, 1),
        "checkpoint": b"no note",
    }
    for reason, note in wrong.items():
        with pytest.raises(Unreadable, match=reason):
            read_brackets(lit_copy, with_note(book, lit_copy, note))
    right = notes.sign_checkpoint(origin, size, root, log)
    assert len(read_brackets(lit_copy, with_note(book, lit_copy, right))) == 1


def judged(event: Event, times: tuple[int, ...], over: int = 1) -> Bracket:
    """What a note proves that covers `over` entries more than needed, signed so early (seconds)."""
    book = read(event.publication, event)
    campaign = book.state.campaigns[0]
    draw = campaign.draws[0]
    assert campaign.chain is not None
    assert draw.round is not None
    assert draw.bracket is not None
    due = time_of(campaign.chain, draw.round)
    signed = zip(book.policy.vkeys, times, strict=False)
    head = Checkpoint(book.head.origin, draw.open_seq + over, "")
    note = SignedHead(head, tuple(Cosignature(vkey, due - early) for vkey, early in signed))
    found = bracket(book, campaign, draw, {draw.bracket: note})
    assert found is not None
    return found


def test_a_bracket_needs_enough_signatures_early_enough(lit: Event) -> None:
    # the test chain's margin is three seconds, the quorum two
    exact = judged(lit, (3, 9))
    assert (exact.proven, exact.margin, len(exact.bodies)) == (True, 3, 2)
    third = judged(lit, (-5, 4, 9))
    assert (third.proven, third.margin, len(third.bodies)) == (True, 4, 2)
    everybody = judged(lit, (7, 7, 7))
    assert (everybody.proven, everybody.margin, len(everybody.bodies)) == (True, 7, 3)
    assert "only {signed}" in judged(lit, (2, 9)).why
    assert judged(lit, (9,)).values == {"signed": 1, "quorum": 2}
    assert "does not cover" in judged(lit, (9, 9), over=0).why


def test_the_policy_of_the_trust_file_must_be_that_of_the_book(
    lit: Event, lit_copy: Path, tmp_path: Path
) -> None:
    value: dict[str, Any] = json.loads(lit.trust.read_text("utf-8"))
    changed = tmp_path / "trust.json"
    for policy in (
        {"quorum": 3, "witnesses": value["witnesses"]},
        {"quorum": 2, "witnesses": value["witnesses"][:2]},
        {"quorum": 0, "witnesses": []},
    ):
        changed.write_text(_canonical({**value, **policy}), "utf-8")
        expect_unreadable(lit_copy, changed)


@pytest.mark.parametrize(
    "policy",
    [
        {"quorum": 1},
        {"quorum": 4},
        {"quorum": "2"},
        {"witnesses": None},
        {"witnesses": [{}]},
        {"witnesses": [{"body": "示例", "vkey": "no key"}]},
    ],
)
def test_a_trust_file_with_a_wrong_policy_is_refused_at_start(
    lit: Event, tmp_path: Path, policy: Mapping[str, object]
) -> None:
    value: dict[str, Any] = json.loads(lit.trust.read_text("utf-8"))
    changed = tmp_path / "trust.json"
    changed.write_text(_canonical({**value, **policy}), "utf-8")
    with pytest.raises(Unreadable, match="trust file"):
        public_site(lit.publication, changed)


def test_the_sight_of_a_book_counts_who_must_cheat(lit: Event) -> None:
    seen = sight(read(lit.publication, lit))
    assert (seen.quorum, len(seen.witnesses), len(seen.signed), seen.forkers) == (2, 3, 2, 1)
    assert seen.latest == lit.hall.now


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
