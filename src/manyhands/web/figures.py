"""How many requests were answered, and how fast: counted in every process, told as one.

Nothing is loaded or counted unless `MANYHANDS_METRICS_TOKEN` is set. Each web process writes its numbers into a file
of its own (PROMETHEUS_MULTIPROC_DIR, set by `manyhands serve` and `manyhands web`); whichever is asked adds them up.
Labels are names of routes and statuses, which are few: never a group, never a person.
"""

import os
from functools import cache
from typing import Any

from django.conf import settings

FOLDER_NAME = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    if settings.METRICS_TOKEN:
        answered, took = _counters()
        answered.labels(method, route, str(status)).inc()
        took.labels(route).observe(seconds)


def tell_requests() -> bytes:
    """In the text form of Prometheus."""
    from prometheus_client import REGISTRY, CollectorRegistry, generate_latest  # noqa: PLC0415 - see above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - see above

    _counters()
    if FOLDER_NAME not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


@cache
def _counters() -> tuple[Any, Any]:
    from prometheus_client import Counter, Histogram  # noqa: PLC0415 - see above

    answered = Counter("manyhands_requests", "Requests answered", ["method", "route", "status"])
    took = Histogram("manyhands_request_seconds", "How long answers took", ["route"], buckets=_SECONDS)
    return answered, took
