"""The fast selection is the plain one, with ties too (spec 02 §5, §6)."""

from __future__ import annotations

from pathlib import Path

from tests.browser.built import run_node


def test_selection_is_the_plain_one() -> None:
    assert run_node(Path(__file__).with_name("select.mjs")) == "240"
