"""What every test may lean on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postgres import database_url, postgres_server, postgres_url

__all__ = ["database_url", "postgres_server", "postgres_url"]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def survey_data() -> Path:
    """Folder of the development data, or a skip where it isn't beside the checkout."""
    if not DATA.is_dir():
        pytest.skip(f"the development data is not beside the checkout: {DATA.name}/")
    return DATA


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """Turn a skip into a failure where nothing may be skipped (CI)."""
    report = yield
    if report.skipped and os.environ.get("FITTINGROOM_NO_SKIP") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips nothing: {report.longrepr}"
    return report
