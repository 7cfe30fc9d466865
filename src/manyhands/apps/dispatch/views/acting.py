"""One way of doing what a form asks for: once, with what came of it said on the next page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation

from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.states import Refusal
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.once import run_form_once


def act_once(request: HttpRequest, action: str, *, at: datetime, do: Callable[[], Any]) -> str | None:
    """Run `do`; None when it was refused, which the next page says in words. A repeat gets the first result."""
    try:
        result, _ = run_form_once(request, action, at=at, do=lambda: str(do() or ""))
    except RefusedError as refused:
        messages.warning(request, refused.sentence)
        return None
    except KeyReusedError:
        messages.warning(request, Refusal.CHANGED.label)
        return None
    return result


def speak(request: Any, language: str) -> None:
    """A private link speaks the language of whom it was sent to, unless they chose another here."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if not chosen and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
