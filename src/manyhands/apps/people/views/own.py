"""What somebody who helps does with their own details."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from manyhands.apps.groups.access import GroupRequest, MemberRequest, member_page, public_page
from manyhands.apps.groups.actions import LastOrganiserError, NotOpenToAllError, ask_to_join, end_membership
from manyhands.apps.groups.models import MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import (
    Contact,
    VolunteerDetails,
    change_volunteer,
    pause_volunteer,
    resume_volunteer,
    sign_up_volunteer,
)
from manyhands.apps.people.forms import PauseForm, VolunteerForm
from manyhands.apps.people.models import Volunteer
from manyhands.apps.people.queries import find_volunteer_of
from manyhands.storage.actors import Actor


@require_http_methods(["GET", "POST"])
@public_page
def volunteer_join(request: GroupRequest) -> HttpResponse:
    """What helping means; once signed in by a code, the questions; then a yes at once or a short wait."""
    if not request.user.is_authenticated:
        return render(request, "people/volunteer_welcome.html")
    membership = request.membership
    volunteer = find_volunteer_of(membership) if membership else None
    if volunteer is not None and membership is not None and membership.state != MembershipState.LEFT:
        return _where_they_are(request, volunteer)
    form = VolunteerForm(request.POST or None, group=request.group)
    if request.method == "POST" and form.is_valid():
        return _sign_up(request, form, volunteer, at=timezone.now())
    return render(request, "people/volunteer_join.html", {"form": form}, status=422 if form.is_bound else 200)


def _where_they_are(request: GroupRequest, volunteer: Volunteer) -> HttpResponse:
    if request.membership is not None and request.membership.state == MembershipState.ACTIVE:
        return redirect(group_path(request.group, "people:my_details"))
    return render(request, "people/volunteer_waiting.html", {"volunteer": volunteer})


def _sign_up(
    request: GroupRequest, form: VolunteerForm, known: Volunteer | None, *, at: datetime
) -> HttpResponse:
    by = Actor.user(request.user.pk)
    name = form.cleaned_data["name"]
    try:
        membership = ask_to_join(request.group, request.user, display_name=name, by=by, at=at)
    except NotOpenToAllError:
        return render(request, "people/volunteer_invited_only.html", status=403)
    contact, details = contact_from(form, request.user.email), details_from(form)
    if known is None:
        sign_up_volunteer(request.group, contact, details, membership=membership, by=by, at=at)
    else:
        known.state = "active" if membership.state == MembershipState.ACTIVE else "applicant"
        change_volunteer(known, contact, details, by=by, at=at)
    return redirect(group_path(request.group, "people:volunteer_join"))


def contact_from(form: VolunteerForm, email: str) -> Contact:
    data = form.cleaned_data
    return Contact(
        name=data["name"],
        phone=data["phone"],
        email=email,
        reach_by=data["reach_by"],
        language=get_language() or "en",
    )


def details_from(form: VolunteerForm) -> VolunteerDetails:
    data = form.cleaned_data
    return VolunteerDetails(
        skills=form.chosen_skills,
        languages=data["languages"],
        vehicle=data["vehicle"],
        week_slots=form.slots_mask,
        place=form.told_place,
        radius_m=form.radius_m,
        tasks_per_week=data["tasks_per_week"],
    )


@require_http_methods(["GET", "POST"])
@member_page()
def my_details(request: MemberRequest) -> HttpResponse:
    volunteer = find_volunteer_of(request.membership)
    if volunteer is None:
        return _first_details(request)
    initial = VolunteerForm.initial_of(volunteer)
    form = VolunteerForm(request.POST or None, group=request.group, initial=initial)
    if request.method == "POST" and form.is_valid():
        contact = contact_from(form, volunteer.person.email)
        change_volunteer(volunteer, contact, details_from(form), by=request.actor, at=timezone.now())
        messages.success(request, _("Your details are up to date. Thank you."))
        return redirect(group_path(request.group, "people:my_details"))
    context = {"form": form, "volunteer": volunteer, "pause_form": PauseForm()}
    return render(request, "people/my_details.html", context, status=422 if form.is_bound else 200)


def _first_details(request: MemberRequest) -> HttpResponse:
    """A member of staff who has not said yet how they could help."""
    form = VolunteerForm(
        request.POST or None, group=request.group, initial={"name": request.membership.display_name}
    )
    if request.method == "POST" and form.is_valid():
        sign_up_volunteer(
            request.group,
            contact_from(form, request.user.email),
            details_from(form),
            membership=request.membership,
            by=request.actor,
            at=timezone.now(),
        )
        return redirect(group_path(request.group, "people:my_details"))
    return render(request, "people/my_details.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@member_page()
def pause(request: MemberRequest) -> HttpResponse:
    volunteer = find_volunteer_of(request.membership)
    form = PauseForm(request.POST or None)
    if volunteer is None:
        return redirect(group_path(request.group, "people:my_details"))
    at = timezone.now()
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        if until is None or until > at.astimezone(request.group.zone).date():
            pause_volunteer(volunteer, until, by=request.actor, at=at)
            messages.success(request, _("Enjoy your break. Nobody will ask you anything meanwhile."))
            return redirect(group_path(request.group, "people:my_details"))
        form.add_error("until", _("Choose a day to come."))
    return render(
        request,
        "people/pause.html",
        {"form": form, "volunteer": volunteer},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["POST"])
@member_page()
def come_back(request: MemberRequest) -> HttpResponse:
    volunteer = find_volunteer_of(request.membership)
    if volunteer is not None:
        resume_volunteer(volunteer, by=request.actor, at=timezone.now())
        messages.success(request, _("Good to have you back."))
    return redirect(group_path(request.group, "people:my_details"))


@require_http_methods(["GET", "POST"])
@member_page()
def leave(request: MemberRequest) -> HttpResponse:
    """GET asks once, POST does it. Tasks are handed back; coming back later is one step."""
    if request.method == "GET":
        return render(request, "people/leave.html")
    at = timezone.now()
    try:
        end_membership(request.membership, by=request.actor, at=at)
    except LastOrganiserError:
        messages.warning(request, _("You are the last organiser. Give somebody else that role first."))
        return redirect(group_path(request.group, "people:my_details"))
    messages.success(request, _("You have left. Thank you for everything you did."))
    return redirect(group_path(request.group, "groups:public"))
