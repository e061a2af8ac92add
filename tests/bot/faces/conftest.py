from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.faces import stage as stages
from tests.bot.faces.stage import Stage
from tests.inspection import outside


@pytest.fixture(params=["zh", "en"])
def any_stage(tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    return stages.build(tmp_path, request.param)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return stages.build(tmp_path, "zh")


@pytest.fixture
def watched(tmp_path: Path) -> Stage:
    """Two of three witnesses must sign, and the test beacon decides."""
    return stages.watched(stages.build(tmp_path, "en", outside.POLICY))


@pytest.fixture
def lit(tmp_path: Path) -> Stage:
    """The test beacon decides, and there is no witness."""
    return stages.watched(stages.build(tmp_path, "en"))
