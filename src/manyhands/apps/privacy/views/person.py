"""What staff do with all that is known of one person: keep it for now, hand it over, delete it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import find_volunteer_by_person
from manyhands.apps.privacy.actions import (
    MEDIA_TYPE,
    end_hold,
    erase_person,
    hold,
    note_reading,
    pack_persons,
)
from manyhands.apps.privacy.forms import ForgetForm, HoldForm
from manyhands.apps.privacy.queries import find_hold, find_person, is_held, list_holds, reader_label
from manyhands.web.downloads import send_file
from manyhands.web.missing import or_404

# What a copy shows of somebody; they read these words where they read who looked.
IN_A_COPY = ("name", "phone", "email", "reach_note", "address", "access_notes", "details", "household")


@require_safe
@member_page("people.manage")
def person(request: MemberRequest, person_id: int) -> HttpResponse:
    return _show(request, or_404(find_person(person_id)))


@require_POST
@member_page("people.manage")
def make_hold(request: MemberRequest, person_id: int) -> HttpResponse:
    card, at = or_404(find_person(person_id)), timezone.now()
    form = HoldForm(request.POST, today=at.astimezone(request.group.zone).date())
    if not form.is_valid():
        return _show(request, card, form)
    told = form.cleaned_data
    hold(
        card, reason=told["reason"], until=told["until"], made_by=request.membership, by=request.actor, at=at
    )
    messages.success(request, _("It is kept for now. Nobody can delete it, and no clock does."))
    return _back(request, card)


@require_POST
@member_page("people.manage")
def stop_hold(request: MemberRequest, person_id: int, hold_id: int) -> HttpResponse:
    card, found = or_404(find_person(person_id)), find_hold(hold_id)
    if found is None or found.person_id != card.pk:
        raise Http404
    end_hold(found, ended_by=request.membership, by=request.actor, at=timezone.now())
    messages.success(request, _("It need not be kept any longer. What is due is deleted by itself."))
    return _back(request, card)


@require_POST
@member_page("contact.reveal")
def copy(request: MemberRequest, person_id: int) -> HttpResponse:
    """For somebody who asks at the phone or door. They read on their page that it was made, and by whom."""
    card, at = or_404(find_person(person_id)), timezone.now()
    label = reader_label(request.membership)
    note_reading(card, label=label, fields=IN_A_COPY, reason="copy", by=request.actor, at=at)
    packed = pack_persons(request.group, [card], by=request.actor, at=at)
    return send_file(packed, media_type=MEDIA_TYPE, name=f"person-{card.pk}.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page("people.manage")
def forget(request: MemberRequest, person_id: int) -> HttpResponse:
    """Two steps: what will happen, then it happens."""
    card, at = or_404(find_person(person_id)), timezone.now()
    if is_held(card, at=at):
        return _back(request, card)
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase_person(card, by=request.actor, at=at)
        messages.success(request, _("Deleted. A count without a name stays."))
        return redirect(group_path(request.group, "people:list"))
    context = {"form": form, "person": card}
    return render(request, "privacy/forget.html", context, status=422 if form.is_bound else 200)


def _show(request: MemberRequest, card: Person, form: HoldForm | None = None) -> HttpResponse:
    at = timezone.now()
    context = {
        "person": card,
        "is_helper": find_volunteer_by_person(request.group, card.pk) is not None,
        "holds": list_holds(card),
        "is_held": is_held(card, at=at),
        "form": form or HoldForm(today=at.astimezone(request.group.zone).date()),
    }
    return render(request, "privacy/person.html", context, status=422 if form else 200)


def _back(request: MemberRequest, card: Person) -> HttpResponse:
    return redirect(group_path(request.group, "privacy:person", person_id=card.pk))
