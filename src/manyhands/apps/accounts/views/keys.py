"""Asking a browser for a key, and reading what it answers."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from manyhands.apps.accounts.access import find_half_way
from manyhands.apps.accounts.actions.passkeys import Question, use_passkey
from manyhands.apps.accounts.bridge import NotAcceptedError, Site
from manyhands.apps.accounts.models import User
from manyhands.apps.accounts.queries import find_active_user

_ASKED = "key_asked"
_ASKED_FOR = timedelta(minutes=5)
_THIS_MACHINE = "localhost"


def site_of(request: HttpRequest) -> Site:
    """Keys are for the host of `PUBLIC_URL`; on this very machine for `localhost`, whatever the port."""
    here = request.get_host()
    if urlsplit(f"//{here}").hostname == _THIS_MACHINE:
        return Site(_THIS_MACHINE, (f"{request.scheme}://{here}",))
    return Site(urlsplit(settings.PUBLIC_URL).hostname or "", (settings.PUBLIC_URL,))


def remember_question(request: HttpRequest, question: Question, purpose: str, *, at: datetime) -> None:
    until = int((at + _ASKED_FOR).timestamp())
    request.session[_ASKED] = {
        "challenge": question.challenge,
        "handle": question.handle,
        "for": purpose,
        "until": until,
    }


def take_question(request: HttpRequest, purpose: str, *, at: datetime) -> Question:
    """What this browser was asked for this purpose, taken away; empty when there is nothing, or it is too long ago."""
    asked: dict[str, Any] = request.session.pop(_ASKED, {})
    is_live = asked.get("for") == purpose and asked.get("until", 0) >= at.timestamp()
    return Question("", asked["challenge"], asked["handle"]) if is_live else Question("", "")


def key_owner(request: HttpRequest, purpose: str, *, at: datetime, user: User | None = None) -> User | None:
    """Whose key answered; None when it is not accepted."""
    asked = take_question(request, purpose, at=at)
    answer = request.POST.get("credential", "")
    try:
        return use_passkey(answer, asked, site=site_of(request), at=at, user=user)
    except NotAcceptedError:
        return None


def who_proves(request: Any, *, at: datetime) -> User | None:
    """Whoever is signed in, or has come halfway."""
    if request.user.is_authenticated:
        return request.user
    half = find_half_way(request.session, at=at)
    return find_active_user(half.user_id) if half else None
