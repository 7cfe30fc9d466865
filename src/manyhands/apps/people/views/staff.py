"""One person's page, and what staff write down at the phone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import AlreadyAnsweredError, answer_applicant
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import (
    OrganisationMoveRefusedError,
    VolunteerMoveRefusedError,
    answer_organisation,
    confirm_details,
    pause_volunteer,
    resume_volunteer,
    set_leads,
    show_contact,
)
from manyhands.apps.people.forms.leads import LeadsForm
from manyhands.apps.people.forms.volunteer import PauseForm
from manyhands.apps.people.models import VolunteerState
from manyhands.apps.people.queries import find_organisation, find_volunteer_by_person, list_weeks_ahead
from manyhands.web.missing import or_404


@require_safe
@member_page("people.read")
def person_detail(request: MemberRequest, person_id: int) -> HttpResponse:
    return _show(request, person_id)


@require_POST
@member_page("people.reveal")
def reveal(request: MemberRequest, person_id: int) -> HttpResponse:
    """Showing how somebody is reached is a deliberate act: it is written down, and they can read it."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    show_contact(volunteer.person, reader=request.membership, by=request.actor, at=timezone.now())
    return _show(request, person_id, is_revealed=True)


def _show(
    request: MemberRequest,
    person_id: int,
    *,
    is_revealed: bool = False,
    pause_form: PauseForm | None = None,
) -> HttpResponse:
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    context = {
        "volunteer": volunteer,
        "is_revealed": is_revealed,
        "weeks": list_weeks_ahead(volunteer, at=timezone.now()),
        "leads_form": LeadsForm(volunteer=volunteer),
        "pause_form": pause_form or PauseForm(today=timezone.now().date()),
    }
    return render(request, "people/detail.html", context, status=422 if pause_form else 200)


@require_POST
@member_page("members.approve")
def answer(request: MemberRequest, person_id: int) -> HttpResponse:
    """Yes or no to somebody who wants to join; they are told."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    if volunteer.membership is None:
        raise Http404
    admitted = request.POST.get("answer") == "yes"
    try:
        answer_applicant(volunteer.membership, admitted=admitted, by=request.actor, at=timezone.now())
    except AlreadyAnsweredError:
        messages.warning(request, _("Somebody else has answered already."))
    else:
        _say_answered(request, admitted)
    return redirect(group_path(request.group, "people:list") + "?shelf=waiting")


@require_POST
@member_page("members.approve")
def answer_for_organisation(request: MemberRequest, organisation_id: int) -> HttpResponse:
    organisation = or_404(find_organisation(request.group, organisation_id))
    admitted = request.POST.get("answer") == "yes"
    try:
        answer_organisation(organisation, admitted=admitted, by=request.actor, at=timezone.now())
    except (AlreadyAnsweredError, OrganisationMoveRefusedError):
        messages.warning(request, _("Somebody else has answered already."))
    else:
        _say_answered(request, admitted)
    return redirect(group_path(request.group, "people:list") + "?shelf=waiting")


def _say_answered(request: MemberRequest, admitted: bool) -> None:
    messages.success(request, _("They are in, and are told so.") if admitted else _("They are not admitted."))


@require_POST
@member_page("people.manage")
def pause(request: MemberRequest, person_id: int) -> HttpResponse:
    """At the phone: somebody wants a break, or is back from one."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    at = timezone.now()
    if volunteer.state == VolunteerState.PAUSED:
        resume_volunteer(volunteer, by=request.actor, at=at)
        messages.success(request, _("They are back."))
        return _to_page(request, person_id)
    form = PauseForm(request.POST, today=at.astimezone(request.group.zone).date())
    if not form.is_valid():
        return _show(request, person_id, pause_form=form)
    try:
        pause_volunteer(volunteer, form.cleaned_data["until"], by=request.actor, at=at)
    except VolunteerMoveRefusedError:
        messages.warning(request, _("Only somebody who is helping can take a break."))
    else:
        messages.success(request, _("They take a break. Nobody asks them meanwhile."))
    return _to_page(request, person_id)


@require_POST
@member_page("people.manage")
def leads(request: MemberRequest, person_id: int) -> HttpResponse:
    """What they can lead others in, as staff know them."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    form = LeadsForm(request.POST, volunteer=volunteer)
    if form.is_valid():
        set_leads(volunteer, form.categories(), by=request.actor, at=timezone.now())
        messages.success(request, _("Written down."))
    return _to_page(request, person_id)


@require_POST
@member_page("people.manage")
def confirm(request: MemberRequest, person_id: int) -> HttpResponse:
    """Somebody spoke with them, and nothing has changed."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    confirm_details(volunteer, by=request.actor, at=timezone.now())
    messages.success(request, _("Written down: the details are still right."))
    return _to_page(request, person_id)


def _to_page(request: MemberRequest, person_id: int) -> HttpResponse:
    return redirect(group_path(request.group, "people:detail", person_id=person_id))
