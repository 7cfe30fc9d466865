from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.access.proofs import is_fresh
from manyhands.apps.accounts.models import User

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    user: User


def fresh_page(back_to: str = "") -> Callable[[View], View]:
    """For what changes how one signs in: whoever has not shown just now who they are does it again first.

    `back_to`: where they go on afterwards, for what is only posted to.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_fresh(request.session, at=timezone.now()):
                next_url = reverse(back_to) if back_to else request.path
                return redirect(reverse("accounts:again", query={"next": next_url}))
            return view(request, *args, **kwargs)

        guarded.is_fresh = True  # type: ignore[attr-defined]
        return guarded

    return decorate
