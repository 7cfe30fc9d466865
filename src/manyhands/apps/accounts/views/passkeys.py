"""One's own passkeys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.access import SignedInRequest, fresh_page, is_fresh, note_proof
from manyhands.apps.accounts.actions.limits import KEYS_PER_CLIENT
from manyhands.apps.accounts.actions.passkeys import (
    Question,
    add_passkey,
    ask_to_make,
    ask_to_use,
    remove_passkey,
    rename_passkey,
)
from manyhands.apps.accounts.bridge import NotAcceptedError
from manyhands.apps.accounts.forms import PasskeyNameForm
from manyhands.apps.accounts.policies import TWO_FACTORS
from manyhands.apps.accounts.queries import find_passkey
from manyhands.apps.accounts.views.keys import remember_question, site_of, take_question, who_proves
from manyhands.apps.accounts.views.saying import not_accepted
from manyhands.apps.accounts.views.steps import after_adding
from manyhands.storage.rates import take
from manyhands.web.client_address import client_address
from manyhands.web.missing import or_404

MAKE, PROVE, SIGN_IN = "make", "prove", "sign_in"


@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """What a script hands to the browser's own dialogue. Asking needs the form's token, like every press."""
    now = timezone.now()
    if not take(KEYS_PER_CLIENT, client_address(request), at=now):
        return HttpResponse(status=429)
    purpose = request.POST.get("for", "")
    question = _question(request, purpose)
    if question is None:
        return HttpResponse(status=403)
    remember_question(request, question, purpose, at=now)
    return HttpResponse(question.options, content_type="application/json")


def _question(request: HttpRequest, purpose: str) -> Question | None:
    now, site = timezone.now(), site_of(request)
    if purpose == SIGN_IN:
        return ask_to_use(site)
    user = who_proves(request, at=now)
    if user is not None and purpose == PROVE:
        return ask_to_use(site, user=user)
    if user is not None and purpose == MAKE and request.user.is_authenticated:
        return ask_to_make(user, site) if is_fresh(request.session, at=now) else None
    return None


@fresh_page()
def add(request: SignedInRequest) -> HttpResponse:
    form = PasskeyNameForm(request.POST or None, initial={"name": _("My device")})
    problem = ""
    if form.is_valid():
        now = timezone.now()
        try:
            add_passkey(
                request.user,
                request.POST.get("credential", ""),
                take_question(request, MAKE, at=now),
                site=site_of(request),
                name=form.cleaned_data["name"],
                at=now,
            )
        except NotAcceptedError:
            problem = not_accepted()
        else:
            note_proof(request.session, factors=TWO_FACTORS, at=now)
            messages.success(request, _("Your passkey is ready."))
            return after_adding(request)
    return render(request, "accounts/passkey_add.html", {"form": form, "key_problem": problem})


@fresh_page()
def passkey(request: SignedInRequest, passkey_id: int) -> HttpResponse:
    """Another name for it, or the end of it."""
    key = or_404(find_passkey(request.user, passkey_id))
    form = PasskeyNameForm(request.POST or None, initial={"name": key.name})
    if form.is_valid():
        rename_passkey(key, form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("accounts:steps")
    return render(request, "accounts/passkey.html", {"form": form, "passkey": key})


@fresh_page("accounts:steps")
@require_POST
def remove(request: SignedInRequest, passkey_id: int) -> HttpResponse:
    remove_passkey(or_404(find_passkey(request.user, passkey_id)), at=timezone.now())
    messages.success(request, _("The passkey opens nothing here any more. Delete it on your device too."))
    return redirect("accounts:steps")
