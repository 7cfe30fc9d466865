from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.access import SignedInRequest, fresh_page, sender_of
from manyhands.apps.accounts.actions import (
    Asked,
    Outcome,
    TooManyCodesError,
    add_phone_by_code,
    change_email_by_code,
    change_language,
    end_all_sessions,
    end_other_devices,
    remove_phone,
    request_code,
    request_code_by_text,
)
from manyhands.apps.accounts.channels import can_text
from manyhands.apps.accounts.forms import CodeForm, EmailForm, LanguageForm, PhoneForm
from manyhands.apps.accounts.models import CodePurpose, email_index
from manyhands.apps.accounts.queries import find_code
from manyhands.apps.accounts.views.entering import leave, note_this_device, remember_language
from manyhands.apps.accounts.views.saying import code_context, code_problem, too_many

EMAIL_CODE, PHONE_CODE = "change_email_code", "add_phone_code"
TOO_MANY = 429


@login_required
def me(request: SignedInRequest) -> HttpResponse:
    """My account: the language; other settings each on a page of their own; whatever higher apps add."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if form.is_valid():
        language = form.cleaned_data["language"]
        change_language(request.user, language)
        with translation.override(language):
            messages.success(request, _("Saved."))
        response = redirect("accounts:me")
        remember_language(response, language)
        return response
    return render(request, "accounts/me.html", {"form": form})


@fresh_page()
def change_email(request: SignedInRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        asked = Asked(CodePurpose.CHANGE_EMAIL, request.user, request.user.language)
        try:
            code = request_code(
                email, asked, sender=sender_of(request, email_index(email)), at=timezone.now()
            )
        except TooManyCodesError:
            form.add_error(None, too_many())
            return render(request, "accounts/change_email.html", {"form": form}, status=TOO_MANY)
        request.session[EMAIL_CODE] = code.pk
        return redirect("accounts:change_email_code")
    return render(request, "accounts/change_email.html", {"form": form})


@fresh_page()
def change_email_code(request: SignedInRequest) -> HttpResponse:
    waiting = find_code(request.session.get(EMAIL_CODE), CodePurpose.CHANGE_EMAIL)
    if waiting is None or waiting.user != request.user:
        return redirect("accounts:change_email")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        answer = change_email_by_code(waiting, form.cleaned_data["code"], sender=sender_of(request), at=now)
        if answer.outcome is Outcome.RIGHT and answer.user is not None:
            del request.session[EMAIL_CODE]
            request.user = answer.user
            keep_this_session(request)
            messages.success(request, _("Your e-mail address has been changed."))
            return redirect("accounts:me")
        form.add_error("code", code_problem(answer))
    context = code_context(waiting, form, ask_url=reverse("accounts:change_email"))
    return render(request, "accounts/change_email_code.html", context)


@fresh_page()
def add_phone(request: SignedInRequest) -> HttpResponse:
    """A telephone that codes may go to besides the address."""
    if not can_text():
        raise Http404
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        asked = Asked(CodePurpose.ADD_PHONE, request.user, request.user.language)
        try:
            code = request_code_by_text(
                form.cleaned_data["phone"], asked, sender=sender_of(request), at=timezone.now()
            )
        except TooManyCodesError:
            form.add_error(None, too_many())
            return render(request, "accounts/add_phone.html", {"form": form}, status=TOO_MANY)
        request.session[PHONE_CODE] = code.pk
        return redirect("accounts:add_phone_code")
    return render(request, "accounts/add_phone.html", {"form": form})


@fresh_page()
def add_phone_code(request: SignedInRequest) -> HttpResponse:
    waiting = find_code(request.session.get(PHONE_CODE), CodePurpose.ADD_PHONE)
    if waiting is None or waiting.user != request.user:
        return redirect("accounts:add_phone")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        answer = add_phone_by_code(waiting, form.cleaned_data["code"], sender=sender_of(request), at=now)
        if answer.outcome is Outcome.RIGHT:
            del request.session[PHONE_CODE]
            messages.success(request, _("Codes can go to your telephone from now on."))
            return redirect("accounts:steps")
        form.add_error("code", code_problem(answer))
    context = code_context(waiting, form, ask_url=reverse("accounts:add_phone"))
    return render(request, "accounts/add_phone_code.html", context)


@fresh_page("accounts:steps")
@require_POST
def phone_remove(request: SignedInRequest) -> HttpResponse:
    remove_phone(request.user, at=timezone.now())
    messages.success(request, _("No codes go to that telephone any more."))
    return redirect("accounts:steps")


@fresh_page("accounts:devices")
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    end_all_sessions(request.user)
    logout(request)
    return leave()


def keep_this_session(request: SignedInRequest) -> None:
    """All others have ended: this one goes on under a new key."""
    update_session_auth_hash(request, request.user)
    end_other_devices(request.user, request.session.session_key or "")
    note_this_device(request, request.user, at=timezone.now())
