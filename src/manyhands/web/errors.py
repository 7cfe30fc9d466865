"""Pages for when something went wrong: each says what to do next."""

import errno
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from manyhands.web.api.problems import problem

RETRY_AFTER_SECONDS = 30
UNAVAILABLE = 503
TOO_LARGE = 413
# What one writes by hand is worth copying; choices and ticks are not.
_WORTH_COPYING = 12
_NOT_TYPED = {"csrfmiddlewaretoken", "once"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_of_a_program(request):
        return problem(400)
    if isinstance(exception, RequestDataTooBig):
        return render(request, "400.html", {"form_path": request.get_full_path()}, status=TOO_LARGE)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest | None) -> HttpResponse:
    if request is not None and is_for_a_moment(sys.exc_info()[1]):
        return not_now(request)
    if request is not None and is_of_a_program(request):
        return problem(500)
    # No context processors: whatever broke may be in one of them.
    return HttpResponse(render(None, "500.html").content, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf_failure.html", status=403)


def is_for_a_moment(error: BaseException | None) -> bool:
    """The database is locked or away, or the disk is full: nothing was stored, and later it may be."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, OperationalError | InterfaceError)


def not_now(request: HttpRequest) -> HttpResponse:
    """Say so plainly, and give back what was typed: to send again with one press, and to copy."""
    if is_of_a_program(request):
        response = problem(UNAVAILABLE, "not_now")
    else:
        response = HttpResponse(render(None, "503.html", _typed(request)).content, status=UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def is_of_a_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _typed(request: HttpRequest) -> dict[str, Any]:
    # Only what has passed the check of the form token: nobody else's page may put words here.
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return {}
    answers = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    written = [value for name, value in answers if name not in _NOT_TYPED and len(value) >= _WORTH_COPYING]
    return {
        "path": request.get_full_path(),
        "answers": answers,
        "written": written,
        "has_files": bool(request.FILES),
    }
