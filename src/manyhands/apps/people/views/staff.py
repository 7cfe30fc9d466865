"""The people page: who helps, who waits for a yes, who takes a break."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import AlreadyAnsweredError, answer_applicant
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import pause_volunteer, resume_volunteer
from manyhands.apps.people.forms import PauseForm
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.people.queries import (
    count_volunteers_by_state,
    find_volunteer_by_person,
    list_applicants,
    list_organisations,
    list_volunteers,
)
from manyhands.web.parts import NavItem

PEOPLE_A_PAGE = 30
SHELVES = ("active", "waiting", "paused", "organisations")


@require_safe
@member_page("people.read")
def people_list(request: MemberRequest) -> HttpResponse:
    shelf = request.GET.get("shelf", "active")
    shelf = shelf if shelf in SHELVES else "active"
    typed = request.GET.get("q", "").strip()
    found = _found(request, shelf, typed)
    context = {
        "page": Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "shelf": "active" if typed else shelf,
        "typed": typed,
        "tabs": _tabs(request, shelf),
    }
    return render(request, "people/list.html", context)


def _found(request: MemberRequest, shelf: str, typed: str) -> object:
    group = request.group
    if typed:
        return list_volunteers(group, name=typed)
    if shelf == "organisations":
        return list_organisations(group)
    if shelf == "waiting":
        return list_applicants(group)
    state = VolunteerState.PAUSED if shelf == "paused" else VolunteerState.ACTIVE
    return list_volunteers(group, state=state)


def _tabs(request: MemberRequest, shelf: str) -> list[NavItem]:
    counts = count_volunteers_by_state(request.group)
    labels = {
        "active": (_("Helping"), counts["active"]),
        "waiting": (_("Waiting for a yes"), counts["applicant"]),
        "paused": (_("Taking a break"), counts["paused"]),
        "organisations": (_("Organisations"), None),
    }
    here = group_path(request.group, "people:list")
    return [
        NavItem(label, f"{here}?shelf={key}", is_current=key == shelf, count=count)
        for key, (label, count) in labels.items()
    ]


@require_safe
@member_page("people.read")
def person_detail(request: MemberRequest, person_id: int) -> HttpResponse:
    volunteer = _get_volunteer(request, person_id)
    return render(request, "people/detail.html", {"volunteer": volunteer, "pause_form": PauseForm()})


@require_POST
@member_page("members.approve")
def answer(request: MemberRequest, person_id: int) -> HttpResponse:
    """Yes or no to somebody who wants to join; they are told."""
    volunteer = _get_volunteer(request, person_id)
    admitted = request.POST.get("answer") == "yes"
    try:
        if volunteer.membership is None:
            raise Http404
        answer_applicant(volunteer.membership, admitted=admitted, by=request.actor, at=timezone.now())
    except AlreadyAnsweredError:
        messages.warning(request, _("Somebody else has answered already."))
    else:
        messages.success(request, _("They are in, and are told so.") if admitted else _("They are told."))
    return redirect(group_path(request.group, "people:list") + "?shelf=waiting")


@require_POST
@member_page("people.manage")
def pause(request: MemberRequest, person_id: int) -> HttpResponse:
    volunteer = _get_volunteer(request, person_id)
    at = timezone.now()
    form = PauseForm(request.POST)
    if volunteer.state == VolunteerState.PAUSED:
        resume_volunteer(volunteer, by=request.actor, at=at)
    elif form.is_valid():
        pause_volunteer(volunteer, form.cleaned_data["until"], by=request.actor, at=at)
    else:
        messages.warning(request, _("Write the day like 2026-05-31."))
    return redirect(group_path(request.group, "people:detail", person_id=person_id))


def _get_volunteer(request: MemberRequest, person_id: int) -> Volunteer:
    volunteer = find_volunteer_by_person(request.group, person_id)
    if volunteer is None:
        raise Http404
    return volunteer
