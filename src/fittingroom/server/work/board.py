"""`Board`: what is told of jobs at work, from the foreman's thread to whoever watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Lock

from fittingroom.server.wire.looks import ProgressEvent

Told = ProgressEvent | None  # None: the service ends


class Board:
    """Spreads events to watchers and remembers the last one of each job at work."""

    def __init__(self) -> None:
        self._latest: dict[str, ProgressEvent] = {}
        self._watchers: dict[str, list[Callable[[Told], None]]] = {}
        self._lock = Lock()

    def tell(self, key: str, event: ProgressEvent) -> None:
        """Tell of a job, from any thread."""
        with self._lock:
            self._latest[key] = event
            for watcher in self._watchers.get(key, ()):
                watcher(event)

    def forget(self, key: str) -> None:
        """Forget the last event of a job whose row says all there is to say."""
        with self._lock:
            self._latest.pop(key, None)

    def latest(self, key: str) -> ProgressEvent | None:
        """Return the last event of a job at work."""
        return self._latest.get(key)

    def watch(self, key: str) -> tuple[asyncio.Queue[Told], Callable[[], int]]:
        """Begin to watch a job, from the event loop.

        Returns:
            where its events arrive, and what ends the watch and says how many still watch.
        """
        events: asyncio.Queue[Told] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def hear(event: Told) -> None:
            loop.call_soon_threadsafe(events.put_nowait, event)

        def leave() -> int:
            with self._lock:
                left = self._watchers.get(key, [])
                left.remove(hear)
                if not left:
                    self._watchers.pop(key, None)
                return len(left)

        with self._lock:
            self._watchers.setdefault(key, []).append(hear)
        return events, leave

    def watched(self, key: str) -> bool:
        """Say whether anybody watches a job."""
        return key in self._watchers

    def close(self) -> None:
        """End every watch: the service ends."""
        with self._lock:
            for watchers in self._watchers.values():
                for watcher in watchers:
                    watcher(None)
