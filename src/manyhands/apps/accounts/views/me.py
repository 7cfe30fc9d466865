from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.actions import (
    Outcome,
    TooManyCodesError,
    change_email_by_code,
    change_language,
    end_all_sessions,
    request_code,
)
from manyhands.apps.accounts.forms import CodeForm, EmailForm, LanguageForm
from manyhands.apps.accounts.models import CodePurpose, User
from manyhands.apps.accounts.queries import find_code
from manyhands.apps.accounts.views.signing_in import (
    code_context,
    code_problem,
    leave,
    remember_language,
    too_many,
)
from manyhands.web.client_address import client_address

SESSION_KEY = "change_email_code"


class SignedInRequest(HttpRequest):
    user: User


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


@login_required
def change_email(request: SignedInRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if form.is_valid():
        try:
            code = request_code(
                form.cleaned_data["email"],
                purpose=CodePurpose.CHANGE_EMAIL,
                user=request.user,
                language=request.user.language,
                client=client_address(request),
                at=timezone.now(),
            )
        except TooManyCodesError:
            form.add_error(None, too_many())
            return render(request, "accounts/change_email.html", {"form": form}, status=429)
        request.session[SESSION_KEY] = code.pk
        return redirect("accounts:change_email_code")
    return render(request, "accounts/change_email.html", {"form": form})


@login_required
def change_email_code(request: SignedInRequest) -> HttpResponse:
    waiting = find_code(request.session.get(SESSION_KEY), CodePurpose.CHANGE_EMAIL)
    if waiting is None or waiting.user != request.user:
        return redirect("accounts:change_email")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer = change_email_by_code(
            waiting, form.cleaned_data["code"], client=client_address(request), at=timezone.now()
        )
        if answer.outcome is Outcome.RIGHT and answer.user is not None:
            del request.session[SESSION_KEY]
            update_session_auth_hash(request, answer.user)
            messages.success(request, _("Your e-mail address has been changed."))
            return redirect("accounts:me")
        form.add_error("code", code_problem(answer))
    context = code_context(waiting, form, ask_url=reverse("accounts:change_email"))
    return render(request, "accounts/change_email_code.html", context)


@login_required
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    end_all_sessions(request.user)
    logout(request)
    return leave()
