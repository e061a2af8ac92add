"""The queue behind getUpdates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_telegram.errors import Refusal
from local_telegram.updates import UpdateQueue


def filled(count: int) -> UpdateQueue:
    queue = UpdateQueue()
    for number in range(count):
        queue.put("message", {"number": number})
    return queue


def ids(queue: UpdateQueue) -> list[int]:
    return [update["update_id"] for update in queue.read(100)]


@given(st.lists(st.integers(1, 30), max_size=20), st.integers(0, 25))
def test_every_update_is_read_until_confirmed_and_never_after(
    limits: list[int], count: int
) -> None:
    queue, seen = filled(count), list[int]()
    for limit in limits:
        batch = queue.read(limit)
        assert batch == queue.read(limit)
        seen += [update["update_id"] for update in batch]
        queue.confirm(seen[-1] + 1 if seen else 0)
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) + queue.pending == count


def test_negative_offset_keeps_the_newest() -> None:
    queue = filled(5)
    queue.confirm(-2)
    assert ids(queue) == [4, 5]


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_odd_limits_mean_a_hundred(limit: int) -> None:
    assert len(filled(120).read(limit)) == 100


def test_kinds_not_asked_for_are_lost_and_the_wish_is_remembered() -> None:
    queue = UpdateQueue()
    queue.allow(["callback_query"])
    queue.put("message", {})
    queue.allow(None)
    queue.put("callback_query", {})
    assert [sorted(update) for update in queue.read(9)] == [["callback_query", "update_id"]]
    queue.allow([])
    queue.put("message", {})
    queue.put("chat_member", {})
    assert len(queue.read(9)) == 2


@pytest.mark.parametrize("kinds", ["message", {"a": 1}, 5])
def test_allowed_updates_must_be_a_list(kinds: object) -> None:
    with pytest.raises(Refusal, match="can't parse allowed_updates JSON array"):
        UpdateQueue().allow(kinds)
