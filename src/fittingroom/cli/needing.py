"""Commands of the service, where the service isn't installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fittingroom.errors import MissingDependency


@contextmanager
def needing_server() -> Iterator[None]:
    """Say what to install where a library of the service is missing.

    Raises:
        MissingDependency: one is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        raise MissingDependency(name, extra="server", purpose="the service") from error
