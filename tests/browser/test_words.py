"""A Chinese reader sees Chinese: no words of a finding stay English (house rule; spec 04 §2)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.built import run_node


def test_every_text_of_the_core_has_chinese_words() -> None:
    left = json.loads(run_node(Path(__file__).with_name("words.mjs")))
    assert left == []
