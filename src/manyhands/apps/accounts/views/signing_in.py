import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.actions import (
    CodeAnswer,
    Outcome,
    TooManyCodesError,
    request_code,
    sign_in_by_code,
    use_one_time_link,
)
from manyhands.apps.accounts.backends import SEEN_ON
from manyhands.apps.accounts.forms import CodeForm, EmailForm
from manyhands.apps.accounts.models import CodePurpose, SignInCode, User
from manyhands.apps.accounts.queries import address_hint, find_code, find_one_time_link, shows_codes
from manyhands.apps.accounts.views.destinations import destination, safe_next
from manyhands.web.client_address import client_address

logger = logging.getLogger(__name__)

BACKEND = "manyhands.apps.accounts.backends.CodeBackend"
SESSION_KEY = "sign_in_code"


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code to it. The answer is the same whether or not it is known."""
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(destination(request, next_url))
    form = EmailForm(request.POST or None)
    if form.is_valid():
        try:
            code = request_code(
                form.cleaned_data["email"],
                language=get_language() or settings.LANGUAGE_CODE,
                next_url=next_url,
                client=client_address(request),
                at=timezone.now(),
            )
        except TooManyCodesError:
            form.add_error(None, too_many())
            return render(request, "accounts/sign_in.html", {"form": form}, status=429)
        request.session[SESSION_KEY] = code.pk
        return redirect("accounts:code")
    return render(request, "accounts/sign_in.html", {"form": form})


def code(request: HttpRequest) -> HttpResponse:
    """Take the code. It is bound to the browser that asked for it, so nobody else can try their luck."""
    waiting = find_code(request.session.get(SESSION_KEY), CodePurpose.SIGN_IN)
    if request.user.is_authenticated:
        return redirect(destination(request, waiting.next_url if waiting else ""))
    if waiting is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer = sign_in_by_code(
            waiting, form.cleaned_data["code"], client=client_address(request), at=timezone.now()
        )
        if answer.outcome is Outcome.RIGHT and answer.user is not None:
            del request.session[SESSION_KEY]
            return enter(request, answer.user, answer.next_url)
        form.add_error("code", code_problem(answer))
    query = {"next": waiting.next_url} if waiting.next_url else None
    ask_url = reverse("accounts:sign_in", query=query)
    return render(request, "accounts/code.html", code_context(waiting, form, ask_url=ask_url))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logger.info("user %s signed out", request.user.pk)
    logout(request)
    return leave()


def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link that signs in once. Opening it only shows whom: what fetches links for a preview uses nothing up."""
    now = timezone.now()
    found = find_one_time_link(token, at=now)
    if found is None:
        return _link_ended(request)
    if request.method == "POST":
        if not use_one_time_link(found, at=now):
            return _link_ended(request)
        return enter(request, found.user, found.next_url)
    context = {"hint_of_address": address_hint(found.user), "is_demo": settings.DEMO}
    return render(request, "accounts/link.html", context)


def _link_ended(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_ended.html", {"is_demo": settings.DEMO}, status=410)


def enter(request: HttpRequest, user: User, next_url: str) -> HttpResponse:
    """Sign in: the session gets a new key and a last day, however much it is used; a language chosen on this device
    stays, else the person's own is set.
    """
    login(request, user, backend=BACKEND)
    now = timezone.now()
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session[SEEN_ON] = now.date().isoformat()
    logger.info("user %s signed in", user.pk)
    response = redirect(destination(request, next_url))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, user.language)
    return response


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


def too_many() -> str:
    return _("Too many codes were asked for. Wait a few minutes, then try again.")


def code_problem(answer: CodeAnswer) -> str:
    if answer.outcome is Outcome.WRONG:
        text = ngettext(
            "That is not the code. You can try %(count)d more time.",
            "That is not the code. You can try %(count)d more times.",
            answer.tries_left,
        )
        return text % {"count": answer.tries_left}
    if answer.outcome is Outcome.CLOSED:
        return _("This account has been closed. Ask a coordinator of your group.")
    if answer.outcome is Outcome.TAKEN:
        return _("This address already has an account. Sign out, then sign in with it.")
    return _("This code has ended. Ask for a new one below.")


def code_context(waiting: SignInCode, form: CodeForm, *, ask_url: str) -> dict[str, Any]:
    """`ask_url`: where a new code is asked for."""
    shown_code = waiting.code if shows_codes() else ""
    return {"form": form, "email": waiting.email, "shown_code": shown_code, "ask_url": ask_url}
