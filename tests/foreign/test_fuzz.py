"""The differential fuzz in its short form; `scripts/battery fuzz` runs the long one."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.notes import sign_checkpoint
from tests.foreign import differ
from tests.foreign.differ import Outcome, Reading, Subject, compare
from tests.foreign.published import Published, made_campaign
from tests.foreign.stricter import STRICTER
from tests.ledger.world import LOG_KEY, ORIGIN, VKEY
from verifier import merkle, tiles

SHORT = range(1)


@pytest.fixture(scope="module")
def subjects(campaign: Published) -> dict[str, Subject]:
    return differ.subjects(campaign.entries)


@pytest.mark.parametrize("name", STRICTER)
def test_ours_and_theirs_agree(subjects: dict[str, Subject], name: str) -> None:
    outcome = compare(subjects[name], name, SHORT)
    assert outcome.faults(STRICTER[name]) == []
    assert outcome.inputs == differ.BATCH * len(SHORT)
    # A fuzz of nothing but rubbish, or of nothing but honest input, would find nothing.
    assert min(outcome.both_read, outcome.both_refused) > outcome.inputs // 20


def test_every_parser_has_its_table(subjects: dict[str, Subject]) -> None:
    assert set(subjects) == set(STRICTER)
    assert all(why for reasons in STRICTER.values() for why in reasons.values())


def test_the_same_seed_gives_the_same_inputs(subjects: dict[str, Subject]) -> None:
    name = "entry"
    first, second = (compare(subjects[name], name, SHORT) for _ in range(2))
    assert first == second


def test_every_run_starts_from_the_same_entries(campaign: Published, tmp_path: Path) -> None:
    assert made_campaign(tmp_path).entries == campaign.entries


# Parsers with a fault, each of a kind that somebody has written before: the fuzz must see it.


def stripping_note(data: bytes) -> Reading:
    """Takes away what surrounds a note and verifies what is left."""
    return differ.note(data.strip() + b"\n")


def unnamed_key(data: bytes) -> Reading:
    """Compares the key's id, but lets every name be one."""
    name, _, rest = data.decode().partition("+")
    key_id, _, text = rest.partition("+")
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return Reading(None, "the base64 is not canonical")
    right = sha256(name.encode() + b"\n" + raw).hexdigest()[:8] == key_id and len(raw) == 33
    return Reading(f"{name.encode().hex()} {key_id}") if right else Reading(None, "no key")


def padded_path(data: bytes) -> Reading:
    """Reads the number in a path as a number, not as the one way to write it."""
    return differ.path(data.replace(b"x000/", b""))


def generous_tile(data: bytes) -> Reading:
    """Looks at the hashes it needs and not at what follows them."""
    width, root = int.from_bytes(data[:2], "big"), data[2:34]
    found = merkle.root_of_hashes(tiles.split_hashes(data[34:])[:width])
    return Reading(found.hex()) if found == root else Reading(None, "another root")


def generous_bundle(data: bytes) -> Reading:
    """Leaves bytes behind the last entry alone."""
    count = int.from_bytes(data[:2], "big")
    entries, _rest = tiles.split_entries(data[2:], count)
    return Reading(merkle.root(entries).hex()) if len(entries) == count else Reading(None, "short")


def lenient_entry(data: bytes) -> Reading:
    """Reads any JSON and takes its bytes for the value."""
    try:
        json.loads(data)
    except ValueError:
        return Reading(None, "not JSON")
    return Reading(sha256(data).hexdigest())


LENIENT: dict[str, Callable[[bytes], Reading]] = {
    "note": stripping_note,
    "key": unnamed_key,
    "path": padded_path,
    "tile": generous_tile,
    "bundle": generous_bundle,
    "entry": lenient_entry,
}


def with_fault(subjects: dict[str, Subject], name: str, ours: differ.Reader) -> Outcome:
    return compare(replace(subjects[name], ours=ours), name, SHORT)


@pytest.mark.parametrize("name", LENIENT)
def test_a_lenient_parser_is_found(subjects: dict[str, Subject], name: str) -> None:
    outcome = with_fault(subjects, name, LENIENT[name])
    assert outcome.ours_alone or outcome.differing
    assert outcome.faults(STRICTER[name])


def test_a_stray_error_is_found(subjects: dict[str, Subject]) -> None:
    def indexing(data: bytes) -> Reading:
        return Reading(data.decode("latin-1").split("\n")[5])

    outcome = with_fault(subjects, "note", indexing)
    assert any("IndexError" in fault for fault in outcome.faults(STRICTER["note"]))


def test_another_reading_is_found(subjects: dict[str, Subject]) -> None:
    def upside_down(data: bytes) -> Reading:
        read = differ.bundle(data)
        return read if read.text is None else Reading(read.text[::-1])

    assert with_fault(subjects, "bundle", upside_down).differing


def test_needless_strictness_is_found(subjects: dict[str, Subject]) -> None:
    outcome = with_fault(subjects, "tile", lambda _data: Reading(None, "too early in the day"))
    faults = outcome.faults(STRICTER["tile"])
    assert faults == ["stricter without a justification: too early in the day"]


# Found by hand, out of the generator's reach: at most 100 signature lines, as Go has it


def note_of_lines(count: int) -> bytes:
    strangers = (bytes([0, 0, 0, number, 9]) for number in range(count - 1))
    lines = (f"— w.example {base64.b64encode(blob).decode()}\n" for blob in strangers)
    return sign_checkpoint(ORIGIN, 3, "ab" * 32, LOG_KEY) + "".join(lines).encode()


def readings(data: bytes) -> tuple[Reading, Reading]:
    return differ.note(data), differ.go("note", VKEY)([data])[0]


def test_a_hundred_signature_lines_are_read() -> None:
    ours, theirs = readings(note_of_lines(100))
    assert ours.text is not None
    assert ours.text == theirs.text


def test_more_signature_lines_are_refused_by_both() -> None:
    ours, theirs = readings(note_of_lines(101))
    assert theirs.text is None
    assert ours.text is None
