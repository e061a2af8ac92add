"""Witnesses' lines on published heads: kept durably, published, no way to stop the book."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledger import Inconsistent, Malformed, Stopped, rebuild
from ledger.cosignatures import Cosignature
from ledger.cosigned import Cosigned, cosigned_above
from ledger.notes import read_checkpoint, sign_checkpoint
from tests.ledger.faults import FailingDisk, Killed, Moment
from tests.ledger.signers import VKEYS, line, note_of, public_times, sign, times
from tests.ledger.world import (
    LOG_KEY,
    ORIGIN,
    START,
    VKEY,
    World,
    fixed_key,
    grown_world,
    note,
    open_world,
    snapshot,
)

ROOT = Path(__file__).resolve().parents[2]
SIZE = 5


def watched(folder: Path, size: int = SIZE) -> World:
    return grown_world(folder, size, VKEYS)


def again(world: World) -> World:
    """The same folder in a new process, recovered."""
    world.close()
    opened = open_world(world.folder, witnesses=VKEYS)
    opened.publisher.recover()
    return opened


def grow(world: World, count: int = 1) -> None:
    size = len(world.entries())
    world.append([note(size + at) for at in range(count)], f"to {size + count}")
    world.publisher.publish()


def kept(world: World, seq: int = -1) -> dict[int, dict[int, int]]:
    """Size → witness → time, of every stored note over entry `seq`."""
    with Session(world.engine) as session:
        return {one.size: times(one.note) for one in cosigned_above(session, seq, VKEYS)}


def public(world: World) -> bytes:
    return (world.published / "checkpoint").read_bytes()


def change(world: World, statement: str, *values: object) -> None:
    with sqlite3.connect(world.folder / "rows.db") as raw:
        assert raw.execute(statement, values).rowcount == 1
    raw.close()


def test_lines_are_kept_and_published(tmp_path: Path) -> None:
    world = watched(tmp_path)
    plain = public(world)
    merged = sign(world, 1, 0)
    assert public(world) == merged
    assert merged == plain + line(plain, 0) + line(plain, 1)
    assert read_checkpoint(merged, VKEY).size == SIZE
    assert kept(world) == {SIZE: {0: START, 1: START}}
    assert note_of(world) == plain, "witnesses are shown the note without anybody's line"


def test_a_later_witness_joins_and_the_earliest_time_of_each_stays(tmp_path: Path) -> None:
    world = watched(tmp_path)
    sign(world, 0, time=START + 5)
    sign(world, 2, time=START + 9)
    sign(world, 0, 2, time=START + 7)
    assert public_times(world) == {0: START + 5, 2: START + 7}
    assert kept(world) == {SIZE: {0: START + 5, 2: START + 7}}


def test_a_line_on_an_older_head_is_kept_after_the_log_has_grown(tmp_path: Path) -> None:
    world = watched(tmp_path)
    old = note_of(world)
    sign(world, 0)
    grow(world)
    assert public_times(world) == {}
    world.publisher.witness(old, [line(old, 1, START + 3)])
    assert kept(world) == {SIZE: {0: START, 1: START + 3}}
    assert public_times(world) == {}, "another head is public"
    sign(world, 2)
    assert kept(world) == {SIZE: {0: START, 1: START + 3}, SIZE + 1: {2: START}}
    assert list(kept(world, SIZE - 1)) == [SIZE, SIZE + 1]
    assert list(kept(world, SIZE)) == [SIZE + 1], "a tree of SIZE entries ends with SIZE - 1"
    assert list(kept(again(world))) == [SIZE, SIZE + 1]


def lies(world: World) -> dict[str, tuple[bytes, bytes]]:
    """Name → a note and a line that do not belong into this book."""
    right = note_of(world)
    head = read_checkpoint(right, VKEY)
    other = sign_checkpoint(ORIGIN, SIZE, "1" * 64, LOG_KEY)
    text = right[: right.index(b"\n\n") + 2]
    wrong = line(other, 0)
    tails = {
        "a line over another text": (right, wrong),
        "a line of no base64": (right, "— association.example/w !\n".encode()),
        "a text that is no line": (right, b"\x00" * 40),
        "a right line and a wrong one": (right, line(right, 1) + wrong),
        "an empty answer": (right, b""),
    }
    notes = {
        "no note": b"hello\n",
        "a note of another log": sign_checkpoint("a.example", SIZE, head.root, fixed_key("x")),
        "a note with a flipped signature": text + right[len(text) :].replace(b"A", b"B", 1),
        "another tree of this size": other,
        "another tree that is smaller": sign_checkpoint(ORIGIN, SIZE - 1, "1" * 64, LOG_KEY),
        "a tree that is larger": sign_checkpoint(ORIGIN, SIZE + 1, "1" * 64, LOG_KEY),
    }
    return {**tails, **{name: (one, line(right, 0)) for name, one in notes.items()}}


LIES = (
    "a line over another text",
    "a line of no base64",
    "a text that is no line",
    "a right line and a wrong one",
    "an empty answer",
    "no note",
    "a note of another log",
    "a note with a flipped signature",
    "another tree of this size",
    "another tree that is smaller",
    "a tree that is larger",
)


@pytest.mark.parametrize("signed_before", [False, True])
@pytest.mark.parametrize("name", LIES)
def test_a_lie_keeps_nothing_and_does_not_stop_the_book(
    tmp_path: Path, name: str, signed_before: bool
) -> None:
    world = watched(tmp_path)
    if signed_before:
        sign(world, 2)
    shown, answer = lies(world)[name]
    if shown != note_of(world) and b"\n\n" in shown:
        answer = line(shown, 0)  # a witness may really have signed what the log never published
    before, stored = world.files(), kept(world)
    with pytest.raises(Malformed):
        world.publisher.witness(shown, [answer])
    assert (world.files(), kept(world)) == (before, stored)
    grow(world)
    assert sign(world, 0, 1) == public(world)


def test_a_line_of_a_stranger_is_left_out(tmp_path: Path) -> None:
    world = grown_world(tmp_path, SIZE, VKEYS[:2])
    signed = note_of(world)
    merged = world.publisher.witness(signed, [line(signed, 0), line(signed, 2)])
    assert times(merged) == {0: START}


def test_a_policy_that_was_read_wrongly_takes_no_line_away(tmp_path: Path) -> None:
    """A key was missing in the file: the line it had proven is there when the file is mended."""
    world = watched(tmp_path)
    sign(world, 0, 1)
    world.close()
    wrong = open_world(tmp_path, witnesses=[VKEYS[0], VKEYS[2]])
    wrong.publisher.recover()
    sign(wrong, 2)
    opened = again(wrong)
    assert kept(opened) == {SIZE: {0: START, 1: START, 2: START}}
    assert public_times(opened) == {0: START, 1: START, 2: START}


def test_a_start_writes_the_lines_again(tmp_path: Path) -> None:
    world = watched(tmp_path)
    merged = sign(world, 0, 1)
    (world.published / "checkpoint").unlink()
    assert public(again(world)) == merged


def test_rows_that_lost_the_lines_get_them_from_the_publication(tmp_path: Path) -> None:
    """The rows came from a backup of a minute ago: what was public stays public."""
    world = watched(tmp_path)
    merged = sign(world, 0, 1)
    change(world, "DELETE FROM ledger_cosigned")
    opened = again(world)
    assert public(opened) == merged
    assert kept(opened) == {SIZE: {0: START, 1: START}}


def test_lines_of_rows_and_publication_come_together(tmp_path: Path) -> None:
    world = watched(tmp_path)
    sign(world, 0, time=START + 5)
    older = public(world)
    sign(world, 1)
    (world.published / "checkpoint").write_bytes(
        older[: older.rindex("—".encode())] + line(older, 0, START + 2)
    )
    assert public_times(again(world)) == {0: START + 2, 1: START}


@pytest.mark.parametrize("also", [(), ("guard.db",)])
def test_rows_made_again_from_the_publication_have_its_lines(
    tmp_path: Path, also: tuple[str, ...]
) -> None:
    world = watched(tmp_path)
    merged = sign(world, 0, 1)
    world.close()
    for name in ("rows.db", *also):
        (tmp_path / name).unlink()
    opened = open_world(tmp_path, witnesses=VKEYS)
    rebuild(opened.published, opened.engine, opened.book, opened.guard)
    opened.publisher.recover()
    assert public(opened) == merged
    assert kept(opened) == {SIZE: {0: START, 1: START}}
    grow(opened)
    assert sign(opened, 2) == public(opened)


@pytest.mark.parametrize("name", ["a flipped signature", "no note", "of another head"])
def test_a_damaged_row_is_not_published(tmp_path: Path, name: str) -> None:
    world = watched(tmp_path)
    older = note_of(world)
    grow(world)
    merged = sign(world, 0, 1)
    (world.published / "checkpoint").unlink()  # else it would bring the lines back
    damaged = {
        "a flipped signature": merged[:-20] + bytes([merged[-20] ^ 1]) + merged[-19:],
        "no note": b"x",
        "of another head": older,
    }
    change(world, "UPDATE ledger_cosigned SET note = ?", damaged[name])
    with pytest.raises(Inconsistent, match="cosigned note"):
        again(world)
    assert not (tmp_path / "publication" / "checkpoint").exists()


def test_a_wrong_line_in_the_published_checkpoint_is_found_at_start(tmp_path: Path) -> None:
    world = watched(tmp_path)
    other = sign_checkpoint(ORIGIN, SIZE, "1" * 64, LOG_KEY)
    (world.published / "checkpoint").write_bytes(public(world) + line(other, 0))
    with pytest.raises(Inconsistent, match="checkpoint"):
        again(world)


# Killed on the way


def killed_while_signing(folder: Path, failing: int, moment: Moment) -> bool:
    """Whether the disk call of that number, counted from the signing, came at all."""
    disk = FailingDisk(0, Killed(), moment)
    world = open_world(folder, disk=disk, witnesses=VKEYS)
    world.publisher.recover()
    disk._failing = disk.calls + failing
    try:
        sign(world, 0, 1)
    except Killed:
        return True
    finally:
        world.close()
    return False


@pytest.mark.parametrize("moment", ["before", "after", "torn"])
@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_kill_at_every_disk_call_is_repaired_by_the_next_start(
    tmp_path: Path, failing: int, moment: Moment
) -> None:
    world = watched(tmp_path)
    world.close()
    assert killed_while_signing(tmp_path, failing, moment)
    opened = open_world(tmp_path, witnesses=VKEYS)
    opened.publisher.recover()
    assert public_times(opened) == {0: START, 1: START}
    assert snapshot(tmp_path / "publication.staging") == {}


def test_there_are_three_disk_calls(tmp_path: Path) -> None:
    watched(tmp_path).close()
    assert not killed_while_signing(tmp_path, 4, "before")


def test_a_process_killed_between_the_row_and_the_checkpoint(tmp_path: Path) -> None:
    world = watched(tmp_path)
    plain = public(world)
    world.close()
    command = [sys.executable, "-m", "tests.ledger.child", "witness", str(tmp_path)]
    with subprocess.Popen(
        [*command, "witness.stored"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "at witness.stored\n"
        child.kill()
    assert public(world) == plain
    opened = open_world(tmp_path, witnesses=VKEYS)
    assert kept(opened) == {SIZE: {0: START, 1: START}}, "it was durable before it was public"
    opened.publisher.recover()
    assert public_times(opened) == {0: START, 1: START}


def test_a_full_disk_stops_the_book_as_any_publishing_does(tmp_path: Path) -> None:
    watched(tmp_path).close()
    disk = FailingDisk(0, OSError(28, "No space left on device"))
    world = open_world(tmp_path, disk=disk, witnesses=VKEYS)
    world.publisher.recover()
    disk._failing = disk.calls + 1
    with pytest.raises(Stopped):
        sign(world, 0)
    with pytest.raises(Stopped):
        world.append([note(9)], "after")
    assert public_times(again(world)) == {0: START}


# Against a model


@given(stamps=st.lists(st.integers(1, 10**9), max_size=15, unique=True), k=st.integers(-1, 17))
def test_the_time_at_which_k_had_signed(stamps: list[int], k: int) -> None:
    signed = tuple(Cosignature(str(place), time) for place, time in enumerate(stamps))
    found = Cosigned(1, b"", signed).kth_time(k)
    earlier = [time for time in stamps if found is not None and time <= found]
    assert (found is None) == (not 1 <= k <= len(stamps))
    assert found is None or (len(earlier) == k and found in stamps)


ACTS = st.one_of(
    st.just("grow"),
    st.just("restart"),
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 5)),
)


@settings(max_examples=12, deadline=None)
@given(acts=st.lists(ACTS, min_size=3, max_size=9))
def test_whatever_happens_the_earliest_lines_stay(acts: list[str | tuple[int, int, int]]) -> None:
    """Growing, restarting, and witnesses that sign this head or one of the two before."""
    expected: dict[int, dict[int, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        world = watched(Path(folder), 2)
        notes = [note_of(world)]
        for act in acts:
            if act == "grow":
                grow(world)
                notes.append(note_of(world))
            elif act == "restart":
                world = again(world)
            elif isinstance(act, tuple):
                witness, back, time = act
                place = max(0, len(notes) - 1 - back)
                world.publisher.witness(notes[place], [line(notes[place], witness, time)])
                row = expected.setdefault(2 + place, {})
                row[witness] = min(time, row.get(witness, time))
            assert kept(world) == expected
            assert public_times(world) == expected.get(1 + len(notes), {})
        world.close()
