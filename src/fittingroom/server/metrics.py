"""What Prometheus reads at `/metrics`."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from fittingroom.errors import NotFound
from fittingroom.server.given import CurrentGround
from fittingroom.server.ground import Ground
from fittingroom.server.settings import LOOPBACK, Settings
from fittingroom.server.usage import jobs_by_state
from fittingroom.server.work.foreman import Foreman

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30)
STATES = ("queued", "running", "done", "failed", "cancelled")

router = APIRouter(include_in_schema=False)


class Metrics:
    """Counts of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route")
        self._requests = Counter(
            "fittingroom_requests", "Answers", (*names, "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "fittingroom_request_seconds",
            "Time until an answer began",
            names,
            buckets=BUCKETS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def watch(self, ground: Ground, foreman: Foreman) -> None:
        """Tell of jobs and workers, too."""
        self.registry.register(_Work(ground, foreman))


class _Work(Collector):
    """Jobs and workers, counted when asked."""

    def __init__(self, ground: Ground, foreman: Foreman) -> None:
        self._ground, self._foreman = ground, foreman

    def describe(self) -> list[Metric]:
        """Name nothing ahead: the tables may not be there yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Count."""
        with self._ground.database.read() as session:
            states = jobs_by_state(session)
        jobs = GaugeMetricFamily("fittingroom_jobs", "Jobs kept, by state", labels=["state"])
        for state in STATES:
            jobs.add_metric([state], states.get(state, 0))
        ended = CounterMetricFamily("fittingroom_jobs_ended", "Since the start", labels=["state"])
        for state, count in self._foreman.done.items():
            ended.add_metric([state], count)
        yield jobs
        yield ended
        yield GaugeMetricFamily("fittingroom_queue", "Jobs waiting", states.get("queued", 0))
        yield GaugeMetricFamily("fittingroom_workers", "Processes", len(self._foreman.pids))
        yield GaugeMetricFamily("fittingroom_workers_busy", "Draping", len(self._foreman.busy))


@router.get("/metrics")
def read_metrics(request: Request, ground: CurrentGround) -> Response:
    """Tell Prometheus."""
    if not _may_read(request, ground.settings):
        raise NotFound("page")
    content = generate_latest(request.app.state.metrics.registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST)


def _may_read(request: Request, settings: Settings) -> bool:
    if settings.metrics != "loopback":
        return settings.metrics == "open"
    here = request.client is not None and request.client.host in LOOPBACK
    return here and "x-forwarded-for" not in request.headers  # a proxy's other side isn't here
