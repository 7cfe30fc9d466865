"""Who may open the neighbour's page: whoever holds its link. Every page of it gets the need."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from manyhands.apps.groups.access import View
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries.status import get_own_need
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.apps.privacy.models import LinkPurpose


class OwnRequest(LinkRequest):
    need: Need
    token: str


def own_page(view: Callable[..., HttpResponse]) -> View:
    """The view gets `request.need`, and speaks the language of the request unless the visitor chose another."""

    @link_page(LinkPurpose.NEED_STATUS)
    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.token = request.resolver_match.kwargs["token"]
        request.need = get_own_need(request.link.object_id)
        _speak(request)
        return view(request, *args, **kwargs)

    return opened


def own_path(request: OwnRequest, name: str = "status", **kwargs: Any) -> str:
    return reverse(f"needs:{name}", kwargs={"token": request.token, **kwargs})


def _speak(request: OwnRequest) -> None:
    language = request.need.language
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if not chosen and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
