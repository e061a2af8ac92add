"""Reading the published entries, and telling a book that lacks or doubles something."""

import json
from pathlib import Path
from typing import Any

import pytest

from demo.book import Row, counting, difference, entries, expected_entries, voids

TYPES = (21, 21, 20, 20)
WHOLE = expected_entries(67_861, 17_379, 2_531, TYPES, beacon=True)
PLAIN = expected_entries(67_861, 17_379, 2_531, TYPES, beacon=False)


def publish(folder: Path, *entries: tuple[str, dict[str, Any]], width: int | None = None) -> None:
    """Write an entries tile as 03 §4 says."""
    tile = folder / "tile" / "entries" / "000.p" / str(width or len(entries))
    tile.parent.mkdir(parents=True, exist_ok=True)
    encoded = [
        json.dumps({"body": {"data": data, "kind": kind}, "sigs": []}).encode()
        for kind, data in entries
    ]
    tile.write_bytes(b"".join(len(one).to_bytes(2) + one for one in encoded))
    (folder / "checkpoint").touch()


def test_the_widest_tile_is_read(tmp_path: Path) -> None:
    choice = {"types": ["A01", "A02"]}
    publish(tmp_path, ("genesis", {}))
    publish(tmp_path, ("genesis", {}), ("draw.choice", choice), ("confirm", {}))
    assert entries(tmp_path) == [("genesis", {}), ("draw.choice", {"types": 2}), ("confirm", {})]


def test_nothing_published_is_no_entry(tmp_path: Path) -> None:
    assert entries(tmp_path) == []


def test_a_campaign_of_four_draws_has_81_entries() -> None:
    # genesis, open, audit; 4 draws of commit, choice, freeze, 4 contributions, close, 5 openings,
    # result, match = 15; 16 answers; 1 answer to the objection; close.
    assert len(PLAIN) == 3 + 4 * 15 + 16 + 1 + 1
    assert difference(PLAIN, PLAIN) == ""


def test_a_beacon_adds_four_entries_and_the_lost_device_takes_one() -> None:
    assert len(WHOLE) == len(PLAIN) + 4 - 1
    assert difference(WHOLE, WHOLE) == ""


def test_a_void_draw_is_left_out_with_all_that_belongs_to_it() -> None:
    first = WHOLE.index(("draw.commit", {}))
    late = WHOLE[first : WHOLE.index(("draw.close", {"contributions": 4})) + 1]
    assert [kind for kind, _ in late][-1] == "draw.close"
    found = [*WHOLE[:first], *late, ("confirm", {}), ("draw.void", {}), *WHOLE[first:]]
    assert voids(found) == 1
    assert counting(found) == [*WHOLE[:first], ("confirm", {}), *WHOLE[first:]]
    assert "answers" in difference(found, WHOLE)
    found.remove(("confirm", {}))
    assert difference(found, WHOLE) == ""


def test_of_pools_only_the_first_is_compared() -> None:
    freezes = [row for row in counting(WHOLE) if row[0] == "draw.freeze"]
    assert freezes == [("draw.freeze", {"pool": 17_379, "n": 2_531}), *[("draw.freeze", {})] * 3]


def test_answers_may_come_at_any_time() -> None:
    answers = [row for row in WHOLE if row[0] in ("confirm", "object", "object.answer")]
    others = [row for row in WHOLE if row not in answers]
    assert difference([*others[:20], *answers, *others[20:]], WHOLE) == ""


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (WHOLE[:-1], "got None"),
        ([*WHOLE, ("campaign.close", {})], "expected None"),
        ([*WHOLE[:3], ("draw.commit", {}), *WHOLE[3:]], "expected ('draw.choice'"),
        ([*WHOLE, ("confirm", {})], "answers: expected"),
        ([("genesis", {}), ("campaign.open", {"roster": 67_860}), *WHOLE[2:]], "67860"),
    ],
)
def test_a_missing_doubled_or_different_entry_is_told(found: list[Row], told: str) -> None:
    assert told in difference(found, WHOLE)
