"""Where I am signed in, and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.access import SignedInRequest, fresh_page
from manyhands.apps.accounts.actions import change_session_hash, end_device
from manyhands.apps.accounts.queries import find_device, list_signed_in
from manyhands.apps.accounts.views.entering import note_this_device
from manyhands.apps.accounts.views.me import keep_this_session
from manyhands.web.missing import or_404


@login_required
def devices(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    found = list_signed_in(request.user, this_key=request.session.session_key, at=now)
    if not any(one.is_this for one in found):
        # Signed in before devices were noted.
        note_this_device(request, request.user, at=now)
        found = list_signed_in(request.user, this_key=request.session.session_key, at=now)
    return render(request, "accounts/devices.html", {"devices": found, "today": now.date()})


@fresh_page("accounts:devices")
@require_POST
def end(request: SignedInRequest, device_id: int) -> HttpResponse:
    device = or_404(find_device(request.user, device_id))
    end_device(device)
    messages.success(request, _("Signed out there."))
    return redirect("accounts:devices")


@fresh_page("accounts:devices")
@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    """All but this one, also those that are not in the list."""
    change_session_hash(request.user)
    keep_this_session(request)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("accounts:devices")
