"""What somebody who helps does with their own details."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import LastOrganiserError, end_membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import (
    VolunteerMoveRefusedError,
    change_volunteer,
    confirm_details,
    pause_volunteer,
    resume_volunteer,
    sign_up_volunteer,
)
from manyhands.apps.people.forms.volunteer import PauseForm, VolunteerForm
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.people.queries import find_volunteer_of, list_organisations_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def my_details(request: MemberRequest) -> HttpResponse:
    volunteer = _find_own(request)
    initial = VolunteerForm.initial_of(volunteer) if volunteer else {"name": request.membership.display_name}
    form = VolunteerForm(
        request.POST if request.method == "POST" else None, group=request.group, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        _keep(request, volunteer, form)
        messages.success(request, _("Your details are up to date. Thank you."))
        return _back(request)
    context = {
        "form": form,
        "volunteer": volunteer,
        "organisations": list_organisations_of(request.membership),
    }
    return render(request, "people/my_details.html", context, status=422 if form.is_bound else 200)


def _find_own(request: MemberRequest) -> Volunteer | None:
    """Somebody who had left and came back in by another door begins with the questions again."""
    volunteer = find_volunteer_of(request.membership)
    if volunteer is None or volunteer.state == VolunteerState.LEFT:
        return None
    return volunteer


def _keep(request: MemberRequest, volunteer: Volunteer | None, form: VolunteerForm) -> None:
    """Also for a member of staff who has not said before how they could help."""
    at, email = timezone.now(), request.user.email
    if volunteer is not None:
        contact = form.contact(email=email, reach_note=volunteer.person.reach_note)
        change_volunteer(volunteer, contact, form.details(), by=request.actor, at=at)
        return
    sign_up_volunteer(
        request.group,
        form.contact(email=email),
        form.details(),
        membership=request.membership,
        by=request.actor,
        at=at,
    )


@require_POST
@member_page()
def confirm(request: MemberRequest) -> HttpResponse:
    volunteer = _find_own(request)
    if volunteer is not None:
        confirm_details(volunteer, by=request.actor, at=timezone.now())
        messages.success(request, _("Thank you. We know that your details are still right."))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def pause(request: MemberRequest) -> HttpResponse:
    volunteer = _find_own(request)
    if volunteer is None:
        return _back(request)
    at = timezone.now()
    form = PauseForm(
        request.POST if request.method == "POST" else None, today=at.astimezone(request.group.zone).date()
    )
    if request.method == "POST" and form.is_valid():
        try:
            pause_volunteer(volunteer, form.cleaned_data["until"], by=request.actor, at=at)
        except VolunteerMoveRefusedError:
            messages.warning(request, _("You have not begun yet, so there is nothing to pause."))
        else:
            messages.success(request, _("Enjoy your break. Nobody will ask you anything meanwhile."))
        return _back(request)
    return render(request, "people/pause.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@member_page()
def come_back(request: MemberRequest) -> HttpResponse:
    volunteer = _find_own(request)
    if volunteer is not None:
        resume_volunteer(volunteer, by=request.actor, at=timezone.now())
        messages.success(request, _("Good to have you back."))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def leave(request: MemberRequest) -> HttpResponse:
    """GET asks once, POST does it. Tasks are handed back; coming back later is one step."""
    if request.method != "POST":
        context = {"organisations": list_organisations_of(request.membership)}
        return render(request, "people/leave.html", context)
    try:
        end_membership(request.membership, by=request.actor, at=timezone.now())
    except LastOrganiserError:
        messages.warning(request, _("You are the last organiser. Give somebody else that role first."))
        return _back(request)
    messages.success(request, _("You have left. Thank you for everything you did."))
    return redirect(group_path(request.group, "groups:public"))


def _back(request: MemberRequest) -> HttpResponse:
    return redirect(group_path(request.group, "people:my_details"))
