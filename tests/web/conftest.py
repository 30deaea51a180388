"""One real service and one real browser for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fittingroom.server.page import STATIC

from .browsing import chromium
from .service import Service, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service; afterwards it must still be there, and have had no trouble of its own."""
    with serving(tmp_path_factory.mktemp("service")) as started:
        yield started
        assert started.lives()
        assert "Traceback" not in started.log.read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser, where the page is built and there is a browser."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the page isn't built: make web")
    with chromium() as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try what fails in a browser once more: the machine may be busy with something else.

    The run's last line counts such tests as "rerun".
    """
    for item in items:
        here = Path(__file__).parent in item.path.parents
        if here and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))
