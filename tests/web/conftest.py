"""One real service for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .service import Service, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service; afterwards it must still be there, and have had no trouble of its own."""
    with serving(tmp_path_factory.mktemp("service")) as started:
        yield started
        assert started.lives()
        assert "Traceback" not in started.log.read_text()
