"""One way of doing what a form asks for: once, with what came of it said on the next page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import ngettext

from manyhands.apps.dispatch.actions import RefusedError, undo_asking
from manyhands.apps.dispatch.queries.asking.pairs import list_undoable
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.needs.models import NeedPart
from manyhands.core.values.numbers import list_numbers
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


def take_back_asking(request: MemberRequest, part: NeedPart, *, at: datetime) -> None:
    """Those whom the form names as just asked; nobody has told them yet."""
    rows = list_undoable(part, list_numbers("-".join(request.POST.getlist("asked"))), at=at)

    def take_back() -> str:
        if not rows:
            raise RefusedError(Refusal.TOO_LATE)
        for assignment in rows:
            undo_asking(assignment, by=request.actor, at=at)
        return "undone"

    if act_once(request, "dispatch.undo_asking", at=at, do=take_back):
        said = ngettext("Undone. Nobody was told.", "Undone. None of them was told.", len(rows))
        messages.success(request, said)


def speak(request: Any, language: str) -> None:
    """A private link speaks the language of whom it was sent to, unless they chose another here."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if not chosen and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
