"""Organisations sign up the same way as people do, and keep their own details."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from manyhands.apps.groups.access import GroupRequest, MemberRequest, member_page, public_page
from manyhands.apps.groups.actions import NotOpenToAllError, ask_to_join
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.people.actions import (
    Contact,
    OrganisationDetails,
    change_organisation,
    sign_up_organisation,
)
from manyhands.apps.people.forms import OrganisationForm
from manyhands.apps.people.queries import find_organisation, list_organisations_of
from manyhands.storage.actors import Actor


@require_http_methods(["GET", "POST"])
@public_page
def organisation_join(request: GroupRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "people/organisation_welcome.html")
    mine = list_organisations_of(request.membership) if request.membership else []
    form = OrganisationForm(request.POST or None, group=request.group, initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        return _sign_up(request, form)
    context = {"form": form, "mine": mine}
    return render(request, "people/organisation_join.html", context, status=422 if form.is_bound else 200)


def _sign_up(request: GroupRequest, form: OrganisationForm) -> HttpResponse:
    at, by = timezone.now(), Actor.user(request.user.pk)
    try:
        membership = ask_to_join(
            request.group, request.user, display_name=form.cleaned_data["contact_name"], by=by, at=at
        )
    except NotOpenToAllError:
        return render(request, "people/volunteer_invited_only.html", status=403)
    organisation = sign_up_organisation(
        request.group, contact_from(form), details_from(form), membership=membership, by=by, at=at
    )
    if organisation.state == "applicant":
        return render(request, "people/organisation_waiting.html", {"organisation": organisation})
    messages.success(request, _("Welcome. You can ask and help from now on."))
    return redirect(group_path(request.group, "people:organisation", organisation_id=organisation.pk))


@require_http_methods(["GET", "POST"])
@member_page()
def organisation_details(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """For those who answer for it, and for staff who look after people."""
    organisation = find_organisation(request.group, organisation_id)
    is_own = organisation is not None and organisation.membership_id == request.membership.pk
    if organisation is None or not (is_own or may(request.membership, "people.manage", organisation)):
        raise Http404
    form = OrganisationForm(
        request.POST or None, group=request.group, initial=OrganisationForm.initial_of(organisation)
    )
    if request.method == "POST" and form.is_valid():
        change_organisation(
            organisation, contact_from(form), details_from(form), by=request.actor, at=timezone.now()
        )
        messages.success(request, _("The details are up to date. Thank you."))
        return redirect(group_path(request.group, "people:organisation", organisation_id=organisation.pk))
    context = {"form": form, "organisation": organisation}
    return render(request, "people/organisation.html", context, status=422 if form.is_bound else 200)


def contact_from(form: OrganisationForm) -> Contact:
    data = form.cleaned_data
    return Contact(
        name=data["contact_name"], phone=data["phone"], email=data["email"], language=get_language() or "en"
    )


def details_from(form: OrganisationForm) -> OrganisationDetails:
    data = form.cleaned_data
    return OrganisationDetails(
        name=data["name"],
        kind=data["kind"],
        about=data["about"],
        place=form.told_place,
        can_ask="can_ask" in data["roles"],
        can_help="can_help" in data["roles"],
        skills=form.chosen_skills,
        languages=data["languages"],
        week_slots=form.slots_mask,
        radius_m=form.radius_m,
        tasks_per_week=data["tasks_per_week"],
    )
