"""Staff write down somebody who helps and has no account, at the phone; and change what is known of people."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import (
    change_volunteer,
    leave_as_volunteer,
    return_volunteer,
    show_contact,
    sign_up_volunteer,
)
from manyhands.apps.people.forms.volunteer import StaffVolunteerForm
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.people.queries import find_namesakes, find_volunteer_by_person
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


class SharedContactError(Exception):
    """Somebody with this phone or e-mail is here already, and this page has not shown them yet."""

    def __init__(self, known: list[Volunteer]) -> None:
        super().__init__(len(known))
        self.known = known


@require_http_methods(["GET", "HEAD", "POST"])
@member_page("people.manage")
def add(request: MemberRequest) -> HttpResponse:
    """One page for the time of a call. Who shares a telephone with somebody known is asked about once."""
    initial = {"reach_by": "call", "languages": ["en"]}
    answers = request.POST if request.method == "POST" else None
    form = StaffVolunteerForm(answers, group=request.group, initial=initial)
    known: list[Volunteer] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _add(request, form, at=timezone.now())
        except SharedContactError as shared:
            known = shared.known
    context = {"form": form, "known": known}
    return render(request, "people/add.html", context, status=422 if form.is_bound else 200)


def _stop_at_namesakes(request: MemberRequest, form: StaffVolunteerForm) -> None:
    data = form.cleaned_data
    known = find_namesakes(request.group, phone=data["phone"], email=data["email"])
    if {str(volunteer.pk) for volunteer in known} - set(request.POST.getlist("seen")):
        raise SharedContactError(known)


def _add(request: MemberRequest, form: StaffVolunteerForm, *, at: datetime) -> HttpResponse:
    def do() -> str:
        # Looked for here, and not before: the same page sent twice must not find itself.
        _stop_at_namesakes(request, form)
        data = form.cleaned_data
        contact = form.contact(email=data["email"], reach_note=data["reach_note"])
        volunteer = sign_up_volunteer(request.group, contact, form.details(), by=request.actor, at=at)
        return str(volunteer.person_id)

    try:
        person_id, _replayed = run_form_once(request, "people.add", at=at, do=do)
    except KeyReusedError:
        messages.warning(request, _("This page was already sent. Start a new one for somebody else."))
        return redirect(group_path(request.group, "people:add"))
    messages.success(request, _("They are in. Thank them for us."))
    return redirect(group_path(request.group, "people:detail", person_id=int(person_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page("people.manage")
def change(request: MemberRequest, person_id: int) -> HttpResponse:
    """The page shows how somebody is reached, so opening it is written down like every other look."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    at = timezone.now()
    if request.method != "POST":
        show_contact(volunteer.person, reader=request.membership, by=request.actor, at=at)
    initial = StaffVolunteerForm.initial_of(volunteer)
    answers = request.POST if request.method == "POST" else None
    form = StaffVolunteerForm(answers, group=request.group, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        contact = form.contact(email=data["email"], reach_note=data["reach_note"])
        change_volunteer(volunteer, contact, form.details(), by=request.actor, at=at)
        messages.success(request, _("The details are up to date."))
        return redirect(group_path(request.group, "people:detail", person_id=person_id))
    context = {"form": form, "volunteer": volunteer}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_page("people.manage")
def stop(request: MemberRequest, person_id: int) -> HttpResponse:
    """Somebody without an account does not want to help any more, or wants to again."""
    volunteer = or_404(find_volunteer_by_person(request.group, person_id))
    at, is_back = timezone.now(), volunteer.state == VolunteerState.LEFT
    if volunteer.membership_id is not None:
        messages.warning(request, _("They have an account, and leave or come back by themselves."))
    elif is_back:
        return_volunteer(volunteer, by=request.actor, at=at)
        messages.success(request, _("They are back."))
    else:
        leave_as_volunteer(volunteer, by=request.actor, at=at)
        messages.success(request, _("They do not help any more. What they had taken is offered to others."))
    return redirect(group_path(request.group, "people:detail", person_id=person_id))
