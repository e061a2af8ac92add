"""One publication for all tests of this folder; whoever alters it works on a copy."""

import pytest

from tests.by_hand.stage import Known, make


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return make(tmp_path_factory.mktemp("by_hand"))
