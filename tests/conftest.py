"""Settings of every test run: hypothesis, and no silent skips where nobody is watching."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# Time limits on single examples would fail on a busy machine for no fault of the code.
settings.register_profile("here", deadline=None)
# In CI the same examples every time: a red run must be red again when somebody looks into it.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
UNATTENDED = os.environ.get("CI") == "true"
settings.load_profile("ci" if UNATTENDED else "here")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure; an expected failure (xfail) is no skip."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not accept: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true, report a skipped test as failed: an unchecked promise is not a kept one."""
    report = yield
    if UNATTENDED:
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Likewise for a module that skips itself while it is collected."""
    report = yield
    if UNATTENDED:
        _fail_if_skipped(report)
    return report
