"""Pages that a private link opens: the token names the group, the person and the one thing they may do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from manyhands.apps.groups.access import GroupRequest, View, enter_group
from manyhands.apps.privacy.models import PrivateLink
from manyhands.apps.privacy.queries import find_link
from manyhands.storage.actors import Actor


class LinkRequest(GroupRequest):
    link: PrivateLink
    actor: Actor


def link_page(purpose: str) -> Callable[[View], View]:
    """The view gets `request.link`, `request.group` and `request.actor`; its address has `<str:token>`.

    A link that is altered, revoked or too old gets a page that says what to do now.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Any, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            link = find_link(token, purpose, at=timezone.now())
            if link is None:
                return render(request, "privacy/link_ended.html", status=410)
            enter_group(request, link.group)
            request.link = link
            request.actor = Actor.link(link.pk)
            return view(request, *args, **kwargs)

        opened.access = f"link:{purpose}"  # type: ignore[attr-defined]
        return opened

    return decorate
