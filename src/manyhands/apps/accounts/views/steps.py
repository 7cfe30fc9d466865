"""How somebody signs in: everything they have, on one page, and what is missing."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.access import SignedInRequest, fresh_page, has_two_factors, note_proof, sender_of
from manyhands.apps.accounts.actions import end_loss
from manyhands.apps.accounts.actions.code_apps import begin_code_app, confirm_code_app, remove_code_app
from manyhands.apps.accounts.actions.recovery import make_recovery_codes
from manyhands.apps.accounts.bridge import address_for_app
from manyhands.apps.accounts.channels import can_text
from manyhands.apps.accounts.forms import AppCodeForm
from manyhands.apps.accounts.policies import TWO_FACTORS
from manyhands.apps.accounts.queries import (
    find_code_app_to_confirm,
    find_factors,
    find_sign_in_phone,
    has_second_step,
)
from manyhands.apps.accounts.views.destinations import destination, safe_next
from manyhands.apps.accounts.views.saying import not_right
from manyhands.web.once import run_form_once

_GO_ON = "after_second_step"


@login_required
def steps(request: SignedInRequest) -> HttpResponse:
    context = {
        "factors": find_factors(request.user),
        "phone": find_sign_in_phone(request.user),
        "can_text": can_text(),
        "is_demo": settings.DEMO,
    }
    return render(request, "accounts/steps.html", context)


@login_required
def needed(request: SignedInRequest) -> HttpResponse:
    """Whoever may see how people are reached is asked for a second step: to take it, or to choose one."""
    next_url = safe_next(request, request.GET.get("next", ""))
    if has_two_factors(request.session):
        return redirect(destination(request, next_url))
    if has_second_step(request.user):
        return redirect(reverse("accounts:again", query={"next": next_url}))
    request.session[_GO_ON] = next_url
    return render(request, "accounts/needed.html")


def after_adding(request: SignedInRequest) -> HttpResponse:
    """The first second step is followed by codes on paper; then whoever was on their way goes on."""
    if not find_factors(request.user).recovery_codes:
        return redirect("accounts:recovery_new")
    return go_on(request)


def go_on(request: SignedInRequest) -> HttpResponse:
    next_url = request.session.pop(_GO_ON, "")
    return redirect(destination(request, next_url) if next_url else "accounts:steps")


# --- an app that makes codes --------------------------------------------------------------------------------


@fresh_page()
def code_app(request: SignedInRequest) -> HttpResponse:
    """First a press, so that a page that is only opened makes nothing; then the picture and the first code."""
    app = find_code_app_to_confirm(request.user)
    if request.method == "POST" and "code" not in request.POST:
        begin_code_app(request.user, at=timezone.now())
        return redirect("accounts:code_app")
    if app is None:
        return render(request, "accounts/code_app_begin.html")
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        sender = sender_of(request, request.user.email_index)
        if confirm_code_app(app, form.cleaned_data["code"], sender=sender, at=now):
            note_proof(request.session, factors=TWO_FACTORS, at=now)
            messages.success(request, _("Your app is ready."))
            return after_adding(request)
        form.add_error("code", not_right())
    context: dict[str, Any] = {
        "form": form,
        "app_address": address_for_app(app.secret, label=request.user.email),
        "secret": " ".join(app.secret[i : i + 4] for i in range(0, len(app.secret), 4)),
    }
    return render(request, "accounts/code_app.html", context)


@fresh_page("accounts:steps")
@require_POST
def code_app_remove(request: SignedInRequest) -> HttpResponse:
    remove_code_app(request.user, at=timezone.now())
    messages.success(request, _("Codes of that app open nothing here any more."))
    return redirect("accounts:steps")


@fresh_page()
def recovery_new(request: SignedInRequest) -> HttpResponse:
    """Ten codes, in the answer to the press itself and nowhere again: a reload makes no others, and shows none."""
    codes, were_shown = _make_codes_once(request) if request.method == "POST" else ([], False)
    if "go_on" in request.GET:
        return go_on(request)
    context = {"codes": codes, "were_shown": were_shown, "left": find_factors(request.user).recovery_codes}
    return render(request, "accounts/recovery_new.html", context)


def _make_codes_once(request: SignedInRequest) -> tuple[list[str], bool]:
    """The codes, and whether this press has had them before. They are not kept as its result: no row holds them."""
    codes: list[str] = []
    now = timezone.now()

    def do() -> str:
        codes.extend(make_recovery_codes(request.user, at=now))
        return ""

    _result, replayed = run_form_once(request, "accounts.recovery_codes", at=now, do=do)
    return codes, replayed


@login_required
@require_POST
def loss_stop(request: SignedInRequest) -> HttpResponse:
    """That was not me: from any browser that is signed in."""
    end_loss(request.user, at=timezone.now())
    messages.success(request, _("Stopped. Your passkeys and apps stay as they are."))
    return redirect("accounts:steps")
