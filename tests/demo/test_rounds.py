"""Rounds as a player meets them, against the real stand-in; and waiting told apart from work."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from demo.errors import NotSeen
from demo.rounds import Waiting, order, read_page, time_of
from draw import TEST
from draw import time_of as time_by_rule
from tests.inspection import outside


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    command = [sys.executable, "-m", "local_beacon"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


@pytest.mark.parametrize("number", [1, 2, 123, 9_380_495])
def test_a_round_is_due_when_the_rule_says(number: int) -> None:
    assert time_of(number) == time_by_rule(TEST, number)


async def test_the_page_shows_the_value_in_groups(url: str) -> None:
    shown = await read_page(url, 123)
    assert " " in shown
    assert shown.replace(" ", "") == outside.signature(123)


async def test_a_round_that_is_not_there_cannot_be_read(url: str) -> None:
    await order(url, silent=True)
    with pytest.raises(NotSeen, match="page of round"):
        await read_page(url, 10**9)
    await order(url)


def test_waiting_counts_only_what_lies_ahead() -> None:
    waiting = Waiting()
    waiting.add(100.0, 109.5)
    waiting.add(120.0, 119.0)  # the time had passed already: nobody waited
    waiting.add(130.0, 131.0)
    assert (waiting.seconds, len(waiting.stretches)) == (10.5, 2)
