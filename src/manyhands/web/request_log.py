import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from manyhands.web.figures import count_request
from manyhands.web.middleware import METHODS
from manyhands.web.request_ids import HEADER, remember_request_id, request_id_of

logger = logging.getLogger("manyhands.request")
# An address that leads nowhere, or to a file, has no name.
NO_ROUTE = "-"


class RequestLogMiddleware:
    """One line for each request: the name of its route, never its address, which may hold somebody's link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request_id_of(request)
        remember_request_id(request_id)
        began = time.perf_counter()
        response = self.get_response(request)
        response[HEADER] = request_id
        seconds = time.perf_counter() - began
        said = _said_of(request, response, round(seconds * 1000))
        count_request(method=said["method"], route=said["route"], status=said["status"], seconds=seconds)
        logger.info("%(method)s %(route)s %(status)s in %(ms)s ms", said, extra=said)
        return response


def _said_of(request: Any, response: HttpResponse, milliseconds: int) -> dict[str, Any]:
    match, group = request.resolver_match, getattr(request, "group", None)
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": (match and (match.view_name or match.route)) or NO_ROUTE,
        "status": response.status_code,
        "ms": milliseconds,
        "group": group.pk if group is not None else None,
    }
