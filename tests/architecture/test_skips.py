"""With CI=true a skipped test fails the run, wherever the skip was said (tests/conftest.py)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

SKIPS = {
    "in the test": "import pytest\ndef test(): pytest.skip('no node')",
    "by a mark": "import pytest\n@pytest.mark.skip(reason='no node')\ndef test(): ...",
    "by a fixture": "import pytest\n@pytest.fixture\ndef node(): pytest.skip('no node')\n"
    "def test(node): ...",
    "for the module": "import pytest\npytest.skip('no node', allow_module_level=True)",
    "for an absent module": "import pytest\npytest.importorskip('no_node')",
    "by no parameters": "import pytest\n@pytest.mark.parametrize('n', [])\ndef test(n): ...",
}
EXPECTED_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test(): assert False"


def run_pytest(folder: Path, test: str, ci: str) -> tuple[int, str]:
    """Run one test file under our conftest in `folder`; return pytest's exit code and text."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_planted.py").write_text(test)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder)],
        env={**os.environ, "CI": ci},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("kind", SKIPS)
def test_a_skip_fails_in_ci(tmp_path: Path, kind: str) -> None:
    code, output = run_pytest(tmp_path, SKIPS[kind], ci="true")
    assert code not in (0, 5), output
    assert "skipped, which CI does not accept" in output


def test_a_skip_is_allowed_elsewhere(tmp_path: Path) -> None:
    code, output = run_pytest(tmp_path, SKIPS["in the test"], ci="")
    assert code == 0, output
    assert "1 skipped" in output


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    code, output = run_pytest(tmp_path, EXPECTED_FAILURE, ci="true")
    assert code == 0, output
    assert "1 xfailed" in output
