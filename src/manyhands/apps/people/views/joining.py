"""Signing up to help: what it means, the questions, and the wait for a yes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.access import GroupRequest, public_page
from manyhands.apps.groups.actions import NotOpenToAllError, ask_to_join
from manyhands.apps.groups.models import MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import sign_up_volunteer
from manyhands.apps.people.forms.volunteer import VolunteerForm
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.people.queries import find_volunteer_of, list_organisations_of
from manyhands.storage.actors import Actor
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.once import run_form_once


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def volunteer_join(request: GroupRequest) -> HttpResponse:
    """What helping means; once signed in by a code, the questions; then a yes at once or a short wait."""
    if not request.user.is_authenticated:
        return render(request, "people/volunteer_welcome.html")
    known = find_volunteer_of(request.membership) if request.membership else None
    state = request.membership.state if request.membership else ""
    if known is not None and known.state != VolunteerState.LEFT:
        if state == MembershipState.ACTIVE:
            return redirect(group_path(request.group, "people:my_details"))
        if state == MembershipState.APPLICANT:
            return redirect(group_path(request.group, "people:waiting"))
    form = VolunteerForm(
        request.POST if request.method == "POST" else None,
        group=request.group,
        initial=_initial(request, known),
    )
    if request.method == "POST" and form.is_valid():
        return _sign_up(request, request.user, form)
    context = {"form": form, "known": known, "was_refused": state == MembershipState.NOT_ADMITTED}
    return render(request, "people/volunteer_join.html", context, status=422 if form.is_bound else 200)


def _initial(request: GroupRequest, known: Volunteer | None) -> dict[str, object]:
    """Somebody who had left, or was told no, finds what they had said."""
    if known is not None and known.person.anonymised_at is None:
        return VolunteerForm.initial_of(known)
    return {"name": request.membership.display_name} if request.membership else {}


def _sign_up(request: GroupRequest, user: User, form: VolunteerForm) -> HttpResponse:
    at, by = timezone.now(), Actor.user(user.pk)

    def do() -> str:
        name = form.cleaned_data["name"]
        membership = ask_to_join(request.group, user, display_name=name, by=by, at=at)
        contact = form.contact(email=user.email)
        volunteer = sign_up_volunteer(
            request.group, contact, form.details(), membership=membership, by=by, at=at
        )
        return str(volunteer.state)

    try:
        state, _replayed = run_form_once(request, "people.join", at=at, do=do)
    except NotOpenToAllError:
        return render(request, "people/invited_only.html", status=403)
    except KeyReusedError:
        # Sent, changed with the back button, sent again: what is there can be changed on the next page.
        return redirect(group_path(request.group, "people:volunteer_join"))
    if state == VolunteerState.APPLICANT:
        return redirect(group_path(request.group, "people:waiting"))
    messages.success(request, _("Welcome! Thank you for joining in."))
    return redirect(group_path(request.group, "people:my_details"))


@require_safe
@public_page
def waiting(request: GroupRequest) -> HttpResponse:
    """For those who have asked and wait for a yes; members' pages send them here."""
    membership = request.membership
    if membership is None or membership.state != MembershipState.APPLICANT:
        return redirect(group_path(request.group, "people:volunteer_join"))
    context = {
        "volunteer": find_volunteer_of(membership),
        "organisations": list_organisations_of(membership),
    }
    return render(request, "people/waiting.html", context)
