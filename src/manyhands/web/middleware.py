from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers, patch_cache_control

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")


class PrivatePagesMiddleware:
    """No cache keeps what a person sees, unless the view says otherwise; no device feature is asked for; no page of
    another site may take anything from here into itself.

    TRACE, which would send cookies back to whoever asks, and methods that nobody knows are refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._refuse(request) or self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def _refuse(self, request: HttpRequest) -> HttpResponse | None:
        return None if request.method in METHODS else HttpResponseNotAllowed(METHODS)
