"""Where CI=true, a skipped test is a failed one, except those of the one list below, which the run prints at its end."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

# What may be missing on a machine without making the run worthless: test file, and why.
MAY_SKIP = {
    "tests/search/test_elastic.py": "Elasticsearch: needs Java and 912 MB from Maven Central at the first run",
    "tests/search/test_conformance.py": "the cases on Elasticsearch: as above; those of the embedded engine always run",
    "tests/relevance/test_goals.py": "the goals on Elasticsearch: as above; those of the embedded engine are always measured",
    "tests/house/test_container_build.py": "container build: needs a container engine",
    "tests/marketplace/payments/test_stripe_mock.py": "requests checked by stripe-mock: needs Go to build it at the first run",
    "tests/marketplace/payments/test_real_keys.py": "real payment keys: need an account with the payment service",
}


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def _is_guilty(report: pytest.TestReport | pytest.CollectReport) -> bool:
    return _is_ci() and report.skipped and not hasattr(report, "wasxfail") and report.nodeid.split("::")[0] not in MAY_SKIP


def _blame(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped where nothing may be skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test's skip into a failure."""
    report = yield
    if _is_guilty(report):
        _blame(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a whole module's skip into a failure."""
    report = yield
    if _is_guilty(report):
        _blame(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the list, with what of it was skipped in this run."""
    if not _is_ci():
        return
    skipped = {report.nodeid.split("::")[0] for report in terminalreporter.stats.get("skipped", [])}
    terminalreporter.section("tests that may be skipped")
    for path, reason in MAY_SKIP.items():
        state = (
            "skipped in this run"
            if path in skipped
            else "not skipped"
            if (terminalreporter.config.rootpath / path).exists()
            else "no such test yet"
        )
        terminalreporter.line(f"{path}: {reason} ({state})")
