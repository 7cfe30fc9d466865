from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from manyhands.apps.groups.access import enter_group
from manyhands.apps.groups.queries import find_group
from manyhands.web.missing import or_404


class GroupMiddleware:
    """An address with `group_slug` in it happens inside that group's scope, until the answer is ready.

    The slug is taken out of the view's arguments: views read `request.group`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        with ExitStack() as scopes:
            request.scopes = scopes
            request.group = request.membership = None
            scopes.callback(timezone.deactivate)
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if "group_slug" in kwargs:
            group = or_404(find_group(kwargs.pop("group_slug")))
            enter_group(request, group)
