from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.faces import stage as stages
from tests.bot.faces.stage import Stage


@pytest.fixture(params=["zh", "en"])
def any_stage(tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    return stages.build(tmp_path, request.param)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return stages.build(tmp_path, "zh")
