"""Coming in and going out."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from manyhands.apps.accounts.access import forget_half_way, go_half_way, note_proof, remember_browser
from manyhands.apps.accounts.actions import end_loss, note_device
from manyhands.apps.accounts.models import User
from manyhands.apps.accounts.policies import ONE_FACTOR, TWO_FACTORS
from manyhands.apps.accounts.queries import SEEN_ON, has_second_step
from manyhands.apps.accounts.views.destinations import destination

logger = logging.getLogger(__name__)

BACKEND = "manyhands.apps.accounts.backends.CodeBackend"


def arrive(request: HttpRequest, user: User, next_url: str, *, at: datetime) -> HttpResponse:
    """Somebody has proven their address. Whoever has a second step takes it before anything opens."""
    if has_second_step(user):
        go_half_way(request.session, user.pk, next_url, at=at)
        return redirect("accounts:second")
    return enter(request, user, next_url, factors=ONE_FACTOR, at=at)


def enter(request: HttpRequest, user: User, next_url: str, *, factors: int, at: datetime) -> HttpResponse:
    """Sign in: the session gets a new key and a last day, however much it is used; a language chosen on this device
    stays, else the person's own is set.
    """
    forget_half_way(request.session)
    login(request, user, backend=BACKEND)
    request.session.set_expiry(at + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session[SEEN_ON] = at.date().isoformat()
    note_proof(request.session, factors=factors, at=at)
    note_this_device(request, user, at=at)
    if factors == TWO_FACTORS:
        end_loss(user, at=at)
    logger.info("user %s signed in", user.pk)
    response = redirect(destination(request, next_url))
    remember_browser(request, response, user.email_index)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, user.language)
    return response


def note_this_device(request: HttpRequest, user: User, *, at: datetime) -> None:
    if request.session.session_key is None:
        request.session.save()
    key = request.session.session_key or ""
    note_device(user, key, request.headers.get("User-Agent", ""), at=at)


def remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def leave() -> HttpResponse:
    """What pages have left on the device goes; the language stays, it says nothing of the person."""
    response = redirect(settings.LOGIN_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
