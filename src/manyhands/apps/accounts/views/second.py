"""The second step: after the code by e-mail, or again before something important."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.apps.accounts.access import SignedInRequest, find_half_way, note_proof, sender_of
from manyhands.apps.accounts.actions import (
    Asked,
    Outcome,
    TooManyCodesError,
    end_loss,
    let_go,
    report_loss,
    request_code,
    try_code,
)
from manyhands.apps.accounts.actions.code_apps import use_code_app
from manyhands.apps.accounts.actions.recovery import use_recovery_code
from manyhands.apps.accounts.forms import AppCodeForm, CodeForm, RecoveryForm
from manyhands.apps.accounts.models import CodePurpose, User
from manyhands.apps.accounts.policies import ONE_FACTOR, TWO_FACTORS
from manyhands.apps.accounts.queries import (
    address_hint,
    find_factors,
    find_live_code,
    find_open_loss,
    has_second_step,
)
from manyhands.apps.accounts.views.destinations import destination, safe_next
from manyhands.apps.accounts.views.entering import enter
from manyhands.apps.accounts.views.keys import key_owner, who_proves
from manyhands.apps.accounts.views.saying import code_context, code_problem, not_accepted, not_right, too_many

AGAIN_CODE = "again_code"
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Prover:
    """`is_in`: signed in already, and asked again."""

    user: User
    is_in: bool
    next_url: str


def second(request: HttpRequest) -> HttpResponse:
    """Halfway in: a passkey, or the code of an app."""
    prover = _prover(request)
    return redirect("accounts:sign_in") if prover is None else _second_step(request, prover)


@login_required
def again(request: SignedInRequest) -> HttpResponse:
    """Signed in some time ago: once more before something important. Without a second step, by a code."""
    prover = _prover(request)
    if prover is not None and has_second_step(request.user):
        return _second_step(request, prover)
    return _code_again(request)


def recovery(request: HttpRequest) -> HttpResponse:
    """A code on paper in place of the telephone."""
    prover = _prover(request)
    if prover is None:
        return redirect("accounts:sign_in")
    form = RecoveryForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        sender = sender_of(request, prover.user.email_index)
        if use_recovery_code(prover.user, form.cleaned_data["code"], sender=sender, at=now):
            return _proven(request, prover, at=now)
        form.add_error("code", not_right())
    context = {"form": form, "is_halfway": not prover.is_in, "back_url": _back_url(prover)}
    return render(request, "accounts/recovery.html", context)


def lost(request: HttpRequest) -> HttpResponse:
    """Everything is lost: somebody of the group vouches, and some time passes."""
    now = timezone.now()
    prover = _prover(request)
    if prover is None or prover.is_in:
        return redirect("accounts:sign_in")
    if request.method == "POST":
        report_loss(prover.user, at=now)
        return redirect("accounts:lost")
    loss = find_open_loss(prover.user, at=now)
    is_over = loss is not None and loss.opens_at is not None and loss.opens_at <= now
    return render(request, "accounts/lost.html", {"loss": loss, "is_over": is_over})


def lost_over(request: HttpRequest) -> HttpResponse:
    """The waiting is over: the old steps go, and a new one is chosen."""
    now = timezone.now()
    prover = _prover(request)
    if request.method != "POST" or prover is None or prover.is_in:
        return redirect("accounts:lost")
    if not let_go(prover.user, at=now):
        return redirect("accounts:lost")
    prover.user.refresh_from_db()
    messages.success(request, _("You are in. Choose a new second step now."))
    return enter(request, prover.user, reverse("accounts:steps"), factors=ONE_FACTOR, at=now)


def _prover(request: Any) -> Prover | None:
    now = timezone.now()
    user = who_proves(request, at=now)
    if user is None:
        return None
    if request.user.is_authenticated:
        return Prover(user, True, safe_next(request, request.GET.get("next", "")))
    half = find_half_way(request.session, at=now)
    return Prover(user, False, half.next_url if half else "")


def _second_step(request: HttpRequest, prover: Prover) -> HttpResponse:
    now = timezone.now()
    is_key = "credential" in request.POST
    form: forms.Form = AppCodeForm(None if is_key else request.POST or None)
    problem = ""
    if is_key:
        if key_owner(request, "prove", at=now, user=prover.user) is not None:
            return _proven(request, prover, at=now)
        problem = not_accepted()
    elif form.is_valid():
        sender = sender_of(request, prover.user.email_index)
        if use_code_app(prover.user, form.cleaned_data["code"], sender=sender, at=now):
            return _proven(request, prover, at=now)
        form.add_error("code", not_right())
    query = {"next": prover.next_url} if prover.is_in and prover.next_url else None
    context = {
        "form": form,
        "factors": find_factors(prover.user),
        "key_problem": problem,
        "is_halfway": not prover.is_in,
        "recovery_url": reverse("accounts:recovery", query=query),
    }
    return render(request, "accounts/second.html", context)


def _proven(request: HttpRequest, prover: Prover, *, at: datetime) -> HttpResponse:
    if not prover.is_in:
        return enter(request, prover.user, prover.next_url, factors=TWO_FACTORS, at=at)
    note_proof(request.session, factors=TWO_FACTORS, at=at)
    end_loss(prover.user, at=at)
    return redirect(destination(request, prover.next_url))


def _back_url(prover: Prover) -> str:
    query = {"next": prover.next_url} if prover.is_in and prover.next_url else None
    return reverse("accounts:again" if prover.is_in else "accounts:second", query=query)


def _code_again(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    waiting = find_live_code(request.session.get(AGAIN_CODE), CodePurpose.AGAIN, at=now)
    if request.method == "POST" and "code" not in request.POST:
        return _send_again(request)
    if waiting is None or waiting.user_id != request.user.pk:
        return render(request, "accounts/again.html", {"hint_of_address": address_hint(request.user)})
    form = CodeForm(request.POST or None)
    if form.is_valid():
        sender = sender_of(request, request.user.email_index)
        answer = try_code(waiting, form.cleaned_data["code"], sender=sender, at=now)
        if answer.outcome is Outcome.RIGHT:
            del request.session[AGAIN_CODE]
            note_proof(request.session, factors=ONE_FACTOR, at=now)
            return redirect(destination(request, safe_next(request, request.GET.get("next", ""))))
        form.add_error("code", code_problem(answer))
    context = code_context(waiting, form, ask_url=request.get_full_path())
    return render(request, "accounts/again_code.html", context)


def _send_again(request: SignedInRequest) -> HttpResponse:
    asked = Asked(purpose=CodePurpose.AGAIN, user=request.user, language=request.user.language)
    sender = sender_of(request, request.user.email_index)
    try:
        code = request_code(request.user.email, asked, sender=sender, at=timezone.now())
    except TooManyCodesError:
        context = {"hint_of_address": address_hint(request.user), "problem": too_many()}
        return render(request, "accounts/again.html", context, status=TOO_MANY)
    request.session[AGAIN_CODE] = code.pk
    return redirect(request.get_full_path())
