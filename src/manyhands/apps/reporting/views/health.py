"""Figures of health for whoever runs the installation."""

import hmac
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from manyhands.apps.reporting.queries.health import Figure, list_figures
from manyhands.web.figures import tell_requests


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with `Authorization: Bearer MANYHANDS_METRICS_TOKEN`; without that setting nothing is here."""
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(told.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    body = tell_requests() + "".join(_lines(list_figures(at=timezone.now()))).encode()
    return HttpResponse(body, content_type="text/plain; version=0.0.4; charset=utf-8")


metrics.access = "anybody"  # type: ignore[attr-defined]


def _lines(figures: list[Figure]) -> Iterator[str]:
    named: set[str] = set()
    for name, about, labels, value in figures:
        if name not in named:
            named.add(name)
            yield f"# HELP {name} {about}\n# TYPE {name} gauge\n"
        told: Any = ",".join(f'{label}="{text}"' for label, text in labels.items())
        yield f"{name}{{{told}}} {value:g}\n" if told else f"{name} {value:g}\n"
