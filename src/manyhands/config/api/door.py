from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from manyhands.web.api.problems import problem

NOT_ALLOWED = 405
ADDRESSES = "manyhands.config.api.addresses"


@csrf_exempt
def door(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever lies under /api/v1/. It is loaded when the first program comes: pages start without its
    quarter of a second and its 14 MB. A token is the only way in, so no cookie can be used against anybody.

    A program that calls without HTTPS is told so: sent on as a person is, it would show its token each time.
    """
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return problem(426)
    try:
        match = resolve(f"/{rest}", ADDRESSES)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return problem(404)
    except RequestDataTooBig:
        return problem(413)
    except SuspiciousOperation:
        return problem(400)
    if response.status_code == NOT_ALLOWED:
        refused = problem(405)
        refused["Allow"] = response["Allow"]
        return refused
    return response


door.access = "program"  # type: ignore[attr-defined]
