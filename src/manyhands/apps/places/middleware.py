from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from manyhands.apps.places.queries import find_pictures

AGREED = "__Host-map_pictures" if settings.SESSION_COOKIE_SECURE else "map_pictures"
"""The cookie in which a browser remembers whose pictures somebody agreed to load: its script writes it."""


class MapPicturesMiddleware:
    """Where a page draws a map, the content policy lets in the pictures that its group has chosen, and no others.

    A map to look at has to be agreed to before the page may load any. Beside a form that somebody is filling in the
    policy is wider from the start, because it cannot be widened without losing what was typed; there it is the map
    itself that loads nothing before it was allowed to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        group = getattr(request, "group", None)
        drawn: set[str] = getattr(group, "maps_drawn", set())
        pictures = find_pictures(group) if group is not None and drawn else None
        if pictures and ("pin" in drawn or request.COOKIES.get(AGREED) == pictures.key):
            # What django-csp's decorator sets, which knows its pages before they are drawn.
            setattr(response, "_csp_update", {"img-src": [pictures.host]})  # noqa: B010
        return response
