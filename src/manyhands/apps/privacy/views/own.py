"""What a member reads, takes along and has deleted of all that a group holds of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import LastOrganiserError
from manyhands.apps.groups.paths import group_path
from manyhands.apps.privacy.actions import (
    MEDIA_TYPE,
    HeldError,
    export_person,
    forget_member,
    pack_persons,
    withdraw_consent,
)
from manyhands.apps.privacy.forms import ForgetForm
from manyhands.apps.privacy.queries import find_own_consent, is_held, list_own_cards
from manyhands.web.downloads import send_file
from manyhands.web.missing import or_404


@require_safe
@member_page()
def data(request: MemberRequest) -> HttpResponse:
    at, cards = timezone.now(), list_own_cards(request.membership)
    context = {
        "extracts": [one for card in cards for one in export_person(card, by=request.actor, at=at)],
        "is_held": any(is_held(card, at=at) for card in cards),
    }
    return render(request, "privacy/own.html", context)


@require_safe
@member_page()
def download(request: MemberRequest) -> HttpResponse:
    cards = list_own_cards(request.membership)
    packed = pack_persons(request.group, cards, by=request.actor, at=timezone.now())
    return send_file(packed, media_type=MEDIA_TYPE, name=f"{request.group.slug}.zip")


@require_POST
@member_page()
def take_back(request: MemberRequest, consent_id: int) -> HttpResponse:
    consent = or_404(find_own_consent(list_own_cards(request.membership), consent_id))
    withdraw_consent(consent, by=request.actor, at=timezone.now())
    messages.success(request, _("You have taken it back. It is written down with the day."))
    return redirect(group_path(request.group, "privacy:own_data"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def forget(request: MemberRequest) -> HttpResponse:
    """Two steps: what will happen, then it happens. They leave with it."""
    at = timezone.now()
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            forget_member(request.membership, by=request.actor, at=at)
        except LastOrganiserError:
            messages.warning(request, _("You are the last organiser. Give somebody else that role first."))
            return redirect(group_path(request.group, "privacy:own_data"))
        except HeldError:
            return redirect(group_path(request.group, "privacy:own_data"))
        messages.success(
            request, _("You have left, and your details are deleted. Thank you for what you did.")
        )
        return redirect(group_path(request.group, "groups:public"))
    cards = list_own_cards(request.membership)
    context = {"form": form, "is_held": any(is_held(card, at=at) for card in cards)}
    return render(request, "privacy/own_forget.html", context, status=422 if form.is_bound else 200)
