import logging
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.access import sender_of
from manyhands.apps.accounts.actions import (
    Asked,
    Outcome,
    TooManyCodesError,
    request_code,
    request_code_by_text,
    sign_in_by_code,
    use_one_time_link,
)
from manyhands.apps.accounts.channels import can_text
from manyhands.apps.accounts.forms import CodeForm, SignInByTextForm, SignInForm
from manyhands.apps.accounts.models import CodePurpose, SignInCode, email_index
from manyhands.apps.accounts.policies import TWO_FACTORS
from manyhands.apps.accounts.queries import address_hint, find_code, find_one_time_link
from manyhands.apps.accounts.views.destinations import destination, safe_next
from manyhands.apps.accounts.views.entering import arrive, enter, leave
from manyhands.apps.accounts.views.keys import key_owner
from manyhands.apps.accounts.views.saying import code_context, code_problem, not_accepted, too_many
from manyhands.web.forms.by_hand import begun

logger = logging.getLogger(__name__)

SESSION_KEY = "sign_in_code"
TOO_MANY = 429


def sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey, or an address that a code is sent to. The answer is the same whether or not the address is known."""
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(destination(request, next_url))
    if "credential" in request.POST:
        return _by_passkey(request, next_url)
    now = timezone.now()
    form = SignInForm(request.POST or None, at=now)
    if form.is_valid():
        email = form.cleaned_data["email"]
        sender = sender_of(request, email_index(email))
        try:
            code = request_code(email, _asked(next_url), sender=sender, at=now)
        except TooManyCodesError:
            return _too_many(request, "accounts/sign_in.html", form)
        request.session[SESSION_KEY] = code.pk
        return redirect("accounts:code")
    return render(request, "accounts/sign_in.html", _ways(form, next_url))


def by_text(request: HttpRequest) -> HttpResponse:
    """A code to a telephone that the account has proven before: offered beside the others, where texts can be sent."""
    if not can_text():
        raise Http404
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(destination(request, next_url))
    now = timezone.now()
    form = SignInByTextForm(request.POST or None, at=now)
    if form.is_valid():
        try:
            code = request_code_by_text(
                form.cleaned_data["phone"],
                _asked(next_url),
                sender=sender_of(request),
                at=now,
            )
        except TooManyCodesError:
            return _too_many(request, "accounts/by_text.html", form)
        request.session[SESSION_KEY] = code.pk
        return redirect("accounts:code")
    return render(request, "accounts/by_text.html", {"form": form})


def code(request: HttpRequest) -> HttpResponse:
    """Take the code. It is bound to the browser that asked for it, so nobody else can try their luck."""
    waiting = find_code(request.session.get(SESSION_KEY), CodePurpose.SIGN_IN)
    if request.user.is_authenticated:
        return redirect(destination(request, waiting.next_url if waiting else ""))
    if waiting is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        sender = sender_of(request, waiting.email_index)
        answer = sign_in_by_code(waiting, form.cleaned_data["code"], sender=sender, at=now)
        if answer.outcome is Outcome.RIGHT and answer.user is not None:
            del request.session[SESSION_KEY]
            return arrive(request, answer.user, answer.next_url, at=now)
        form.add_error("code", code_problem(answer))
    context = code_context(waiting, form, ask_url=_ask_url(waiting))
    # The time for a new code runs from when the last one was asked for.
    return render(request, "accounts/code.html", context | {"begun": begun(waiting.requested_at)})


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
        if settings.DEMO:
            # Everybody there is invented, and whoever tries it has one press and no telephone at hand.
            return enter(request, found.user, found.next_url, factors=TWO_FACTORS, at=now)
        return arrive(request, found.user, found.next_url, at=now)
    context = {"hint_of_address": address_hint(found.user), "is_demo": settings.DEMO}
    return render(request, "accounts/link.html", context)


def _by_passkey(request: HttpRequest, next_url: str) -> HttpResponse:
    """A key is two things at once: something one has, and a finger, a face or a PIN."""
    now: datetime = timezone.now()
    owner = key_owner(request, "sign_in", at=now)
    if owner is not None:
        return enter(request, owner, next_url, factors=TWO_FACTORS, at=now)
    context = _ways(SignInForm(at=now), next_url) | {"key_problem": not_accepted()}
    return render(request, "accounts/sign_in.html", context)


def _ways(form: forms.Form, next_url: str) -> dict[str, object]:
    query = {"next": next_url} if next_url else None
    text_url = reverse("accounts:by_text", query=query) if can_text() else ""
    return {"form": form, "text_url": text_url}


def _asked(next_url: str) -> Asked:
    return Asked(language=get_language() or settings.LANGUAGE_CODE, next_url=next_url)


def _ask_url(waiting: SignInCode) -> str:
    query = {"next": waiting.next_url} if waiting.next_url else None
    return reverse("accounts:by_text" if waiting.phone else "accounts:sign_in", query=query)


def _too_many(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    form.add_error(None, too_many())
    return render(request, template, {"form": form}, status=TOO_MANY)


def _link_ended(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_ended.html", {"is_demo": settings.DEMO}, status=410)
